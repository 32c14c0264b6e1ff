"""Somebody follows who is held to have an office."""

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
            "Harbour master Clara Dahl has run the port since 2015.",
            "Peter Holm was chosen by the town on 2 June to succeed Clara Dahl.",
        ),
        (
            "The director of the museum is Clara Dahl.",
            "Clara Dahl has been replaced as director by Peter Holm.",
        ),
        (
            "Clara Dahl, the treasurer, is a lawyer.",
            "Peter Holm took over from treasurer Clara Dahl in June.",
        ),
        (
            "The chief engineer of the port is Clara Dahl.",
            "The new chief engineer of the port is Peter Holm.",
        ),
    ],
)
def test_is_followed(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Whoever had the office had it until then."""
    assert judge(old, new, nlp, lexicon).kind is VerdictKind.UPDATES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The captain of the team is Clara Dahl.",
            "Clara Dahl was replaced by Petra Holm after an hour.",
        ),
        (
            "Clara Dahl heads the port.",
            "Peter Holm succeeded Clara Dahl as treasurer of the club in 2019.",
        ),
    ],
)
def test_is_not_followed(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Nor in a match, nor long before."""
    assert judge(old, new, nlp, lexicon).kind is not VerdictKind.UPDATES
