"""Tests of what a rule needs of either claim before it is asked."""

from __future__ import annotations

from extractors.model import Polarity, Quantity
from extractors.verdicts.rules import CONFLICTS
from extractors.verdicts.rules.needs import NEEDS, able, among
from extractors.verdicts.rules.onsets import onset_differs
from extractors.verdicts.rules.polarity import polarity_differs
from extractors.verdicts.rules.quantity import quantity_differs
from tests.unit.verdicts.claim_makers import claim


def test_what_is_listed_are_rules() -> None:
    """Only what is asked of a pair has needs."""
    assert NEEDS.keys() <= {*CONFLICTS}


def test_no_rule_is_lost_where_all_needs_are_met() -> None:
    """All rules speak in their order, those without needs in any case."""
    assert among(CONFLICTS, -1) == CONFLICTS
    assert among(CONFLICTS, 0) == tuple(r for r in CONFLICTS if r not in NEEDS)


def test_figures_are_compared_where_both_have_one() -> None:
    """One figure alone differs from none, but what is denied is seen without any."""
    figure = (Quantity(low=4.0, high=4.0, text="four"),)
    told = claim(tense="past", quantities=figure)
    denied = claim(tense="past", polarity=Polarity.NEGATED)

    assert quantity_differs in among(CONFLICTS, able(told, told))
    assert quantity_differs not in among(CONFLICTS, able(told, denied))
    assert polarity_differs in among(CONFLICTS, able(told, denied))


def test_what_goes_back_to_a_year_has_a_beginning(pairs) -> None:
    """Its year is told as an end: "back to" is no "until"."""
    (told,) = pairs("The mill was founded in 1881.", "The mill goes back to 1862.")

    assert onset_differs(told) is not None
    assert onset_differs in among(CONFLICTS, able(told.held, told.new))
