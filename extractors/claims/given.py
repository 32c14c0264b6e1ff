"""What a person's name tells: whether she is a woman or he a man, or neither."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from extractors.claims.words import NOUNS

_FORMS = NOUNS["title"] | NOUNS["rank"] | NOUNS["person"]


@cache
def _sexes() -> dict[str, bool]:
    """Whether each given name is a woman's."""
    lexicon = files("extractors.claims.lexicon").joinpath("given_names.txt")
    women, men = lexicon.read_text("utf-8").splitlines()
    return dict.fromkeys(women.split(), True) | dict.fromkeys(men.split(), False)


@cache
def is_feminine(name: str) -> bool | None:
    """
    Whether a full name is a woman's; None where it does not tell.

    A form of address tells more than the given name, a surname alone nothing, and where
    the surname comes first ("Han Seo-yun") the list does not know what follows.
    """
    words = name.split()
    while len(words) > 1:
        first = _folded(words.pop(0))
        if first in NOUNS["feminine"] or first in NOUNS["masculine"]:
            return first in NOUNS["feminine"]
        if first not in _FORMS:
            return None if _is_hyphened(words[-1]) else _sexes().get(first)
    return None


def is_given(word: str) -> bool:
    """Whether the word is a given name that tells a sex."""
    return _folded(word) in _sexes()


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _is_hyphened(word: str) -> bool:
    """As "Seo-yun" is one given name, "Holm-Lind" two surnames."""
    _, hyphen, rest = word.partition("-")
    return bool(hyphen) and rest.islower()
