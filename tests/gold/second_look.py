"""The labelled claims of articles as the judge meets them at its second look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.verdicts.judge import Beside, Seen, View, are_alone
from extractors.verdicts.judge.model import HOPELESS, OUTCOMES, odds, probability
from extractors.verdicts.judge.trees import Trees
from tests.gold.labelled import Labelled, Spot

_Thought = tuple[Labelled, Spot, tuple[float, ...]]


def second_looks(
    rows: Iterable[Labelled], first: Mapping[str, Trees]
) -> Iterator[Labelled]:
    """Yield those that the judge thinks over, with the aspects of what is beside them."""
    articles = defaultdict[tuple[str, str], list[_Thought]](list)
    for row in rows:
        if row.spot is None:
            continue
        scores = () if row.ruled else _scores(row, first)
        if row.ruled or max(scores) >= HOPELESS:
            articles[row.topic, row.spot.article].append((row, row.spot, scores))
    for thought in articles.values():
        yield from _again(thought)


def _again(thought: Sequence[_Thought]) -> Iterator[Labelled]:
    claims = defaultdict[str, list[_Thought]](list)
    for each in thought:
        claims[each[1].claim].append(each)
    seen = [
        Seen(told[0][1].index, tuple(_view(*each) for each in told))
        for told in claims.values()
    ]
    if are_alone(seen):
        return
    beside = Beside(seen)
    for told, each in zip(claims.values(), seen, strict=True):
        for (row, _, scores), aspects in zip(told, beside.aspects(each), strict=True):
            if scores:
                yield replace(row, aspects={**aspects, **odds(scores)})


def _scores(row: Labelled, trees: Mapping[str, Trees]) -> tuple[float, ...]:
    return tuple(trees[k].score(trees[k].row(row.aspects)) for k in OUTCOMES)


def _view(row: Labelled, spot: Spot, scores: Sequence[float]) -> View:
    updates, contradicts, known = (
        map(probability, scores) if scores else (0.0, 0.0, row.ruled)
    )
    return View(spot.document, spot.held, updates, contradicts, known)
