"""
Another number for the same measure of the same bearer.

Beside the same measure a conflict needs that no word makes it another one: another
participant in the same role, an adjunct that only one side has, another period, a
forecast.
"""

from __future__ import annotations

import re

from extractors.model import Claim, Modality, Slot, Verdict
from extractors.verdicts.align import QuantityMatch
from extractors.verdicts.figures import is_left_behind
from extractors.verdicts.rules.content import arguments
from extractors.verdicts.rules.later import (
    VALUE_VERBS,
    cannot_follow,
    is_dated_later,
    is_later,
)
from extractors.verdicts.rules.measures import is_one_measure
from extractors.verdicts.rules.pair import Pair, conflict, is_another, is_history
from extractors.verdicts.rules.vocabulary import STANDING

_PART_OF_A_TIME = re.compile(
    r"\bin (?:the|its|their|his|her) (?:first|last|past|final) (?:\w+ )?"
    r"(?:half|quarters?|years?|months?|weeks?|days?|hours?)\b",
    re.IGNORECASE,
)
_OWNED = ("its ", "his ", "her ", "their ")
# what is said to be right is not said to be so
_WISH = re.compile(r"\b(?:should|ought to)\b", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:up|down) from\b", re.IGNORECASE)
_SEASON = re.compile(
    r"\b(?:spring|summer|autumn|winter|mornings?|evenings?|weekends?|weekdays?)\b",
    re.IGNORECASE,
)
# "in the season before that", "two years earlier"
_OTHER_TIME = re.compile(
    r"\b(?:before|after) that\b|\bprevious(?:ly)?\b"
    r"|\b(?:year|season|month|week|quarter|day)s? (?:before|earlier|after|later)\b",
    re.IGNORECASE,
)


def quantity_differs(pair: Pair) -> Verdict | None:
    """Judge the measures that both claims state; what agrees settles it."""
    measured = _unsettled(pair)
    if not measured:
        return None
    if pair.held.polarity is not pair.new.polarity or pair.scope.opposed:
        return None
    if _is_quoted_price(pair, measured[0]):
        return None
    if _is_other_scope(pair) or _is_other_time(pair) or _is_other_mood(pair):
        return None
    # who reaches a place reaches no value
    other = {"reach"} if arguments(pair.new, "object") else set()
    first = max(measured, key=lambda q: (q.old.role in STANDING, q.same_role))
    later = (
        is_later(pair, verbs=VALUE_VERBS - other)
        or is_left_behind(first.old, pair.new.sentence)
        or _tells_move(pair.new)
    )
    return conflict(
        pair,
        "quantity_differs",
        Slot.QUANTITY,
        old=first.old.text,
        new=first.new.text,
        confidence=0.7 + 0.25 * min(pair.scope.old_cover, pair.scope.new_cover),
        later=later and not cannot_follow(pair.old, pair.new),
    )


def _tells_move(new: Claim) -> bool:
    """As in "up from 41 in May": it was otherwise before."""
    return bool(_MOVED.search(new.quote))


def _unsettled(pair: Pair) -> list[QuantityMatch]:
    """
    The measures that differ, where none of the same unit agrees.

    What agrees in another unit tells that the two are one event: "28 percent for 40
    million" and "28 percent for 55 million".
    """
    measured = [q for q in pair.side.quantities if is_one_measure(pair, q)]
    settled = {q.old.unit for q in measured if q.outcome != "differs"}
    return [q for q in measured if q.old.unit not in settled]


def _is_quoted_price(pair: Pair, match: QuantityMatch) -> bool:
    """The price of a share or a currency moves all day; two of them are two moments."""
    priced = {"share", "stock", "currency", "index", "barrel", "bond"}
    return match.old.role in {"price", "cost", ""} and bool(
        priced & {*pair.held.terms, match.old.bearer, match.new.bearer}
    )


def _is_other_scope(pair: Pair) -> bool:
    """Whether a word of either side makes it a part, another thing or another place."""
    scope = pair.scope
    if scope.replaced or (scope.new_only and not _tells_owner(pair)):
        return True
    grown = "now:now" in pair.new.cues
    if any(a.role != "with" or not grown for a in scope.restricted):
        return True
    return is_another(pair)


def _tells_owner(pair: Pair) -> bool:
    """Whether names only tell whose it is: "its roof", "the roof of the Orel hall"."""
    ours, theirs = arguments(pair.held, "subject"), arguments(pair.new, "subject")
    if len(ours) != 1 or len(theirs) != 1 or ours[0].head != theirs[0].head:
        return False
    told = theirs[0].text
    owned = ours[0].text.lower().startswith(_OWNED)
    return owned and all(name.split()[0] in told for name in pair.scope.new_only)


def _is_other_time(pair: Pair) -> bool:
    """Whether the numbers belong to different periods, and not one after the other."""
    old, new = pair.held, pair.new
    if is_history(new) is not is_history(old) or _OTHER_TIME.search(new.sentence):
        return True
    if _seasons(old) and _seasons(new) and not _seasons(old) & _seasons(new):
        return True
    if bool(_PART_OF_A_TIME.search(old.quote)) is not bool(
        _PART_OF_A_TIME.search(new.quote)
    ):
        return True
    if pair.side.periods == "same" or not (_is_dated(old) or _is_dated(new)):
        return False
    if _is_stretch(old) and _is_stretch(new):
        return False
    if is_dated_later(pair):
        return old.tense == "past" and old.period.kind == "at"
    if _is_dated(old) and _is_dated(new):
        # two stretches that began apart, or a day within one of them
        return [old.period.kind, new.period.kind].count("since") != 1
    return old.tense != new.tense


def _is_stretch(claim: Claim) -> bool:
    """Whether its time is the measure itself: "for five years"."""
    return any(q.text and claim.period.text.endswith(q.text) for q in claim.quantities)


def _seasons(claim: Claim) -> set[str]:
    """Times that come round again are conditions: "in winter", "at night"."""
    return {w.lower() for w in _SEASON.findall(claim.quote)}


def _is_dated(claim: Claim) -> bool:
    return bool(claim.period.valid_from or claim.period.valid_to)


def _is_other_mood(pair: Pair) -> bool:
    """A plan against a fact, unless the fact is told like a plan of the same act."""
    if pair.new.tense == "modal" != pair.held.tense and _WISH.search(pair.new.quote):
        return True
    if Modality.DENIED in {pair.new.modality, pair.held.modality}:
        return True
    planned = Modality.PLANNED
    if pair.new.modality is planned and pair.held.modality is not planned:
        return pair.held.tense != "present" or pair.scope.relation < 0.8
    return False
