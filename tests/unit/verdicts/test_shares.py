"""What belongs to one wholly, or to one alone."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.model import Slot
from extractors.verdicts.lexicon import Lexicon
from tests.unit.verdicts.judged import judge


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The dairy belongs entirely to Orel.", "Kolin holds a third of the dairy."),
        ("Kolin owns a quarter of the dairy.", "The dairy is wholly owned by Orel."),
        (
            "The dairy belongs to the town and to the county.",
            "The dairy belongs to the town alone.",
        ),
        (
            "Orel of Linz is the sole supplier of the dairy's bottles.",
            "The dairy's bottles come from Orel and from two firms in Graz.",
        ),
    ],
)
def test_is_not_alone(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Who has all of it leaves nothing to others."""
    assert judge(old, new, nlp, lexicon).slot is Slot.EXCLUSIVITY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The dairy belongs entirely to Orel.", "Kolin holds a third of the brewery."),
        ("The dairy belongs entirely to Orel.", "Orel holds 100 percent of the dairy."),
        ("The dairy belongs to Orel.", "Kolin once held a third of the dairy."),
    ],
)
def test_may_be_alone(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Of another thing, the whole of it, or long ago."""
    assert judge(old, new, nlp, lexicon).slot is not Slot.EXCLUSIVITY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The town pays half of the bill, the county 40 percent and Orel a tenth.",
            "The county bears half of the bill and the town 40 percent.",
        ),
        (
            "Orel holds 60 percent of the dairy and Tarn Bank a quarter.",
            "Tarn Bank owns 60 percent of the dairy and Orel 25 percent.",
        ),
    ],
)
def test_shares_of_a_row(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Each of the row has its own share, though the verb is said once."""
    assert judge(old, new, nlp, lexicon).slot is Slot.SUBJECT


def test_the_same_shares(nlp: Language, lexicon: Lexicon) -> None:
    """Half is 50 percent, whoever is named first."""
    old = "The town pays half of the bill and the county 40 percent."
    new = "The county pays 40 percent of the bill and the town 50 percent."

    assert judge(old, new, nlp, lexicon).slot is None
