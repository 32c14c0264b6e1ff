"""
Weighs the aspects of a site: one logistic regression a kind of site, then trees.

Weights are bound to the sign that sense gives them (what both sides share can only
speak for a conflict, a name that one side lacks only against it), so that a handful of
examples cannot teach nonsense. What may be a conflict is looked at once more: boosted
trees over the same aspects, how likely the conflict is and what tells the order of the
two states say how likely it is an update, and how likely a contradiction. A score is a
sum in both: every aspect's part of it can be told.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from extractors.model import BaselineClaim, Claim
from extractors.verdicts.judge.among import among
from extractors.verdicts.judge.aspects import known_first
from extractors.verdicts.judge.context import LEAST_HELD, Context, held_most
from extractors.verdicts.judge.order import order
from extractors.verdicts.judge.sites import RANGES, Site, may_be, sites
from extractors.verdicts.judge.statements import STATEMENT, statements
from extractors.verdicts.judge.trees import Trees

_TOLD = 4
# what a conflict may turn out to be, and the aspect that says how likely it is one
OUTCOMES = ("updates", "contradicts")
CONFLICT = "conflict"
# the range of an aspect of which no range is known
_ANY = (-math.inf, math.inf)
# cosines, and sums in another order
_ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    The likeliest conflict of a pair with its probability, 0..1.

    ``kind`` is that of the site, or ``statement`` where whole sentences were weighed.
    ``aspects`` are those that were weighed, ``why`` the ones that weighed most, with
    their parts of the log-odds; empty where a conflict is less likely than not.
    """

    kind: str
    site: Site
    aspects: Mapping[str, float]
    probability: float
    why: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """
    What a conflict is told as, with its probability, 0..1.

    ``later``: the new state is told as following the old one, an update. ``why`` are
    the aspects that weighed most; empty where it is less likely than not.
    """

    later: bool
    probability: float
    why: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """
    ``weights`` by kind of site and aspect; the empty name is the constant part.

    ``outcomes`` are the trees of ``updates`` and ``contradicts``.
    """

    weights: Mapping[str, Mapping[str, float]]
    outcomes: Mapping[str, Trees]
    _rooms: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def opinion(
        self, old: BaselineClaim, new: Claim, context: Context, *, least: float = 0.0
    ) -> Opinion | None:
        """
        Return the likeliest conflict.

        None where hardly anything is shared, and perhaps where its probability is below
        ``least``: to look for what else the new claim may be about is half of the
        price, and can only make a conflict less likely.
        """
        if held_most(old.claim, new) < LEAST_HELD:
            return None
        if least and not self._can_reach(_log_odds(least), old, new, context.alone()):
            return None
        best = max(sites(old, new, context), key=self.log_odds)
        odds = self.log_odds(best)
        return Opinion(
            kind=best.kind,
            site=best,
            aspects=best.aspects,
            probability=_probability(odds),
            why=self._parts(best.kind, best.aspects)[:_TOLD] if odds > 0 else (),
        )

    def read(
        self,
        new: Claim,
        rows: Sequence[BaselineClaim],
        context: Context,
        *,
        least: float,
    ) -> tuple[BaselineClaim, Opinion] | None:
        """
        Return the likeliest conflict with a whole sentence held, and the row for it.

        None where its probability is below ``least``: to say what excludes what in the
        row costs as much again.
        """
        found = [
            (self._sum(STATEMENT, each.aspects), each)
            for each in statements(new, rows, context)
        ]
        if not found:
            return None
        odds, best = max(found, key=lambda pair: pair[0])
        probability = _probability(odds)
        if probability < least:
            return None
        opinion = Opinion(
            kind=STATEMENT,
            site=self._likeliest(best.row, new, context),
            aspects=best.aspects,
            probability=probability,
            why=self._parts(STATEMENT, best.aspects)[:_TOLD] if odds > 0 else (),
        )
        return best.row, opinion

    def told(
        self, old: BaselineClaim, new: Claim, opinion: Opinion, context: Context
    ) -> Told:
        """
        Say if the conflict is an update or a contradiction, and how likely just that.

        The opinion's probability is that of any conflict: what nobody can order is
        neither.
        """
        ordered = order(old, new, opinion.kind)
        odds = {CONFLICT: _log_odds(opinion.probability)}
        beside = among(old.claim, new, context)
        aspects = {**opinion.aspects, **ordered, **beside, **odds}
        update, contradiction = (self.outcomes[k].score(aspects) for k in OUTCOMES)
        gone = bool(ordered["gone"] or ordered["left_behind"])
        later = gone or update > contradiction
        kind, score = ("updates", update) if later else ("contradicts", contradiction)
        parts = self.outcomes[kind].parts(aspects) if score > 0 else {}
        return Told(later, _probability(score), _largest(parts)[:_TOLD])

    def _likeliest(self, old: BaselineClaim, new: Claim, context: Context) -> Site:
        """Return the likeliest site; where there is but one, by itself."""
        found = list(sites(old, new, context.alone()))
        if len(found) > 1:
            found = list(sites(old, new, context))
        return max(found, key=self.log_odds)

    def log_odds(self, site: Site) -> float:
        """The site's score: above 0 a conflict is likelier than not."""
        return self._sum(site.kind, site.aspects)

    def _sum(self, kind: str, aspects: Mapping[str, float]) -> float:
        weights = self.weights[kind]
        # most aspects of most pairs are 0
        return weights[""] + sum(
            [
                weights[name] * value
                for name, value in aspects.items()
                if value and name in weights
            ]
        )

    def _can_reach(
        self, odds: float, old: BaselineClaim, new: Claim, context: Context
    ) -> bool:
        """Whether the log-odds of a site are so high; who takes part is seen last."""
        known = known_first(old, new, context)
        found = known[0] | known[1]
        if all(
            self._sum(kind, found) + self._room(kind, found) < odds
            for kind in may_be(old.claim, new, found)
        ):
            return False
        return any(self.log_odds(s) >= odds for s in sites(old, new, context, known))

    def _room(self, kind: str, known: Collection[str]) -> float:
        """How much the aspects that are not ``known`` can add to a score at most."""
        found = self._rooms.get(kind)
        if found is None:
            left = self.weights[kind].keys() - known - {""}
            found = self._rooms[kind] = _ROUNDING + sum(
                max(self.weights[kind][name] * end for end in RANGES.get(name, _ANY))
                for name in left
                if self.weights[kind][name]
            )
        return found

    def _parts(
        self, kind: str, aspects: Mapping[str, float]
    ) -> tuple[tuple[str, float], ...]:
        weights = self.weights[kind]
        return _largest(
            {
                name: weights[name] * value
                for name, value in aspects.items()
                if name in weights and value
            }
        )


def _largest(parts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The parts of a score, to two places, the largest first."""
    rounded = ((name, round(part, 2)) for name, part in parts.items())
    return tuple(sorted(rounded, key=lambda part: (-abs(part[1]), part[0])))


def _probability(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    return math.log(probability / (1.0 - probability))


@cache
def load_judge() -> Judge:
    """Read the weights and the trees that stand beside this file, once."""
    weights, found = (
        json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
        for name in ("weights.json", "outcomes.json")
    )
    outcomes = {kind: Trees(found["names"], found[kind]) for kind in OUTCOMES}
    return Judge(weights=weights, outcomes=outcomes)
