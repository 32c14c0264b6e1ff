"""
A planned day that is another one, or a state that ended before it was said to end.

A plan whose date was moved is an update when the text says that it was moved; what was
valid until D and ended before D is a contradiction, however late it is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from extractors.model import Argument, Claim, Modality, Period, Slot, Verdict
from extractors.verdicts.rules.barriers import DUE
from extractors.verdicts.rules.content import CORE, likeness, own_words
from extractors.verdicts.rules.days import FINE, day_of, differ
from extractors.verdicts.rules.later import (
    is_later,
    is_told_later,
    is_turned,
    known_on,
    tells_turn,
)
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_history,
    negated,
)
from extractors.verdicts.rules.relation import LIGHT, is_kin, relation_words
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import (
    ENDING,
    GENERIC,
    ONCE,
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
# why something was moved says nothing of which event it is
_REASONS = frozenset({"because", "due", "owing", "thanks", "despite", "amid"})


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
    if scope.old_only and scope.new_only:
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
        if pair.scope.relation < 0.8 or _is_next_after(pair):
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
    put_off = pair.new.tense in {"past", "perfect"} or not pair.new.tense
    return put_off and _moves(pair.new) and is_told_later(pair.old, pair.new)


def is_open(claim: Claim) -> bool:
    """A plan, a state with an end to come, a day to come: "the sale ends in May"."""
    if claim.modality is Modality.PLANNED or claim.tense == "future":
        return True
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


def is_one_event(pair: Pair, *, moved: bool) -> bool:
    """Same participants, however the event is worded: verb or noun."""
    scope = pair.scope
    if Fit.OTHER in {scope.subject, scope.object} and not moved:
        return False
    if (scope.new_only and scope.old_only) or (scope.replaced and not moved):
        return False
    left = [w for w in scope.old_left if not _is_named(w, pair.new, pair)]
    extra = [w for w in scope.new_left if not _is_named(w, pair.held, pair)]
    if moved:
        movers = [a for a in pair.new.arguments if a.role == "subject"]
        movers += [a for a in pair.new.arguments if a.role in _REASONS]
        said = {t for a in movers for t in (*a.terms, a.entity.lower())}
        said |= {word for verb in POSTPONE for word in verb.split()}
        extra = [w for w in extra if w not in said]
        return bool(scope.shared) and len(left) + len(extra) <= len(scope.shared)
    left = own_words(pair.held, pair.new, tuple(left))
    extra = own_words(pair.new, pair.held, tuple(extra))
    if not scope.shared or (left and extra):
        return False
    named = scope.shared_names or scope.object is Fit.SAME or _is_of_itself(pair)
    if {pair.held.verb, pair.new.verb} <= ONCE and named:
        # how and why somebody did it is no part of what he did
        left, extra = _in_core(pair.held, left), _in_core(pair.new, extra)
    return len(left) + len(extra) <= 1 + (len(scope.shared) > 1)


def _is_of_itself(pair: Pair) -> bool:
    """As in "the drilling starts": nothing else is said to be started."""
    sides = (*pair.held.arguments, *pair.new.arguments)
    return pair.scope.subject is Fit.SAME and all(a.role != "object" for a in sides)


def _in_core(claim: Claim, words: Sequence[str]) -> list[str]:
    """Those of ``words`` that no mere adjunct of the claim brings in."""
    roles = [(_takes_part(a, claim), {a.head, *a.terms}) for a in claim.arguments]
    core = {t for inner, terms in roles if inner for t in terms}
    beside = {t for inner, terms in roles if not inner for t in terms}
    return [w for w in words if w in core or w not in beside]


def _takes_part(argument: Argument, claim: Claim) -> bool:
    """Not the adjective of "is due to start", however much hangs on it."""
    due = argument.role == "attribute" and claim.verb not in LIGHT
    return argument.role in CORE and not due


def _is_named(word: str, other: Claim, pair: Pair) -> bool:
    return is_kin(word, other.verb, pair.lexicon)


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
