"""Who takes part on either side: how close two participants are, and who has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.model import Argument, Claim
from extractors.verdicts.judge.words import SAME, near, nearest
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.vocabulary import GENERIC
from extractors.verdicts.words import same_name

_SUBJECT = frozenset({"subject"})
_OBJECT = frozenset({"object", "attribute"})
_CORE = frozenset({"subject", "object", "attribute", "complement"})


def participants(old: Claim, new: Claim, lexicon: Lexicon) -> dict[str, float]:
    """Aspects of subject, object and adjuncts; closeness is 0..1, -1 for none."""
    subject = _closest(_of(old, _SUBJECT), _of(new, _SUBJECT), lexicon)
    object_ = _closest(_of(old, _OBJECT), _of(new, _OBJECT), lexicon)
    crossed = (
        _closest(_of(old, _SUBJECT), _of(new, _OBJECT), lexicon),
        _closest(_of(old, _OBJECT), _of(new, _SUBJECT), lexicon),
    )
    return {
        "subject": max(subject, 0.0),
        "object": max(object_, 0.0),
        "subject_absent": float(subject < 0),
        "object_absent": float(object_ < 0),
        "subject_apart": 1.0 - subject if subject >= 0 else 0.0,
        "object_apart": 1.0 - object_ if object_ >= 0 else 0.0,
        "participant": max(subject, object_, *crossed, 0.0),
        "participants": max(0.0, min(subject, object_)),
        "bare": float(
            all(a.role == "subject" for c in (old, new) for a in c.arguments)
        ),
        "swapped": max(0.0, min(crossed) - max(0.0, min(subject, object_))),
        "modifiers_apart": _modifiers_apart(old, new, lexicon),
        **_adjuncts(old, new, lexicon),
        **_names(old, new),
    }


def _of(claim: Claim, roles: frozenset[str]) -> list[Argument]:
    return [a for a in claim.arguments if a.role in roles]


def _closest(
    ours: Sequence[Argument], theirs: Sequence[Argument], lexicon: Lexicon
) -> float:
    return max((closeness(a, b, lexicon) for a in ours for b in theirs), default=-1.0)


def closeness(one: Argument, other: Argument, lexicon: Lexicon) -> float:
    """How likely two phrases are one participant, 0..1."""
    if one.entity and other.entity:
        return float(same_name(one.entity, other.entity))
    head = near(one.head, other.head, lexicon) if one.head and other.head else 0.0
    if one.entity or other.entity:
        name, phrase = (one.entity, other) if one.entity else (other.entity, one)
        # "the club" may well be the name
        return 1.0 if same_name(name, phrase.text) else max(0.5, head)
    if one.owner and other.owner and not same_name(one.owner, other.owner):
        return 0.2 * head
    ours, theirs = _modifiers(one), _modifiers(other)
    if head >= SAME and ours and theirs:
        return head * (0.4 + 0.6 * nearest(ours, theirs, lexicon))
    return head


def _modifiers(argument: Argument) -> list[str]:
    return [t for t in argument.terms if t != argument.head and t not in GENERIC]


def _modifiers_apart(old: Claim, new: Claim, lexicon: Lexicon) -> float:
    """One noun with other modifiers: "home games", "away games"."""
    return max(
        (
            1.0 - nearest(_modifiers(a), _modifiers(b), lexicon)
            for a in old.arguments
            for b in new.arguments
            if a.role == b.role
            and near(a.head, b.head, lexicon) >= SAME
            and _modifiers(a)
            and _modifiers(b)
        ),
        default=0.0,
    )


def _adjuncts(old: Claim, new: Claim, lexicon: Lexicon) -> dict[str, float]:
    """Adjuncts that only one side has ("in Orsh"), and those in each other's place."""
    ours, theirs = list(_unmet(old, new, lexicon)), list(_unmet(new, old, lexicon))
    replaced = sum(
        a.role == b.role and closeness(a, b, lexicon) < 0.6
        for b in theirs
        for a in old.arguments
        if a.role not in _CORE
    )
    return {
        "adjuncts_old": float(min(3, len(ours))),
        "adjuncts_new": float(min(3, len(theirs))),
        "adjuncts_replaced": float(min(3, replaced)),
    }


def _unmet(some: Claim, other: Claim, lexicon: Lexicon) -> Iterable[Argument]:
    for argument in some.arguments:
        if argument.role not in _CORE and not any(
            closeness(argument, b, lexicon) >= 0.5 for b in other.arguments
        ):
            yield argument


def _names(old: Claim, new: Claim) -> dict[str, float]:
    ours = [n for n in _unnamed(old, new) if n != old.attribution]
    theirs = [n for n in _unnamed(new, old) if n != new.attribution]
    shared = len(new.entities) - len(list(_unnamed(new, old)))
    return {
        "names_shared": float(min(3, shared)),
        "names_old": float(min(3, len(ours))),
        "names_new": float(min(3, len(theirs))),
        "names_apart": float(bool(ours) and bool(theirs)),
    }


def _unnamed(some: Claim, other: Claim) -> Iterable[str]:
    for name in some.entities:
        if not any(same_name(name, n) for n in other.entities):
            yield name
