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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from heapq import nlargest
from importlib.resources import files
from typing import Any

from extractors.model import BaselineClaim, Claim
from extractors.verdicts.judge.beside import View
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.statements import Statement, statements
from extractors.verdicts.judge.trees import Array, Trees, total

_TOLD = 4
# two parts no further apart may be the same to two places
_ROUNDING = 0.011
# log-odds by the first trees below which all of them never came to even odds: measured
# on 14 topics that the trees had not seen
HOPELESS = -2.0
_EVEN = 0.5
# what a conflict may turn out to be, and what else there is beside "new"
CONFLICTS = ("updates", "contradicts")
KNOWN = "known"
OUTCOMES = (*CONFLICTS, KNOWN)
ODDS = tuple(f"odds_{kind}" for kind in OUTCOMES)


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    What the judge thinks of a new claim beside one sentence held.

    ``conflict`` is how likely the two exclude each other, ``probability`` how likely in
    just that way, ``known`` how likely the new one only repeats the other, all 0..1;
    ``later``: the new state is told as following the old one, an update. ``first`` are
    the log-odds of ``OUTCOMES`` at first sight, ``again`` the aspects of a second look,
    empty where there was none.
    """

    statement: Statement
    later: bool
    probability: float
    conflict: float
    known: float
    first: tuple[float, ...] = ()
    again: Mapping[str, float] = field(default_factory=dict)

    def view(self) -> View:
        """What is thought of it at first sight."""
        held = self.statement.row.claim
        chances = map(probability, self.first)
        return View(held.article_id, held.sentence_index, *chances)


@dataclass(frozen=True)
class Judge:
    """
    ``outcomes`` are the trees of each of ``OUTCOMES``.

    ``again`` are those of a second look, at the claims of a whole article.
    """

    outcomes: Mapping[str, Trees]
    again: Mapping[str, Trees] = field(default_factory=dict)

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
            scores = tuple(self._scores(row))
            if max(scores) >= HOPELESS:
                yield _opinion(statement, scores)

    def reconsidered(self, opinion: Opinion, beside: Mapping[str, float]) -> Opinion:
        """Return the opinion after a second look; ``beside`` are its view's aspects."""
        aspects = {**beside, **odds(opinion.first)}
        row = self.again[KNOWN].row(aspects)
        scores = [self.again[kind].score(row) for kind in OUTCOMES]
        found = _opinion(opinion.statement, scores)
        return replace(found, first=opinion.first, again=aspects)

    def why(self, opinion: Opinion) -> tuple[tuple[str, float], ...]:
        """
        Return the aspects that weighed most, with their parts of the log-odds.

        They are those of the likeliest of all; none where that is less likely than not.
        """
        known = opinion.known > opinion.probability
        kind = KNOWN if known else CONFLICTS[not opinion.later]
        if max(opinion.known, opinion.probability) <= _EVEN:
            return ()
        trees = self.outcomes[kind]
        parts = trees.parts(trees.row(opinion.statement.aspects))
        if opinion.again:
            trees = self.again[kind]
            again = trees.parts(trees.row(opinion.again))
            parts |= {name: again[name] for name in again.keys() - {*ODDS}}
        return _largest(parts)

    def _scores(self, row: Array) -> Iterator[float]:
        """The log-odds of each; most rows are settled by a quarter of the trees."""
        leaves, start = self._first.leaves(row), 0
        for kind in OUTCOMES:
            trees = self.outcomes[kind]
            end = start + len(trees.first.tops)
            first = leaves[start:end]
            score = total(first)
            yield score if score < HOPELESS else trees.score(row, first)
            start = end


def odds(scores: Sequence[float]) -> dict[str, float]:
    """The log-odds of ``OUTCOMES`` as the aspects that a second look starts from."""
    return dict(zip(ODDS, scores, strict=True))


def _opinion(statement: Statement, scores: Sequence[float]) -> Opinion:
    """Say what the scores of one statement mean, at first sight."""
    aspects = statement.aspects
    update, contradiction, known = scores
    gone = bool(aspects["gone"] or aspects["left_behind"])
    later = gone or update > contradiction
    both = probability(update) + probability(contradiction)
    return Opinion(
        statement=statement,
        later=later,
        probability=probability(update if later else contradiction),
        conflict=min(1.0, both),
        known=probability(known),
        first=tuple(scores),
    )


def _largest(parts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The parts of a score that are largest, to two places, the largest first."""
    # to two places a lesser one may come to the same, and then names decide
    least = min(nlargest(_TOLD, map(abs, parts.values())), default=0.0) - _ROUNDING
    large = ((name, part) for name, part in parts.items() if abs(part) >= least)
    rounded = ((name, round(part, 2)) for name, part in large)
    found = sorted(rounded, key=lambda part: (-abs(part[1]), part[0]))
    return tuple(found[:_TOLD])


def probability(odds: float) -> float:
    """Return what log-odds come to, 0..1."""
    return 1.0 / (1.0 + math.exp(-odds))


@cache
def load_judge() -> Judge:
    """Read the trees that stand beside this file, once."""
    text = files(__package__).joinpath("outcomes.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Judge(_trees(found), _trees(found["again"]))


def _trees(found: Mapping[str, Any]) -> dict[str, Trees]:
    return {kind: Trees(found["names"], found[kind]) for kind in OUTCOMES}
