"""Two versions of a text: what changed in its claims, by real extraction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.claims import extract_claims
from extractors.model import Article, Entity, Topic
from extractors.verdicts.edits import Change, compare_versions
from tests.flows.alerting.newsdesk import lexicon, pipeline

TOPIC = Topic(
    id="mill",
    entities=(Entity(name="Tarn Paper"), Entity(name="the mill", kind="FAC")),
)
SENTENCES = (
    "Tarn Paper bought a paper machine for $40 million on Tuesday.",
    "The mill employs 400 people.",
    "The lease of the mill runs until 2031.",
    "The owner plans to close the mill.",
    "Its director, Anna Berg, said that she would leave in June.",
)
TEXT = " ".join(SENTENCES)
NOW = datetime(2025, 6, 1, tzinfo=UTC)


def claims_of(text, version=1):
    article = Article(
        article_id="v1a", version=version, url="u", canonical_url="u",
        source_id="s", published_at=NOW, fetched_at=NOW, text=text,
    )  # fmt: skip
    return next(extract_claims([article], nlp=pipeline(), topic=TOPIC))


def edited(before, after):
    return compare_versions(
        before, claims_of(before), after, claims_of(after, 2), lexicon=lexicon()
    )


def said(before, after):
    return [
        (c.change.value, c.before and c.before.quote, c.after and c.after.quote)
        for c in edited(before, after).changes
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$40 million", "$90 million"),
        ("employs 400", "employs 410"),
        ("until 2031", "until 2027"),
        ("plans to close", "does not plan to close"),
        ("bought a paper machine", "sold a paper machine"),
        ("bought a paper machine", "may have bought a paper machine"),
    ],
)
def test_a_claim_that_says_something_else_is_changed(old, new):
    found = edited(TEXT, TEXT.replace(old, new))

    assert [each.change for each in found.changes][:1] == [Change.CHANGED]
    assert all(each.change is Change.CHANGED for each in found.changes)
    assert found.reason == "edited"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (" ", "  ", "trivial"),
        (". ", ".\n", "trivial"),
        ("Tarn Paper", "TARN Paper", "trivial"),
        ("machine", "machien", "reworded"),
        ("director, Anna Berg,", "director Anna Berg", "trivial"),
        ("The owner plans", "The owner is planning", "reworded"),
    ],
)
def test_what_says_the_same_changes_nothing(old, new, reason):
    found = edited(TEXT, TEXT.replace(old, new))

    assert (found.changes, found.reason) == ((), reason)


def test_a_sentence_that_is_gone_takes_its_claims_along():
    without = TEXT.replace(f"{SENTENCES[0]} ", "")

    assert said(TEXT, without) == [("removed", SENTENCES[0][:-1], None)]
    assert said(without, TEXT) == [("added", None, SENTENCES[0][:-1])]


def test_a_sentence_that_is_denied_does_not_stand():
    denied = TEXT.replace(
        SENTENCES[1], "It is not true that the mill employs 400 people."
    )

    assert "The mill employs 400 people" in {
        before for _, before, _ in said(TEXT, denied)
    }


def test_other_paragraphs_around_it_change_no_claim():
    more = f"Read also: ten walks in the valley.\n{TEXT}\nSign up for our letter."

    assert all(change == "added" for change, *_ in said(TEXT, more))


def test_a_note_about_the_article_is_a_note():
    noted = f"{TEXT} An earlier version of this article misspelled a name."

    assert edited(TEXT, noted).reason == "note"


def test_a_newer_extractor_is_no_edit():
    """What was not extracted from an old sentence is not added with a new version."""
    found = compare_versions(
        TEXT, [], f"{TEXT} It rained.", claims_of(TEXT), lexicon=lexicon()
    )

    assert found.changes == ()


def test_an_empty_text_takes_everything_back():
    found = edited(TEXT, "")

    assert len(found.changes) == len(claims_of(TEXT))
    assert {each.change for each in found.changes} == {Change.REMOVED}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), unique=True),
    st.lists(st.sampled_from(SENTENCES), unique=True),
)
def test_every_claim_stands_or_is_accounted_for_once(before, after):
    old, new = " ".join(before), " ".join(after)
    standing, fresh = claims_of(old), claims_of(new, 2)

    found = compare_versions(old, standing, new, fresh, lexicon=lexicon())

    lost = [each.before.claim_id for each in found.changes if each.before]
    came = [each.after.claim_id for each in found.changes if each.after]
    assert len(set(lost)) == len(lost)
    assert len(set(came)) == len(came)
    assert set(lost) <= {claim.claim_id for claim in standing}
    assert set(came) <= {claim.claim_id for claim in fresh}
    kept = [c for c in standing if c.sentence in new]
    assert not {c.claim_id for c in kept} & set(lost)
