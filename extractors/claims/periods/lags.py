"""
Text -> times that are counted from another event, and centuries: neither has a date.

"Two days after the vote" and "late by a week" are lags in days with what they are
counted by; "the ninth century BC" is a number below zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.claims.periods.grammar import CARDINALS, CENTURIES, any_of

_REMEMBERED = 4_000
_DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.4,
    "year": 365.25,
    "decade": 3652.5,
}
# what stands behind the length: one kind of lag each, and which way it runs
_KINDS = {
    "after": ("event", 1),
    "later": ("event", 1),
    "before": ("event", -1),
    "earlier": ("event", -1),
    "late": ("plan", 1),
    "behind schedule": ("plan", 1),
    "early": ("plan", -1),
    "ahead of schedule": ("plan", -1),
}


_CARDINAL, _KIND = (any_of(w).replace(r"\ ", r"\s") for w in (CARDINALS, _KINDS))
_LAG = re.compile(
    rf"""
    \b(?P<count>\d{{1,3}}|{_CARDINAL})\s
    (?P<unit>{"|".join(_DAYS)})s?\s
    (?P<kind>{_KIND})\b(?!\s(?:than|this|last))
    |\b(?:on\s)?the\s(?:very\s)?same\s(?P<same>day|week|month|year)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.]")
# what is shorter is seldom a noun; two forms of one begin alike
_WORD = re.compile(r"\b[a-z]{4}(?=[a-z]*\b)")
_CENTURY = re.compile(
    rf"\b(?P<nth>{'|'.join(CENTURIES)}|\d{{1,2}}(?:st|nd|rd|th))[\s-]century"
    r"(?P<bc>\sB\.?C\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lag:
    """
    So many ``days`` from another event or a plan, told to a ``unit`` of days.

    ``event`` are the long words that tell which event it is, if any do.
    """

    text: str
    kind: str
    days: float
    unit: float
    event: frozenset[str] = frozenset()


@lru_cache(maxsize=_REMEMBERED)
def lags(text: str) -> tuple[Lag, ...]:
    """All lags, in order; "the same day" is none after the event."""
    return tuple(_lags(text))


def days_apart(one: Lag, other: Lag) -> float | None:
    """By how many days two lags of one kind differ; None where they may be one."""
    apart = abs(one.days - other.days)
    if one.event and other.event and not one.event & other.event:
        return None
    if one.kind != other.kind or apart <= max(one.unit, other.unit) / 2:
        return None
    return apart


@lru_cache(maxsize=_REMEMBERED)
def centuries(text: str) -> dict[int, str]:
    """The centuries told, those before Christ below zero, with their words."""
    return {_century(found): found[0] for found in _CENTURY.finditer(text)}


def _lags(text: str) -> Iterator[Lag]:
    for found in _LAG.finditer(text):
        if same := found["same"]:
            yield Lag(found[0], "event", 0.0, _DAYS[same.lower()])
            continue
        kind, way = _KINDS[found["kind"].lower()]
        count, unit = found["count"].lower(), _DAYS[found["unit"].lower()]
        number = float(count) if count.isdigit() else float(CARDINALS[count])
        event = _WORD.findall(_CLAUSE.split(text[found.end() :].lower())[0])
        yield Lag(found[0], kind, way * number * unit, unit, frozenset(event))


def _century(found: re.Match[str]) -> int:
    told = found["nth"].lower()
    named = CENTURIES.index(told) + 1 if told in CENTURIES else int(told[:-2])
    return -named if found["bc"] else named
