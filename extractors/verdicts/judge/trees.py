"""
A score as the sum of small decision trees, each aspect's part of it kept.

The trees are fitted by gradient boosting (``python -m tests.gold.judge``); here they
are only walked. What a step of the walk adds is put down to the aspect that was asked
(Saabas 2014), so that the parts add up to the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# of a leaf its score alone, else: an aspect's number, the most it may be to go left,
# the node on the left and on the right, the mean score below
Node = list[Any]


@dataclass(frozen=True, slots=True)
class Trees:
    """``tops`` are the trees' uppermost nodes; ``names`` are the aspects."""

    names: Sequence[str]
    tops: Sequence[Node]

    def score(self, aspects: Mapping[str, float]) -> float:
        """Return the log-odds; an aspect that is not there counts as 0."""
        row = [aspects.get(name, 0.0) for name in self.names]
        total = 0.0
        for node in self.tops:
            while len(node) > 1:
                number, most, left, right, _ = node
                node = left if row[number] <= most else right  # noqa: PLW2901
            total += node[0]
        return total

    def parts(self, aspects: Mapping[str, float]) -> dict[str, float]:
        """Return what each aspect that was asked adds to the log-odds."""
        row = [aspects.get(name, 0.0) for name in self.names]
        found: dict[str, float] = {}
        for top in self.tops:
            node = top
            while len(node) > 1:
                number, most, left, right, mean = node
                node = left if row[number] <= most else right
                name = self.names[number]
                found[name] = found.get(name, 0.0) + node[-1] - mean
        return found
