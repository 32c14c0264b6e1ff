"""
What keeps a held claim from saying a new one already, whatever words the two share.

A day moved, a plan carried out, two participants who change places, somebody who did it
alone: the words are nearly all the same, and the news is in the rest.
"""

from __future__ import annotations

from extractors.model import Claim, Modality, Period
from extractors.verdicts.align import any_same
from extractors.verdicts.rules.pair import AHEAD
from extractors.verdicts.rules.vocabulary import SYMMETRIC

_BOUNDS = frozenset({"since", "until"})


def barred(old: Claim, new: Claim) -> bool:
    """Whether ``new`` says something else than ``old`` in one of these ways."""
    return (
        is_carried_out(old, new)
        or is_moved(old.period, new.period)
        or are_swapped(old, new)
        or is_alone(old, new)
    )


def is_carried_out(old: Claim, new: Claim) -> bool:
    """A plan, then the deed; a headline tells deeds in the present."""
    if old.modality not in AHEAD or new.modality is not Modality.ASSERTED:
        return False
    return new.tense in {"past", "perfect"} or (new.in_title and new.tense == "present")


def is_moved(old: Period, new: Period) -> bool:
    """Both tell a day or a bound of one kind, and not the same."""
    if not old.text or not new.text or old.kind != new.kind:
        return False
    if old.kind in _BOUNDS:
        ends = [
            (old.valid_from, new.valid_from)
            if old.kind == "since"
            else (old.valid_to, new.valid_to)
        ]
        return any(a and b and a != b for a, b in ends) and not _inside(old, new)
    return bool(
        (old.valid_to and new.valid_from and old.valid_to <= new.valid_from)
        or (new.valid_to and old.valid_from and new.valid_to <= old.valid_from)
    )


def _inside(old: Period, new: Period) -> bool:
    """Whether one is told more exactly: "in 2030" and "by June 2030"."""
    if not (old.valid_from and old.valid_to and new.valid_from and new.valid_to):
        return False
    return (old.valid_from <= new.valid_from and new.valid_to <= old.valid_to) or (
        new.valid_from <= old.valid_from and old.valid_to <= new.valid_to
    )


def are_swapped(old: Claim, new: Claim) -> bool:
    """Who does it and to whom it is done have changed places."""
    if old.verb != new.verb or new.verb in SYMMETRIC:
        return False
    doer, other = _named(old, "subject"), _named(new, "subject")
    done, to = _named(old, "object"), _named(new, "object")
    if not (doer and other and done and to):
        return False
    return any(any_same(n, to) for n in doer) and any(any_same(n, done) for n in other)


def _named(claim: Claim, role: str) -> tuple[str, ...]:
    return tuple(a.entity for a in claim.arguments if a.role == role and a.entity)


def is_alone(old: Claim, new: Claim) -> bool:
    """The new one adds that nobody or nothing else does; "only 5" just calls it few."""
    return new.exclusive and not old.exclusive and not new.quantities
