"""Who takes part on either side: how close two participants are, and who has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.model import Argument, Claim
from extractors.verdicts.judge.words import SAME, near, nearest
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.vocabulary import GENERIC
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_SUBJECT = frozenset({"subject"})
_OBJECT = frozenset({"object", "attribute"})
_CORE = frozenset({"subject", "object", "attribute", "complement"})
# two adjuncts this close may be one, and below the other are none
_MET, _REPLACED = 0.5, 0.6
# names and adjuncts are counted so far
_SOME = 3.0


def participants(old: Claim, new: Claim, lexicon: Lexicon) -> dict[str, float]:
    """Aspects of subject, object and adjuncts; closeness is 0..1, -1 for none."""
    table = _Table(
        [closeness(a, b, lexicon) for b in new.arguments] for a in old.arguments
    )
    ours, theirs = _places(old), _places(new)
    subject = table.closest(ours.subjects, theirs.subjects)
    object_ = table.closest(ours.objects, theirs.objects)
    crossed = (
        table.closest(ours.subjects, theirs.objects),
        table.closest(ours.objects, theirs.subjects),
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
        "bare": float(ours.are_subjects and theirs.are_subjects),
        "swapped": max(0.0, min(crossed) - max(0.0, min(subject, object_))),
        "modifiers_apart": _modifiers_apart(old, new, lexicon),
        **_adjuncts(old, new, table),
        **_names(old, new),
    }


@dataclass(frozen=True, slots=True)
class _Places:
    """Which of a claim's arguments are what, by their number."""

    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    adjuncts: tuple[int, ...]
    are_subjects: bool


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _places(claim: Claim) -> _Places:
    roles = [argument.role for argument in claim.arguments]
    return _Places(
        subjects=tuple(i for i, role in enumerate(roles) if role in _SUBJECT),
        objects=tuple(i for i, role in enumerate(roles) if role in _OBJECT),
        adjuncts=tuple(i for i, role in enumerate(roles) if role not in _CORE),
        are_subjects=all(role in _SUBJECT for role in roles),
    )


class _Table(list[list[float]]):
    """How close each argument of the old claim is to each of the new one."""

    def closest(self, ours: Sequence[int], theirs: Sequence[int]) -> float:
        """The closest of these; -1 when either side has none."""
        return max((self[i][j] for i in ours for j in theirs), default=-1.0)


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


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _modified(claim: Claim) -> tuple[tuple[str, ...], ...]:
    """The modifiers of each argument."""
    return tuple(map(_modifiers, claim.arguments))


def _modifiers(argument: Argument) -> tuple[str, ...]:
    return tuple(t for t in argument.terms if t != argument.head and t not in GENERIC)


def _modifiers_apart(old: Claim, new: Claim, lexicon: Lexicon) -> float:
    """One noun with other modifiers: "home games", "away games"."""
    ours = zip(old.arguments, _modified(old), strict=True)
    theirs = [(b, own) for b, own in zip(new.arguments, _modified(new), strict=True)]
    return max(
        (
            1.0 - nearest(own, other, lexicon)
            for a, own in ours
            if own
            for b, other in theirs
            if other and a.role == b.role and near(a.head, b.head, lexicon) >= SAME
        ),
        default=0.0,
    )


def _adjuncts(old: Claim, new: Claim, table: _Table) -> dict[str, float]:
    """Adjuncts that only one side has ("in Orsh"), and those in each other's place."""
    ours = [i for i in _places(old).adjuncts if all(c < _MET for c in table[i])]
    theirs = [j for j in _places(new).adjuncts if all(line[j] < _MET for line in table)]
    replaced = sum(
        old.arguments[i].role == new.arguments[j].role and table[i][j] < _REPLACED
        for j in theirs
        for i in _places(old).adjuncts
    )
    return {
        "adjuncts_old": min(_SOME, len(ours)),
        "adjuncts_new": min(_SOME, len(theirs)),
        "adjuncts_replaced": min(_SOME, replaced),
    }


def _names(old: Claim, new: Claim) -> dict[str, float]:
    lone_old, lone_new = _unnamed(old, new), _unnamed(new, old)
    ours = [n for n in lone_old if n != old.attribution]
    theirs = [n for n in lone_new if n != new.attribution]
    shared = len(new.entities) - len(lone_new)
    return {
        "names_shared": min(_SOME, shared),
        "names_old": min(_SOME, len(ours)),
        "names_new": min(_SOME, len(theirs)),
        "names_apart": float(bool(ours) and bool(theirs)),
    }


def _unnamed(some: Claim, other: Claim) -> list[str]:
    there = other.entities
    return [
        name
        for name in some.entities
        if name not in there and not any(same_name(name, n) for n in there)
    ]
