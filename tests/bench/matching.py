"""
How extracted tuples are held against gold ones: CaRB's way and WiRe57's.

CaRB (Bhardwaj, Aggarwal and Mausam 2019): tokens of relation with relation, first
argument with first, all others with all others; no shared token in the relation, no
match. Recall lets one extraction serve several gold tuples, precision pairs them one to
one. WiRe57 (Léchelle, Gotti and Langlais 2019): every part must share a word, tuples
are paired greedily by F1, and inferred words of the gold count only where they help.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.bench.common import f1, ratio

_BE = frozenset({"be", "is", "am", "are", "was", "were", "been", "being"})
_SAYING = ("said", "told", "added", "adds", "says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """``arguments`` in order, the subject first; ``confidence`` in any scale."""

    relation: str
    arguments: tuple[str, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPart:
    """The words of one part of a WiRe57 tuple, and how many stand in the sentence."""

    words: tuple[str, ...]
    real: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTuple:
    """A WiRe57 tuple: first argument, relation, second argument, and the others."""

    core: tuple[GoldPart, GoldPart, GoldPart]
    others: tuple[GoldPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """``auc`` is None where the extractions have one confidence only."""

    precision: float
    recall: float
    auc: float | None = None

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return f1(self.precision, self.recall)


def carb_match(gold: Extraction, found: Extraction) -> tuple[float, float]:
    """Return token precision and recall of one extraction against one gold tuple."""
    straight = _carb_pair(gold, found.relation, _two(found.arguments))
    if not any(verb in gold.relation for verb in _SAYING) or len(found.arguments) < 2:
        return straight
    turned = (" ".join(found.arguments[1:]), found.arguments[0])
    return max(straight, _carb_pair(gold, found.relation, turned))


def _two(arguments: Sequence[str]) -> tuple[str, ...]:
    if len(arguments) < 2:
        return tuple(arguments)
    return arguments[0], " ".join(arguments[1:])


def _carb_pair(
    gold: Extraction, relation: str, arguments: Sequence[str]
) -> tuple[float, float]:
    wanted, said = Counter(gold.relation.split()), Counter(relation.split())
    shared = (wanted & said).total()
    # an inferred "be" stands for any form of it
    shared += bool((said - wanted)["be"] and _BE & wanted.keys())
    if not shared:
        return 0.0, 0.0
    of_gold, of_found = wanted.total(), said.total()
    for place, text in enumerate(_two(gold.arguments)):
        if place >= len(arguments):
            return 0.0, 0.0
        wanted, said = Counter(text.split()), Counter(arguments[place].split())
        shared += (wanted & said).total()
        of_gold += wanted.total()
        of_found += said.total()
    return shared / of_found, shared / of_gold


def carb_scores(
    gold: Mapping[str, Sequence[Extraction]], found: Mapping[str, Sequence[Extraction]]
) -> Scores:
    """
    Return the best point of the curve over confidences, and the area under it.

    Both mappings have the same keys for the same sentences.
    """
    levels = sorted({each.confidence for some in found.values() for each in some})
    if not levels:
        return Scores(precision=0.0, recall=0.0)
    sums = [[0.0, 0.0, 0.0, 0.0] for _ in levels]
    for sentence, wanted in gold.items():
        _add_sentence(sums, levels, wanted, found.get(sentence, ()))
    points = [(ratio(p, said) if said else 1.0, r / all_) for p, said, r, all_ in sums]
    best = max(points, key=lambda point: f1(*point))
    curve = [*points, (1.0, 0.0)]
    area = sum((r1 - r2) * (p1 + p2) / 2 for (p1, r1), (p2, r2) in pairwise(curve))
    return Scores(
        precision=best[0], recall=best[1], auc=area if len(levels) > 1 else None
    )


def _add_sentence(
    sums: list[list[float]],
    levels: Sequence[float],
    wanted: Sequence[Extraction],
    said: Sequence[Extraction],
) -> None:
    scores = [[carb_match(gold, each) for each in said] for gold in wanted]
    first = 0
    for level in sorted({each.confidence for each in said}):
        last = bisect_left(levels, level) + 1
        kept = [n for n, each in enumerate(said) if each.confidence >= level]
        recall = sum(max(row[n][1] for n in kept) for row in scores)
        precision = _one_to_one(scores, kept)
        for total in sums[first:last]:
            total[0] += precision
            total[1] += len(kept)
            total[2] += recall
        first = last
    for total in sums:
        total[3] += len(wanted)


def _one_to_one(
    scores: Sequence[Sequence[tuple[float, float]]], kept: Sequence[int]
) -> float:
    """Sum of precisions, the best pair first, each side used once."""
    rows, columns = set(range(len(scores))), set(kept)
    total = 0.0
    ordered = sorted(
        ((-scores[i][j][0], i, place, j) for i in rows for place, j in enumerate(kept)),
    )
    for negative, i, _, j in ordered:
        if i in rows and j in columns:
            rows.remove(i)
            columns.remove(j)
            total -= negative
    return total


def wire_match(gold: GoldTuple, found: Extraction) -> tuple[float, float] | None:
    """Return word precision and recall, None where a part shares no word."""
    subject, *rest = found.arguments or ("",)
    second, others = (rest[0] if rest else ""), rest[1:]
    hits = of_gold = of_found = 0
    for part, text in zip(gold.core, (subject, found.relation, second), strict=True):
        words = text.split()
        if not words:
            if part.real:
                return None
            continue
        shared = sum(word in part.words for word in words)
        if not shared and part.real:
            return None
        hits += shared
        of_found += len(words)
        of_gold += part.real
    hits_found = hits
    for place, part in enumerate(gold.others):
        of_gold += part.real
        if place < len(others):
            words = others[place].split()
            hits_found += sum(word in part.words for word in words)
            of_found += len(words)
    return ratio(hits_found, of_found), ratio(hits_found, of_gold)


def wire_scores(
    gold: Mapping[str, Sequence[GoldTuple]], found: Mapping[str, Sequence[Extraction]]
) -> Scores:
    """Return precision and recall of all sentences together, tuples paired greedily."""
    precision = recall = 0.0
    for sentence, wanted in gold.items():
        pairs = [
            (f1(*score), -i, -j, score)
            for i, each in enumerate(wanted)
            for j, other in enumerate(found.get(sentence, ()))
            if (score := wire_match(each, other)) is not None
        ]
        rows: set[int] = set()
        columns: set[int] = set()
        for value, i, j, score in sorted(pairs, reverse=True):
            if value and i not in rows and j not in columns:
                rows.add(i)
                columns.add(j)
                precision += score[0]
                recall += score[1]
    said = sum(len(found.get(sentence, ())) for sentence in gold)
    return Scores(
        precision=ratio(precision, said),
        recall=ratio(recall, sum(len(wanted) for wanted in gold.values())),
    )
