"""
One event of the past that both date, differently.

It must be one: its verb names what happens once, the same number is told of it, or both
say since when one state has lasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.model import Claim, Modality, Verdict
from extractors.verdicts.align import control
from extractors.verdicts.figures import counts_things
from extractors.verdicts.rules.content import arguments
from extractors.verdicts.rules.dates import dated
from extractors.verdicts.rules.days import differ, start_of
from extractors.verdicts.rules.later import is_after
from extractors.verdicts.rules.one_event import is_one_event
from extractors.verdicts.rules.pair import Pair, is_another, negated
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.tenures import are_two_tenures
from extractors.verdicts.rules.vocabulary import (
    BEGUN,
    IDIOMS,
    ONCE,
    ONE_SUBJECT,
    PUBLISHING,
    STATES,
    TURNS,
    TURNS_OF_THINGS,
)
from extractors.verdicts.words import same_name

_ONE_TIME = re.compile(r"\bonce\b(?! (?:an?|per|every|each|more|again)\b)")
_IN_A_ROW = re.compile(
    r"\b(?:the|its|his|her|their) (first|last|only) (?=[a-z])", re.IGNORECASE
)
# of what it happens to, it happens once, whoever does it
_MADE = (ONCE & ONE_SUBJECT) | {"bear"}


def event_date(pair: Pair) -> Verdict | None:
    """One event of the past that both date, differently."""
    old, new = pair.held, pair.new
    if not differ(start_of(old.period), start_of(new.period), moved=False):
        return None
    if negated(old) or negated(new):
        return None
    if {old.period.kind, new.period.kind} - {"at", "since"} or is_another(pair):
        return None
    if _is_another_number(pair) or _is_out_elsewhere(pair) or are_two_tenures(pair):
        return None
    begun = _is_begun(old, new) or _is_made_once(pair)
    lasting = _is_one_state(pair)
    if not (begun or lasting) and "since" in {old.period.kind, new.period.kind}:
        return None
    once = bool({old.verb, new.verb} & ONCE) or _same_number(pair) or lasting
    once = once or _is_told_once(old) or _is_told_once(new) or _are_one_in_a_row(pair)
    turn = _is_one_turn(old, new, TURNS) or _is_turn_of_thing(pair)
    if not (begun or turn or (pair.scope.relation >= 0.8 and once)):
        return None
    known = _is_one_thing(pair) or _is_named_work(pair) or _is_known_turn(pair)
    if not (known or is_one_event(pair, moved=begun)):
        return None
    # "should have opened in May" did not
    did = Modality.PLANNED not in {old.modality, new.modality} and (
        "modal" not in {old.tense, new.tense}
    )
    if not did or is_after(pair.old, new.period.valid_from):
        return None
    return dated(pair, "date_differs", old.period, new.period, confidence=0.82)


def _is_told_once(claim: Claim) -> bool:
    """As in "has failed once, in May": it is said to have happened one time."""
    return any(q.role == "time" and q.low == q.high == 1 for q in claim.quantities) or (
        bool(_ONE_TIME.search(claim.quote)) and "historic:once" not in claim.cues
    )


def _are_one_in_a_row(pair: Pair) -> bool:
    """As in "the first flight", "the last inspection": there is one of each."""
    ours, theirs = (
        {w.lower() for w in _IN_A_ROW.findall(claim.quote)}
        for claim in (pair.held, pair.new)
    )
    return bool(ours) and ours == theirs


def _is_made_once(pair: Pair) -> bool:
    """What is founded or built is so once, whoever is said to have done it."""
    named = pair.scope.object is Fit.SAME and pair.scope.shared_names
    return bool(named) and {pair.held.verb, pair.new.verb} <= ONCE & ONE_SUBJECT


def _is_one_thing(pair: Pair) -> bool:
    """What bears a name was built, or born, once, wherever and with whatever help."""
    ours, theirs = arguments(pair.held, "object"), arguments(pair.new, "object")
    named = any(
        a.entity and b.entity and same_name(a.entity, b.entity)
        for a in ours
        for b in theirs
    )
    return named and {pair.held.verb, pair.new.verb} <= _MADE


def _is_named_work(pair: Pair) -> bool:
    """A work that bears a name comes out once."""
    sides, scope = (pair.held, pair.new), pair.scope
    if not _come_out(pair) or scope.object is not Fit.SAME:
        return False
    ours, theirs = ({a.entity for a in c.arguments if a.entity} for c in sides)
    return any(same_name(a, b) for a in ours for b in theirs)


def _is_out_elsewhere(pair: Pair) -> bool:
    """As in "was published in Italy": where it comes out it does so once."""
    scope = pair.scope
    return _come_out(pair) and bool(scope.restricted or scope.widened)


def _come_out(pair: Pair) -> bool:
    return all(_deeds(claim) & PUBLISHING for claim in (pair.held, pair.new))


def _is_known_turn(pair: Pair) -> bool:
    """As in "sued Orel", "filed the suit", by the same one and with no other name."""
    scope, new = pair.scope, pair.new
    nouns = [a for a in new.arguments if (new.verb, a.head) in IDIOMS]
    known = any(f"the {a.text}".lower() in new.quote.lower() for a in nouns)
    same = scope.subject is Fit.SAME and bool(scope.shared_names)
    return known and same and not scope.new_only


def _is_begun(old: Claim, new: Claim) -> bool:
    """As in "has owned since 2019" and "bought in 2016" date one beginning."""
    kinds = {old.period.kind, new.period.kind}
    pairs = {(old.verb, new.verb), (new.verb, old.verb)}
    return kinds == {"at", "since"} and bool(pairs & BEGUN)


def _is_one_state(pair: Pair) -> bool:
    """Both say since when a state has lasted: "has led it since 2019", "since 2016"."""
    old, new = pair.held, pair.new
    lasting = old.period.kind == new.period.kind == "since"
    alike = pair.scope.subject is Fit.SAME and pair.scope.relation >= 0.8
    return (
        lasting
        and alike
        and {old.verb, new.verb} <= STATES
        and not (old.quantities or new.quantities)
    )


def _is_one_turn(old: Claim, new: Claim, turns: Iterable[frozenset[str]]) -> bool:
    """Both tell of one turn of a matter: "closed", "ceased work"."""
    return any(_deeds(old) & turn and _deeds(new) & turn for turn in turns)


def _is_turn_of_thing(pair: Pair) -> bool:
    """
    One turn of the same thing: "made the sale public", "disclosed the sale".

    Results, or a sale, are announced many times.
    """
    one = pair.scope.object is Fit.SAME and _is_definite(pair.new)
    return one and _is_one_turn(pair.held, pair.new, TURNS_OF_THINGS)


def _is_definite(claim: Claim) -> bool:
    """Whether it was done to one thing that is known: "the sale", "its consent"."""
    things = arguments(claim, "object")
    return bool(things) and all(
        a.head in a.text.lower().split()
        and not re.search(rf"\ban?\s{re.escape(a.text)}", claim.quote, re.IGNORECASE)
        for a in things
        if not a.entity
    )


def _deeds(claim: Claim) -> set[str]:
    """The verb, those above it, and what it means with its noun: "gave its consent"."""
    heads = [a.head for a in claim.arguments]
    meant = (IDIOMS.get((claim.verb, head)) for head in heads)
    return {claim.verb, *control(claim), *filter(None, meant)}


def _same_number(pair: Pair) -> bool:
    return any(
        q.outcome == "equal" and q.same_role and (q.new.low or 0) > 1
        for q in pair.side.quantities
    )


def _is_another_number(pair: Pair) -> bool:
    """Nine who died and forty who died are no one event."""
    return any(
        q.outcome == "differs" and q.same_role and counts_things(q.old.unit)
        for q in pair.side.quantities
    )
