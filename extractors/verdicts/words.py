"""
How close two words, names and phrases are, from 0 to 1, with what they oppose.

Same lemma 1, derived form .9 (acquisition: acquire), synonym .8, opposite words align
too (.7) and are remembered: two sentences about one thing differ in just such a pair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from extractors.verdicts.lexicon import Lexicon

_STEM = re.compile(
    r"(?:isation|ization|ations?|ements?|ments?|ings?|ers?|ors?|ness|ities|ity|ance|ence"
    r"|ives?|als?|ions?|ies|ied|ed|es|s|ly|y|e)$"
)


class TermAlignment(NamedTuple):
    """Which terms found a partner: weights covered on each side, and opposite pairs."""

    old_covered: float
    new_covered: float
    opposites: tuple[tuple[str, str, str], ...]
    old_left: tuple[str, ...]
    new_left: tuple[str, ...]

    @property
    def both(self) -> float:
        """Harmonic mean of the two covers."""
        total = self.old_covered + self.new_covered
        return 2 * self.old_covered * self.new_covered / total if total else 0.0


# claims of which something is kept, some 5 kB each: those of a few batches
REMEMBERED_CLAIMS = 5_000
# word pairs kept, some 100 bytes each
REMEMBERED = 400_000
_WORD = re.compile(r"[^\W\d_][\w'-]*")
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class kept(Generic[T, V]):  # noqa: N801  it stands where cached_property would
    """A property found once: ``cached_property`` without its lock (Python 3.11)."""

    def __init__(self, find: Callable[[T], V]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, owner: T, _: type[T] | None = None) -> V:
        """Find it; from then on the value itself stands in the way."""
        found = owner.__dict__[self._name] = self._find(owner)
        return found


@lru_cache(maxsize=REMEMBERED)
def same_name(one: str, other: str) -> bool:
    """
    Whether two names can be one: equal, a part of the other, or its initials.

    "Suleyman" is "Mustafa Suleyman", "ECB" is "European Central Bank".
    """
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < len(long) and (
        long[: len(short)] == short or long[-len(short) :] == short
    ):
        return True
    return (
        len(short) == 1
        and len(long) > 1
        and short[0]
        == "".join(word[0] for word in long if word not in {"of", "the", "and", "for"})
    )


@lru_cache(maxsize=REMEMBERED)
def _words(name: str) -> tuple[str, ...]:
    folded = name.lower().replace("’", "'")
    words = re.findall(r"\w[\w&.'-]*", folded)
    return tuple(w.removesuffix("'s") for w in words if w not in {"the", "a", "an"})


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """A crude stem, enough to bring "exclusively" to "exclusive"."""
    short = _STEM.sub("", word)
    return short if len(short) > 3 else word


# below it the vectors of unrelated words of one field meet ("judge", "police")
ALIKE = 0.55


def closeness(one: str, other: str, lexicon: Lexicon) -> float:
    """How close two lemmas are; 0 when they have nothing to do with each other."""
    return bond(one, other, lexicon)[0]


def bond(one: str, other: str, lexicon: Lexicon) -> tuple[float, str]:
    """
    Closeness of two lemmas and the kind of their opposition, if any.

    Remembered in the lexicon: a run asks for the same pairs millions of times.
    """
    key = (one, other) if one <= other else (other, one)
    found = lexicon.seen.get(key)
    if found is None:
        if may_be_kin(one, other, lexicon):
            found = (_closeness(*key, lexicon), lexicon.opposition(*key))
        else:
            found = (_by_vectors(*key, lexicon), "")
        remember(lexicon.seen, key, found)
    return found


def remember(known: dict[K, V], key: K, value: V) -> V:
    """Keep and return what was found for ``key``; when there is too much, only it."""
    if len(known) > REMEMBERED:
        known.clear()
    known[key] = value
    return value


def may_be_kin(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether the lists or the stems have anything to say: they seldom have."""
    return other in lexicon.kindred(one) or (
        len(one) > 4 and len(other) > 4 and stem(one) == stem(other)
    )


def _closeness(one: str, other: str, lexicon: Lexicon) -> float:
    if one == other:
        return 1.0
    if len(one) > 4 and len(other) > 4 and stem(one) == stem(other):
        return 0.9
    if one in lexicon.verbs_of(other) or other in lexicon.verbs_of(one):
        return 0.9
    if one in lexicon.adjectives_of(other) or other in lexicon.adjectives_of(one):
        return 0.9
    if lexicon.are_synonyms(one, other):
        return 0.8
    for a, b in ((one, other), (other, one)):
        if any(lexicon.are_synonyms(verb, b) for verb in lexicon.verbs_of(a)[:3]):
            return 0.7
    return _by_vectors(one, other, lexicon)


def _by_vectors(one: str, other: str, lexicon: Lexicon) -> float:
    likeness = lexicon.likeness(one, other)
    return likeness if likeness >= ALIKE else 0.0


def align_terms(
    old: Sequence[str],
    new: Sequence[str],
    *,
    names: Iterable[str],
    lexicon: Lexicon,
) -> TermAlignment:
    """
    Pair every term with its best partner on the other side, greedily by closeness.

    Names weigh twice as much as other words.
    """
    heavy = {name.lower() for name in names}
    paired_old: dict[int, float] = {}
    paired_new: dict[int, float] = {}
    opposites = []
    for i, j, score in pair_off(_scores(old, new, heavy, lexicon)):
        paired_old[i] = paired_new[j] = score
        kind = bond(old[i], new[j], lexicon)[1] if score == _OPPOSED else ""
        if kind:
            opposites.append((old[i], new[j], kind))
    return TermAlignment(
        old_covered=_covered(old, paired_old, heavy),
        new_covered=_covered(new, paired_new, heavy),
        opposites=tuple(opposites),
        old_left=tuple(t for i, t in enumerate(old) if i not in paired_old),
        new_left=tuple(t for j, t in enumerate(new) if j not in paired_new),
    )


_OPPOSED = 0.65


def pair_off(
    scored: Iterable[tuple[float, int, int]],
) -> Iterator[tuple[int, int, float]]:
    """
    Pair two lists off, the closest first, each place once; ties by their order.

    Takes ``(score, place, other place)`` and yields the places with their score.
    """
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for negative, i, j in sorted((-score, i, j) for score, i, j in scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield i, j, -negative


def _scores(
    old: Sequence[str], new: Sequence[str], heavy: set[str], lexicon: Lexicon
) -> Iterator[tuple[float, int, int]]:
    """Yield how close two terms are, for those that are at all, and their places."""
    names = [term in heavy for term in new]
    for i, one in enumerate(old):
        is_name = one in heavy
        for j, other in enumerate(new):
            if one == other:
                yield 1.0, i, j
            elif is_name or names[j]:
                if is_name and names[j] and same_name(one, other):
                    yield 1.0, i, j
            else:
                near, opposed = bond(one, other, lexicon)
                if opposed or near > 0:
                    yield _OPPOSED if opposed else near, i, j


def _covered(terms: Sequence[str], paired: dict[int, float], heavy: set[str]) -> float:
    weights = [2.0 if term in heavy else 1.0 for term in terms]
    total = sum(weights)
    found = sum(weights[i] * score for i, score in paired.items())
    return found / total if total else 0.0


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(w.lower().removesuffix("'s")) for w in _WORD.findall(text))
