"""
Another one in a part that only one has, in whatever words the two tell it.

"Orel makes the valves", "the valves come from Tarn"; "Lind leads the inquiry", "the
leader of the inquiry, Brandt": one part in one thing, and another name.
"""

from __future__ import annotations

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.content import (
    content,
    meet,
    own_words,
    without_partner,
    words_naming,
)
from extractors.verdicts.rules.later import STATE_VERBS, is_change_ahead, is_later
from extractors.verdicts.rules.nations import are_apart, origin
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_another,
    is_history,
    leaves_others,
)
from extractors.verdicts.rules.participants import describing, first
from extractors.verdicts.rules.places import may_lie_in
from extractors.verdicts.rules.scope import TIME_ROLES
from extractors.verdicts.rules.told_parts import Told, told_parts
from extractors.verdicts.rules.vocabulary import (
    DONE_ONCE,
    LANDS,
    OF_ANY_KIND,
    ONE_SUBJECT,
    PUBLIC_BODIES,
    SOLE_PARTS,
)
from extractors.verdicts.words import same_name

_PAST = "past"
_DONE = frozenset({_PAST, "perfect"})
# an apposition tells no time: "the leader of the trial, Lind"
_NAMING = "clause:appos"


def other_in_part(pair: Pair) -> Verdict | None:
    """Another name in a part of the same thing that only one can have."""
    theirs = told_parts(pair.new)
    if not theirs or not (ours := told_parts(pair.held)):
        return None
    if not _are_of_one_time(pair) or is_another(pair) or leaves_others(pair.new):
        return None
    for one in ours:
        for other in theirs:
            if one.parts & other.parts and _is_another_one(pair, one, other):
                return conflict(
                    pair,
                    "other_subject",
                    Slot.SUBJECT,
                    old=one.holder.text,
                    new=other.holder.text,
                    confidence=0.8,
                    later=is_later(pair, verbs=STATE_VERBS - ONE_SUBJECT)
                    or is_change_ahead(pair),
                )
    return None


def _are_of_one_time(pair: Pair) -> bool:
    old, new = pair.held, pair.new
    if pair.side.periods == "apart" or is_history(old) is not is_history(new):
        return False
    ours, theirs = (c.tense if _NAMING not in c.cues else "" for c in (old, new))
    if {_deed(old), _deed(new)} <= DONE_ONCE | {""}:
        # what was to be done then has been done since
        return ours not in _DONE or theirs in _DONE
    return not (ours and theirs) or (ours == _PAST) is (theirs == _PAST)


def _deed(claim: Claim) -> str:
    """Its verb; none of what is in somebody's hands, whatever is done there."""
    held = first(claim, "in")
    return "" if held is not None and held.head == "hand" else claim.verb


def _is_another_one(pair: Pair, one: Told, other: Told) -> bool:
    old, new = pair.held, pair.new
    if _may_be_one(one.holder, other.holder, pair):
        return False
    if _is_told_of(one.holder, new) or _is_told_of(other.holder, old):
        return False
    if not _is_one_thing(one, other, pair) or not other.definite:
        return False
    ours = tuple(own_words(old, new, _beside(one, old)))
    theirs = _beside(other, new)
    if without_partner(theirs, (*ours, *one.which), pair.lexicon):
        return False
    if not one.definite and not (old.period.text and new.period.text):
        # "a suit" of no day may be another one than "the suit in Linz"
        return not (theirs or {*other.which, *other.named} - {*one.which, *one.named})
    left = without_partner(ours, (*theirs, *other.which), pair.lexicon)
    return len(left) <= 1


def _may_be_one(one: Argument, other: Argument, pair: Pair) -> bool:
    """One name, or one without a name that may come from where the other does."""
    if not (one.entity and other.entity):
        return not are_apart(origin(one, pair.held), origin(other, pair.new))
    if same_name(one.entity, other.entity) or may_lie_in(one.entity, other.entity):
        return True
    return _may_be_one_body(one, other)


def _may_be_one_body(one: Argument, other: Argument) -> bool:
    """As in "Linz owns it", "the city owns it"."""
    bodies = [a.entity in PUBLIC_BODIES for a in (one, other)]
    named = other if bodies[0] else one
    lone = named.text == named.entity and " " not in named.entity
    return any(bodies) and not all(bodies) and (lone or named.entity in LANDS)


def _is_told_of(holder: Argument, claim: Claim) -> bool:
    name = holder.entity
    told = name in claim.sentence or any(same_name(name, n) for n in claim.entities)
    return bool(name) and told


def _is_one_thing(one: Told, other: Told, pair: Pair) -> bool:
    """Of one head, told apart by no word before it nor by names behind it."""
    lexicon = pair.lexicon
    ours, theirs = _called(one), _called(other)
    if not meet(ours[-1], theirs[-1], lexicon):
        return False
    marks = ours[:-1], theirs[:-1]
    if without_partner(*marks, lexicon) or without_partner(*marks[::-1], lexicon):
        return False
    told = pair.held.sentence.lower()
    more = without_partner(other.which, one.which, lexicon)
    left = without_partner(one.which, other.which, lexicon)
    return all(w in told for w in more) or not (left or other.placed)


def _called(told: Told) -> tuple[str, ...]:
    """As in "the braking system", which the brakes are: of what kind it is."""
    named = told.named
    return named[:-1] if len(named) > 1 and named[-1] in OF_ANY_KIND else named


def _beside(told: Told, claim: Claim) -> tuple[str, ...]:
    """Content words that tell neither of the holder nor of the thing nor of a time."""
    aside = {*describing(told.holder, claim), *told.named, *told.which, claim.verb}
    aside |= words_naming(a for a in claim.arguments if a.role in TIME_ROLES)
    quote = claim.quote.lower()
    return tuple(
        w
        for w in content(claim)
        # what a pronoun stands for restricts nothing
        if w not in aside and f"be {w}" not in SOLE_PARTS and w[:4] in quote
    )
