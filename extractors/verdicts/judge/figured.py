"""
The two figures of two sentences that may exclude each other, as `dated` has the times.

Of all figures that may differ those two are chosen that measure most likely one thing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.claims.quantities import compatible
from extractors.model import BaselineClaim, Claim, Period, Quantity
from extractors.verdicts.figures import (
    how_telling,
    is_held,
    is_left_behind,
    is_start,
)
from extractors.verdicts.judge.context import Context, Nats
from extractors.verdicts.judge.measures import figure, may_count_one, may_differ
from extractors.verdicts.judge.ranks import ranks
from extractors.verdicts.judge.shares import are_of_two_wholes
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.ages import are_of_two
from extractors.verdicts.rules.spans import are_of_two_spans
from extractors.verdicts.words import REMEMBERED_CLAIMS, stems

# words before and after a figure that may name what it measures
_BESIDE = 6
# so rare, in nats, what stands beside two counts tells that they are of one thing
_ALIKE_BESIDE = 5.0
# so much of a time is a part of it, and no other word for it; and days of a month
_PART, _MONTH = 0.8, 28
# no other figure comes near
_FAR = -2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Two figures that may exclude each other, and the row that has the old one."""

    row: BaselineClaim
    old: Quantity
    new: Quantity
    aspects: dict[str, float]
    likeness: float


def figures_apart(
    new: Claim,
    fair: Mapping[str, Sequence[BaselineClaim]],
    shared: Mapping[str, float],
    nats: Nats,
    context: Context,
) -> dict[str, Figures]:
    """Of each sentence the two figures that measure most likely the same."""
    found: dict[str, Figures] = {}
    figures = (*new.quantities, *ranks(new))
    if not figures:
        return found
    held = [
        (sentence, row, old)
        for sentence, rows in fair.items()
        for row in rows
        for old in (*row.claim.quantities, *ranks(row.claim))
    ]
    for theirs in figures:
        near = _beside(new.sentence, theirs.text)
        for sentence, row, old in held:
            sure = may_differ(old, theirs, context.lexicon)
            if not (sure or may_count_one(old, theirs)):
                continue
            if _may_both_be(row.claim, old, new, theirs, context.lexicon):
                continue
            words = near & _beside(sentence, old.text)
            if not sure and nats.of(words) < _ALIKE_BESIDE:
                continue
            own = figure(old, theirs, context.lexicon)
            own["figure_words"] = float(len(words))
            own["figure_beside"] = nats.of(words)
            likeness = _likeness(own) + 0.1 * shared[sentence]
            if sentence not in found or found[sentence].likeness < likeness:
                found[sentence] = Figures(row, old, theirs, own, likeness)
    return found


def _may_both_be(
    held: Claim, old: Quantity, new: Claim, theirs: Quantity, lexicon: Lexicon
) -> bool:
    """
    Whether the figures are of two wholes, ages or spans, or one is left already.

    "Raised from 214 to 221" is not at odds with 221, nor 90 sold by June with 150 sold
    in all the year.
    """
    left = is_start(old, held.sentence) and is_held(theirs, held.quantities)
    return (
        left
        or _adds_up(held.period, old, new.period, theirs)
        or _adds_up(new.period, theirs, held.period, old)
        or are_of_two_wholes(held, old, new, theirs, lexicon)
        or are_of_two(held, old, new, theirs)
        or are_of_two_spans(held, old, new, theirs)
    )


def _adds_up(part: Period, less: Quantity, whole: Period, more: Quantity) -> bool:
    """Whether the larger figure is of a stretch that holds the other's, of months."""
    if not (part.valid_from and part.valid_to and whole.valid_from and whole.valid_to):
        return False
    inside = whole.valid_from <= part.valid_from and part.valid_to <= whole.valid_to
    days = (part.valid_to - part.valid_from).days
    longer = (whole.valid_to - whole.valid_from).days * _PART > days >= _MONTH
    return inside and longer and (less.high or 0.0) < (more.low or 0.0)


def _likeness(found: Mapping[str, float]) -> float:
    """How likely both measure one thing; only to choose among several."""
    named = found["figure_role"] + 0.6 * found["figure_bearer"]
    place = 0.06 * found["figure_beside"] + 0.5 * found["figure_unit"]
    return named + place - 0.2 * found["figure_ratio"]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _beside(sentence: str, figure: str) -> frozenset[str]:
    before, found, after = sentence.partition(figure)
    near = (*before.split()[-_BESIDE:], *after.split()[:_BESIDE])
    # cut out of "52-year-old", a figure leaves half a word
    return stems(" ".join(near)) & stems(sentence) if found else frozenset()


def beside_others(
    figures: Mapping[str, Figures],
    sentence: str,
    rows: Sequence[BaselineClaim],
    shared: Mapping[str, float],
    new: Claim,
) -> dict[str, float]:
    """How the two figures stand among all that ``rows`` hold."""
    chosen = figures[sentence]
    held = [quantity for row in rows for quantity in row.claim.quantities]
    known = {
        row.claim.sentence for row in rows if is_held(chosen.new, row.claim.quantities)
    }
    others = (each.likeness for s, each in figures.items() if s != sentence)
    unit = [quantity for quantity in held if quantity.unit == chosen.new.unit]
    role = chosen.new.role
    return {
        "figures_differ": 1.0,
        "figure_likeness": chosen.likeness,
        "figure_lead": chosen.likeness - max(others, default=_FAR),
        "figure_telling": how_telling(chosen.new),
        "figure_telling_old": how_telling(chosen.old),
        "figure_known": float(bool(known)),
        **lead_elsewhere("figure", known, sentence, shared),
        "unit_held_by": float(len(unit)),
        "measure_held_by": float(sum(bool(role) and q.role == role for q in unit)),
        "start_told": float(is_start(chosen.old, new.sentence)),
        "start_left": float(is_left_behind(chosen.old, new.sentence)),
    }


def lead_elsewhere(
    name: str, known: Collection[str], sentence: str, shared: Mapping[str, float]
) -> dict[str, float]:
    """Aspects of how much more, in nats, those share that hold the new value."""
    most = max((shared.get(each, 0.0) for each in known if each != sentence), default=0)
    return {
        f"{name}_known_nats": most,
        f"{name}_known_lead": most - shared[sentence],
    }


def figures_met(chosen: Figures, new: Claim) -> dict[str, float]:
    """Whether another figure of either side is the one that the other side has."""
    old, theirs = chosen.row.claim.quantities, new.quantities
    return {
        "figure_met_old": float(any(compatible(chosen.old, q) for q in theirs)),
        "figure_met_new": float(any(compatible(q, chosen.new) for q in old)),
        "figure_lone": float(len(old) == 1) + float(len(theirs) == 1),
    }
