"""A toll that has grown, and how many there are in a body."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.model import VerdictKind
from extractors.verdicts.lexicon import Lexicon
from tests.unit.verdicts.judged import judge


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (
            "Seven miners lost their lives in the collapse.",
            "The death toll has risen to nine.",
            VerdictKind.UPDATES,
        ),
        (
            "So far 24 people have fallen ill.",
            "The number of confirmed cases now stands at 41.",
            VerdictKind.UPDATES,
        ),
        # by how much, of another event
        (
            "Seven miners lost their lives in the collapse.",
            "The death toll has risen by nine.",
            VerdictKind.NEW,
        ),
        (
            "In May 2019 seven miners lost their lives in Orm.",
            "The death toll of the flood in Senn has risen to nine.",
            VerdictKind.NEW,
        ),
        (
            "The jury has nine members.",
            "The jury consists of twelve people.",
            VerdictKind.CONTRADICTS,
        ),
        (
            "The contract is worth 24 million kroner.",
            "The contract has a volume of 31 million kroner.",
            VerdictKind.CONTRADICTS,
        ),
        (
            "Orm's building contract is worth 24 million kroner.",
            "The contract has a volume of 310 million kroner.",
            VerdictKind.NEW,
        ),
        (
            "The single fee has gone up to 900 pounds.",
            "Single fees go up by 20 pounds.",
            VerdictKind.NEW,
        ),
        (
            "The balloons circle the pole at a height of 20 kilometres.",
            "The balloons fly at an altitude of 31 kilometres.",
            VerdictKind.CONTRADICTS,
        ),
    ],
)
def test_figures_of_one_thing(
    old: str, new: str, kind: VerdictKind, nlp: Language, lexicon: Lexicon
) -> None:
    assert judge(old, new, nlp, lexicon).kind is kind
