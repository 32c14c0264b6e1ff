"""Whether one place is filled otherwise, a whole broken, or one put away for another."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.claims import extract_claims
from extractors.model import Topic
from extractors.verdicts import load_lexicon
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.rivals import rivals
from extractors.verdicts.judge.wholes import wholes
from extractors.verdicts.pairs import as_article
from flows.fanout import pipeline


@pytest.fixture(scope="module")
def sides():
    lexicon = load_lexicon()

    def read(old, new):
        articles = [
            as_article(text, text, date(2030, 5, day))
            for day, text in ((1, old), (9, new))
        ]
        found = extract_claims(articles, nlp=pipeline(), topic=Topic(id="t"))
        (one, *_), (*_, other) = found
        return one, other, Context.of([one], lexicon)

    return read


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The windmill was built by Anna Horn.", "Peter Vogt built the windmill."),
        ("The windmill belongs to Vogt.", "The windmill belongs to a bank."),
        ("The windmill belongs to Vogt.", "A bank owns the windmill."),
        ("The dome was built by Vogt.", "The dome leaks. It was built by Anna Horn."),
        ("Vogt is the author of the play.", "The play was written by Anna Horn."),
        ("The flood was caused by a leak.", "The flood resulted from a storm."),
    ],
)
def test_another_in_the_same_place_is_a_rival(sides, old, new):
    """Who did it, or whose it is, is another one; the rest is the same."""
    found = rivals(*sides(old, new), told=1.0)

    assert found["rival_both"] > 3
    assert found["rival_over_old"] == found["rival_over_new"] == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The windmill was built by Anna Horn.", "Horn built the windmill."),
        ("The windmill was built by Anna Horn.", "It built the windmill."),
    ],
)
def test_who_may_be_the_same_is_no_rival(sides, old, new):
    """A part of the name, and a pronoun, may well be the one that is held."""
    assert rivals(*sides(old, new), told=1.0)["rival_both"] == 0


def test_two_names_weigh_as_names(sides):
    """Two people are surely two."""
    old, new = "The windmill was built by Anna Horn.", "Eva Lund built the windmill."

    assert rivals(*sides(old, new), told=1.0)["rival_named"] > 3


def test_a_rival_may_be_known_for_another_part(sides):
    """Whom the sentence names beside another is no stranger to it."""
    held = "The windmill was built by Anna Horn, and Eva Lund runs the dairy."
    known = rivals(*sides(held, "Eva Lund built the windmill."), told=1.0)
    strange = rivals(*sides(held, "Peter Vogt built the windmill."), told=1.0)

    assert known["rival_named"] > 3
    assert known["rival_strange"] == 0
    assert strange["rival_strange"] > 3


def test_one_more_breaks_the_only_one(sides):
    """As in "another one, too", of that of which there is but one."""
    held = "The only ferry of the island belongs to Horn."
    more, none = "A second ferry belongs to Vogt.", "The ferry belongs to Horn."

    assert wholes(*sides(held, more))["one_more"] > 1
    assert wholes(*sides(held, none))["one_more"] == 0


def test_some_break_all(sides):
    """As in "half of them", of that of which all are said to be so."""
    held = "All ferries are moored in Horn."
    found = wholes(*sides(held, "Half of the ferries are moored in Vogt."))

    assert found["some_of_all"] > 1


@pytest.mark.parametrize(
    ("text", "is_away"),
    [
        ("The ferry belongs to a bank, not to the harbour town.", True),
        ("The ferry is owned not by the harbour but by a bank.", True),
        ("The ferry belongs to a bank rather than the harbour.", True),
        ("The ferry belongs not only to the harbour.", False),
        ("The ferry was not sold to the harbour.", False),
    ],
)
def test_what_is_put_away_for_another(sides, text, is_away):
    """The text names what is held and puts another in its place."""
    found = wholes(*sides("The ferry belongs to the harbour.", text))

    assert bool(found["put_away"]) is is_away
