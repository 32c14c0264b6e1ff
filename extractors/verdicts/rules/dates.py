"""
A planned day that is another one, or a state that ended before it was said to end.

A plan whose date was moved is an update when the text says that it was moved; what was
valid until D and ended before D is a contradiction, however late it is told.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from extractors.model import Claim, Modality, Period, Slot, Verdict
from extractors.verdicts.rules.barriers import DUE
from extractors.verdicts.rules.content import likeness
from extractors.verdicts.rules.days import FINE, day_of, differ
from extractors.verdicts.rules.later import (
    is_later,
    is_told_later,
    is_turned,
    known_on,
    tells_turn,
)
from extractors.verdicts.rules.one_event import is_one_event
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_history,
    negated,
)
from extractors.verdicts.rules.relation import are_of_one_side, relation_words
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import (
    ENDING,
    GENERIC,
    POSTPONE,
    PRONOUNS,
    TERMS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

_WEEKS = timedelta(days=21)
_DAYS = timedelta(days=3)
_NEXT = "order:next"
_DAY = re.compile(r"\b\d{1,2} [A-Z]|[a-z] \d{1,2}\b")
_MOVED = re.compile(
    r"\b(?:been|was|were|is|are) (?:deferred|delayed|extended|postponed|prolonged"
    r"|rescheduled|put (?:off|back)|pushed back|brought forward)\b",
    re.IGNORECASE,
)


def ended_early(pair: Pair) -> Verdict | None:
    """Held until D, ended before D."""
    old, new = pair.held.period, pair.new
    if old.kind != "until" or old.valid_to is None or not _is_over(pair):
        return None
    if DUE.match(old.text):
        return None
    ended = _end_of(pair)
    if ended is None or not _is_before(ended, old):
        return None
    started = known_on(pair.old)
    if started and ended < started:
        return None
    early = tells_turn(new)
    return dated(pair, "ended_early", old, new.period, confidence=0.85, later=early)


def _is_over(pair: Pair) -> bool:
    scope, new = pair.scope, pair.new
    if new.tense not in {"past", "perfect", "future", "present"} or is_history(new):
        return False
    if (scope.old_only and scope.new_only) or not _speaks_of_it(pair):
        return False
    turned = negated(pair.held) is not negated(new) and scope.relation >= 0.8
    ends = not negated(new) and (bool(set(_verbs(new)) & ENDING) or bool(scope.opposed))
    if not (turned or ends):
        return False
    alone = all(a.role == "subject" for a in new.arguments)
    told = len(scope.shared) > len(scope.shared_names) and not scope.old_only
    linked = alone or told
    one = scope.subject is Fit.SAME and scope.object is not Fit.OTHER
    named = one and bool(scope.shared_names) and linked
    return named or (len(scope.shared) >= 2 and scope.old_cover >= 0.6)


def _speaks_of_it(pair: Pair) -> bool:
    """Whether what lasts is told of: that a lease runs says nothing of its owner."""
    lasting = [a for a in pair.held.arguments if a.role == "subject"]
    told = {*pair.new.terms, *pair.new.entities}
    told |= {word for a in pair.new.arguments for word in (a.head, *a.terms)}
    return not lasting or any({a.head, a.entity} & told for a in lasting)


def _verbs(claim: Claim) -> list[str]:
    return [claim.verb, claim.relation, *relation_words(claim)]


def _end_of(pair: Pair) -> date | None:
    """The day by which the state had ended, as the text says or as it appeared."""
    period = pair.new.period
    if period.valid_from or period.valid_to:
        return period.valid_to or period.valid_from
    return pair.new.published_on if pair.new.tense in {"past", "perfect"} else None


def _is_before(day: date, until: Period) -> bool:
    """Before, by more than the precision in which the limit is told."""
    limit = until.valid_to or date.max
    if _DAY.search(until.text):
        return day < limit - _DAYS
    if FINE.search(until.text):
        return day < limit - _WEEKS
    return day.year < (limit - timedelta(days=1)).year


def date_moved(pair: Pair) -> Verdict | None:
    """A planned day, a deadline or an end of validity that is now another one."""
    old, new = pair.held.period, pair.new.period
    moved = _moves(pair.new)
    if not differ(old, new, moved=moved) or is_history(pair.new):
        return None
    if pair.side.periods == "same" or (pair.scope.opposed and not moved):
        return None
    if moved and (
        not is_open(pair.held) or _moves(pair.held) or not _is_of_moved(pair)
    ):
        return None
    if negated(pair.held) is not negated(pair.new):
        return None
    if not moved:
        if not (is_open(pair.held) and is_open(pair.new)) or _was_planned(pair.new):
            return None
        if not _is_one_deed(pair) or _is_next_after(pair):
            return None
    if not is_one_event(pair, moved=moved):
        return None
    cues = {"now:now", "now:newly"} & set(pair.new.cues)
    return dated(
        pair,
        "date_moved",
        old,
        new,
        confidence=0.8,
        later=moved or bool(cues) or _is_moved_beside(pair) or is_turned(pair),
    )


def _is_one_deed(pair: Pair) -> bool:
    """Kindred verbs, or of one side about the same: "bars him", "forbids him"."""
    scope = pair.scope
    return scope.relation >= 0.8 or (
        scope.subject is scope.object is Fit.SAME
        and are_of_one_side(pair.held, pair.new, pair.lexicon)
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _moves(claim: Claim) -> bool:
    """Whether it gives an event another day: "put off", "brought the sale forward"."""
    parted = {f"{claim.verb} {term}" for term in claim.terms}
    return bool({*_verbs(claim), *parted} & POSTPONE)


def _is_next_after(pair: Pair) -> bool:
    """Whether both tell of the next time, and that of the held one is over."""
    day, told = day_of(pair.held.period), pair.new.published_on
    both = _NEXT in pair.held.cues and _NEXT in pair.new.cues
    return both and bool(day and told and day < told)


def moves_another(pair: Pair) -> bool:
    """Whether it puts off something, but not that of which the held claim tells."""
    return _moves(pair.new) and not _is_of_moved(pair)


def _is_of_moved(pair: Pair) -> bool:
    """Not so of a term: a hearing on a patent is moved, but not when it expires."""
    held = pair.held
    if held.verb not in TERMS:
        return True
    words = {*held.terms, *(a.head for a in held.arguments)} | PRONOUNS | GENERIC
    roles = {a.role: a.head for a in pair.new.arguments}
    thing = roles.get("object", roles.get("subject", ""))
    return any(likeness(thing, word, set(), pair.lexicon) > 0 for word in words)


def _was_planned(claim: Claim) -> bool:
    """As in "was to end in May": a plan that is told as one of the past."""
    return claim.modality is Modality.PLANNED and claim.tense == "past"


def _tells_move(pair: Pair) -> bool:
    return _is_put_off(pair) or _is_moved_beside(pair) or is_turned(pair)


def _is_moved_beside(pair: Pair) -> bool:
    """As in "it has been delayed by a year and will open in May"."""
    beside = pair.new.sentence.replace(pair.new.quote, "")
    return bool(_MOVED.search(beside)) and is_told_later(pair.old, pair.new)


def _is_put_off(pair: Pair) -> bool:
    """As in "was put off from June to October", told after the document of June."""
    put_off = pair.new.tense in {"past", "perfect", "future", ""}
    return put_off and _moves(pair.new) and is_told_later(pair.old, pair.new)


def is_open(claim: Claim) -> bool:
    """A plan, a state with an end to come, a day to come: "the sale ends in May"."""
    if claim.modality is Modality.PLANNED or claim.tense == "future":
        return True
    if claim.period.kind == "until" and claim.tense == "perfect":
        # "has rented the hall until May"
        ends = claim.period.valid_to
        return bool(ends and claim.published_on and ends > claim.published_on)
    if claim.tense not in {"present", ""}:
        return False
    day, told = day_of(claim.period), claim.published_on
    return claim.period.kind == "until" or bool(day and told and day > told)


def not_before(pair: Pair) -> Verdict | None:
    """A plan for a day, and "not before" a later one."""
    old, new = pair.held, pair.new
    due, least = day_of(old.period), new.period.valid_to
    if not negated(new) or negated(old) or old.modality is not Modality.PLANNED:
        return None
    if due is None or least is None or not new.period.text.lower().startswith("before"):
        return None
    if due >= least - _WEEKS or pair.scope.subject is not Fit.SAME:
        return None
    if (
        pair.scope.relation < 0.8
        and min(pair.scope.old_cover, pair.scope.new_cover) < 0.5
    ):
        return None
    return dated(pair, "not_before", old.period, new.period, confidence=0.75)


def dated(
    pair: Pair,
    reason: str,
    old: Period,
    new: Period,
    *,
    confidence: float,
    later: bool = False,
) -> Verdict | None:
    """Say that two days of one event differ."""
    return conflict(
        pair,
        reason,
        Slot.DATE,
        old=old.text,
        new=new.text or str(pair.new.published_on or ""),
        confidence=confidence,
        later=later and (_tells_move(pair) or is_later(pair, verbs=POSTPONE)),
    )
