"""
A new claim beside the whole sentences that are held: which of them it may exclude.

A sentence that comes up is one matter with the claim when both sentences share what is
rare among all that came up, far ahead of the others; a few such sentences are looked at
closely. Of each, one claim stands for it: the one whose figure the new claim's figure
may exclude, else the one with the most in common.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extractors.claims.quantities import compatible
from extractors.model import BaselineClaim, Claim, Quantity
from extractors.verdicts.judge.aspects import aspects
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.sites import figure, may_differ
from extractors.verdicts.words import stems

# the name of its weights
STATEMENT = "statement"
# fewer sentences that came up do not tell what is rare
LEAST_STATEMENTS = 8
# sentences looked at, and the least share of one that the new sentence must have
_CLOSEST, _LEAST_SHARE = 3, 0.15
# words before and after a figure that may name what it measures
_BESIDE = 6
_SOME = 0.1


class _Nats(dict[str, float]):
    """How rare a word is among the sentences held: found when it is asked for."""

    def __init__(self, held: Sequence[str], context: Context) -> None:
        super().__init__()
        self._counts = Counter(chain.from_iterable(map(stems, held)))
        self._of = len(held)
        self._context = context

    def __missing__(self, word: str) -> float:
        found = self._context.rarity(word, self._counts[word], self._of)
        self[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Statement:
    """The row that stands for a held sentence, with the aspects of the comparison."""

    row: BaselineClaim
    aspects: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Figures:
    """Two figures that may exclude each other, and the row that has the old one."""

    row: BaselineClaim
    old: Quantity
    new: Quantity
    aspects: dict[str, float]

    @property
    def likeness(self) -> float:
        """How likely both measure one thing; only to choose among several."""
        found = self.aspects
        named = found["figure_role"] + 0.6 * found["figure_bearer"]
        place = 0.06 * found["figure_beside"] + 0.5 * found["figure_unit"]
        return named + place - 0.2 * found["figure_ratio"]


def statements(
    new: Claim, rows: Sequence[BaselineClaim], context: Context
) -> Iterator[Statement]:
    """
    Yield the sentences held, of ``rows``, that ``new`` may be at odds with.

    Nothing where so few came up that sharing a word tells nothing.
    """
    by_sentence: dict[str, list[BaselineClaim]] = {}
    for row in rows:
        by_sentence.setdefault(row.claim.sentence, []).append(row)
    if len(by_sentence) < LEAST_STATEMENTS:
        return
    held = sorted(by_sentence)
    nats = _Nats(held, context)
    for sentence, found in _closest(new, held, nats):
        yield _statement(new, by_sentence[sentence], found, nats, context)


def _closest(
    new: Claim, held: Sequence[str], nats: _Nats
) -> Iterator[tuple[str, dict[str, float]]]:
    """The sentences that share most, in nats, with aspects of what they share."""
    words, own = stems(new.sentence), stems(new.quote)
    shared = {each: _sum(words & stems(each), nats) for each in held}
    ranked = sorted(held, key=lambda each: -shared[each])
    for rank, sentence in enumerate(ranked[:_CLOSEST]):
        of_old = shared[sentence] / (_sum(stems(sentence), nats) + _SOME)
        if of_old < _LEAST_SHARE:
            continue
        other = ranked[1 if rank == 0 else 0]
        denies, denied = _denies(new.sentence), _denies(sentence)
        yield (
            sentence,
            {
                "told_nats": shared[sentence],
                "told_of_old": of_old,
                "told_of_new": shared[sentence] / (_sum(words, nats) + _SOME),
                "told_rank": math.log1p(rank),
                "told_lead": shared[sentence] - shared[other],
                "told_quoted": _sum(own & stems(sentence), nats),
                "denied_new": float(denies and not denied),
                "denied_old": float(denied and not denies),
            },
        )


def _sum(words: Iterable[str], nats: _Nats) -> float:
    return math.fsum(map(nats.__getitem__, words))


_DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|without|nothing|neither|nor|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)


def _denies(sentence: str) -> bool:
    return bool(_DENIAL.search(sentence))


def _statement(
    new: Claim,
    rows: Sequence[BaselineClaim],
    found: dict[str, float],
    nats: _Nats,
    context: Context,
) -> Statement:
    figures = max(
        _figures(new, rows, nats, context), key=lambda f: f.likeness, default=None
    )
    if figures is None:
        row = max(rows, key=lambda r: context.met(r.claim, new)[1]["nats_both"])
        return Statement(row, found | aspects(row, new, context.alone()))
    own = figures.aspects | _among(figures, rows, new)
    role, bearer = own["figure_role"], own["figure_bearer"]
    own |= {
        "figures_differ": 1.0,
        "measure": role * bearer,
        "role_told": role * found["told_of_old"],
        "bearer_told": bearer * found["told_of_old"],
    }
    row = figures.row
    return Statement(row, found | aspects(row, new, context.alone()) | own)


def _figures(
    new: Claim, rows: Sequence[BaselineClaim], nats: _Nats, context: Context
) -> Iterator[_Figures]:
    for row in rows:
        for old in row.claim.quantities:
            beside = _beside(row.claim.sentence, old.text)
            for theirs in new.quantities:
                if not may_differ(old, theirs, context.lexicon):
                    continue
                words = beside & _beside(new.sentence, theirs.text)
                own = figure(old, theirs, context.lexicon)
                own["figure_words"] = float(len(words))
                own["figure_beside"] = _sum(words, nats)
                yield _Figures(row, old, theirs, own)


def _beside(sentence: str, figure: str) -> frozenset[str]:
    before, found, after = sentence.partition(figure)
    near = (*before.split()[-_BESIDE:], *after.split()[:_BESIDE])
    # cut out of "52-year-old", a figure leaves half a word
    return stems(" ".join(near)) & stems(sentence) if found else frozenset()


def _among(
    chosen: _Figures, rows: Sequence[BaselineClaim], new: Claim
) -> dict[str, float]:
    """How the two figures stand among the other ones of the two sentences."""
    old, theirs = chosen.row.claim.quantities, new.quantities
    told = [q for row in rows for q in row.claim.quantities]
    return {
        "figure_met_old": float(any(compatible(chosen.old, q) for q in theirs)),
        "figure_met_new": float(any(compatible(q, chosen.new) for q in old)),
        "figure_lone": float(len(old) == 1) + float(len(theirs) == 1),
        "unit_lone": float(_have(told, chosen.old.unit) == 1)
        + float(_have(theirs, chosen.new.unit) == 1),
    }


def _have(quantities: Sequence[Quantity], unit: str) -> int:
    return sum(q.unit == unit for q in quantities)
