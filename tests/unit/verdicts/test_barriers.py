"""What keeps a held claim from saying a new one already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.model import Argument, Modality, Period
from extractors.verdicts.figures import same_figure
from extractors.verdicts.rules.barriers import barred
from tests.unit.verdicts.claim_makers import claim, count, money


def by(year: int) -> Period:
    return Period(valid_to=date(year, 1, 1), kind="until", text=f"by {year}")


def on(day: int, *, days: int = 1) -> Period:
    first = date(2030, 5, day)
    return Period(
        valid_from=first, valid_to=date(2030, 5, day + days), kind="at", text="then"
    )


def between(doer: str, other: str) -> dict[str, object]:
    roles = (("subject", doer), ("object", other))
    return {
        "verb": "accuse",
        "arguments": tuple(
            Argument(role=role, head=name.lower(), entity=name) for role, name in roles
        ),
    }


PAIRS = [
    ({"period": by(2032)}, {"period": by(2030)}, True),
    ({"period": by(2032)}, {"period": by(2032)}, False),
    ({"period": on(3)}, {"period": on(8)}, True),
    ({"period": on(3, days=7)}, {"period": on(5)}, False),
    ({"period": on(3)}, {}, False),
    ({"modality": Modality.PLANNED}, {"tense": "past"}, True),
    ({"modality": Modality.PLANNED}, {"tense": "present"}, False),
    ({"modality": Modality.PLANNED}, {"tense": "present", "in_title": True}, True),
    (between("Orel", "Tarn"), between("Tarn", "Orel"), True),
    (between("Orel", "Tarn"), between("Orel", "Tarn"), False),
    ({}, {"exclusive": True}, True),
    ({}, {"exclusive": True, "quantities": (count(5, "mill"),)}, False),
]


@pytest.mark.parametrize(("old", "new", "expected"), PAIRS)
def test_a_moved_day_a_deed_swapped_sides_or_alone_bars(lexicon, old, new, expected):
    held, told = (replace(claim(), **slots) for slots in (old, new))

    assert barred(held, told, lexicon) is expected


WORDS = [
    ("Orel sues the bank", "Orel sues not the bank but Tarn", True),
    ("Orel sues the bank", "Orel sues not just the bank", False),
    ("Orel sues the bank", "Orel sues Tarn rather than the bank", True),
    ("Orel sues the bank", "Orel sues the bank rather than wait", False),
    ("The duty is lawful", "The duty is unlawful", True),
    ("The duty is unlawful", "The duty is unlawful as well", False),
    ("The duty rose before the vote", "The duty rose after the vote", True),
    ("The duty rose before the vote", "Before the vote the duty rose", False),
    ("The alarm went off at 3.10 p.m.", "The alarm went off at 3.40 p.m.", True),
    ("The alarm went off at 3.10 p.m.", "The alarm went off at 15:10", False),
]


@pytest.mark.parametrize(("old", "new", "expected"), WORDS)
def test_what_is_put_away_or_undone_bars(lexicon, old, new, expected):
    assert barred(claim(old), claim(new), lexicon) is expected


FIGURES = [
    (count(14, "group"), count(14, "seat"), False),
    (count(2300, "person"), count(2300, "job"), True),
    (count(9, "litre"), count(9, "time"), False),
    (money(1.2e6), count(1.2e6, "crown"), True),
    (money(5.5e6), money(6e6), False),
]


@pytest.mark.parametrize(("old", "new", "same"), FIGURES)
def test_the_same_number_of_other_things_is_another_figure(old, new, same):
    assert same_figure(old, new) is same


def who(noun: str) -> dict[str, object]:
    subject = Argument(role="subject", head=noun, terms=(noun,), text=f"the {noun}")
    return {"arguments": (subject,), "verb": "pay"}


NOUNS = [
    ("Orel pays the toll", "that pays the toll", "It was the bishop that", True),
    ("The bishop pays the toll", "that pays the toll", "It was the bishop that", False),
    ("Orel pays the toll", "who pays the toll", "The chairman, who", False),
    ("Orel pays the toll", "which pays the toll", "The barn, which", True),
]


@pytest.mark.parametrize(("old", "new", "begins", "expected"), NOUNS)
def test_a_relative_clause_is_of_its_own_noun(lexicon, old, new, begins, expected):
    sentence = f"{begins.rpartition(' ')[0]} {new}"
    noun = begins.rstrip(",").replace(",", "").split()[-2]
    told = replace(claim(new), sentence=sentence, **who(noun))

    assert barred(claim(old, verb="pay"), told, lexicon) is expected


def test_what_ends_on_another_day_is_not_known(lexicon):
    """ "It expires in 2030" against "valid until 2032"."""
    year = Period(
        valid_from=date(2030, 1, 1), valid_to=date(2031, 1, 1), kind="at", text="2030"
    )
    held = claim("The lease is valid", verb="be", period=by(2033))

    assert barred(held, claim("It expires", verb="expire", period=year), lexicon)
    assert not barred(held, claim("It was signed", verb="sign", period=year), lexicon)
