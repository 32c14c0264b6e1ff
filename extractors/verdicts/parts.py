"""
A claim as parts, and whether a passage of the baseline holds them.

Parts are names, figures, days and words, each as heavy as it is telling: a figure of
its own tells most, a word that every passage has tells least.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.model import BaselineClaim, Claim, Period, Quantity
from extractors.verdicts.figures import how_telling, same_figure
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.passages import Passage, alike, passages_of
from extractors.verdicts.words import ALIKE, bond, same_name, stem

FIGURE = 3.0
_DAY = 1.5
_NAME = 2.0
_WORD = 1.5
EMPTY_VERBS = frozenset(
    {"be", "have", "do", "make", "take", "get", "give", "become", "come", "go", "say"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A name, word, figure or day of the new claim, with how telling it is."""

    weight: float
    name: str = ""
    word: str = ""
    figure: Quantity | None = None
    period: Period | None = None


def rarity_of(claim: Claim, passages: Sequence[Passage]) -> dict[str, float]:
    """How telling a term is among these passages, 0..1; unheard ones are not in."""
    most = math.log(len(passages) + 2)
    counts = {
        term: sum(term in p.terms or term in p.low_names for p in passages)
        for term in {*claim.terms, *_low(claim)}
    }
    return {
        term: math.log((len(passages) + 2) / (n + 1)) / most
        for term, n in counts.items()
        if n
    }


def _low(claim: Claim) -> set[str]:
    return {name.lower() for name in claim.entities}


def parts_of(claim: Claim, rarity: dict[str, float]) -> Iterator[Part]:
    """Take ``claim`` apart; what every passage has weighs little."""
    names = _low(claim)
    # these are told by the period and the figures as a whole, or only say who tells it
    told = set(re.findall(r"\w+", claim.period.text.lower()))
    told |= {quantity.unit for quantity in claim.quantities}
    sayer = {stem(w) for w in re.findall(r"\w+", claim.attribution.lower())}
    for name in claim.entities:
        yield Part(weight=_NAME * max(0.2, rarity.get(name.lower(), 1.0)), name=name)
    for term in claim.terms:
        if term not in names and term not in told and stem(term) not in sayer:
            empty = 0.3 if term in EMPTY_VERBS else 1.0
            yield Part(weight=_WORD * empty * rarity.get(term, 0.7), word=term)
    for quantity in claim.quantities:
        weight = FIGURE * how_telling(quantity)
        if weight:
            yield Part(weight=weight, figure=quantity)
    if claim.period.text:
        yield Part(weight=_DAY, period=claim.period)


def _found(
    part: Part,
    passage: Passage,
    close: Mapping[str, frozenset[str]],
    lexicon: Lexicon,
) -> float:
    """How surely the passage holds the part, 0..1."""
    rows = passage.rows
    if part.name:
        return float(any(same_name(part.name, n) for n in passage.names))
    if part.figure:
        return float(
            any(same_figure(q, part.figure) for r in rows for q in r.claim.quantities)
        )
    if part.period:
        return float(any(_same_day(r.claim.period, part.period) for r in rows))
    best = 0.0
    for term in passage.terms & close[part.word]:
        near, opposed = bond(part.word, term, lexicon)
        if near > best and not opposed:
            best = near
    return best if best >= ALIKE else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim's parts beside passages: ``shares`` has a row a passage, each 0..1."""

    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]
    shares: tuple[tuple[float, ...], ...]


def hold(claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon) -> Held:
    """Hold ``claim`` part by part to each passage among the candidates."""
    passages = tuple(passages_of(candidates))
    parts = tuple(parts_of(claim, rarity_of(claim, passages)))
    close = alike([part.word for part in parts if part.word], passages, lexicon)
    shares = (
        tuple(_found(part, passage, close, lexicon) for part in parts)
        for passage in passages
    )
    return Held(parts=parts, passages=passages, shares=tuple(shares))


def _same_day(old: Period, new: Period) -> bool:
    """One of the two days that bound a period is the same."""
    return bool(
        (old.text and old.valid_from and old.valid_from == new.valid_from)
        or (old.text and old.valid_to and old.valid_to == new.valid_to)
    )
