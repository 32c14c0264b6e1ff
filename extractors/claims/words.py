"""The classes of verbs, nouns and adverbs that the reading of a sentence rests on."""

from __future__ import annotations

import tomllib
from importlib.resources import files


def _lexicon(name: str) -> dict[str, frozenset[str]]:
    raw = files("extractors.claims.lexicon").joinpath(name).read_text("utf-8")
    return {kind: frozenset(words) for kind, words in tomllib.loads(raw).items()}


LEXICON = _lexicon("verbs.toml")
NOUNS = _lexicon("nouns.toml")
LEXICON["cause"] = (
    LEXICON["cause_fact"]
    | LEXICON["cause_may"]
    | LEXICON["cause_ask"]
    | LEXICON["cause_not"]
)
CONTROL = (
    LEXICON["plan"]
    | LEXICON["seem"]
    | LEXICON["aspect"]
    | LEXICON["negate"]
    | LEXICON["predict"]
    | {"say", "report", "believe", "think", "know", "rumor", "have"}
)
SPEECH = (
    LEXICON["say"]
    | LEXICON["think"]
    | LEXICON["predict"]
    | LEXICON["ask"]
    | LEXICON["deny"]
)
