"""Times that exclude each other, in a claim or beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.claims.periods.told import told_periods
from extractors.verdicts.judge import Context
from extractors.verdicts.judge.dated import bounds, may_both_be, times_apart
from tests.unit.verdicts.claim_makers import DAY, claim, row


def told(quote: str, sentence: str = ""):
    """A claim of a sentence, with the period that its own words fix first, if any."""
    whole = claim(quote, sentence=sentence or quote)
    period = next(iter(told_periods(quote, DAY)), whole.period)
    return replace(whole, period=period)


def apart(lexicon, old, new, *, same_day=False):
    held = row(old)
    context = Context.of([old], lexicon)
    return times_apart(held, [held], new, context, same_day=same_day)


def test_days_of_two_claims_are_their_own(lexicon):
    found = apart(lexicon, told("The kiln was lit in 1988"), told("lit in 1991"))

    assert (found.old, found.new) == ("in 1988", "in 1991")
    assert found.aspects["days_beside"] == 0.0


BESIDE = [
    ("the vicar, Ada Brock, in 2027", "Ada Brock"),
    ("It was in 2027 that the kiln was lit", "the kiln was lit"),
    ("The kiln was lit, in 2027, by monks", "The kiln was lit"),
]


@pytest.mark.parametrize(("sentence", "quote"), BESIDE)
def test_a_time_right_beside_the_claim_counts(sentence, quote, lexicon):
    old = told("The kiln was lit by Brock in 2021")

    found = apart(lexicon, old, told(quote, sentence))

    assert found.aspects["days_beside"] == 1.0


def test_a_time_in_common_or_far_from_the_claim_does_not(lexicon):
    far = "The kiln was lit by monks from the abbey on the hill, which burned in 2028"
    old = told("The kiln was lit in 2021")

    assert apart(lexicon, old, told("The kiln was lit", far)) is None
    assert apart(lexicon, old, told("In 2021 it was"), same_day=True) is None


HOURS = [
    ("The ferry left at 6.10 p.m.", "The ferry left at half past seven", True),
    ("The ferry left at 6.10 p.m.", "The ferry left at ten past six", False),
    ("The bar is open until one", "The bar closes at 11 p.m.", True),
    ("The choir meets every Monday", "The choir meets on Thursdays", True),
    ("The choir meets every Monday", "The choir meets on Mondays", False),
    ("The abbot left two days after the flood", "The abbot left a week later", True),
    (
        "The abbot left two days after the flood",
        "The abbot left 48 hours after it",
        False,
    ),
    ("a bowl of the second century", "a bowl of the fifth century BC", True),
    ("a bowl of the second century", "a second-century bowl", False),
]


@pytest.mark.parametrize(("old", "new", "differ"), HOURS)
def test_times_of_day_and_weekdays_of_habit_are_compared(old, new, differ, lexicon):
    found = apart(lexicon, told(old), told(new), same_day=True)

    assert differ is (found is not None)


@pytest.mark.parametrize(
    ("old", "new", "is_one", "is_apart"),
    [
        (("take office", "in 2019"), ("be", "since 2021"), True, True),
        (("expire", "in June 2031"), ("lease", "until 2034"), True, True),
        # a month lies in its year
        (("open", "in May 2019"), ("operate", "since 2019"), True, False),
        (("expire", "in June 2031"), ("operate", "since 2034"), False, False),
    ],
)
def test_ends_of_one_state_are_laid_side_by_side(old, new, is_one, is_apart):
    """An aspect says that both tell its beginning, or its end, and how far apart."""
    one, other = (
        replace(told(f"Orel {verb} {time}"), verb=verb, relation=verb)
        for verb, time in (old, new)
    )

    found = bounds(one, other)

    assert (is_one, is_apart) == (bool(found["bound_one"]), found["bound_apart"] > 0)


@pytest.mark.parametrize(
    ("old", "new", "both"),
    [
        (("open", "on 3 May 2026"), ("open", "in May 2026"), True),
        (("open", "on 3 May 2026"), ("open", "in June 2026"), False),
        (("repay", "by the end of May 2026"), ("repay", "in March 2026"), True),
        # within a state many things happen, but not its end
        (("lease", "until 2034"), ("repaint", "in 2031"), True),
        (("lease", "until 2034"), ("expire", "in 2031"), False),
        (("own", "since 2019"), ("repaint", "in 2021"), True),
        (("own", "since 2019"), ("take over", "in 2021"), False),
    ],
)
def test_one_time_may_lie_in_the_other(old, new, both):
    one, other = (
        replace(told(f"Orel {verb} {time}"), verb=verb, relation=verb)
        for verb, time in (old, new)
    )

    assert both is may_both_be(one, other)
