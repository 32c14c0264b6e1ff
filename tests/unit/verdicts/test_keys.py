"""How a claim is found again."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Period
from extractors.verdicts.keys import candidate_keys
from tests.unit.verdicts.claim_makers import claim, count, money


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("e", claim(entities=("Ada Quill",)), claim(entities=("Quill",))),
        ("t", claim(terms=("ferry",)), claim(terms=("ferries",))),
        ("c", claim(terms=("purchase",)), claim(terms=("buy",))),
        ("n", claim(quantities=(count(5200),)), claim(quantities=(count(5000),))),
        ("n", claim(quantities=(money(7e9),)), claim(quantities=(money(7.3e9),))),
        ("x", claim("640 worked there"), claim("gave work to 640 of them")),
        ("s", claim("the ferry sank"), claim("a ferry left")),
    ],
)
def test_other_words_share_a_key(kind, one, other):
    shared = candidate_keys(one) & candidate_keys(other)

    assert any(key.startswith(f"{kind}:") for key in shared)


def test_the_day_that_ends_a_period_is_a_key():
    period = Period(valid_to=date(2031, 1, 1), kind="until", text="until 2031")

    assert "d:to:2031-01-01" in candidate_keys(claim(period=period))


def test_names_and_measures_are_joined():
    one = claim(entities=("Orel",), terms=("ferry",))

    assert "e:orel|t:ferr" in candidate_keys(one)
