"""Two ages of one person that no birthday between the documents explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.model import Claim, Quantity, Slot, Verdict
from extractors.verdicts.rules.later import known_on
from extractors.verdicts.rules.pair import Pair, conflict
from extractors.verdicts.words import same_name

_OLD = ("-old", "-year-old", " years old")
# before an age that somebody had, or will have: "at 39", "who was 39 when"
_AT_AN_AGE = re.compile(
    r"\b(?:at|aged?|of|was|were|when|turn(?:s|ed|ing)?|until|from|since|before|after)"
    r"\s+(?:the\s+)?(?:only\s+|just\s+)?$",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is|are)\s+(?:(?:only|just|now)\s+)?$", re.IGNORECASE)
_YEAR = 365


def age_differs(pair: Pair) -> Verdict | None:
    """Two ages of one person, further apart than the documents and a birthday."""
    for ours in _ages(pair.held):
        for theirs in _ages(pair.new):
            if ours.low is None or theirs.low is None:
                continue
            if not same_name(ours.bearer, theirs.bearer):
                continue
            if abs(ours.low - theirs.low) > 1 + _years_apart(pair):
                return conflict(
                    pair,
                    "age_differs",
                    Slot.QUANTITY,
                    old=ours.text,
                    new=theirs.text,
                    confidence=0.85,
                )
    return None


def are_of_two(old: Claim, ours: Quantity, new: Claim, theirs: Quantity) -> bool:
    """
    Whether two ages are those of two people.

    They have other names, or one is of somebody without a name, told beside the other:
    "a 29-year-old man robbed Nina Weber".
    """
    if not ours.role == theirs.role == "age":
        return False
    one, other = ours.bearer, theirs.bearer
    if one[:1].isupper() and other[:1].isupper():
        return not same_name(one, other)
    named = one if one[:1].isupper() else other
    beside = new if named == one else old
    return named[:1].isupper() and any(same_name(named, n) for n in beside.entities)


def _ages(claim: Claim) -> Iterator[Quantity]:
    """How old somebody is, not was or will be at some event."""
    for quantity in claim.quantities:
        if quantity.role != "age" or not quantity.bearer[:1].isupper():
            continue
        before, _, after = claim.sentence.partition(quantity.text)
        own = before.rstrip(", ").endswith(quantity.bearer.split()[-1])
        at = _AT_AN_AGE.search(before)
        now = at is None or _just_turned(claim, at[0])
        told = own or after.startswith(_OLD) or at or _IS.search(before)
        if now and told:
            yield quantity


def _just_turned(claim: Claim, words: str) -> bool:
    """As in "she turned 54 in January": so old she still is."""
    then, told = claim.period.valid_from, claim.published_on
    if not words.startswith("turned") or then is None or told is None:
        return False
    return 0 <= (told - then).days < _YEAR


def _years_apart(pair: Pair) -> float:
    held, told = known_on(pair.old), pair.new.published_on
    return abs((told - held).days) / _YEAR if held and told else 0.0
