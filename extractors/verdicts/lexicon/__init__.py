"""
Opposites, synonyms and noun-to-verb forms of English words.

The lists come from WordNet 3.0 (``LICENSE-wordnet``, made by
``deploy/lexicon/wordnet.py``), from wordfreq (``LICENSE-wordfreq``) and from four
hand-written files beside this one. Words are lemmas in lower case, a particle verb is
two words (``rule out``). Loading reads the files once, about 50 ms; the caller keeps
the result and passes it on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from extractors.verdicts.lexicon import lists

__all__ = ["Lexicon", "load_lexicon"]

_Index = lists.Index
_NONE: frozenset[str] = frozenset()
# words whose kindred are kept, some 4 kB each
_REMEMBERED = 20_000
# pairs of words kept, some 100 bytes each
_REMEMBERED_PAIRS = 400_000
# A product of matrices and one of two vectors differ in the last bits.
_ROUNDING = 1e-4
# share of text of a word that is in no list
_RARE = 1e-6
_BACK = ("nouns", "heads", "direct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What words have to do with each other; every answer is symmetric."""

    opposites: _Index
    direct: Mapping[str, str]
    heads: Mapping[str, str]
    mates: Mapping[str, str]
    ideas: _Index
    derived: Mapping[str, str]
    classes: Mapping[str, str]
    implicit_negatives: frozenset[str]
    downward: frozenset[str]
    exclusive: frozenset[str]
    shares: Mapping[str, float]
    rows: Mapping[str, int]
    vectors: "np.ndarray[Any, np.dtype[np.float32]]"

    seen: dict[tuple[str, str], tuple[float, str]] = field(
        default_factory=dict, compare=False, repr=False
    )

    kin: dict[tuple[str, str], float] = field(
        default_factory=dict, compare=False, repr=False
    )
    near: dict[tuple[str, str], float] = field(
        default_factory=dict, compare=False, repr=False
    )
    common: dict[str, float] = field(default_factory=dict, compare=False, repr=False)
    verbs: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[float, str]] = field(
        default_factory=dict, compare=False, repr=False
    )
    bonds: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[float, str]] = field(
        default_factory=dict, compare=False, repr=False
    )

    _opposed: dict[tuple[str, str], str] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _kindred: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _back: dict[str, dict[str, set[str]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def antonyms(self, lemma: str) -> frozenset[str]:
        """Opposites from the hand list and WordNet's direct antonyms."""
        return self.opposites.get(lemma, _NONE) | _words(self.direct, lemma)

    def opposition(self, a: str, b: str) -> str:
        """
        How two words are opposite: ``state``, ``direct``, ``indirect`` or empty.

        ``state`` is our own list of opposite states, of nouns by their verbs (an
        opponent: to support), ``direct`` WordNet's antonyms,
        ``indirect`` antonyms of the adjectives that these are shades of
        (tepid: unenthusiastic, glowing: enthusiastic).
        """
        if b not in self.kindred(a):
            return ""
        found = self._opposed.get((a, b))
        if found is None:
            if len(self._opposed) >= _REMEMBERED_PAIRS:
                self._opposed.clear()
            found = self._opposed[a, b] = self._opposition(a, b)
        return found

    def _opposition(self, a: str, b: str) -> str:
        if a == b:
            return ""
        if any(
            two in self.opposites.get(one, _NONE)
            for one in (a, *self.verbs_of(a))
            for two in (b, *self.verbs_of(b))
        ):
            return "state"
        if b in _words(self.direct, a):
            return "direct"
        ours, theirs = ({w} | _words(self.heads, w) for w in (a, b))
        if ours & theirs:
            return ""
        return "indirect" if any(self.antonyms(w) & theirs for w in ours) else ""

    def are_antonyms(self, a: str, b: str) -> bool:
        """Whether the words are opposite in any way."""
        return bool(self.opposition(a, b))

    def synonyms(self, lemma: str) -> frozenset[str]:
        """Words of the same meaning in a frequent sense, without the word itself."""
        return _words(self.mates, lemma)

    def are_synonyms(self, a: str, b: str) -> bool:
        """Whether the words are the same or share a frequent sense, and no contrast."""
        if a == b:
            return True
        mates = b in _words(self.mates, a)
        return mates and not self.opposition(a, b)

    def likeness(self, a: str, b: str) -> float:
        """Cosine of the two words' vectors, 0 for a word that has none."""
        i, j = self.rows.get(a), self.rows.get(b)
        if i is None or j is None:
            return 0.0
        return float(self.vectors[i].dot(self.vectors[j]))

    def frequency(self, word: str) -> float:
        """The word's share of running English text; of a rare one, at most that."""
        return self.shares.get(word, _RARE)

    def nearest(
        self, words: Iterable[str], others: Iterable[str], *, least: float
    ) -> dict[str, set[str]]:
        """Those of ``others`` that are so like each word; a few are not quite."""
        ours, theirs = self._placed(words), self._placed(others)
        products = self.vectors[[*ours.values()]] @ self.vectors[[*theirs.values()]].T
        found: dict[str, set[str]] = {word: set() for word in ours}
        rows, columns = [*found.values()], [*theirs]
        for i, j in np.argwhere(products >= least - _ROUNDING).tolist():
            rows[i].add(columns[j])
        return found

    def _placed(self, words: Iterable[str]) -> dict[str, int]:
        rows = self.rows
        return {w: row for w in words if (row := rows.get(w)) is not None}

    def kindred(self, word: str) -> frozenset[str]:
        """
        Every word that the lists give anything to do with ``word``, and some more.

        What is not among them is no synonym, no opposite, no derived form and no
        synonym of one; its form and its vector may still be like this one's.
        """
        found = self._kindred.get(word)
        if found is None:
            if len(self._kindred) >= _REMEMBERED:
                self._kindred.clear()
            found = self._kindred[word] = frozenset(self._related(word))
        return found

    def _related(self, word: str) -> set[str]:
        if not self._back:
            self._back.update(_inverted(self))
        nouns, heads, direct = (self._back[name] for name in _BACK)
        mates = {word} | _words(self.mates, word)
        forms = {*self.verbs_of(word), *self.adjectives_of(word)}
        found = {word, *forms, *mates}.union(*(nouns.get(m, _NONE) for m in mates))
        found.update(*(_words(self.mates, form) for form in forms))
        shades = {word} | _words(self.heads, word)
        contrary = {w for each in (*shades, *forms) for w in self.antonyms(each)}
        contrary |= {noun for w in contrary for noun in nouns.get(w, _NONE)}
        contrary.update(*(direct.get(each, _NONE) for each in shades))
        return found.union(contrary, *(heads.get(each, _NONE) for each in contrary))

    def verbs_of(self, noun: str) -> tuple[str, ...]:
        """The verbs of a noun (acquisition: acquire), most frequent first."""
        return self._derived(noun)[1]

    def adjectives_of(self, noun: str) -> tuple[str, ...]:
        """The adjectives of a noun (reluctance: reluctant), most frequent first."""
        return self._derived(noun)[2]

    def noun_class(self, noun: str) -> str:
        """WordNet's class of a noun with verbs (``act``, ``person``), else empty."""
        return "".join(self._derived(noun)[0])

    def verb_class(self, verb: str) -> str:
        """WordNet's class of the verb's first sense (``possession``), else empty."""
        return self.classes.get(verb, "")

    def _derived(self, noun: str) -> list[tuple[str, ...]]:
        fields = self.derived.get(noun, "\t\t").split("\t")
        return [tuple(field.split(",")) if field else () for field in fields]


def load_lexicon() -> Lexicon:
    """Read every list."""
    negatives = lists.table("negatives")
    alike = [group for kind in lists.table("alike").values() for group in kind]
    return Lexicon(
        opposites=lists.opposites(lists.table("change_of_state")),
        direct=lists.rows("antonyms"),
        heads=lists.rows("similar"),
        mates=lists.synonyms(lists.rows("synonyms"), alike),
        ideas=lists.ideas(alike),
        derived=lists.derivations(lists.rows("derivations"), lists.rows("irregular")),
        classes=lists.rows("verb_classes"),
        shares=lists.shares(),
        rows={word: i for i, word in enumerate(lists.read("vectors.txt").splitlines())},
        vectors=lists.vectors(),
        implicit_negatives=frozenset(negatives["implicit_negatives"]),
        downward=frozenset(negatives["downward"]),
        exclusive=frozenset(negatives["exclusive"]),
    )


def _inverted(lexicon: Lexicon) -> dict[str, dict[str, set[str]]]:
    """What leads to a word: nouns to their verbs and adjectives, and so on."""
    back: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _BACK}
    for noun in lexicon.derived:
        for form in (*lexicon.verbs_of(noun), *lexicon.adjectives_of(noun)):
            back["nouns"][form].add(noun)
    for name, index in (("heads", lexicon.heads), ("direct", lexicon.direct)):
        for word in index:
            for other in _words(index, word):
                back[name][other].add(word)
    return back


def _words(index: Mapping[str, str], lemma: str) -> frozenset[str]:
    found = index.get(lemma)
    return frozenset(found.split(",")) if found else _NONE
