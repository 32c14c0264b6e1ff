"""What the tests of verdicts read once: the lists and the parser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from extractors.verdicts import load_lexicon
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules import Pair
from flows.fanout import pipeline
from tests.unit.verdicts.judged import paired


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The real lists."""
    return load_lexicon()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline of a run."""
    return pipeline()


@pytest.fixture(scope="session")
def pairs(nlp: Language, lexicon: Lexicon) -> Callable[[str, str], list[Pair]]:
    """Every pair of a claim of one text with one of the other."""
    return lambda old, new: paired(old, new, nlp, lexicon)
