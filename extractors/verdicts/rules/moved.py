"""A figure that is told as what was before: it was so, and is another one now."""

from __future__ import annotations

import re

from extractors.claims.quantities import relation as figures_stand
from extractors.model import Claim, Quantity, Slot, Status, Verdict, VerdictKind
from extractors.verdicts.figures import (
    counts_things,
    how_telling,
    is_compared,
    is_left_behind,
)
from extractors.verdicts.rules.later import is_dated_later, is_told_later
from extractors.verdicts.rules.pair import (
    Pair,
    is_fair,
    is_history,
    is_open,
    negated,
    verdict,
)
from extractors.verdicts.rules.vocabulary import CHANGE
from extractors.verdicts.words import same_name

# so telling a figure is hardly met by chance, whatever it is said to measure
_OWN = 0.8
_MOVES = re.compile(
    r"\b(?:up|down|rise|increase|growth|jump|leap|drop|fall|decline|cut) from\b"
    r"|\b(?:go(?:es|ing|ne)?|went) from\b",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    r" (?:at first|initially|originally|at the (?:start|outset))\b",
    re.IGNORECASE,
)


def figure_moved(pair: Pair) -> Verdict | None:
    """
    What is held is told as left behind: "up from 18", "has risen from 18 to 25".

    That bears out what is held, be it outdated in something else by now.
    """
    if not (pair.held.quantities and pair.new.quantities):
        return None
    if not is_told_later(pair.old, pair.new) or negated(pair.new) or is_open(pair.new):
        return None
    if not (is_fair(pair) or pair.old.status is Status.SUPERSEDED):
        return None
    left = (ours for ours in pair.held.quantities if _is_left(ours, pair))
    moved = (
        (ours, theirs)
        for ours in left
        for theirs in pair.new.quantities
        if _is_of_one(ours, theirs, pair)
    )
    ours, theirs = next(moved, (None, None))
    if ours is None or theirs is None or pair.scope.opposed or _is_past_event(pair):
        return None
    return verdict(
        pair,
        VerdictKind.UPDATES,
        "figure_moved",
        slot=Slot.QUANTITY,
        old=ours.text,
        new=theirs.text,
        confidence=0.85,
        would_change="a figure that is not told as what was before",
    )


def _is_past_event(pair: Pair) -> bool:
    """As in "it rose from 18 to 25 in 2019", told of a day before what is held."""
    at = pair.new.period.kind == "at" and pair.new.tense == "past"
    return at and is_dated_later(pair) is False


def _is_left(held: Quantity, pair: Pair) -> bool:
    new = pair.new
    if _was_first(held, new):
        return True
    if is_history(new):
        return False
    if is_compared(held, new.quote):
        return True
    moves = {new.verb, new.relation} & CHANGE or _MOVES.search(new.quote)
    return bool(moves) and is_left_behind(held, new.quote)


def _was_first(held: Quantity, new: Claim) -> bool:
    """As in "5 million euros at first, now 9"."""
    _, told, after = new.quote.partition(held.text)
    return bool(told and held.text and _AT_FIRST.match(after))


def _is_of_one(ours: Quantity, theirs: Quantity, pair: Pair) -> bool:
    """Whether the other figure is one of what the held one measures."""
    own = how_telling(ours) >= _OWN
    stand = figures_stand(ours, theirs)
    counts = own and counts_things(ours.unit) and counts_things(theirs.unit)
    if stand != "differs" and not (stand == "incomparable" and counts):
        return False
    named = ours.bearer[:1].isupper() and theirs.bearer[:1].isupper()
    if named and not same_name(ours.bearer, theirs.bearer):
        return False
    if own:
        return True
    alike = ours.role == theirs.role or not (ours.role and theirs.role)
    return alike and bool(pair.scope.shared)
