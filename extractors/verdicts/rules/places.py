"""
Another place, origin, owner or cause where there can be only one.

The rest of the claim must be the same, and the new one may not add ("also").
"""

from __future__ import annotations

from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.content import unmatched
from extractors.verdicts.rules.later import STATE_VERBS, is_later
from extractors.verdicts.rules.pair import Pair, conflict, leaves_others, negated
from extractors.verdicts.rules.participants import describing
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import (
    LANDS,
    LYING,
    ONE_PLACE,
    ONE_SUBJECT,
    STEMMING,
    WIDE_LANDS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

# kinship from which two verbs tell one deed
_ONE_DEED = 0.8


def other_place(pair: Pair) -> Verdict | None:
    """Another place, origin, owner or cause of the same thing."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not (fills_one(old) and fills_one(new)):
        return None
    if negated(old) or negated(new) or leaves_others(new):
        return None
    if new.tense == "past" and new.period.kind == "until":
        return None
    if Fit.OTHER in {scope.subject, scope.object}:
        return None
    if Fit.SAME not in {scope.subject, scope.object} or not _are_one_deed(pair):
        return None
    for ours, theirs in scope.replaced:
        if not _is_one_filler(pair, ours, theirs):
            continue
        aside = {*describing(ours, old), *describing(theirs, new)}
        if unmatched(old, new, aside, pair.lexicon):
            continue
        return conflict(
            pair,
            "other_object",
            Slot.OBJECT,
            old=ours.text,
            new=theirs.text,
            confidence=0.8,
            later=is_later(pair, verbs=STATE_VERBS - ONE_SUBJECT),
        )
    return None


def _are_one_deed(pair: Pair) -> bool:
    """One may live elsewhere than one was born, and lie where one is based."""
    verbs = {pair.held.verb, pair.new.verb}
    return verbs <= LYING or verbs <= STEMMING or pair.scope.relation >= _ONE_DEED


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def fills_one(claim: Claim) -> bool:
    """Whether it has a participant of which there can be only one; cheap."""
    return any(f"{claim.verb} {a.role}" in ONE_PLACE for a in claim.arguments)


def _is_one_filler(pair: Pair, ours: Argument, theirs: Argument) -> bool:
    if ours.role != theirs.role or not (ours.entity and theirs.entity):
        return False
    if may_lie_in(ours.entity, theirs.entity):
        return False
    return all(
        f"{claim.verb} {ours.role}" in ONE_PLACE for claim in (pair.held, pair.new)
    )


def may_lie_in(one: str, other: str) -> bool:
    """Whether one is a land, or several, and the other may be a place there."""
    if {one, other} & WIDE_LANDS:
        return True
    return (one in LANDS) is not (other in LANDS)
