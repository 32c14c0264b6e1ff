"""Done on one side, still open on the other; or a duty, and only leave to do it."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.content import own_words
from extractors.verdicts.rules.later import is_dated_later
from extractors.verdicts.rules.pair import FACT, Pair, conflict, is_history, negated
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import ADVISING, BINDING, PENDING
from extractors.verdicts.words import REMEMBERED_CLAIMS

_DUTY = re.compile(
    r"\b(?:must|ha(?:s|ve|d) to"
    r"|(?:is|are|was|were) (?:obliged|required|forced|bound) to"
    r"|(?:is|are|was|were) (?:prohibited|banned|forbidden|not allowed|mandatory"
    r"|compulsory|binding)|prohibits?|bans?|forbids?|requires?|obliges?)\b",
    re.IGNORECASE,
)
_NO_DUTY = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were) not (?:oblige|require|force|compel|bind"
    r"|mandatory|compulsory)|(?:merely|only|just) (?:advis|recommend|allow|permit|ask)"
    r"|need not\b|no (?:duty|obligation)\b|not an? (?:duty|obligation)\b)",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"\b(?:allow|permit|let|advis|recommend|may\b|can\b|free to\b|entitle)",
    re.IGNORECASE,
)


def still_open(pair: Pair) -> Verdict | None:
    """What the baseline tells as done is told as a proposal, a draft, a rumour."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not (is_pending(new) and is_done(old)) or is_history(old) or is_history(new):
        return None
    if negated(old) or negated(new) or Fit.SAME not in {scope.subject, scope.object}:
        return None
    if scope.replaced or (scope.old_only and scope.new_only):
        return None
    left = own_words(old, new, scope.old_left)
    extra = own_words(new, old, scope.new_left)
    if left or len(extra) > 1 or len(scope.shared) < 2:
        return None
    return conflict(
        pair,
        "still_open",
        Slot.MODALITY,
        old=old.quote,
        new=new.quote,
        confidence=0.75,
        later=bool(is_dated_later(pair)) and "now:now" in new.cues,
    )


def duty_differs(pair: Pair) -> Verdict | None:
    """One side tells a duty, or a ban; the other that it may, or is but advised."""
    old, new, scope = pair.held, pair.new, pair.scope
    binds, leaves = _binds(old), _leaves(new)
    if not (binds and leaves) and not (_leaves(old) and _binds(new)):
        return None
    if negated(new) or is_history(old) or is_history(new):
        return None
    duty, leave = (old, new) if binds and leaves else (new, old)
    if duty.verb not in {leave.verb, *leave.terms} and not _is_of_advice(duty, leave):
        return None
    if len(scope.shared) < 2 or (scope.old_only and scope.new_only):
        return None
    return conflict(
        pair,
        "duty_differs",
        Slot.MODALITY,
        old=old.quote,
        new=new.quote,
        confidence=0.75,
    )


def tells_duty(claim: Claim) -> bool:
    """Whether it tells a duty, or that there is none."""
    return _binds(claim) or _leaves(claim)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _binds(claim: Claim) -> bool:
    """As in "must offer", "is obliged to offer", "offering is prohibited"."""
    return bool(_DUTY.search(claim.quote)) and not _NO_DUTY.search(claim.sentence)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _leaves(claim: Claim) -> bool:
    """As in "allows it but does not oblige them to", "merely recommends it"."""
    if claim.verb in BINDING and negated(claim):
        return False
    return bool(_NO_DUTY.search(claim.sentence)) and bool(_LEAVE.search(claim.quote))


def _is_of_advice(duty: Claim, leave: Claim) -> bool:
    """A ban, and advice against the same."""
    return duty.verb in BINDING and leave.verb in ADVISING


def is_done(claim: Claim) -> bool:
    """Whether it is told as done, or as the final form of a thing."""
    done = {"complete", "final", "done"}
    finished = any(a.role == "attribute" and a.head in done for a in claim.arguments)
    return claim.modality in FACT and (claim.tense in {"past", "perfect"} or finished)


def is_pending(claim: Claim) -> bool:
    """As in "is under review", "is a draft"."""
    if claim.verb != "be" or claim.tense != "present":
        return False
    roles = {"attribute", "under", "in"}
    return any(a.role in roles and a.head in PENDING for a in claim.arguments)
