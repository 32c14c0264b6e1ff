"""What the tests of verdicts read once: the lists and the parser."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.verdicts import load_lexicon
from extractors.verdicts.lexicon import Lexicon
from flows.fanout import pipeline


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The real lists."""
    return load_lexicon()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline of a run."""
    return pipeline()
