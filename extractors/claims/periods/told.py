"""The periods that a bare text tells, without a parse: a day, a month, a year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from extractors.claims.periods.calendar import resolve
from extractors.claims.periods.grammar import phrases
from extractors.model import Period

_REMEMBERED = 4_000
# these hold only beside what they are said of
_LOOSE = frozenset({"past", "now", "duration", "span", "decade"})


@lru_cache(maxsize=_REMEMBERED)
def told_periods(
    text: str, published_on: date | None, *, ahead: bool = False
) -> tuple[Period, ...]:
    """Its periods in order; a day without a year is the latest by then, or the next."""
    return tuple(
        resolve(phrase, published_on, ahead=ahead)
        for phrase in phrases(text)
        if phrase.shape not in _LOOSE
    )
