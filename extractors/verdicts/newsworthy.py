"""
Is a new claim worth an alert? Silence gets a reason as well.

Worth telling: a specific event or state about the topic, told as fact or plan. Not
worth it: opinion, advice, general truths, other companies' numbers, history.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.claims.entities import Gazetteer
from extractors.model import Article, Claim, Modality, Topic
from extractors.verdicts.words import same_name

_QUIET_MODALITY = frozenset(
    {Modality.QUESTION, Modality.CONDITIONAL, Modality.POSSIBLE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsworthiness:
    """Whether to alert, and the stable code of why or why not."""

    alert: bool
    reason: str


def newsworthiness(claim: Claim, article: Article, topic: Topic) -> Newsworthiness:
    """Judge a claim that has no counterpart in the baseline."""
    checks = (
        ("claim_off_topic", not _concerns(claim, topic)),
        ("modality_" + claim.modality.value, claim.modality in _QUIET_MODALITY),
        ("history", _is_history(claim)),
        ("no_event", not _is_specific(claim)),
    )
    for reason, holds in checks:
        if holds:
            return Newsworthiness(alert=False, reason=reason)
    return Newsworthiness(alert=True, reason="specific_and_on_topic")


def _concerns(claim: Claim, topic: Topic) -> bool:
    names = [e.name for e in topic.entities]
    if any(same_name(n, name) for n in claim.entities for name in names):
        return True
    return bool(Gazetteer(topic).terms(claim.quote))


def _is_history(claim: Claim) -> bool:
    """Told as past: a period that ended long before the article, or "originally"."""
    if any(cue.startswith("historic:") for cue in claim.cues):
        return True
    if claim.period.kind == "past":
        return True
    ended, day = claim.period.valid_to, claim.published_on
    return bool(
        ended and day and claim.period.kind == "at" and (day - ended).days > 120
    )


def _is_specific(claim: Claim) -> bool:
    """A finite clause with a number, a name beside its subject, or a date."""
    if not claim.tense and not claim.quantities:
        return False
    others = [n for n in claim.entities if not same_name(n, claim.subject)]
    return bool(
        claim.quantities or others or claim.period.text or claim.tense != "present"
    )
