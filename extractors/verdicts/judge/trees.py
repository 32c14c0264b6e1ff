"""
A score as the sum of small decision trees, each aspect's part of it kept.

The trees are fitted by gradient boosting (``python -m tests.gold.judge``); here they
are only walked. What a step of the walk adds is put down to the aspect that was asked
(Saabas 2014), so that the parts add up to the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# an aspect's number, the most it may be to go left, where left and right are, the
# mean score below; of a leaf only its score
Node = Sequence[float]


@dataclass(frozen=True, slots=True)
class Trees:
    """``trees`` are lists of nodes, the first one on top; ``names`` are the aspects."""

    names: Sequence[str]
    trees: Sequence[Sequence[Node]]

    def score(self, aspects: Mapping[str, float]) -> float:
        """Return the log-odds; an aspect that is not there counts as 0."""
        row = [aspects.get(name, 0.0) for name in self.names]
        return sum(_way(tree, row)[-1][-1] for tree in self.trees)

    def parts(self, aspects: Mapping[str, float]) -> dict[str, float]:
        """Return what each aspect that was asked adds to the log-odds."""
        row = [aspects.get(name, 0.0) for name in self.names]
        found: dict[str, float] = {}
        for tree in self.trees:
            for node, following in pairwise(_way(tree, row)):
                name = self.names[int(node[0])]
                found[name] = found.get(name, 0.0) + following[-1] - node[-1]
        return found


def _way(tree: Sequence[Node], row: Sequence[float]) -> list[Node]:
    """The nodes from the top to a leaf."""
    return list(_steps(tree, row))


def _steps(tree: Sequence[Node], row: Sequence[float]) -> Iterator[Node]:
    node = tree[0]
    yield node
    while len(node) > 1:
        number, most, left, right, _ = node
        node = tree[int(left if row[int(number)] <= most else right)]
        yield node
