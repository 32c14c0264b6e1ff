"""
Text -> what recurs and has no date: times of day, and weekdays as a habit.

A time of day without its half of the day is either of two: "at eight" may be 8.00 or
20.00. Prices and counts look alike, so a bare number needs a word that tells the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.claims.periods.grammar import CARDINALS, WEEKDAYS

_DAY, _HALF = 24 * 60, 12 * 60
# two texts that round differently, in minutes
_CLOSE = 5
_REMEMBERED = 4_000
_NAMED = {"noon": _HALF, "midday": _HALF, "midnight": 0}
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = re.compile(
    rf"""
    (?:\b(?P<prep>at|until|till|since|by|from|to|around|about|before|after
        |(?:shortly|just|soon)\s(?:before|after))\s(?:about\s|around\s|exactly\s)?)?
    (?:\b(?P<shift>quarter|half|five|ten|twenty|twenty-five|\d{{1,2}})(?P<min>\sminutes)?
        \s(?P<side>past|to)\s)?
    (?<![\d.,:$€£-])\b(?P<hour>\d{{1,2}}|{_HOURS}|{"|".join(_NAMED)})
    (?:(?P<colon>:)?\.?(?P<minute>(?<=[:.])[0-5]\d))?(?![\w%-]|[:.,]\d|\s?(?:per\s?cent|million|billion))
    (?:\s?(?P<half>[ap])\.?m\b\.?|\s?(?P<clock>o['’]clock))?
    (?:\s(?:in\sthe|on\s\w+day|that|this|yesterday|tomorrow)
        \s(?P<part>morning|afternoon|evening)\b)?
    (?P<open>\s+(?!in\sthe|at|on|and(?!\sa\b)|or|but|when|as|that|this|last|sharp|today|tonight
        |yesterday|tomorrow|local|every|each)\w)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# before these words a bare number of an hour is no count, before those no price
_AT = re.compile(r"at|until|till|.+\s(?:before|after)", re.IGNORECASE)
_WITH_MINUTES = _AT.pattern + r"|since|by|around|about|before|after"
_HABIT = re.compile(
    rf"\b(?:(?:every|each)\s(?P<each>{'|'.join(WEEKDAYS)})"
    rf"|(?P<plural>{'|'.join(WEEKDAYS)})s)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as written, and the minutes after midnight that it may mean."""

    text: str
    minutes: frozenset[int]


@lru_cache(maxsize=_REMEMBERED)
def clocks(text: str) -> tuple[Clock, ...]:
    """All times of day, in order."""
    return tuple(_clocks(text))


def minutes_apart(some: tuple[Clock, ...], others: tuple[Clock, ...]) -> int | None:
    """The minutes between the nearest two; None where there are none, or one is one."""
    found = [
        _between(a, b)
        for one in some
        for other in others
        for a in one.minutes
        for b in other.minutes
    ]
    nearest = min(found, default=0)
    return nearest if nearest >= _CLOSE else None


@lru_cache(maxsize=_REMEMBERED)
def habits(text: str) -> Mapping[int, str]:
    """The weekdays on which something is done time and again, Monday being 0."""
    found = _HABIT.finditer(text)
    return {WEEKDAYS[(m["each"] or m["plural"]).lower()]: m[0] for m in found}


def _between(one: int, other: int) -> int:
    apart = abs(one - other)
    return min(apart, _DAY - apart)


def _clocks(text: str) -> Iterator[Clock]:
    for found in _CLOCK.finditer(text):
        if not _tells_time(found):
            continue
        minutes = _minutes(found)
        if minutes:
            end = found.start("open") if found["open"] else found.end()
            yield Clock(text[found.start() : end].strip(), minutes)


def _tells_time(found: re.Match[str]) -> bool:
    prep, hour = found["prep"] or "", found["hour"].lower()
    if found["shift"] and found["side"].lower() == "to":
        # "ten to eight" may be a vote
        return bool(found["min"]) or found["shift"].lower() == "quarter"
    if found["half"] or found["clock"] or found["shift"]:
        return True
    if hour in _NAMED or (found["part"] and prep):
        return bool(prep)
    if found["open"] and not found["colon"]:
        return False
    if found["minute"]:
        exact = hour.startswith("0") and bool(prep)
        return exact or bool(re.fullmatch(_WITH_MINUTES, prep, re.IGNORECASE))
    return not hour.isdigit() and bool(_AT.fullmatch(prep))


def _minutes(found: re.Match[str]) -> frozenset[int]:
    """Which minutes of the day it may be; none where there is no such hour."""
    named = found["hour"].lower()
    half = found["half"] or {"morning": "a"}.get((found["part"] or "").lower(), "")
    half = half or ("p" if found["part"] else "")
    shift = _shift(found) + int(found["minute"] or 0)
    if named in _NAMED:
        return frozenset({(_NAMED[named] + shift) % _DAY})
    hour = int(named) if named.isdigit() else int(CARDINALS[named])
    if hour > 24:
        return frozenset()
    if hour > 12 or named.startswith("0"):
        return frozenset({(hour * 60 + shift) % _DAY})
    early = (hour % 12 * 60 + shift) % _DAY
    late = (early + _HALF) % _DAY
    return frozenset({early, late} if not half else {early if half in "aA" else late})


def _shift(found: re.Match[str]) -> int:
    told = (found["shift"] or "").lower()
    if not told:
        return 0
    known = {"quarter": 15, "half": 30, "twenty-five": 25}
    minutes = int(told) if told.isdigit() else known.get(told) or int(CARDINALS[told])
    return -minutes if found["side"].lower() == "to" else minutes
