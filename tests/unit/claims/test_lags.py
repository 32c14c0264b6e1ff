"""Times that are counted from another event, centuries, and days with a name."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.claims.periods.lags import centuries, days_apart, lags
from extractors.claims.periods.told import told_periods

TOLD = date(2031, 2, 9)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("two weeks after the regatta", "four weeks after the regatta", True),
        ("two weeks after the regatta", "14 days later", False),
        ("three days after the regatta", "70 hours after the regatta", False),
        ("a week before the regatta", "a week after the regattas", True),
        ("a month later", "on the same day", True),
        ("it came six months late", "it came a year behind schedule", True),
        ("a week after the regatta", "two weeks after their wedding", False),
        # a delay and a distance from an event are two things
        ("it came six months late", "a year after the regatta", False),
    ],
)
def test_lags_of_one_kind_are_compared(one, other, differ):
    [ours], [theirs] = lags(one), lags(other)

    assert differ is (days_apart(ours, theirs) is not None)


def test_longer_than_is_no_lag():
    assert not lags("two weeks later than planned")


def test_centuries_before_christ_are_their_own():
    assert centuries("a third century BC bowl") == {-3: "third century BC"}
    assert centuries("a bowl of the 3rd century") == {3: "3rd century"}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("It closed at Christmas.", date(2030, 12, 25)),
        ("It closed at Easter.", date(2030, 4, 21)),
        ("It closes at Easter 2027.", date(2027, 3, 28)),
        ("It closed on Good Friday, they say.", date(2030, 4, 19)),
        # the time that holds, not the one denied
        ("It opens not in May 2032 but in July 2033.", date(2033, 7, 1)),
        ("It no longer opens on 3 May 2032 but on 4 June 2032.", date(2032, 6, 4)),
    ],
)
def test_a_day_may_have_a_name_or_replace_another(text, start):
    [found] = told_periods(text, TOLD)

    assert start == found.valid_from


def test_a_feast_before_a_noun_is_no_day():
    assert not told_periods("The Easter market burned.", TOLD)
    assert len(told_periods("Not in May 2032, but they met in July 2033.", TOLD)) == 2
