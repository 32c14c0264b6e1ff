"""Places in a row that exclude each other."""

from __future__ import annotations

import pytest

from extractors.verdicts import load_lexicon
from extractors.verdicts.judge.measures import may_differ
from extractors.verdicts.judge.ranks import ranks
from tests.unit.verdicts.claim_makers import claim, count


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is the fourth-largest brewery", [(4, "largest")]),
        ("It is the largest brewery", [(1, "largest")]),
        ("It was the third most read paper", [(3, "most read")]),
        ("She is ranked 230th", [(230, "place")]),
        ("They came in at twenty-first place", [(21, "place")]),
        ("He moved from third to first place", [(3, "place"), (1, "place")]),
        ("A fourth witness came", [(4, "witness")]),
        ("It was refused on the 4th of May", []),
        ("It was refused on the 5th, not on the 4th.", []),
        ("In the third quarter a third of them left", []),
        ("First he sang for a second", []),
    ],
)
def test_a_place_is_read_with_its_row(text, told):
    assert told == [(place.low, place.unit) for place in ranks(claim(text))]


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Her third crossing failed", "It was her second crossing", True),
        ("the fourth-largest brewery", "the second-largest brewery", True),
        ("the longest tunnel", "only the second-longest tunnel", True),
        ("She finished fifth", "She finished in third place", True),
        ("Her third crossing failed", "It was his second novel", False),
        ("the longest tunnel", "She finished fifth", False),
        ("the longest tunnel", "the longest tunnel", False),
    ],
)
def test_places_of_one_row_are_offered(one, other, may):
    [old], [new] = ranks(claim(one)), ranks(claim(other))

    assert may is may_differ(old, new, load_lexicon())


def test_one_more_counts_those_before_it():
    [fourth] = ranks(claim("A fourth witness came"))
    [named] = ranks(claim("The fourth witness came"))

    assert may_differ(count(3, "witness"), fourth, load_lexicon())
    assert not may_differ(count(3, "witness"), named, load_lexicon())
