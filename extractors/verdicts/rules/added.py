"""
What a new claim tells that the held sentence does not: a rank, number, day or hour.

Two texts may share every other word. Figures and periods have their own rules; here the
words count that these leave out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.claims.periods.clock import clocks, habits, minutes_apart
from extractors.claims.quantities.words import ORDINALS
from extractors.model import Claim
from extractors.verdicts.words import REMEMBERED_CLAIMS

_WORDS = (word for word, number in ORDINALS.items() if number <= 12)
ORDINAL = "|".join((*_WORDS, r"\d+(?:st|nd|rd|th)"))
_ORDINAL = re.compile(rf"(?<!\bat )\b(?:{ORDINAL})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def tells_more(old: Claim, new: Claim) -> bool:
    """Whether ``new`` names one of these that ``old`` cannot hold."""
    text = _without_figures(new)
    return (
        bool(_ranks(text) - _ranks(old.sentence))
        or bool(_numbers(text) - _numbers(old.sentence))
        or _is_dated_anew(old, new)
        or _is_timed_anew(old, new)
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _without_figures(claim: Claim) -> str:
    """The words of the claim that are no part of its figures or its times."""
    text = claim.quote
    times = (clock.text for clock in clocks(claim.quote))
    for told in (*(q.text for q in claim.quantities), claim.period.text, *times):
        text = text.replace(told, " ") if told else text
    return text


@lru_cache(maxsize=2 * REMEMBERED_CLAIMS)
def _ranks(text: str) -> frozenset[str]:
    return frozenset(found.lower() for found in _ORDINAL.findall(text))


@lru_cache(maxsize=2 * REMEMBERED_CLAIMS)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _is_dated_anew(old: Claim, new: Claim) -> bool:
    """A day or a year in figures, where the held one has no time at all."""
    told = _numbers(new.period.text)
    return bool(told) and not old.period.text and not told <= _numbers(old.sentence)


def _is_timed_anew(old: Claim, new: Claim) -> bool:
    """A time of day, or weekdays of a habit, that the held sentence does not tell."""
    hours, held = clocks(new.quote), clocks(old.sentence)
    if hours and (not held or minutes_apart(held, hours)):
        return True
    days = habits(new.quote)
    return bool(days) and not days.keys() & habits(old.sentence).keys()
