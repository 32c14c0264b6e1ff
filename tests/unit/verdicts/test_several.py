"""One alone on one side, several on the other, told in other words."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.model import VerdictKind
from extractors.verdicts.lexicon import Lexicon
from tests.unit.verdicts.judged import judge


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Orelbau is the only supplier of the ropes.",
            "The company gets the ropes from two makers.",
        ),
        (
            "All of the slate comes from the Welsh company Tarnwell.",
            "The slate is bought from four quarry companies.",
        ),
        (
            "Kolin Lines is the only firm working on the dike.",
            "Two companies share the work on the dike.",
        ),
        (
            "Tarnwell was the only bidder for the bridge.",
            "Three other companies had bid for the bridge.",
        ),
        (
            "Two companies share the work on the dike.",
            "Kolin Lines is the only firm working on the dike.",
        ),
        (
            "Orelbau is one of three makers of bells in the country.",
            "Orelbau is the only maker of bells in the country.",
        ),
    ],
)
def test_several_break_what_one_has_alone(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Several have what one is told to have alone, whatever they are called."""
    assert judge(old, new, nlp, lexicon).kind is VerdictKind.CONTRADICTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Orelbau is the only supplier of the ropes.",
            "The company gets the sails from two makers.",
        ),
        (
            "Kolin Lines is the only private firm that runs ferries in Linz.",
            "Three firms run ferries in Graz.",
        ),
        (
            "Tarnwell was the only bidder for the bridge.",
            "Two companies had bid for the tunnel.",
        ),
        (
            "Orelbau is the only club that has won the cup twice.",
            "Three clubs have won the cup.",
        ),
        (
            "Orelbau is the only company in the village.",
            "Two companies in the village have won a prize.",
        ),
    ],
)
def test_another_thing_may_have_several(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Who is alone in one thing is not alone in all."""
    assert judge(old, new, nlp, lexicon).kind is not VerdictKind.CONTRADICTS
