"""What is denied for good, or told as a duty, against what was so or may be."""

from __future__ import annotations

import pytest

from extractors.verdicts.rules.events import event_date
from extractors.verdicts.rules.modality import duty_differs
from extractors.verdicts.rules.polarity import polarity_differs

DENIED = [
    ("Ruth Almay has never worked in Senn.", "Ruth Almay once worked in Senn.", True),
    ("Ruth Almay once worked in Senn.", "Ruth Almay has never worked in Senn.", True),
    (
        "Orm has donated 3 million euros from its reserves.",
        "Orm has not donated any money to the choir.",
        True,
    ),
    # now no longer, and no money against no persons
    ("Ruth Almay does not work in Senn.", "Ruth Almay once worked in Senn.", False),
    (
        "Orm has lent 30 singers from its troupe.",
        "Orm has not lent any money to the choir.",
        False,
    ),
]


@pytest.mark.parametrize(("old", "new", "differs"), DENIED)
def test_what_was_never_so_was_not_so_once(old, new, differs, pairs):
    assert differs is any(map(polarity_differs, pairs(old, new)))


DUTIES = [
    (
        "Under the lease the tenants must repair the roof.",
        "The lease allows the tenants to repair the roof, but it does not oblige them to.",
        True,
    ),
    (
        "Field trips to the well are prohibited in May.",
        "The permit merely recommends avoiding field trips to the well.",
        True,
    ),
    ("The tenants must repair the roof.", "The tenants may use the garden.", False),
    ("The tenants must repair the roof.", "The tenants must paint the roof.", False),
]


@pytest.mark.parametrize(("old", "new", "differs"), DUTIES)
def test_a_duty_is_not_leave_to_do_it(old, new, differs, pairs):
    assert differs is any(map(duty_differs, pairs(old, new)))


def test_what_should_have_been_has_no_day(pairs):
    found = pairs("The pit should have opened in 2023.", "The pit was opened in 1998.")

    assert not any(map(event_date, found))
