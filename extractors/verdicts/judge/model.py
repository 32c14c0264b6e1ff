"""
Weighs a new claim beside the sentences held that it may be at odds with.

Three sets of boosted trees over the same aspects say how likely it updates a sentence,
how likely it contradicts it, and how likely it only repeats it. It can be but one of
them, so that the first two together say how likely a conflict is. A score is a sum:
every aspect's part of it can be told.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from heapq import nlargest
from importlib.resources import files

from extractors.model import BaselineClaim, Claim
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.statements import Statement, statements
from extractors.verdicts.judge.trees import Array, Trees, total

_TOLD = 4
# two parts no further apart may be the same to two places
_ROUNDING = 0.011
# log-odds by the first trees below which all of them never came to even odds: measured
# on 14 topics that the trees had not seen
_HOPELESS = -2.0
# what a conflict may turn out to be, and what else there is beside "new"
CONFLICTS = ("updates", "contradicts")
KNOWN = "known"
OUTCOMES = (*CONFLICTS, KNOWN)


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    What the judge thinks of a new claim beside one sentence held.

    ``conflict`` is how likely the two exclude each other, ``probability`` how likely in
    just that way, ``known`` how likely the new one only repeats the other, all 0..1;
    ``later``: the new state is told as following the old one, an update. ``parts``
    finds what each aspect adds to the log-odds of the likeliest of all.
    """

    statement: Statement
    later: bool
    probability: float
    conflict: float
    known: float
    parts: Callable[[], Mapping[str, float]] = field(compare=False)

    @property
    def why(self) -> tuple[tuple[str, float], ...]:
        """The aspects that weighed most, and how much; none for what is unlikely."""
        # found when it is told: many an opinion never is
        return _largest(self.parts())


@dataclass(frozen=True)
class Judge:
    """``outcomes`` are the trees of each of ``OUTCOMES``."""

    outcomes: Mapping[str, Trees]

    @cached_property
    def _first(self) -> Trees:
        """The first trees of all outcomes, to walk them at once."""
        every = [self.outcomes[kind] for kind in OUTCOMES]
        return Trees(every[0].names, [top for each in every for top in each.first.tops])

    def opinions(
        self, new: Claim, rows: Sequence[BaselineClaim], context: Context
    ) -> Iterator[Opinion]:
        """Yield an opinion a sentence of ``rows`` that ``new`` may be at odds with."""
        for statement in statements(new, rows, context):
            # all have the same aspects in the same order
            row = self.outcomes[KNOWN].row(statement.aspects)
            scores = list(self._scores(row))
            if max(scores) >= _HOPELESS:
                yield self._opinion(statement, row, scores)

    def _scores(self, row: Array) -> Iterator[float]:
        """The log-odds of each; most rows are settled by a quarter of the trees."""
        leaves, start = self._first.leaves(row), 0
        for kind in OUTCOMES:
            trees = self.outcomes[kind]
            end = start + len(trees.first.tops)
            first = leaves[start:end]
            score = total(first)
            yield score if score < _HOPELESS else trees.score(row, first)
            start = end

    def _opinion(
        self, statement: Statement, row: Array, scores: Sequence[float]
    ) -> Opinion:
        """Say what the scores of one statement mean, whose aspects are in ``row``."""
        aspects = statement.aspects
        update, contradiction, known = scores
        gone = bool(aspects["gone"] or aspects["left_behind"])
        later = gone or update > contradiction
        kind, score = ("updates", update) if later else ("contradicts", contradiction)
        told = KNOWN if known > score else kind
        parts = partial(self.outcomes[told].parts, row)
        both = _probability(update) + _probability(contradiction)
        return Opinion(
            statement=statement,
            later=later,
            probability=_probability(score),
            conflict=min(1.0, both),
            known=_probability(known),
            parts=parts if max(known, score) > 0 else dict,
        )


def _largest(parts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The parts of a score that are largest, to two places, the largest first."""
    # to two places a lesser one may come to the same, and then names decide
    least = min(nlargest(_TOLD, map(abs, parts.values())), default=0.0) - _ROUNDING
    large = ((name, part) for name, part in parts.items() if abs(part) >= least)
    rounded = ((name, round(part, 2)) for name, part in large)
    found = sorted(rounded, key=lambda part: (-abs(part[1]), part[0]))
    return tuple(found[:_TOLD])


def _probability(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


@cache
def load_judge() -> Judge:
    """Read the trees that stand beside this file, once."""
    text = files(__package__).joinpath("outcomes.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Judge({kind: Trees(found["names"], found[kind]) for kind in OUTCOMES})
