"""Ends of terms and plans that were moved: which are told of one and the same."""

from __future__ import annotations

import pytest

from extractors.model import VerdictKind
from extractors.verdicts.rules.dates import date_moved, moves_another
from extractors.verdicts.rules.former import moved_from
from extractors.verdicts.rules.known import plan_realised
from extractors.verdicts.rules.terms import term_differs

TERMS = [
    ("The lease of the hall runs until 2041.", "The lease expires in 2038.", True),
    (
        "The ban applies until 3 May 2027.",
        "The ban is in force until 9 May 2027.",
        True,
    ),
    # one told more exactly, one that is over, another one, any one
    ("The lease runs until 2041.", "The lease expires in May 2041.", False),
    ("The lease runs until 2041.", "The lease ran until 2019.", False),
    ("The garage lease runs until 2041.", "The kitchen lease lapses in 2038.", False),
    (
        "The lease runs until 2041.",
        "They use a hall on a lease that ends in May.",
        False,
    ),
    ("He has a lease until 2041.", "Her lease runs until 2038.", False),
    # the sentence says whose lease it is, or does not
    (
        "Orm has a lease that ends in 2041.",
        "The lease with Orm runs out in 2038.",
        True,
    ),
    (
        "Tarn has a lease that ends in 2041.",
        "The lease with Orm runs out in 2038.",
        False,
    ),
    # until when somebody has to do one thing, or another
    (
        "Orm has until 3 May 2027 to repair the roof.",
        "Orm has until 3 July 2027 to repair the building.",
        True,
    ),
    (
        "Orm has until 3 May 2027 to repair the roof.",
        "Orm has until 3 July 2027 to pay.",
        False,
    ),
]


@pytest.mark.parametrize(("old", "new", "differs"), TERMS)
def test_the_end_of_one_term_is_told_in_many_words(old, new, differs, pairs):
    assert differs is any(map(term_differs, pairs(old, new)))


MOVED = [
    (
        "The verdict of the board is due by the end of August 2026.",
        "The verdict of the board will be postponed to the end of October.",
        True,
    ),
    (
        "The contract of Ada Orm forbids her to sing for a rival until May 2027.",
        "The contract of Ada Orm bars her from singing for rivals until May 2028.",
        True,
    ),
    ("The licence expires in 2036.", "The licence was extended to 2039.", True),
    (
        "The licence expires in 2036.",
        "The hearing on the licence was put off to August 2026.",
        False,
    ),
]


def test_a_hearing_that_is_moved_moves_no_term(pairs):
    new = "The hearing on the licence was put off to August 2026."

    assert all(map(moves_another, pairs("The licence expires in 2036.", new)))
    assert not any(map(moves_another, pairs("The hearing is due in May.", new)))


DONE = [
    ("The roof must be repaired.", "Slaters have begun to repair the roof.", True),
    ("The roof must be repaired.", "In 2012 slaters repaired the roof.", False),
    ("The roof can be repaired.", "Slaters have begun to repair the roof.", False),
]


@pytest.mark.parametrize(("old", "new", "done"), DONE)
def test_a_duty_that_is_done_is_a_plan_come_true(old, new, done, pairs):
    assert done is any(map(plan_realised, pairs(old, new)))


@pytest.mark.parametrize(("old", "new", "moved"), MOVED)
def test_what_is_moved_is_what_was_to_end(old, new, moved, pairs):
    assert moved is any(map(date_moved, pairs(old, new)))


FORMER = [
    (
        "The ferry is to sail from the new quay in May 2027.",
        "The ferry, originally announced for May 2027, is now due in August 2027.",
        True,
    ),
    # another day is given up, or none
    (
        "The ferry is to sail from the new quay in May 2027.",
        "The ferry, originally announced for May 2025, is now due in August 2027.",
        False,
    ),
    (
        "The hall is to reopen in the autumn of 2027.",
        "The hall, which is closed in May 2027, will be painted in August 2028.",
        False,
    ),
]


@pytest.mark.parametrize(("old", "new", "moved"), FORMER)
def test_the_day_that_is_given_up_is_the_one_held(old, new, moved, pairs):
    verdicts = [verdict for pair in pairs(old, new) if (verdict := moved_from(pair))]

    assert moved is bool(verdicts)
    assert all(verdict.kind is VerdictKind.UPDATES for verdict in verdicts)
