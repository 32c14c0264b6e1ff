"""Sums of a part of a year and those of another part or of all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.verdicts.rules.spans import are_of_two_spans
from tests.unit.verdicts.claim_makers import claim, money

REVENUE = replace(money(7e6), role="revenue")


@pytest.mark.parametrize(
    ("old", "new", "two"),
    [
        (
            "Orel's revenue was 7 million euros",
            "Quarterly revenue came to 2 million",
            True,
        ),
        (
            "Orel took 7 million in 2029",
            "In the third quarter Orel took 2 million",
            True,
        ),
        (
            "Orel took 7 million in the first half",
            "Half-year revenue was 6 million",
            False,
        ),
        ("Orel took 7 million in six months", "Half-year revenue was 6 million", False),
        (
            "Orel took 7 million in the first quarter",
            "Orel took 6 million in the second quarter",
            True,
        ),
        (
            "Orel took 7 million in 2029",
            "Orel took 6 million, a quarter of it abroad",
            False,
        ),
        (
            "Orel took 7 million in the first quarter",
            "Last quarter Orel took 6 million",
            False,
        ),
    ],
)
def test_sums_of_two_spans_are_told_apart(old, new, two):
    assert are_of_two_spans(claim(old), REVENUE, claim(new), REVENUE) is two


def test_what_does_not_come_in_over_a_time_is_of_no_span():
    crew = replace(money(7e6), role="price")
    new = claim("In the third quarter the ferry went for 6 million euros")

    assert not are_of_two_spans(claim(), crew, new, crew)
