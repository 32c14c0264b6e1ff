"""Small words that turn a reading: "not until", "nothing but", "going to", "got rid"."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Polarity


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Orel did not open the kiln until August 2019.", date(2019, 8, 1)),
        ("The kiln will not open until May.", date(2025, 5, 1)),
        ("The lease does not expire until 2031.", date(2031, 1, 1)),
    ],
)
def test_not_until_tells_when(read, text, begins):
    """It is affirmed, and true from the time that it waits for."""
    [claim] = read(text)

    assert Polarity.AFFIRMED is claim.polarity
    assert ("at", begins) == (claim.period.kind, claim.period.valid_from)


@pytest.mark.parametrize(
    "text",
    [
        "Orel has not paid until today.",
        "Orel never paid until 2021.",
        "Orel did not pay by 3 March 2025.",
        "Orel did not sell the mill before 2021.",
    ],
)
def test_what_may_not_have_come_stays_denied(read, text):
    """Nothing says that it ever began."""
    [claim] = read(text)

    assert Polarity.NEGATED is claim.polarity


def test_what_one_has_no_intention_of_doing_is_not_planned(read):
    """The gerund tells what is denied, as an infinitive does."""
    told = read("Orel has no intention of selling the kiln.")

    [denied] = [claim for claim in told if claim.verb == "sell"]
    assert Polarity.NEGATED is denied.polarity
    assert denied.modality.value == "planned"


def test_nothing_but_leaves_something(read):
    """As in "had nothing but praise": there was praise."""
    [claim] = read("Orel had nothing but praise for the crew.")

    assert Polarity.AFFIRMED is claim.polarity


def test_a_headline_without_a_verb_may_deny(read):
    """What stands behind the colon is no office of the name before it."""
    claims = read("The kiln is old.", title="Orel: no new kiln in Tarn")

    [headline] = [claim for claim in claims if claim.in_title]
    assert Polarity.NEGATED is headline.polarity


def test_who_got_rid_of_a_thing_did_it(read):
    """As in "got rid of it": no passive."""
    [claim] = read("Orel got rid of the kiln in 2021.")

    assert claim.subject == "Orel"


def test_a_second_verb_taken_for_an_adverb_is_one(read):
    """Each verb has its own day."""
    told = read("The kiln will open on 3 May and close on 9 June.")

    assert [claim.verb for claim in told] == ["open", "close"]


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Orel is going to sell the kiln.", "future"),
        ("A kiln is going to be built in Tarn.", "future"),
        ("Orel was going to sell the kiln.", "past"),
    ],
)
def test_what_is_going_to_be_is_planned(read, text, tense):
    """As what will be."""
    [claim] = read(text)

    assert ("planned", tense) == (claim.modality.value, claim.tense)


def test_a_speaker_in_the_midst_parts_no_clause(read):
    """The subject stands before who says it."""
    told = read("A vote on the kiln, she assured listeners, will be held.")

    assert [a.head for c in told if c.verb == "hold" for a in c.arguments] == ["vote"]


def test_a_clause_behind_whose_is_told(read):
    """As in ", in whose yard a kiln is being built,"."""
    told = read("The school, in whose yard a kiln is being built, is old.")

    assert {"build", "be"} == {claim.verb for claim in told}
