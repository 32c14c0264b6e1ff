"""A claim's words as the judge compares them, and how much of one the other holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractors.model import Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import content
from extractors.verdicts.rules.relation import kinship, relation_words
from extractors.verdicts.rules.vocabulary import OPPOSED, PRONOUNS
from extractors.verdicts.words import (
    REMEMBERED_CLAIMS,
    pair_off,
    remember,
    same_name,
    stem,
    stems,
)

_NONE: frozenset[str] = frozenset()
_AGAINST: defaultdict[str, set[str]] = defaultdict(set)
for _one, _other in OPPOSED:
    _AGAINST[_one].add(_other)
# below it two words have nothing to do with each other
_ALIKE = 0.35
# from it on they mean the same
SAME = 0.8


@dataclass(frozen=True, slots=True)
class Words:
    """
    Content words with their weights (a name weighs two), names, relation words.

    ``stems`` are those of each content word's parts, ``weight`` is that of all.
    """

    words: tuple[str, ...]
    weights: tuple[float, ...]
    stems: tuple[frozenset[str], ...]
    weight: float
    names: frozenset[str]
    relation: tuple[str, ...]


class Cover(NamedTuple):
    """
    What two claims share: weights held, 0..1, and the words left on either side.

    ``words`` is what is shared beside names, ``word`` the closest pair of it.
    """

    old: float
    new: float
    shared: float
    words: float
    word: float
    old_left: int
    new_left: int
    opposed: float
    pairs: tuple[tuple[str, str, float], ...] = ()


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def words_of(claim: Claim) -> Words:
    """The claim's content without pronouns, times and numbers."""
    names = frozenset(name.lower() for name in claim.entities)
    words = tuple(w for w in dict.fromkeys(content(claim)) if w not in PRONOUNS)
    weights = tuple(2.0 if word in names else 1.0 for word in words)
    return Words(
        words=words,
        weights=weights,
        stems=tuple(frozenset(map(stem, word.split())) for word in words),
        weight=sum(weights),
        names=names,
        relation=tuple(relation_words(claim)),
    )


def near(one: str, other: str, lexicon: Lexicon) -> float:
    """How close two words are by form, meaning or company, 0..1."""
    key = (one, other) if one <= other else (other, one)
    found = lexicon.near.get(key)
    if found is None:
        close = kinship(one, other, lexicon)
        close = close or max(0.0, lexicon.likeness(one, other))
        found = remember(lexicon.near, key, close)
    return found


def opposite(one: str, other: str, lexicon: Lexicon) -> float:
    """1 for opposite states and direct antonyms, .5 for shades of them, else 0."""
    if (one, other) in OPPOSED:
        return 1.0
    kind = lexicon.opposition(one, other)
    return {"state": 1.0, "direct": 1.0, "indirect": 0.5}.get(kind, 0.0)


def most_opposite(
    ours: Sequence[str], theirs: Sequence[str], lexicon: Lexicon
) -> float:
    """The strongest opposition between two lists of words."""
    found = (opposite(a, b, lexicon) for a, b in contrary(ours, theirs, lexicon))
    return max(found, default=0.0)


def contrary(
    ours: Sequence[str], theirs: Sequence[str], lexicon: Lexicon
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words that may be opposite; no other pair is."""
    there = frozenset(theirs)
    for word in ours:
        for kin in (lexicon.kindred(word), _AGAINST.get(word, _NONE)):
            if not there.isdisjoint(kin):
                yield from ((word, other) for other in there & kin)


def nearest(ours: Sequence[str], theirs: Sequence[str], lexicon: Lexicon) -> float:
    """The closest two words of two lists, 0 when either is empty."""
    return max((near(a, b, lexicon) for a in ours for b in theirs), default=0.0)


def held_by(words: Words, other: Claim) -> float:
    """Share of the words' weight that another claim's sentence has; .5 for no words."""
    if not words.weight:
        return 0.5
    there = stems(other.sentence)
    held = zip(words.words, words.weights, words.stems, strict=True)
    found = (
        weight
        for word, weight, own in held
        if own <= there or (word in words.names and _is_named(word, other))
    )
    return sum(found) / words.weight


def _is_named(name: str, claim: Claim) -> bool:
    """Whether the claim speaks of it by another name, or as "the company"."""
    return any(same_name(name, theirs) for theirs in words_of(claim).names)


def cover(old: Words, new: Words, lexicon: Lexicon) -> Cover:
    """Pair the words off, the closest first."""
    names = old.names | new.names
    paired_old: dict[int, float] = {}
    paired_new: dict[int, float] = {}
    opposed = 0.0
    paired = []
    for i, j, score in pair_off(_scores(old.words, new.words, names, lexicon)):
        paired_old[i] = paired_new[j] = score
        paired.append((old.words[i], new.words[j], score))
        opposed = max(opposed, opposite(old.words[i], new.words[j], lexicon))
    free_old = [w for i, w in enumerate(old.words) if i not in paired_old]
    free_new = [w for j, w in enumerate(new.words) if j not in paired_new]
    loose = most_opposite(
        (*free_old, *old.relation), (*free_new, *new.relation), lexicon
    )
    same = sum(score >= SAME for score in paired_old.values())
    words = [s for i, s in paired_old.items() if old.words[i] not in names]
    return Cover(
        old=_held(old, paired_old),
        new=_held(new, paired_new),
        shared=sum(paired_old.values()),
        words=sum(words),
        word=max(words, default=0.0),
        old_left=len(old.words) - same,
        new_left=len(new.words) - same,
        opposed=max(opposed, loose),
        pairs=tuple(paired),
    )


def _scores(
    old: Sequence[str], new: Sequence[str], names: frozenset[str], lexicon: Lexicon
) -> Iterator[tuple[float, int, int]]:
    """Yield how close two words are, for those that are alike, and their places."""
    for i, one in enumerate(old):
        is_name = one in names
        for j, other in enumerate(new):
            if one == other:
                yield 1.0, i, j
            elif is_name or other in names:
                if is_name and other in names and same_name(one, other):
                    yield 1.0, i, j
            elif (score := near(one, other, lexicon)) >= _ALIKE:
                yield score, i, j


def _held(words: Words, paired: dict[int, float]) -> float:
    if not words.weight:
        return 0.5
    held = sum(words.weights[i] for i, s in paired.items() if s >= SAME)
    return held / words.weight
