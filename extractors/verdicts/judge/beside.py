"""
The claims of one article beside each other: what is thought of the others tells of one.

A text that tells a matter again goes through it much as it was told before: a sentence
whose neighbours repeat or contradict the neighbours of a sentence held is likely of one
matter with it. A text that contradicts what is held in one thing does so in others too.
Where a claim stands in its article is left out: it tells how our corpora were written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from statistics import fmean

# sentences around that count as neighbours: in the article, and in the text held
_AROUND, _CLOSE = 2, 3
_SOME = 1e-6
_contradicts, _updates, _known, _conflict, _likeliest = map(
    attrgetter, ("contradicts", "updates", "known", "conflict", "likeliest")
)
_KINDS = (_contradicts, _updates, _known)


@dataclass(frozen=True, slots=True)
class View:
    """
    How a claim stands to one sentence held, the ``index``-th of ``document``.

    ``updates``, ``contradicts`` and ``known`` are how likely it is each, 0..1.
    """

    document: str
    index: int
    updates: float
    contradicts: float
    known: float

    @property
    def conflict(self) -> float:
        """How likely the likelier kind of conflict is."""
        return max(self.updates, self.contradicts)

    @property
    def likeliest(self) -> float:
        """How likely the two are of one matter, as far as that shows."""
        return max(self.conflict, self.known)


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim of the article's ``index``-th sentence, with what is thought of it."""

    index: int
    views: tuple[View, ...]


def are_alone(claims: Iterable[Seen]) -> bool:
    """Whether nothing is thought of more than one sentence: none is beside it."""
    return len({claim.index for claim in claims if claim.views}) <= 1


class Beside:
    """All claims of one article, each with the views of it."""

    def __init__(self, claims: Iterable[Seen]) -> None:
        thought = [claim for claim in claims if claim.views]
        self._most = [
            (claim.index, *(_most(kind, claim.views) for kind in _KINDS))
            for claim in thought
        ]
        self._views = defaultdict[int, list[View]](list)
        self._of_held = defaultdict[tuple[str, int], list[tuple[int, View]]](list)
        self._documents = defaultdict[str, float](float)
        for claim in thought:
            self._views[claim.index] += claim.views
            for view in claim.views:
                self._of_held[view.document, view.index].append((claim.index, view))
                self._documents[view.document] += view.likeliest
        self._everywhere = sum(self._documents.values())

    def aspects(self, claim: Seen) -> Iterator[dict[str, float]]:
        """Yield the aspects of each view of a claim among all that are thought."""
        around = self._around(claim)
        for view in claim.views:
            others = [each for each in claim.views if each is not view]
            yield {
                **around,
                "second_contradicts": _most(_contradicts, others),
                "second_updates": _most(_updates, others),
                "second_known": _most(_known, others),
                "document": self._share(view, claim),
                **self._near(claim.index, view),
                **self._rivals(claim, view),
            }

    def _around(self, claim: Seen) -> dict[str, float]:
        """What is thought of the claims of the other sentences."""
        others = [most for index, *most in self._most if index != claim.index]
        contradict, update, known = zip(*others, strict=True) if others else ((),) * 3
        return {
            "views": float(len(claim.views)),
            "others_contradict": fmean(contradict) if others else 0.0,
            "others_update": fmean(update) if others else 0.0,
            "others_known": fmean(known) if others else 0.0,
        }

    def _share(self, view: View, claim: Seen) -> float:
        """The share of all that is thought of other claims that is on its document."""
        own = [v for v in claim.views if v.document == view.document]
        here = self._documents[view.document] - sum(v.likeliest for v in own)
        every = self._everywhere - sum(v.likeliest for v in claim.views)
        return max(0.0, here) / (max(0.0, every) + _SOME)

    def _near(self, index: int, view: View) -> dict[str, float]:
        """What is thought of the sentences around, on those around the one held."""
        apart = defaultdict[int, list[View]](list)
        for other in self._nearby(index):
            if other.document == view.document:
                apart[abs(other.index - view.index)].append(other)
        close = [each for steps in range(2, _CLOSE + 1) for each in apart[steps]]
        return {
            "near_same": _most(_likeliest, apart[0]),
            "near_same_conflict": _most(_conflict, apart[0]),
            "near_next": _most(_likeliest, apart[1]),
            "near_next_known": _most(_known, apart[1]),
            "near_next_contradicts": _most(_contradicts, apart[1]),
            "near_close": _most(_likeliest, close),
        }

    def _nearby(self, index: int) -> Iterator[View]:
        for other in range(index - _AROUND, index + _AROUND + 1):
            if other != index:
                yield from self._views.get(other, ())

    def _rivals(self, claim: Seen, view: View) -> dict[str, float]:
        """What is thought of other claims on the same sentence held."""
        every = self._of_held[view.document, view.index]
        own = [v for i, v in every if i == claim.index and v not in claim.views]
        others = [v for i, v in every if i != claim.index]
        return {
            "also_conflict": _most(_conflict, own),
            "also_known": _most(_known, own),
            "rival": _most(_likeliest, others),
            "rival_conflict": _most(_conflict, others),
            "rival_known": _most(_known, others),
        }


def _most(chance: Callable[[View], float], views: Iterable[View]) -> float:
    return max(map(chance, views), default=0.0)
