"""Whether two periods fix the same day, as exactly as the coarser one is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from extractors.model import Period

_A_YEAR, _A_MONTH = timedelta(days=366), timedelta(days=31)
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z][a-z]+ \d{1,2}\b|day\b")
# told to the season or finer
FINE = re.compile(
    r"\d{1,2} |\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer"
    r"|autumn|winter|week|day|month)",
    re.IGNORECASE,
)


def differ(old: Period, new: Period, *, moved: bool) -> bool:
    """Both fix a day, and not the same one within the coarser precision."""
    ours = day_of(old)
    theirs = new.valid_to - timedelta(days=1) if moved and new.valid_to else day_of(new)
    if ours is None or theirs is None:
        return False
    if not moved and "until" in {old.kind, new.kind} and old.kind != new.kind:
        return False
    if moved:
        return ours != theirs
    if FINE.search(old.text) and FINE.search(new.text):
        return not _overlap(old, new)
    if _is_within(old, new) or _is_within(new, old):
        return False
    return ours.year != theirs.year


def _is_within(part: Period, whole: Period) -> bool:
    """As "in 2018" within "between 2017 and 2022"."""
    starts, ends = whole.valid_from, whole.valid_to
    if not (starts and ends and part.valid_from and part.valid_to):
        return False
    return ends - starts > _A_YEAR and starts <= part.valid_from < part.valid_to <= ends


def day_of(period: Period) -> date | None:
    """Its first day, or the last one of what lasts until then."""
    if period.kind == "until":
        return period.valid_to - timedelta(days=1) if period.valid_to else None
    return period.valid_from


def start_of(period: Period) -> Period:
    """The time in which what has lasted since then began, as exactly as it is told."""
    if period.kind != "since" or period.valid_from is None:
        return period
    whole = timedelta(days=1)
    if not _DAY.search(period.text):
        whole = _A_MONTH if FINE.search(period.text) else _A_YEAR
    return replace(period, kind="at", valid_to=period.valid_from + whole)


def _overlap(old: Period, new: Period) -> bool:
    if old.kind in {"until", "since"}:
        return old.valid_to == new.valid_to and old.valid_from == new.valid_from
    starts = max(old.valid_from or date.min, new.valid_from or date.min)
    return starts < min(old.valid_to or date.max, new.valid_to or date.max)
