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
        (
            "Clara Dahl is president of the league.",
            "Clara Dahl has handed the presidency to Peter Holm.",
        ),
        (
            "The harbour is run by Clara Dahl.",
            "Clara Dahl's post has gone to the Dane Peter Holm.",
        ),
        (
            "The editor of the paper is Clara Dahl.",
            "The paper has named Peter Holm as editor in place of Clara Dahl.",
        ),
        (
            "Clara Dahl is the chief executive of the mill.",
            "Clara Dahl is stepping down as head of the mill.",
        ),
        (
            "Ship's doctor Clara Dahl was ill in May.",
            "Peter Holm has taken over from Clara Dahl as ship's doctor.",
        ),
        (
            "Clara Dahl owns 12 percent of the mill.",
            "Clara Dahl has sold her stake to Peter Holm.",
        ),
        (
            "The rescue service is led by Clara Dahl.",
            "The rescue service will be led by Peter Holm.",
        ),
        (
            "Clara Dahl, the port's engineer, was ill.",
            "Clara Dahl's successor is Peter Holm.",
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
        (
            "Defender Clara Dahl joined in March.",
            "Clara Dahl's place goes to the Scot Petra Holm.",
        ),
        (
            "Clara Dahl owns 12 percent of the mill.",
            "Clara Dahl has sold her boat to Peter Holm.",
        ),
        (
            "Clara Dahl owns 12 percent of the mill.",
            "Clara Dahl is selling her stake to Peter Holm.",
        ),
        (
            "Clara Dahl is the chief executive of the mill.",
            "Clara Dahl has resigned as treasurer of the club.",
        ),
    ],
)
def test_is_not_followed(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Nor in a match, nor long before, nor in what is no office of hers."""
    assert judge(old, new, nlp, lexicon).kind is not VerdictKind.UPDATES
