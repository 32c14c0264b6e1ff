"""Whether what was denied has come about since, or is told of one and the same time."""

from __future__ import annotations

import re

from extractors.claims.markers import ABILITY
from extractors.model import Claim, Modality
from extractors.verdicts.align import control
from extractors.verdicts.rules.later import (
    STATE_VERBS,
    goes_on,
    is_first,
    is_later,
    is_over_before,
    is_told_later,
    was_open,
)
from extractors.verdicts.rules.pair import DONE, Pair, negated
from extractors.verdicts.rules.relation import takes_place
from extractors.verdicts.rules.vocabulary import ENDING, POSTPONE, REFUSING

# who says so now said otherwise before
_NOW_ADMITS = re.compile(
    r"\bnow (?:\w+ly )?(?:accept|acknowledg|admit|conced|confirm|recogni[sz])"
    r"|\bno longer (?:\w+ly )?(?:den(?:y|ies)|disput|reject)",
    re.IGNORECASE,
)


def follows(pair: Pair, *, without: bool) -> bool:
    """
    Whether an opposite state is told as the later one.

    A verb of change says so of a state that was, not of the very deed that is denied
    ("nobody fell", "two fell"), nor of what may be done. With ``without`` only a
    circumstance is denied.
    """
    if goes_on(pair.new):
        return False
    same = without or _is_one_past(pair) or ABILITY in pair.new.cues
    verbs = frozenset() if same else STATE_VERBS
    return (
        is_later(pair, verbs=verbs)
        or was_open(pair)
        or is_first(pair)
        or _has_given_in(pair)
        or _is_admitted_now(pair)
    )


def is_one_course(pair: Pair) -> bool:
    """
    Whether two opposite verbs tell one course of things.

    "Lasted nine weeks", "ended after nine weeks": what lasted is over. "Was put off to
    May", "is to take place in May": what is put off takes place later.
    """
    return any(
        (one.verb == "last" and one.tense == "past" and other.verb in ENDING)
        or (not POSTPONE.isdisjoint({one.verb, one.relation}) and takes_place(other))
        for one, other in ((pair.held, pair.new), (pair.new, pair.held))
    )


def is_refusal(claim: Claim) -> bool:
    """As in "refuses to pay": what is denied is meant, as a plan is."""
    return negated(claim) and not REFUSING.isdisjoint(control(claim))


def _is_one_past(pair: Pair) -> bool:
    """Whether one and the same deed is denied and told, both in the past tense."""
    one = pair.scope.relation == 1 and not pair.scope.opposed
    return one and pair.held.tense == pair.new.tense == "past"


def _has_given_in(pair: Pair) -> bool:
    """Who had refused to do it did it: of no time before the refusal was told."""
    done = pair.new.tense in DONE and not negated(pair.new)
    if not (done and is_refusal(pair.held) and is_told_later(pair.old, pair.new)):
        return False
    return len(pair.scope.shared) > 1 and not is_over_before(pair)


def _is_admitted_now(pair: Pair) -> bool:
    """As in "now admits that it knew", where it has denied that."""
    denied = pair.held.modality is Modality.DENIED
    return denied and bool(_NOW_ADMITS.search(pair.new.sentence))
