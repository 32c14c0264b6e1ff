"""
Another place, origin, owner or cause where there can be only one.

The rest of the claim must be the same, and the new one may not add ("also").
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.content import unmatched
from extractors.verdicts.rules.later import STATE_VERBS, is_later
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_history,
    leaves_others,
    negated,
)
from extractors.verdicts.rules.participants import describing, first
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import (
    FIRMS,
    LANDS,
    LYING,
    ONE_PLACE,
    ONE_SUBJECT,
    STAND_INS,
    STEMMING,
    WIDE_LANDS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

# kinship from which two verbs tell one deed
_ONE_DEED = 0.8
_SEATED = frozenset({"base", "headquarter", "seat"})
_NAME = r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)*"
_OFFICE = re.compile(r"\b(?:head office|headquarters|main office|seat|home)\b")
_FROM = re.compile(rf"\b(?:from|based in|headquartered in) ({_NAME})$")
_FROM_BEHIND = re.compile(rf" (?:from|based in|headquartered in) ({_NAME})")


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


def other_home(pair: Pair) -> Verdict | None:
    """As in "Orel, a firm from Linz", "Orel is based in Graz"."""
    ours, theirs = _home(pair.held), _home(pair.new)
    # "Orel of Linz" tells a home where the other one says that it has one
    if theirs and not ours:
        ours = _of_place(pair.held, theirs[0])
    if ours and not theirs:
        theirs = _of_place(pair.new, ours[0])
    if ours is None or theirs is None or is_history(pair.held) or is_history(pair.new):
        return None
    (firm, place), (other, rival) = ours, theirs
    if not same_name(firm, other) or same_name(place, rival):
        return None
    if may_lie_in(place, rival) or place in pair.new.sentence:
        return None
    return conflict(
        pair,
        "other_home",
        Slot.OBJECT,
        old=place,
        new=rival,
        confidence=0.8,
        later=is_later(pair, verbs=STATE_VERBS),
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _home(claim: Claim) -> tuple[str, str] | None:
    """Where it says that a firm of a name has its seat, with the name."""
    if negated(claim):
        return None
    if told := _seat(claim):
        return told
    said = first(claim, "in" if claim.verb in _SEATED else "attribute")
    if said is None:
        return None
    if claim.verb in _SEATED:
        firm = first(claim, "object") or first(claim, "subject")
        seat = re.fullmatch(_NAME, said.text)
        place = said.text if seat else ""
    else:
        firm = first(claim, "subject") if said.head in STAND_INS | FIRMS else None
        _, _, after = claim.sentence.partition(said.text)
        origin = _FROM.search(said.text) or _FROM_BEHIND.match(after)
        place = origin[1] if origin else ""
    return (firm.entity, place) if firm and firm.entity and place else None


def _seat(claim: Claim) -> tuple[str, str] | None:
    """As in "Orel has its head office in Linz", "its headquarters are in Linz"."""
    if claim.verb not in {"have", "be", "lie"} or claim.tense == "past":
        return None
    place = next((a.entity for a in claim.arguments if a.role == "in" and a.entity), "")
    has = claim.verb == "have"
    office = first(claim, "object" if has else "subject")
    if not place or office is None or not _OFFICE.search(office.text.lower()):
        return None
    holder = first(claim, "subject")
    firm = (holder.entity if holder else "") if has else office.owner
    return (firm, place) if firm and not is_history(claim) else None


def _of_place(claim: Claim, firm: str) -> tuple[str, str] | None:
    """As in "Orel of Linz", "Orel, a mill from Linz"."""
    for name in claim.entities:
        bare, of, place = name.partition(" of ")
        if of and bare == firm:
            return bare, place
        if not same_name(name, firm):
            continue
        found = re.search(
            rf"\b{re.escape(name)}(?: of|, an? [a-z' ]+? from) ({_NAME})",
            claim.sentence,
        )
        if found:
            return name, found[1]
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
