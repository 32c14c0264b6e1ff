"""Sums that come in over a time: those of a quarter are not those of a year."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim, Quantity
from extractors.verdicts.rules.vocabulary import FLOWS
from extractors.verdicts.words import REMEMBERED_CLAIMS

_WHICH = r"(?:first|second|third|fourth|final|latest|past|[1-4](?:st|nd|rd|th))"
_PART = re.compile(
    rf"\b{_WHICH}[- ](?:fiscal |financial )?(?:quarter|half)(?!-)\b"
    r"|\b(?:last|this|that|each|every|the|per|a) quarter\b(?! (?:of|to|past))"
    r"|\bhalf[- ]year(?:ly)?\b|\bquarterly\b|\bmonthly\b"
    r"|\b(?:one|two|three|four|six|nine|[1-9]) months\b|\b(?:a|per|last|each) month\b",
    re.IGNORECASE,
)
# other names of one part
_NAMES = (
    (re.compile(r"half[- ]year(?:ly)?|first[- ]half|(?:six|6) months"), "half"),
    (re.compile(r"(?:last|the|latest|past|this|that|per|each|every|a) quarter"), ""),
)


def are_of_two_spans(old: Claim, ours: Quantity, new: Claim, theirs: Quantity) -> bool:
    """Whether one is of a part of a year, and the other of another one or of all."""
    if not {ours.role, theirs.role} & FLOWS:
        return False
    one, other = _part(old), _part(new)
    return one != other and "" not in {one, other}


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _part(claim: Claim) -> str:
    """The part of a year that a claim names; empty for one that is not told apart."""
    found = _PART.search(claim.quote)
    if found is None:
        return "year"
    part = found.group().lower()
    for names, one in _NAMES:
        part = names.sub(one, part)
    return part
