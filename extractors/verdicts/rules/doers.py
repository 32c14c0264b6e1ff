"""
Another one who founded, built, leads or caused the same thing.

The rest of the claim must be the same, and the new one may not add ("also").
"""

from __future__ import annotations

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.barriers import is_cleft
from extractors.verdicts.rules.content import unmatched
from extractors.verdicts.rules.later import STATE_VERBS, is_change_ahead, is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_one_more, negated
from extractors.verdicts.rules.participants import (
    describing,
    first,
    has_article,
    is_of_a_kind,
)
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.told_parts import sole_parts
from extractors.verdicts.rules.vocabulary import DONE_ONCE, ONE_SUBJECT, PRONOUNS
from extractors.verdicts.words import same_name


def other_maker(pair: Pair) -> Verdict | None:
    """Another one who founded, built, leads or caused the same thing."""
    old, new, scope = pair.held, pair.new, pair.scope
    if negated(old) or negated(new) or is_one_more(new) or scope.relation < 0.9:
        return None
    if not {old.verb, new.verb} <= ONE_SUBJECT or scope.subject is not Fit.OTHER:
        return None
    if scope.object is not Fit.SAME or pair.side.periods == "apart":
        return None
    if sole_parts(old) & sole_parts(new):
        return None  # ``other_in_part`` sees more of them
    if any(is_of_a_kind(claim) or _is_any(claim) for claim in (old, new)):
        return None
    ours, theirs = first(old, "subject"), first(new, "subject")
    if ours is None or theirs is None or bool(ours.entity) is not bool(theirs.entity):
        return None
    # "makes the valves" is no change, as "was made captain" is
    later = is_later(pair, verbs=STATE_VERBS - ONE_SUBJECT) or is_change_ahead(pair)
    return _other_subject(pair, ours, theirs, later=later)


def other_doer(pair: Pair) -> Verdict | None:
    """It was another one, and nobody else, that did it: a cleft names the only one."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not is_cleft(new) or negated(old) or negated(new) or is_one_more(new):
        return None
    if scope.relation < 0.9 or scope.object is not Fit.SAME:
        return None
    if scope.subject is Fit.SAME or pair.side.periods == "apart":
        return None
    ours, theirs = first(old, "subject"), first(new, "subject")
    if ours is None or theirs is None or not _are_two(pair, ours, theirs):
        return None
    return _other_subject(pair, ours, theirs)


def other_partner(pair: Pair) -> Verdict | None:
    """As in "was founded by Orel and Lind", "Orel founded it together with Holm"."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not {old.verb, new.verb} <= ONE_SUBJECT & DONE_ONCE or scope.relation < 0.9:
        return None
    if scope.object is not Fit.SAME or negated(old) or negated(new) or is_one_more(new):
        return None
    ours, theirs = _partners(old), _partners(new)
    if len(ours) != 2 or len(theirs) != 2:
        return None
    left = [n for n in ours if not any(same_name(n, other) for other in theirs)]
    come = [n for n in theirs if not any(same_name(n, one) for one in ours)]
    if len(left) != 1 or len(come) != 1:
        return None
    return conflict(
        pair,
        "other_subject",
        Slot.SUBJECT,
        old=left[0],
        new=come[0],
        confidence=0.8,
    )


def _partners(claim: Claim) -> list[str]:
    """The names of those who do it together."""
    together = (a for a in claim.arguments if a.role in {"subject", "with"})
    return [a.entity for a in together if a.entity]


def _other_subject(
    pair: Pair, ours: Argument, theirs: Argument, *, later: bool = False
) -> Verdict | None:
    """A conflict where all but the two subjects is matched."""
    aside = {*describing(ours, pair.held), *describing(theirs, pair.new)}
    if len(unmatched(pair.held, pair.new, aside, pair.lexicon)) > 1:
        return None
    return conflict(
        pair,
        "other_subject",
        Slot.SUBJECT,
        old=ours.text,
        new=theirs.text,
        confidence=0.8,
        later=later,
    )


def _is_any(claim: Claim) -> bool:
    """As in "a group led by Orel": there are other groups."""
    thing = first(claim, "object")
    if thing is None or thing.text in claim.quote:
        return False
    return has_article(thing, claim.sentence)


def _are_two(pair: Pair, one: Argument, other: Argument) -> bool:
    """Neither may stand for the other: "the firm" may be Orel, "the firms" are not."""
    if one.entity and other.entity:
        return not same_name(one.entity, other.entity)
    if {one.head, other.head} & PRONOUNS or is_kin(one.head, other.head, pair.lexicon):
        return False
    named = [bool(a.entity) or a.text[:1].isupper() for a in (one, other)]
    sides = ((one, pair.held), (other, pair.new))
    return not any(named) or not any(_is_the_one(a, claim) for a, claim in sides)


def _is_the_one(noun: Argument, claim: Claim) -> bool:
    """As in "the firm", a singular."""
    text = noun.text.lower()
    plural = f"{noun.head}s" in text
    return not plural and f"the {text}" in claim.sentence.lower()
