"""
What the learned judge says of a sentence, as a verdict, and what speaks against it.

Its probability counts elsewhere; here stands what two texts told by their times, their
words of change and their parts, which the judge weighs but does not know for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractors.claims.periods.told import told_periods
from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.figures import is_compared
from extractors.verdicts.judge import Opinion, load_judge
from extractors.verdicts.judge.dated import may_both_be
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules import Pair
from extractors.verdicts.rules.dates import moves_another
from extractors.verdicts.rules.later import (
    NOW,
    goes_on,
    is_dated_later,
    is_of_later_time,
    is_of_old,
    is_told_later,
    is_turned,
)
from extractors.verdicts.rules.pair import (
    DONE,
    conflict,
    is_another,
    is_history,
    negated,
)
from extractors.verdicts.rules.polarity import is_plan_for_fact
from extractors.verdicts.rules.vocabulary import CHANGE, STANDING
from extractors.verdicts.signs import says_only_its_genre
from extractors.verdicts.words import same_name

# kinds of conflicts that other words alone show
IN_WORDS = frozenset({"filler", "modality"})
_SO_FAR = re.compile(r"\b(?:so far|to date|by now|until now|as yet)\b", re.IGNORECASE)
# what holds no more has a figure of its own
_FORMER = re.compile(
    r"\b(?:old|expired|former|previous|earlier|original)\b", re.IGNORECASE
)
_BY_THEN = re.compile(r"\bby then\b", re.IGNORECASE)
_TAKING_PART = frozenset({"subject", "object"})
_NO_OTHER = re.compile(
    r"\b(?:no ?body|no[ -]?one|none|nothing|nowhere) else\b|\bno other\b", re.IGNORECASE
)


def said(opinion: Opinion, new: Claim, lexicon: Lexicon) -> Verdict | None:
    """The judge's word as a verdict; None where nothing may contradict the row."""
    found = opinion.statement
    pair = Pair(found.row, new, lexicon)
    later = _is_later(opinion, pair)
    if not later and (_is_no_other_day(opinion, new) or _is_earlier(opinion, new)):
        return None
    if found.slot is Slot.DATE and (moves_another(pair) or _are_of_others(pair)):
        return None
    if found.slot is Slot.POLARITY and (
        _are_both_sole(found.row.claim, new) or _denies_another_figure(pair)
    ):
        return None
    verdict = conflict(
        pair,
        f"judged_{found.kind}",
        found.slot,
        old=found.old,
        new=found.new,
        confidence=opinion.probability,
        later=later,
    )
    if verdict is None:
        return None
    why = dict(load_judge().why(opinion))
    weighed = {"told": why, "conflict": round(opinion.conflict, 3)}
    return replace(verdict, features=verdict.features | weighed)


def _are_both_sole(old: Claim, new: Claim) -> bool:
    """As in "the only supplier", "no one else supplies it": one thing told twice."""
    alone = any(cue.startswith("exclusive:") for cue in old.cues)
    return alone and bool(_NO_OTHER.search(new.quote))


def _denies_another_figure(pair: Pair) -> bool:
    """As in "will not rise to 12 crowns but to 15", "will rise to 15 crowns"."""
    denied = negated(pair.held) is not negated(pair.new)
    return denied and any(q.outcome == "differs" for q in pair.side.quantities)


def _is_no_other_day(opinion: Opinion, new: Claim) -> bool:
    """Whether it rests on two times that may both be, and nothing is denied."""
    found = opinion.statement
    held = found.row.claim
    denied = negated(held) is not negated(new)
    return found.slot is Slot.DATE and not denied and may_both_be(held, new)


def _is_earlier(opinion: Opinion, new: Claim) -> bool:
    """Whether the new figure is of a time before the old one's, and tells no other."""
    row = opinion.statement.row
    if opinion.statement.slot is not Slot.QUANTITY:
        return False
    if is_of_later_time(row.claim.period, new.period) is False:
        return True
    then, told = new.period.valid_to, row.document_date
    was = new.tense == "past" and row.claim.tense == "present"
    return bool(was and then and told and then <= told)


def _are_of_others(pair: Pair) -> bool:
    """
    As in "Lind has a lease until May", "Holm's lease runs until June".

    Not so of "Lind was granted a lease", "the town granted Lind a lease".
    """
    ours, theirs = (
        {name for a in claim.arguments for name in _bearing(a) if name}
        for claim in (pair.held, pair.new)
    )
    if not (ours and theirs):
        return False
    return not (_names_any(pair.new, ours) or _names_any(pair.held, theirs))


def _names_any(claim: Claim, names: Iterable[str]) -> bool:
    """Whether one of them takes part in it, or tells it."""
    told = (*claim.entities, *(a.owner for a in claim.arguments), claim.attribution)
    return any(same_name(name, one) for name in names for one in told if one)


def _bearing(argument: Argument) -> tuple[str, ...]:
    """Who does it, or whose it is."""
    doer = argument.entity if argument.role == "subject" else ""
    return doer, argument.owner


def _follows(opinion: Opinion, pair: Pair) -> bool:
    """Whether the new figure is of a later time, or set against the old one."""
    if opinion.statement.slot is not Slot.QUANTITY:
        return False
    if is_of_later_time(pair.held.period, pair.new.period):
        return True
    text = opinion.statement.old
    old = [q for q in pair.held.quantities if q.text == text]
    if any(is_compared(q, pair.new.sentence) for q in old):
        return True
    if _has_moved(pair) or _is_of_then(pair):
        return True
    standing = any(q.role in STANDING for q in old)
    return standing and _is_told_after(pair)


def _has_moved(pair: Pair) -> bool:
    """As in "the number had risen to 90", told later and of no day before."""
    new = pair.new
    moved = new.verb in CHANGE and new.tense in DONE and not negated(new)
    return moved and _is_after(pair) and not is_history(new)


def _is_after(pair: Pair) -> bool:
    return is_told_later(pair.old, pair.new) and is_dated_later(pair) is not False


def _is_of_then(pair: Pair) -> bool:
    """As in "half of it is done by now", told anew: the old figure was of its day."""
    new = pair.new
    by_then = bool(_BY_THEN.search(new.quote))
    if _FORMER.search(new.quote) or (is_history(new) and not by_then):
        return False
    so_far = not NOW.isdisjoint(pair.held.cues) or bool(_SO_FAR.search(pair.held.quote))
    lasts = by_then or new.tense in {"present", "perfect"}
    return so_far and lasts and _is_after(pair)


def _is_told_after(pair: Pair) -> bool:
    """
    Whether the sentence has a day after the text that the old claim stood in.

    As in "the round, which was announced on 3 May, values it at nine million". A day on
    which somebody said so is none.
    """
    new, told = pair.new, pair.old.document_date
    if told is None or new.attribution or new.period.text:
        return False
    days = told_periods(new.sentence, new.published_on)
    return any(day.valid_from and day.valid_from > told for day in days)


def _is_later(opinion: Opinion, pair: Pair) -> bool:
    """What goes on ended neither before nor after; else as judged, or as told."""
    if is_of_old(pair.new):
        return False
    if _follows(opinion, pair):
        return True
    if opinion.statement.kind == "polarity" and goes_on(pair.new):
        return False
    return opinion.later or is_turned(pair)


def is_shown(opinion: Opinion, new: Claim, lexicon: Lexicon) -> bool:
    """
    Whether it takes more than other words and a shared name to tell the conflict.

    Other words alone contradict nothing, nor does a second one of a kind, and one actor
    does many things.
    """
    pair = Pair(opinion.statement.row, new, lexicon)
    if opinion.statement.kind not in IN_WORDS:
        return not is_another(pair) and (opinion.later or not _may_both_be(pair))
    names = {name.lower() for name in pair.side.shared_names}
    return opinion.later and bool(pair.scope.relation or {*pair.scope.shared} - names)


def _may_both_be(pair: Pair) -> bool:
    """Whether they tell of two named places or two issues, or of a duty and a fact."""
    elsewhere = any(
        old.entity and new.entity and old.role not in _TAKING_PART
        for old, new in pair.scope.replaced
    )
    issues = says_only_its_genre(pair.held) and says_only_its_genre(pair.new)
    return elsewhere or issues or is_plan_for_fact(pair)
