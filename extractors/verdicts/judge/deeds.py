"""What deed either side tells: done once, ended, moved, handed over, fulfilled."""

from __future__ import annotations

from extractors.model import Claim
from extractors.verdicts.judge.words import SAME, Words, words_of
from extractors.verdicts.rules.pair import has_happened, is_ahead
from extractors.verdicts.rules.places import fills_one
from extractors.verdicts.rules.vocabulary import (
    BEGUN,
    CHANGE,
    CONVERSE,
    ENDING,
    LASTING,
    ONCE,
    ONE_SUBJECT,
    PENDING,
    POSTPONE,
    STARTING,
    STOPPING,
    SUCCEED,
)

_OVER = ENDING | STOPPING
_GOING_ON = LASTING | STARTING
_OTHER_END = CONVERSE | BEGUN | frozenset((b, a) for a, b in BEGUN)


def deeds(old: Claim, new: Claim, told: float) -> dict[str, float]:
    """Aspects of the two relations; ``told`` is how surely both tell the same one."""
    ours, theirs = words_of(old), words_of(new)
    same = told >= SAME
    return {
        "once": float(same and _has(ours, ONCE) and _has(theirs, ONCE)),
        "other_end": float(other_end(ours, theirs)),
        "ended": float(_has(theirs, _OVER) and _has(ours, _GOING_ON)),
        "begun": float(_has(theirs, _GOING_ON) and _has(ours, _OVER)),
        "moved": float(_has(theirs, POSTPONE)),
        "changed": float(_has(theirs, CHANGE)),
        "handed_over": float(_has(theirs, SUCCEED)),
        "one_subject": float(same and _has(ours, ONE_SUBJECT)),
        "one_place": float(same and fills_one(old) and fills_one(new)),
        "pending_new": float(bool(PENDING & set(new.terms))),
        "fulfilled": told * float(is_ahead(old) and has_happened(new)),
    }


def other_end(ours: Words, theirs: Words) -> bool:
    """Whether one event is told from its two ends: bought, sold; took over, leads."""
    return any((a, b) in _OTHER_END for a in ours.relation for b in theirs.relation)


def _has(words: Words, kind: frozenset[str]) -> bool:
    return any(word in kind for word in words.relation)
