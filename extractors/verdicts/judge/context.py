"""
What else came up for the same new claim, and so how much it says to share a word.

A word is as telling, in nats, as it is rare among the other claims that came up (the
topic's own name is in all of them and says nothing) and in English at large; the sum
over what two claims share is the evidence that both speak of one matter (Fellegi and
Sunter 1969, record linkage).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat

from extractors.claims.quantities.words import is_currency
from extractors.model import BaselineClaim, Claim
from extractors.verdicts.judge.sides import sides
from extractors.verdicts.judge.words import (
    SAME,
    Cover,
    contrary,
    cover,
    held_by,
    near,
    opposite,
    words_of,
)
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.words import REMEMBERED_CLAIMS, remember, stems

# claims that English at large counts for
_PRIOR = 6.0
# words of a claim, so that a word's share of English becomes its share of claims
_LENGTH = 8
# shares of claims that have a figure of a kind
_FIGURES = {"percent": 0.08, "people": 0.06, "year": 0.06, "": 0.1}
_MONEY, _OTHER_FIGURE = 0.12, 0.01
_MOST_SHARED, _MOST = 0.3, 8.0
# nats that no words have, so that there is a share of them
_SOME = 0.1
# two claims held are one when what they share, so many times, is more than both
_TWIN = 3

# claims that come up for one new claim, and then some
_CAME_UP = 256


@dataclass(frozen=True, slots=True)
class Context:
    """The ``claims`` held that came up for one new claim; none for a lone pair."""

    lexicon: Lexicon
    claims: tuple[Claim, ...] = ()
    # a bit for each key: quicker than sets to lay side by side
    _places: dict[str, int] = field(default_factory=dict)
    # of each claim its keys, how many they are, their bits, and its sentence
    _laid: tuple[tuple[frozenset[str], int, int, str], ...] = ()
    _counts: Counter[str] = field(default_factory=Counter)
    _twins: dict[Claim, list[frozenset[str]]] = field(default_factory=dict)
    _nats: dict[tuple[str, int, int], float] = field(default_factory=dict)
    _met: dict[tuple[Claim, Claim], tuple[Cover, dict[str, float]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, claims: Iterable[Claim], lexicon: Lexicon) -> Context:
        """Count the words of the claims."""
        held = tuple(claims)
        counted = tuple(keys(claim) for claim in held)
        counts = Counter(chain.from_iterable(counted))
        places = {key: 1 << n for n, key in enumerate(counts)}
        laid = tuple(
            (own, len(own), sum(map(places.__getitem__, own)), claim.sentence)
            for claim, own in zip(held, counted, strict=True)
        )
        return cls(lexicon, held, _places=places, _laid=laid, _counts=counts)

    def nats(self, key: str, old: Claim) -> float:
        """How telling it is to share ``key`` with ``old``, 0..8 nats."""
        return self.beside(old)(key)

    def beside(self, old: Claim) -> Callable[[str], float]:
        """How telling it is, in nats, to share a key with ``old``: for many keys."""
        twins = self._twins_of(old)
        others = len(self.claims) - len(twins)

        def nats(key: str) -> float:
            met = self._counts.get(key, 0)
            for theirs in twins:
                met -= key in theirs
            found = self._nats.get((key, met, others))
            if found is None:
                found = self._nats[key, met, others] = self.rarity(key, met, others)
            return found

        return nats

    def rarity(self, key: str, met: int, others: int) -> float:
        """How rare, in nats, what is met in so many of the others and in English."""
        share = self._at_large(key)
        if others > 0:
            share = (max(0, met) + _PRIOR * share) / (others + _PRIOR)
        return min(_MOST, -math.log(share))

    def met(self, old: Claim, new: Claim) -> tuple[Cover, dict[str, float]]:
        """What the words of two claims share, and how telling it is; found once."""
        found = self._met.get((old, new))
        if found is None:
            if len(self._met) > 2 * len(self.claims):
                self._met.clear()
            words = cover(words_of(old), words_of(new), self.lexicon)
            found = self._met[old, new] = (words, evidence(old, new, words, self))
        return found

    def nearest(self, rows: Sequence[BaselineClaim], new: Claim) -> BaselineClaim:
        """
        The row that has the most in common with the new claim, in nats.

        "The dean backs it" is nearer to "the dean opposes it" than "the guild opposes
        it" is: an opposite relation is as much in common as the same one.
        """
        if len(rows) == 1:
            return rows[0]
        return max(rows, key=lambda row: self._in_common(row.claim, new))

    def _in_common(self, old: Claim, new: Claim) -> float:
        found, nats = self.met(old, new)[1], self.beside(old)
        ours, theirs = sides(old), sides(new)
        same = (nats(word) for word in {*ours} & {*theirs} if word.isalpha())
        opposed = (
            min(nats(one), nats(other))
            for one, other in contrary(ours, theirs, self.lexicon)
            if opposite(one, other, self.lexicon) >= 1.0
        )
        relation = max((found["nats_relation"], *same, *opposed))
        return found["nats_shared"] + relation

    def _twins_of(self, old: Claim) -> list[frozenset[str]]:
        """The keys of ``old`` and of what repeats it: no other claims beside it."""
        found = self._twins.get(old)
        if found is None:
            found = self._twins[old] = self._like(old)
        return found

    def _like(self, old: Claim) -> list[frozenset[str]]:
        ours, sentence = keys(old), old.sentence
        mine, size = sum(map(self._places.get, ours, repeat(0))), len(ours)
        return [
            theirs
            for theirs, many, bits, said in self._laid
            if _TWIN * (mine & bits).bit_count() > size + many or said == sentence
        ]

    def _at_large(self, key: str) -> float:
        """The share of all claims that have the word or the kind of figure."""
        known = self.lexicon.common
        found = known.get(key)
        return remember(known, key, self._share(key)) if found is None else found

    def _share(self, key: str) -> float:
        if key.startswith("#"):
            unit = key.partition(":")[2]
            return _MONEY if is_currency(unit) else _FIGURES.get(unit, _OTHER_FIGURE)
        return min(_MOST_SHARED, _LENGTH * self.lexicon.frequency(key))


class Nats(dict[str, float]):
    """How rare a word is among the sentences held: found when it is asked for."""

    def __init__(self, held: Collection[frozenset[str]], context: Context) -> None:
        super().__init__()
        self._counts = Counter(chain.from_iterable(held))
        self._of = len(held)
        self._context = context

    def __missing__(self, word: str) -> float:
        """Count it, once."""
        found = self._context.rarity(word, self._counts[word], self._of)
        self[word] = found
        return found

    def of(self, words: Iterable[str]) -> float:
        """How rare they are together; the same in whatever order."""
        return math.fsum(map(self.__getitem__, words))

    def share(self, part: float, words: Iterable[str]) -> float:
        """What share of ``words`` so many nats are, 0..1."""
        return part / (self.of(words) + _SOME)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def keys(claim: Claim) -> frozenset[str]:
    """What of a claim is counted: words and names, the verb, kinds of figure."""
    words = words_of(claim)
    units = {f"#unit:{q.unit}" for q in claim.quantities}
    roles = {f"#role:{q.role}" for q in claim.quantities if q.role}
    return frozenset({*words.words, *words.relation} | units | roles)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def quote_stems(claim: Claim) -> frozenset[str]:
    """Its own words, and the names of those that a pronoun there stands for."""
    return _with_names(stems(claim.quote), claim)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def sentence_stems(claim: Claim) -> frozenset[str]:
    """Its sentence's words, and the names of those that a pronoun there stands for."""
    return _with_names(stems(claim.sentence), claim)


def _with_names(words: frozenset[str], claim: Claim) -> frozenset[str]:
    """``words`` themselves where they have all names, as they mostly do."""
    names = frozenset[str]().union(*map(stems, claim.entities))
    return words if names <= words else words | names


@lru_cache(maxsize=_CAME_UP)
def told(old: Claim, new: Claim) -> tuple[float, float]:
    """The share of each side that the other's whole sentence has."""
    return (
        held_by(words_of(old), new),
        held_by(words_of(new), old),
    )


def evidence(
    old: Claim, new: Claim, found: Cover, context: Context
) -> dict[str, float]:
    """Aspects: nats of what the two share, of what either has alone, the rarest."""
    nats = context.beside(old)
    shared = [min(nats(a), nats(b)) * score for a, b, score in found.pairs]
    paired = ({a for a, _, _ in found.pairs}, {b for _, b, _ in found.pairs})
    lone_old, told_old = _unpaired(old, new, paired[0], nats)
    lone_new, told_new = _unpaired(new, old, paired[1], nats)
    all_shared = sum(shared) + 0.5 * (told_old + told_new)
    relation = _relation(old, new, nats, context.lexicon)
    return {
        "nats_shared": all_shared,
        "nats_relation": relation,
        "nats_both": all_shared + relation,
        "nats_rarest": max(shared, default=0.0),
        "nats_old": lone_old,
        "nats_new": lone_new,
        "nats_share": all_shared / (all_shared + min(lone_old, lone_new) + 1.0),
        "nats_share_least": all_shared / (all_shared + max(lone_old, lone_new) + 1.0),
    }


def _unpaired(
    claim: Claim, other: Claim, paired: set[str], nats: Callable[[str], float]
) -> tuple[float, float]:
    """Nats of the words that the other side has not, and that its sentence has."""
    there = stems(other.sentence)
    lone = told_there = 0.0
    for word in words_of(claim).words:
        if word in paired:
            continue
        if stems(word) <= there:
            told_there += nats(word)
        else:
            lone += nats(word)
    return lone, told_there


def _relation(
    old: Claim, new: Claim, nats: Callable[[str], float], lexicon: Lexicon
) -> float:
    """Nats of the relation that both have, by whatever word."""
    return max(
        (
            score * min(nats(a), nats(b))
            for a in words_of(old).relation
            for b in words_of(new).relation
            if (score := near(a, b, lexicon)) >= SAME
        ),
        default=0.0,
    )
