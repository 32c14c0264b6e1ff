"""What the baseline already says, and plans that came true."""

from __future__ import annotations

import re

from extractors.model import Claim, Modality, Period, Slot, Verdict, VerdictKind
from extractors.verdicts.figures import (
    are_other_bounds,
    counts_things,
    is_held,
    is_vaguer,
)
from extractors.verdicts.matter import most_alike, name_others
from extractors.verdicts.rules.added import tells_more
from extractors.verdicts.rules.barriers import DUE, barred
from extractors.verdicts.rules.content import own_words
from extractors.verdicts.rules.later import (
    ends_as_told,
    is_dated_later,
    is_told_later,
)
from extractors.verdicts.rules.others import is_of_others
from extractors.verdicts.rules.pair import FACT, Pair, is_history, negated, verdict
from extractors.verdicts.rules.relation import SIDES, relation_words
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import CONVERSE, GENERIC, JUDGING

_MUST = re.compile(r"\b(?:must|have to|has to|needs? to)\b", re.IGNORECASE)
# verbs less close than this name different deeds
_SAME_DEED = 0.5


def plan_realised(pair: Pair) -> Verdict | None:
    """What was planned or foreseen has happened."""
    old, new, scope = pair.held, pair.new, pair.scope
    planned = old.modality in {Modality.PLANNED, Modality.PREDICTED} or (
        is_duty(old) and new.tense == "perfect"
    )
    happened = new.modality in FACT and new.tense in {"past", "perfect"}
    if not (planned and happened and is_told_later(pair.old, new)) or is_history(new):
        return None
    if negated(old) or negated(new) or is_dated_later(pair) is False:
        return None
    if (
        scope.relation < 0.8
        or old.verb in GENERIC
        or GENERIC.issuperset(relation_words(new))
        or _is_another_number(pair)
        or Fit.SAME
        not in {
            scope.subject,
            scope.object,
        }
    ):
        return None
    if Fit.OTHER in {scope.subject, scope.object} or scope.replaced:
        return None
    left = own_words(old, new, scope.old_left)
    if len(left) > max(1, len(scope.shared)) - (len(scope.shared) < 2) or (
        scope.old_only and scope.new_only
    ):
        return None
    return verdict(
        pair,
        VerdictKind.UPDATES,
        "plan_realised",
        slot=Slot.MODALITY,
        old=old.modality.value,
        new="happened",
        confidence=0.65 + 0.3 * min(scope.old_cover, scope.new_cover),
        would_change="the claim told as a plan would be known",
    )


def _is_another_number(pair: Pair) -> bool:
    """What has happened is not quite what was planned."""
    if any(q.outcome == "differs" and q.same_role for q in pair.side.quantities):
        return True
    held = pair.held.quantities
    units = {q.unit for q in held if q.unit and not counts_things(q.unit)}
    return any(q.unit in units and not is_held(q, held) for q in pair.new.quantities)


def is_duty(claim: Claim) -> bool:
    """As in "the harbour must be deepened": it is still to be done."""
    return claim.tense in {"modal", "present"} and bool(_MUST.search(claim.quote))


def said_before(pair: Pair) -> Verdict | None:
    """The baseline holds all of it."""
    if _is_end_told(pair):
        return _said(pair)
    # the cheapest question first: most pairs tell of different deeds
    if pair.new.verb not in GENERIC and pair.side.relation < _SAME_DEED:
        return None
    if _is_of_other_time(pair):
        return None
    if name_others(pair.held, pair.new, pair.side) or not _holds_figures(pair):
        return None
    if pair.side.terms.new_covered < 0.6:
        return None
    if pair.side.parity or pair.matter < 0.6:
        return None
    if barred(pair.held, pair.new, pair.lexicon):
        return None
    if tells_more(pair.held, pair.new):
        return None
    if _is_opposite(pair) or _is_other_view(pair) or is_of_others(pair):
        return None
    return _said(pair)


def _said(pair: Pair) -> Verdict:
    return verdict(
        pair,
        VerdictKind.KNOWN,
        "said_before",
        confidence=_sureness(pair.matter),
        would_change="a slot that differs",
    )


def _is_end_told(pair: Pair) -> bool:
    """Whether what lasts until a day ends on it, and no more is told."""
    if not ends_as_told(pair) or negated(pair.held) or negated(pair.new):
        return False
    scope = pair.scope
    same = Fit.SAME in {scope.subject, scope.object}
    return same and not (scope.new_left or scope.new_only)


def _is_of_other_time(pair: Pair) -> bool:
    ours, theirs = pair.held.period, pair.new.period
    new_start = theirs.kind == "since" and not ours.text
    return new_start or _is_end_after(ours, theirs) or pair.side.periods == "apart"


def _is_end_after(old: Period, new: Period) -> bool:
    """Told of a day, then until when it lasts: "signed in 2023", "valid until 2038"."""
    if (old.kind, new.kind) != ("at", "until") or DUE.match(new.text):
        return False
    return bool(old.valid_to and new.valid_to and old.valid_to < new.valid_to)


def _is_opposite(pair: Pair) -> bool:
    """One deed against its opposite, however near the two words stand in texts."""
    if negated(pair.held) is not negated(pair.new):
        return False
    return bool(pair.scope.opposed) and (
        (pair.held.verb, pair.new.verb) not in CONVERSE
    )


def _is_other_view(pair: Pair) -> bool:
    """As in "called it fair", "called it costly"; or a side taken that is not held."""
    old, new = pair.held, pair.new
    if old.verb in JUDGING and new.verb in JUDGING:
        names = {w for name in new.entities for w in name.lower().split()}
        return bool(pair.scope.old_left and {*pair.scope.new_left} - names)
    takes_side = not SIDES.isdisjoint(relation_words(new)) and new.verb == "be"
    return takes_side and not pair.scope.relation


def most_sure(new: Claim) -> float:
    """The confidence beyond which nothing can have said ``new`` before."""
    return round(_sureness(most_alike(new)), 3)


def _sureness(matter: float) -> float:
    return 0.4 + 0.6 * matter


def _holds_figures(pair: Pair) -> bool:
    """Every figure of the new claim has one in the old that says as much."""
    if not pair.new.quantities:
        return True
    agreeing = {
        m.new
        for m in pair.side.quantities
        if m.outcome != "differs"
        and not is_vaguer(m.old, m.new)
        and not are_other_bounds(m.old, m.new)
    }
    return all(quantity in agreeing for quantity in pair.new.quantities)
