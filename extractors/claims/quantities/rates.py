"""The rate of a figure that is told elsewhere: "annual budget", "every month"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.quantities.measures import rate_after
from extractors.claims.quantities.words import RATE_ADVERBS, RATE_UNITS, RATIOS, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from extractors.claims.quantities.lexemes import Lexeme
    from extractors.model import Quantity

_EACH = frozenset({"each", "every", "per"})
_ADJECTIVES = RATE_ADVERBS | {"annual": "year"}
# the longest noun phrase of "6 gigawatt-hours of lithium cells a year"
_OF = 4


def is_rated(unit: str) -> bool:
    """Whether an amount of ``unit`` can be one of every month: no share, no time."""
    return unit not in RATIOS and UNITS.get(unit, ("",))[0] not in {
        "time",
        "temperature",
        "speed",
    }


def with_rate(
    items: Sequence[Lexeme], quantity: Quantity, base: int, end: int
) -> tuple[Quantity, int]:
    """
    The quantity with a rate that stands behind ``end``, and the end with it.

    ``end`` counts characters of the document, in which the items begin at ``base``.
    """
    if quantity.per or not is_rated(quantity.unit):
        return quantity, end
    at = bisect_left(items, end - base, key=lambda item: item.start)
    per, stop = rate_beyond(items, at)
    return replace(quantity, per=per), base + items[stop - 1].end if per else end


def rate_beyond(items: Sequence[Lexeme], i: int) -> tuple[str, int]:
    """The rate at ``i`` or after a short "of ..." there, and the index after it."""
    per, stop = rate_after(items, i, money=False)
    if per or i >= len(items) or items[i].low != "of":
        return per, stop
    for j in range(i + 2, min(i + 2 + _OF, len(items))):
        if items[j - 1].kind != "word":
            break
        per, stop = rate_after(items, j, money=False)
        if per:
            return per, stop
    return "", i


def rate_elsewhere(verb: Token, named: Token | None) -> str:
    """The rate by an adjective of the measure, or by an adverbial of the verb."""
    for child in named.lefts if named is not None else ():
        if child.dep_ in {"amod", "compound"} and child.lower_ in _ADJECTIVES:
            return _ADJECTIVES[child.lower_]
    for child in verb.children:
        lower = child.lower_
        if child.dep_ == "advmod" and lower in RATE_ADVERBS and lower != "each":
            return RATE_ADVERBS[lower]
        each = any(left.lower_ in _EACH for left in child.lefts)
        if each and child.dep_ == "npadvmod" and lower in RATE_UNITS:
            return lower
    return ""
