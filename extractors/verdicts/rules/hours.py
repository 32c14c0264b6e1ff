"""One event that both tell the time of day of, and not the same."""

from __future__ import annotations

from extractors.claims.periods.clock import Clock, clocks, minutes_apart
from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.one_event import is_one_event
from extractors.verdicts.rules.pair import DONE, FACT, Pair, conflict, is_another


def hour_differs(pair: Pair) -> Verdict | None:
    """As in "the order went out at 4.20 p.m.", "was sent out at 5.10 p.m."."""
    ours, theirs = hour(pair.held), hour(pair.new)
    if not (ours and theirs) or minutes_apart((ours,), (theirs,)) is None:
        return None
    if pair.side.periods == "apart" or is_another(pair):
        return None
    scope = pair.scope
    same_words = not (scope.old_left or scope.new_left) and len(scope.shared) > 1
    if scope.opposed or not (scope.relation >= 0.8 or same_words):
        return None
    if not is_one_event(pair, moved=False):
        return None
    return conflict(
        pair,
        "hour_differs",
        Slot.DATE,
        old=ours.text,
        new=theirs.text,
        confidence=0.8,
    )


def hour(claim: Claim) -> Clock | None:
    """The only time of day that it tells, of what has happened."""
    if claim.modality not in FACT or claim.tense not in DONE:
        return None
    found = clocks(claim.quote)
    return found[0] if len(found) == 1 else None
