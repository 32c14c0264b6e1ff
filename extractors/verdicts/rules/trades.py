"""
Another trade of the same person, or kin of another kind to the same one.

"Lind, a teacher", "Lind is a nurse by trade"; "the founder's son", "his nephew".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.content import without_partner
from extractors.verdicts.rules.later import is_later
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_history,
    is_one_more,
    negated,
)
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import KIN, TRADES
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

# by its own words: who "the founder" is may have been misread
_WHOSE = re.compile(
    r" of (?:the |its |their )?(.+)$|^(?:the |its |their )?(.+?)['’]s? "
)
_RETIRED = frozenset({"former", "retired"})
_FORMER = frozenset({"order:former", "order:previous"})


@dataclass(frozen=True, slots=True)
class Told:
    """Who has which trade, or is what of whom."""

    person: str
    noun: str
    kinds: frozenset[int]
    whose: tuple[str, ...] = ()


def other_trade(pair: Pair) -> Verdict | None:
    """Another trade or kinship, of another kind, than the person is held to have."""
    ours, theirs = told_trade(pair.held), told_trade(pair.new)
    if ours is None or theirs is None or is_one_more(pair.new) or is_later(pair):
        return None
    if not same_name(ours.person, theirs.person):
        return None
    if bool(ours.whose) is not bool(theirs.whose):
        return None
    if ours.kinds & theirs.kinds or is_kin(ours.noun, theirs.noun, pair.lexicon):
        return None
    if ours.noun in pair.new.sentence.lower():
        return None
    if without_partner(theirs.whose, ours.whose, pair.lexicon):
        return None
    return conflict(
        pair,
        "other_trade",
        Slot.OBJECT,
        old=ours.noun,
        new=theirs.noun,
        confidence=0.75,
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def told_trade(claim: Claim) -> Told | None:
    """Who has which trade now, or is akin to whom."""
    if claim.verb != "be" or negated(claim) or claim.tense == "past":
        return None
    if is_history(claim) or not _FORMER.isdisjoint(claim.cues):
        return None
    subject, said = first(claim, "subject"), first(claim, "attribute")
    if subject is None or said is None:
        return None
    return _told(subject, said) or _told(said, subject)


def _told(one: Argument, noun: Argument) -> Told | None:
    if not one.entity or noun.entity not in {"", one.entity}:
        return None
    if not _RETIRED.isdisjoint(noun.text.lower().split()):
        return None
    if noun.head in TRADES:
        return Told(one.entity, noun.head, TRADES[noun.head])
    found = _WHOSE.search(noun.text)
    whose = tuple((found[1] or found[2]).lower().split()) if found else ()
    if noun.head in KIN and whose:
        return Told(one.entity, noun.head, KIN[noun.head], whose)
    return None
