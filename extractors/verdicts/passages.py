"""
A claim as parts, and whether a passage of the baseline holds them.

A passage is what one sentence of one document says, in all its claims. Parts are names,
figures, days and words, each as heavy as it is telling: a figure of its own tells most,
a word that every passage has tells least.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.model import BaselineClaim, Claim, Period, Quantity, Status
from extractors.verdicts.figures import how_telling, same_figure
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.words import bond, same_name

Passage = tuple[BaselineClaim, ...]
FIGURE = 3.0
_DAY = 1.5
_NAME = 2.0
_WORD = 1.5
_ALIKE = 0.55
_EMPTY_VERBS = frozenset(
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


def passages(
    candidates: Iterable[BaselineClaim],
) -> Iterator[tuple[BaselineClaim, ...]]:
    """Rows of one sentence together."""
    grouped: dict[tuple[str, int], list[BaselineClaim]] = defaultdict(list)
    for row in candidates:
        if row.status not in {Status.REJECTED, Status.DISPUTED, Status.SUPERSEDED}:
            key = (row.claim.article_id, row.claim.sentence_index)
            grouped[key].append(row)
    return map(tuple, grouped.values())


def rarity(passages: Sequence[tuple[BaselineClaim, ...]]) -> dict[str, float]:
    """How telling a term is among these passages, 0..1; unheard ones are not in."""
    counts: Counter[str] = Counter()
    for rows in passages:
        counts.update({t for r in rows for t in (*r.claim.terms, *_low(r.claim))})
    most = math.log(len(passages) + 2)
    return {
        term: math.log((len(passages) + 2) / (n + 1)) / most
        for term, n in counts.items()
    }


def _low(claim: Claim) -> set[str]:
    return {name.lower() for name in claim.entities}


def parts(claim: Claim, rarity: dict[str, float]) -> Iterator[Part]:
    """Take ``claim`` apart; what every passage has weighs little."""
    names = _low(claim)
    for name in claim.entities:
        yield Part(weight=_NAME * max(0.2, rarity.get(name.lower(), 1.0)), name=name)
    for term in claim.terms:
        if term not in names:
            empty = 0.3 if term in _EMPTY_VERBS else 1.0
            yield Part(weight=_WORD * empty * rarity.get(term, 0.7), word=term)
    for quantity in claim.quantities:
        weight = FIGURE * how_telling(quantity)
        if weight:
            yield Part(weight=weight, figure=quantity)
    if claim.period.text:
        yield Part(weight=_DAY, period=claim.period)


def found(part: Part, rows: Sequence[BaselineClaim], lexicon: Lexicon) -> float:
    """How surely the passage holds the part, 0..1."""
    if part.name:
        return float(
            any(same_name(part.name, n) for r in rows for n in r.claim.entities)
        )
    if part.figure:
        return float(
            any(same_figure(q, part.figure) for r in rows for q in r.claim.quantities)
        )
    if part.period:
        return float(any(_same_day(r.claim.period, part.period) for r in rows))
    best = 0.0
    for row in rows:
        for term in row.claim.terms:
            near, opposed = bond(part.word, term, lexicon)
            if near > best and not opposed:
                best = near
    return best if best >= _ALIKE else 0.0


def _same_day(old: Period, new: Period) -> bool:
    """One of the two days that bound a period is the same."""
    return bool(
        (old.text and old.valid_from and old.valid_from == new.valid_from)
        or (old.text and old.valid_to and old.valid_to == new.valid_to)
    )
