"""
A score as the sum of small decision trees, each aspect's part of it kept.

The trees are fitted by gradient boosting (``python -m tests.gold.judge``); here they
are only walked, all of them a step at a time. What a step of the walk adds is put down
to the aspect that was asked (Saabas 2014), so that the parts add up to the score.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np

# of a leaf its score alone, else: an aspect's number, the most it may be to go left,
# the node on the left and on the right, the mean score below
Node = list[Any]
Array = np.ndarray[Any, np.dtype[Any]]
# so many times as many are all the trees as the first ones
_PART = 4


def total(leaves: Array) -> float:
    """Return their sum, one after the other: in another order the last bits differ."""
    return float(leaves.cumsum()[-1])


@dataclass(frozen=True)
class Trees:
    """``tops`` are the trees' uppermost nodes; ``names`` are the aspects."""

    names: Sequence[str]
    tops: Sequence[Node]

    def row(self, aspects: Mapping[str, float]) -> Array:
        """Return the aspects in the order of the names; one not there counts as 0."""
        found = map(aspects.get, self.names, repeat(0.0))
        return np.fromiter(found, float, len(self.names))

    @cached_property
    def first(self) -> Trees:
        """The first of them by themselves, which learnt what is plainest."""
        return Trees(self.names, self.tops[: max(1, len(self.tops) // _PART)])

    @cached_property
    def rest(self) -> Trees:
        """Those behind the first."""
        return Trees(self.names, self.tops[len(self.first.tops) :])

    def score(self, row: Array, first: Array | None = None) -> float:
        """Return the log-odds; ``first`` is what the first trees give, if known."""
        known = self.first.leaves(row) if first is None else first
        return total(np.concatenate((known, self.rest.leaves(row))))

    def leaves(self, row: Array) -> Array:
        """Return what each tree gives, in log-odds."""
        flat, then = self._flat, self._ways(row)
        at = flat.tops
        for _ in range(flat.depth):
            at = then[at]
        return flat.scores[at]

    def parts(self, row: Array) -> dict[str, float]:
        """Return what each aspect that was asked adds to the log-odds."""
        flat, ways = self._flat, self._ways(row)
        steps = [flat.tops]
        for _ in range(flat.depth):
            steps.append(ways[steps[-1]])
        at, then = np.concatenate(steps[:-1]), np.concatenate(steps[1:])
        added = np.bincount(flat.asked[at], flat.scores[then] - flat.scores[at])
        return {self.names[n]: float(added[n]) for n in np.flatnonzero(added).tolist()}

    def _ways(self, row: Array) -> Array:
        """Return for each node the one that comes next; for a leaf the leaf itself."""
        flat = self._flat
        # to ask every node at once is quicker than to ask, step by step, those met
        return flat.left + (row.take(flat.asked) > flat.most)

    @cached_property
    def _flat(self) -> _Flat:
        """The same trees as arrays: a list a node takes four times as long to walk."""
        nodes = [*self.tops]
        left: list[int] = []
        for node in nodes:  # which grows: behind all above it, the two below it
            left.append(len(nodes) if len(node) > 1 else len(left))
            nodes += node[2:4]
        return _Flat(
            tops=np.arange(len(self.tops)),
            asked=np.array([node[0] if len(node) > 1 else 0 for node in nodes], int),
            most=np.array([node[1] if len(node) > 1 else math.inf for node in nodes]),
            left=np.array(left, int),
            scores=np.array([node[-1] for node in nodes]),
            depth=max(map(_depth, self.tops), default=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flat:
    """
    A node's place in each array is its number; ``tops`` are the uppermost ones.

    The node on the right follows the one on the ``left``, which below a leaf is the
    leaf itself: no more than ``most`` is asked of it.
    """

    tops: Array
    asked: Array
    most: Array
    left: Array
    scores: Array
    depth: int


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, node[2:4])) if len(node) > 1 else 0
