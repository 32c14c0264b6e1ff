"""What was so, or was asked for, comes to an end: no sentence without one says it."""

from __future__ import annotations

from extractors.model import Claim
from extractors.verdicts.rules.pair import negated
from extractors.verdicts.rules.vocabulary import UNDOING, UNDONE
from extractors.verdicts.words import stem, stems


def is_undone(old: Claim, new: Claim) -> bool:
    """What is held tells of no such end: "raised its claim", "withdrew its claim"."""
    if negated(new) or not new.tense or UNDOING.isdisjoint({new.verb, new.relation}):
        return False
    return UNDONE.isdisjoint(stems(old.sentence) | {stem(t) for t in old.terms})
