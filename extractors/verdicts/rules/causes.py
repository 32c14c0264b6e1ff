"""Another cause of the same thing: "the fire was caused by a cable", "by a candle"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import ALIKE, without_partner
from extractors.verdicts.rules.pair import Pair, conflict, leaves_others, negated
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.reasons import telling, told_reason
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import (
    CAUSED,
    GENERIC,
    HAPPENING,
    PRONOUNS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

_CAUSE = "cause"
_CAUSES = frozenset({_CAUSE, "reason", "trigger"})
_TO_BLAME = re.compile(r"\b(?:is|are|was|were|been) to blame\b")
# what stands behind "is" before the cause
_OWED = re.compile(
    r"^(?:direct |mere |simply |purely )?"
    r"(?:result of|consequence of|due to|owing to|down to) (?P<cause>.+)$"
)
_BEHIND_HEAD = re.compile(r"\s(?:of|in|at|with|by|on)\s")
_ONE_OF_MANY = re.compile(
    r"\b(?:a|one|another|other|main|chief|further|possible|likely|partial|root"
    r"|contributory|second) (?:\w+ )?(?:cause|reason|result|trigger)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What caused what, by their words; no words of the effect: it was told before."""

    text: str
    head: str
    cause: tuple[str, ...]
    effect: tuple[str, ...] = ()


def other_cause(pair: Pair) -> Verdict | None:
    """Another cause of the same thing, told as the only one."""
    ours = told_cause(pair.held)
    theirs = told_cause(pair.new) if ours else None
    if ours is None or theirs is None or leaves_others(pair.new):
        return None
    if pair.side.periods == "apart" or not _is_one_effect(ours, theirs, pair.lexicon):
        return None
    if _may_be_one(ours, theirs, pair.lexicon):
        return None
    return conflict(
        pair,
        "other_cause",
        Slot.OBJECT,
        old=ours.text,
        new=theirs.text,
        confidence=0.75,
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def told_cause(claim: Claim) -> Told | None:
    """What it says is the one cause, and of what."""
    if negated(claim) or _ONE_OF_MANY.search(claim.quote):
        return None
    subject = first(claim, "subject")
    if claim.verb == "be":
        return _by_noun(subject, first(claim, "attribute"))
    acted = first(claim, "object")
    if claim.verb == _CAUSE:
        return _of(subject, acted.terms) if acted is not None else None
    if _TO_BLAME.search(claim.quote):
        suffered = first(claim, "for")
        return _of(subject, suffered.terms) if suffered is not None else None
    if claim.verb in HAPPENING and subject and (reason := told_reason(claim)):
        return Told(reason, "", tuple(telling(reason)), subject.terms)
    said = next(
        (a for a in claim.arguments if f"{claim.verb} {a.role}" in CAUSED), None
    )
    undergone = acted or subject
    return _of(said, undergone.terms) if said and undergone else None


def _by_noun(subject: Argument | None, said: Argument | None) -> Told | None:
    """As in "the cause (of the fire) was a cable", "the fire was the result of it"."""
    if subject is None or said is None:
        return None
    if owed := _OWED.match(said.text):
        text = owed["cause"]
        head = _BEHIND_HEAD.split(text, maxsplit=1)[0].split()[-1].lower()
        own = tuple(t for t in said.terms if t[:4] in text.lower())
        return _of(Argument(role="of", head=head, terms=own, text=text), subject.terms)
    for noun, cause in ((subject, said), (said, subject)):
        if noun.head in _CAUSES:
            effect = tuple(t for t in noun.terms if t != noun.head)
            # "the reason was the price": of whatever was told before
            return _of(cause, effect) if effect or noun.head == _CAUSE else None
    return None


def _of(cause: Argument | None, effect: tuple[str, ...]) -> Told | None:
    if cause is None or cause.head in PRONOUNS | GENERIC or not cause.head.isalpha():
        return None
    words = tuple(t for t in cause.terms if t not in GENERIC)
    return Told(cause.text, cause.head, words or (cause.head,), effect)


def _is_one_effect(one: Told, other: Told, lexicon: Lexicon) -> bool:
    """Both told before, or the same but for what one of the two adds."""
    if not (one.effect and other.effect):
        return one.effect == other.effect
    ours = without_partner(one.effect, other.effect, lexicon)
    theirs = without_partner(other.effect, one.effect, lexicon)
    return not (ours and theirs) and len(ours) < len(one.effect)


def _may_be_one(one: Told, other: Told, lexicon: Lexicon) -> bool:
    """Whether the two may be one cause in other words, or one thing's failing."""
    if one.head and other.head and lexicon.likeness(one.head, other.head) >= ALIKE:
        return True
    return any(
        is_kin(a, b, lexicon)
        for a in filter(None, (*one.cause, one.head))
        for b in filter(None, (*other.cause, other.head))
    )
