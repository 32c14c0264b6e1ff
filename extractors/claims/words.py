"""The classes of verbs, nouns and adverbs that the reading of a sentence rests on."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


def _lexicon(name: str) -> dict[str, frozenset[str]]:
    raw = files("extractors.claims.lexicon").joinpath(name).read_text("utf-8")
    return {kind: frozenset(words) for kind, words in tomllib.loads(raw).items()}


LEXICON = _lexicon("verbs.toml")
NOUNS = _lexicon("nouns.toml")
# what one may be, or be called, by an office or a trade
POSTS = NOUNS["person"] | NOUNS["title"] | NOUNS["posts"]
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
    | LEXICON["agree"]
)


def measured_noun(token: Token, *, parts: bool = False) -> Token:
    """
    Of "a total of 212 families" the families, of "all of its shares" the shares.

    With ``parts`` also of "two thirds of the mills", "two of the mills" the mills.
    """
    name = token.lemma_.lower()
    is_part = token.like_num or name in NOUNS["parts"]
    if name not in NOUNS["measuring"] and not (parts and is_part):
        return token
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), token)
    return token


def is_one_time(token: Token) -> bool:
    """Whether "once" counts: "it has failed once", but not "it once failed"."""
    deed = token.head
    return token.lower_ == "once" and deed.pos_ == "VERB" and deed.i < token.i
