"""
A claim as parts, and whether a passage of the baseline holds them.

Parts are names, figures, days and words, each as heavy as it is telling: a figure of
its own tells most, a word that every passage has tells least.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.model import BaselineClaim, Claim, Period, Quantity
from extractors.verdicts.figures import how_telling, is_told
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.passages import Passage, alike, passages_of
from extractors.verdicts.words import ALIKE, bond, same_name, stem

FIGURE = 3.0
_DAY = 1.5
_NAME = 2.0
_WORD = 1.5
# so many times as long, a time is told less exactly than the other one
_VAGUER = 1.5
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
    # "threw out" is told by no passage that says "threw"
    particle_verb = claim.verb.partition(" ")[0] if " " in claim.verb else ""
    for name in claim.entities:
        yield Part(weight=_NAME * max(0.2, rarity.get(name.lower(), 1.0)), name=name)
    for term in claim.terms:
        if term not in names and term not in told and stem(term) not in sayer:
            empty = 0.3 if term in EMPTY_VERBS else 1.0
            word = claim.verb if term == particle_verb else term
            yield Part(weight=_WORD * empty * rarity.get(term, 0.7), word=word)
    for quantity in claim.quantities:
        weight = FIGURE * how_telling(quantity)
        if weight:
            yield Part(weight=weight, figure=quantity)
    if claim.period.text:
        yield Part(weight=_DAY, period=claim.period)


def _found(
    part: Part,
    passages: Sequence[Passage],
    close: Mapping[str, frozenset[str]],
    lexicon: Lexicon,
) -> list[float]:
    """How surely each passage holds the part, 0..1."""
    if part.name:
        names = {name for passage in passages for name in passage.names}
        same = {name for name in names if same_name(part.name, name)}
        return [float(not same.isdisjoint(p.names)) for p in passages]
    if part.word:
        near = _near(part.word, close[part.word], lexicon)
        words = frozenset(near)
        return [
            0.0 if words.isdisjoint(p.terms) else max(near[t] for t in words & p.terms)
            for p in passages
        ]
    return [float(any(_is_in(part, row.claim) for row in p.rows)) for p in passages]


def _near(word: str, terms: Iterable[str], lexicon: Lexicon) -> dict[str, float]:
    """Those of the terms that may stand for the word, and how close they are."""
    bonds = {term: bond(word, term, lexicon) for term in terms}
    return {
        term: near
        for term, (near, opposed) in bonds.items()
        if near >= ALIKE and not opposed
    }


def _is_in(part: Part, claim: Claim) -> bool:
    """Whether a claim tells the figure or the day."""
    if part.figure:
        return any(is_told(q, part.figure) for q in claim.quantities)
    return part.period is not None and _same_day(claim.period, part.period)


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
    found = [_found(part, passages, close, lexicon) for part in parts]
    shares = tuple(zip(*found, strict=True)) if parts else ((),) * len(passages)
    return Held(parts=parts, passages=passages, shares=shares)


def _same_day(old: Period, new: Period) -> bool:
    """One of the two days that bound a period is the same, told as exactly."""
    ours, theirs = _days(old), _days(new)
    if ours and theirs and old.kind == new.kind == "at":
        if len(ours) > _VAGUER * len(theirs):
            return False
        if ours.start >= theirs.start and ours.stop <= theirs.stop:
            return True
    return bool(
        (old.text and old.valid_from and old.valid_from == new.valid_from)
        or (old.text and old.valid_to and old.valid_to == new.valid_to)
    )


def _days(period: Period) -> range:
    """Its days by number; none where either end is open."""
    if not (period.valid_from and period.valid_to):
        return range(0)
    return range(period.valid_from.toordinal(), period.valid_to.toordinal())
