"""A sentence that only says when the one before happened: "That was in 1991"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Period, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.model import Claim

_POINTING = frozenset({"that", "this"})
_TELLING = frozenset({"clause:main", "clause:ccomp"})


def dated(claims: Sequence[Claim], before: Sequence[Claim]) -> Iterator[Claim]:
    """
    Yield ``claims`` with what happened in those that only say when that was.

    Each keeps its place in the text; ``before`` are those of the sentence before.
    """
    for i, claim in enumerate(claims):
        told = _happened([*before, *claims[:i]]) if _only_dates(claim) else None
        yield _placed(told, claim) if told else claim


def _placed(told: Claim, claim: Claim) -> Claim:
    return replace(
        told,
        claim_id=claim.claim_id,
        sentence=claim.sentence,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        sentence_index=claim.sentence_index,
        period=claim.period,
    )


def _only_dates(claim: Claim) -> bool:
    if claim.verb != "be" or not claim.period.text or claim.quantities:
        return False
    if claim.polarity is Polarity.NEGATED or claim.entities:
        return False
    pointing = any(a.role == "subject" and a.head in _POINTING for a in claim.arguments)
    return pointing and all(a.role != "attribute" for a in claim.arguments)


def _happened(before: Sequence[Claim]) -> Claim | None:
    """The deed told last, unless it has a time of its own."""
    told = [c for c in before if _TELLING & {*c.cues} and c.tense == "past"]
    return told[-1] if told and told[-1].period == Period() else None
