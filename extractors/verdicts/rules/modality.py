"""Done on one side, still open on the other."""

from __future__ import annotations

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.content import own_words
from extractors.verdicts.rules.later import is_dated_later
from extractors.verdicts.rules.pair import FACT, Pair, conflict, is_history, negated
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import PENDING


def still_open(pair: Pair) -> Verdict | None:
    """What the baseline tells as done is told as a proposal, a draft, a rumour."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not (_is_pending(new) and _is_done(old)) or is_history(old) or is_history(new):
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


def _is_done(claim: Claim) -> bool:
    done = {"complete", "final", "done"}
    finished = any(a.role == "attribute" and a.head in done for a in claim.arguments)
    return claim.modality in FACT and (claim.tense in {"past", "perfect"} or finished)


def _is_pending(claim: Claim) -> bool:
    if claim.verb != "be" or claim.tense != "present":
        return False
    roles = {"attribute", "under", "in"}
    return any(a.role in roles and a.head in PENDING for a in claim.arguments)
