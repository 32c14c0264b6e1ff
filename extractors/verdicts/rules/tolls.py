"""
A toll that has grown: "31 people have fallen ill", "the number of cases stands at 35".

A whole told as such is of the one matter that the texts are about, whoever is counted
by which noun; it only grows, so that a smaller one is another one.
"""

from __future__ import annotations

from extractors.model import Claim, Quantity, Slot, Verdict
from extractors.verdicts.figures import is_compared
from extractors.verdicts.rules.later import is_told_later
from extractors.verdicts.rules.pair import (
    FACT,
    Pair,
    conflict,
    is_another,
    is_history,
    negated,
)
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.vocabulary import CHANGE, STATING, TOLLS, WHOLES

_SO_FAR = frozenset({"past", "perfect", "present"})


def toll_grew(pair: Pair) -> Verdict | None:
    """A whole of the dead, hurt or ill, told later and larger than the held one."""
    theirs = whole_toll(pair.new)
    ours = _toll(pair.held, theirs.role) if theirs else None
    if ours is None or theirs is None or not (ours.low or 0) < (theirs.low or 0):
        return None
    if not is_told_later(pair.old, pair.new) or is_history(pair.held):
        return None
    scope = pair.scope
    if (scope.new_only and scope.old_only) or is_another(pair):
        return None
    return conflict(
        pair,
        "toll_grew",
        Slot.QUANTITY,
        old=ours.text,
        new=theirs.text,
        confidence=0.8,
        later=True,
    )


def whole_toll(claim: Claim) -> Quantity | None:
    """Its toll, told as a whole: "the death toll has risen to 13"."""
    if claim.verb not in CHANGE | STATING or is_history(claim):
        return None
    told = first(claim, "subject")
    words = set(told.text.lower().split()) if told else set()
    if not words & WHOLES or _is_by_how_much(claim):
        return None
    return next((q for r in TOLLS if (q := _toll(claim, r))), None)


def _is_by_how_much(claim: Claim) -> bool:
    """As in "rose by 3": by how much, not to how many."""
    return all(q.text and f"by {q.text}" in claim.quote for q in claim.quantities)


def _toll(claim: Claim, role: str) -> Quantity | None:
    """The only toll of its kind that it tells."""
    if not claim.quantities or claim.modality not in FACT or negated(claim):
        return None
    if claim.tense not in _SO_FAR or (
        claim.period.kind == "at" and claim.period.valid_to
    ):
        return None
    found = [q for q in claim.quantities if q.role == role and not q.per]
    if len(found) != 1 or " of them" in claim.quote:
        return None
    return None if is_compared(found[0], claim.quote) else found[0]
