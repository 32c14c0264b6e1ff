"""
Two times that may exclude each other, wherever the two sentences tell them.

A day or an hour often stands in another clause than the one that becomes a claim: "in
2018, when the council agreed". So where the claims have none, their sentences are read;
an aspect says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.claims.periods.clock import clocks, habits, minutes_apart
from extractors.claims.periods.lags import centuries, days_apart, lags
from extractors.claims.periods.told import told_periods
from extractors.model import BaselineClaim, Claim, Period
from extractors.verdicts.align import periods
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.sides import sides
from extractors.verdicts.judge.words import words_of
from extractors.verdicts.rules.barriers import BOUNDS, DUE, is_moved
from extractors.verdicts.rules.vocabulary import (
    BEGINNING,
    BEGUN,
    ENDING,
    FINISHING,
    FOUNDING,
    LEAVING,
    PARTING,
    STARTING,
    STOPPING,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

_DAY = 24 * 60
# deeds by which a state begins, and by which it is over
_TURNS = {
    "since": STARTING | FOUNDING | BEGINNING | {verb for verb, _ in BEGUN},
    "until": STOPPING | ENDING | FINISHING | PARTING | LEAVING,
}
_CENTURY = 36525
# characters beside a claim: some four words
_BESIDE = 25


@dataclass(frozen=True, slots=True)
class Times:
    """Two times as written, and the aspects of how far apart they are."""

    old: str
    new: str
    aspects: dict[str, float]


def times_apart(
    row: BaselineClaim,
    rows: Sequence[BaselineClaim],
    new: Claim,
    context: Context,
    *,
    same_day: bool,
) -> Times | None:
    """The times of the sentence of ``rows`` and of the new claim, if they differ."""
    days = None if same_day else _of_claims(row, rows, new, context)
    if days is None and not same_day:
        days = _of_sentences(row.claim, new)
    return (
        days
        or _of_hours(row.claim, new)
        or _of_habits(row.claim, new)
        or _of_lags(row.claim, new)
        or _of_centuries(row.claim, new)
    )


def is_same_day(old: Claim, new: Claim) -> bool:
    """Whether both tell one and the same time."""
    return bool(new.period.text) and periods(old.period, new.period) == "same"


def bounds(old: Claim, new: Claim) -> dict[str, float]:
    """
    Aspects of what either time is of a state: "has led it since", "took it over in".

    Two beginnings, or two ends, of one state are told in many words.
    """
    if not (old.period.text and new.period.text):
        return {}
    ours, theirs = _bound(old), _bound(new)
    one = ours == theirs != ""
    return {
        "bound_one": float(one),
        "bound_apart": _bounds_apart(old.period, new.period, ours) if one else 0.0,
        "bound_start_old": float(ours == "since"),
        "bound_end_old": float(ours == "until"),
        "bound_start": float(theirs == "since"),
        "bound_end": float(theirs == "until"),
        f"dated_old_{old.period.kind}": 1.0,
    }


def _bounds_apart(old: Period, new: Period, bound: str) -> float:
    """The logarithm of the days between two beginnings or ends, 0 within one year."""
    end = "valid_from" if bound == "since" else "valid_to"
    one, other = getattr(old, end), getattr(new, end)
    if not one or not other or (_is_year(old, new, end) and one.year == other.year):
        return 0.0
    return math.log1p(abs((one - other).days))


def _is_year(old: Period, new: Period, end: str) -> bool:
    """Whether only the year of an end is told by either."""
    days = (getattr(old, end), getattr(new, end))
    return any((day.month, day.day) == (1, 1) for day in days)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _bound(claim: Claim) -> str:
    """``since`` or ``until`` when the time bounds a state at that end, else empty."""
    if claim.period.kind in BOUNDS:
        return claim.period.kind
    told = {*words_of(claim).relation, *sides(claim)}
    found = [kind for kind, verbs in _TURNS.items() if not verbs.isdisjoint(told)]
    return found[0] if len(found) == 1 else ""


def _of_claims(
    row: BaselineClaim, rows: Sequence[BaselineClaim], new: Claim, context: Context
) -> Times | None:
    """Of the row, or of that row of its sentence which is most like the new claim."""
    dated = [each for each in rows if each.claim.period.text]
    if not new.period.text or not dated:
        return None
    if row not in dated:
        row = context.nearest(dated, new)
    return _days(row.claim.period, new.period, beside=False)


def may_both_be(old: Claim, new: Claim) -> bool:
    """
    Whether both times may be so: "on Monday" in "in November", or before a deadline.

    What happened while a state lasted neither began nor ended it.
    """
    if periods(old.period, new.period) != "overlap":
        return False
    kinds = {old.period.kind: old, new.period.kind: new}
    event = kinds.pop("at", None)
    if event is None or event.period.valid_to is None:
        return False
    if not kinds:
        return True
    ((kind, state),) = kinds.items()
    return bool(DUE.match(state.period.text)) or _bound(event) != kind


def _of_sentences(old: Claim, new: Claim) -> Times | None:
    """Of the words in and beside the claims, where they have no time in common."""
    pairs = [(one, other) for one in _told(old) for other in _told(new)]
    if not pairs or not all(_exclude(one, other) for one, other in pairs):
        return None
    return _days(*pairs[0], beside=True)


def _told(claim: Claim) -> list[Period]:
    """The claim's own period, else those in its words, else those right beside it."""
    if claim.period.text:
        return list(_fixed([claim.period]))
    near = _near(claim)
    found = list(_fixed(told_periods(claim.sentence, claim.published_on)))
    own = [each for each in found if each.text in claim.quote]
    return own or [each for each in found if each.text in near]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _near(claim: Claim) -> str:
    """The claim's words with a few more of its sentence on either side."""
    before, quote, after = claim.sentence.partition(claim.quote)
    return f"{before[-_BESIDE:]}{quote}{after[:_BESIDE]}" if quote else claim.quote


def _fixed(found: Sequence[Period]) -> Iterator[Period]:
    """Those that fix a day or a bound: "now" and "once" do not."""
    for period in found:
        start, end = period.valid_from, period.valid_to
        if (start and end) or (period.kind in BOUNDS and (start or end)):
            yield period


def _exclude(one: Period, other: Period) -> bool:
    return is_moved(one, other) or periods(one, other) == "apart"


def _of_hours(old: Claim, new: Claim) -> Times | None:
    ours = clocks(old.quote) or clocks(_near(old))
    theirs = clocks(new.quote) or clocks(_near(new))
    apart = minutes_apart(ours, theirs)
    if apart is None:
        return None
    days = math.log1p(apart / _DAY)
    return _recurring(old, new, (ours[0].text, theirs[0].text), days)


def _of_habits(old: Claim, new: Claim) -> Times | None:
    ours, theirs = habits(_near(old)), habits(_near(new))
    if not ours or not theirs or ours.keys() & theirs.keys():
        return None
    told = (next(iter(ours.values())), next(iter(theirs.values())))
    return _recurring(old, new, told, -1.0)


def _of_lags(old: Claim, new: Claim) -> Times | None:
    """As in "two days after the vote" beside "a week after it"."""
    pairs = [(days_apart(a, b), a, b) for a in lags(old.quote) for b in lags(new.quote)]
    found = [(apart, a, b) for apart, a, b in pairs if apart is not None]
    if not pairs or len(found) < len(pairs):
        return None
    apart, ours, theirs = found[0]
    return _recurring(old, new, (ours.text, theirs.text), math.log1p(apart))


def _of_centuries(old: Claim, new: Claim) -> Times | None:
    ours, theirs = centuries(old.quote), centuries(new.quote)
    if not ours or not theirs or ours.keys() & theirs.keys():
        return None
    (one, text), (other, told) = next(iter(ours.items())), next(iter(theirs.items()))
    days = math.log1p(abs(one - other) * _CENTURY)
    return _recurring(old, new, (text, told), days)


def _recurring(old: Claim, new: Claim, told: tuple[str, str], apart: float) -> Times:
    beside = not (told[0] in old.quote and told[1] in new.quote)
    return Times(*told, _aspects(apart, apart, alike=True, beside=beside))


def _days(old: Period, new: Period, *, beside: bool) -> Times:
    starts, ends = _apart(old, new, "valid_from"), _apart(old, new, "valid_to")
    found = _aspects(starts, ends, alike=old.kind == new.kind, beside=beside)
    return Times(old.text, new.text, found)


def _apart(old: Period, new: Period, end: str) -> float:
    """The logarithm of the days between two ends, -1 when either is open."""
    one, other = getattr(old, end), getattr(new, end)
    return math.log1p(abs((one - other).days)) if one and other else -1.0


def _aspects(
    starts: float, ends: float, *, alike: bool, beside: bool
) -> dict[str, float]:
    return {
        "days_differ": 1.0,
        "days_alike": float(alike),
        "starts_apart": starts,
        "ends_apart": ends,
        "days_beside": float(beside),
    }
