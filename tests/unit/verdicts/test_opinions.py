"""What the judge says of a sentence, as a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.model import Period, Quantity, Slot
from extractors.verdicts.figures import is_compared
from extractors.verdicts.judge import Opinion
from extractors.verdicts.judge.statements import Statement
from extractors.verdicts.opinions import said
from tests.unit.verdicts.claim_makers import acting, claim, row

NOW = {"tense": "present"}


@pytest.mark.parametrize(
    ("held", "told", "slots", "kind"),
    [
        ("Half of it is done by now", "60 percent of it is done", NOW, "updates"),
        ("Half of it is done", "60 percent of it is done", NOW, "contradicts"),
        (
            "Half of it goes to Kolin by now",
            "Under the expired lease 60 percent of it goes to Kolin",
            NOW,
            "contradicts",
        ),
        (
            "Half of it is done",
            "The share has risen to 60 percent",
            {"verb": "rise", "tense": "perfect"},
            "updates",
        ),
    ],
)
def test_a_figure_of_its_day_or_one_that_moved_is_outdated(
    held, told, slots, kind, lexicon, monkeypatch
):
    """Whatever the trees make of it."""
    half = Quantity(low=50, high=50, unit="percent", text="Half")
    more = Quantity(low=60, high=60, unit="percent", text="60 percent")
    old = replace(row(claim(held, quantities=(half,))), document_date=date(2026, 3, 2))
    new = claim(told, quantities=(more,), published_on=date(2026, 6, 15), **slots)
    statement = Statement(old, "quantity", Slot.QUANTITY, {}, "Half", "60 percent")
    opinion = Opinion(statement, False, 0.9, 0.9, 0.0, ())

    assert said(opinion, new, lexicon).kind.value == kind


def test_a_figure_is_set_against_the_new_one_by_its_number():
    """Whatever words before it belong to its bound."""
    limit = Quantity(high=20, unit="seat", text="limited to 20 seats")

    assert is_compared(limit, "Members now get 30 seats instead of 20.")
    assert not is_compared(limit, "Members now get 30 seats on 20 boats.")


def test_who_was_granted_it_may_be_the_one_who_got_it(lexicon):
    """ "The town granted Lind a lease in 2021", "Lind received it in 2019"."""
    years = [
        Period(valid_from=date(y, 1, 1), valid_to=date(y + 1, 1, 1), kind="at", text=t)
        for y, t in ((2021, "in 2021"), (2019, "in 2019"))
    ]
    old = row(
        claim(
            "Kolin granted Lind a lease in 2021",
            period=years[0],
            **acting("Kolin") | {"entities": ("Kolin", "Lind")},
        )
    )
    new = claim("Lind received a lease in 2019", period=years[1], **acting("Lind"))
    statement = Statement(old, "date", Slot.DATE, {}, "in 2021", "in 2019")
    opinion = Opinion(statement, False, 0.9, 0.9, 0.0, ())
    another = replace(new, **acting("Holm"))

    assert said(opinion, new, lexicon)
    assert not said(opinion, another, lexicon)
