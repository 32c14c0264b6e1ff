"""Findings -> alerts: what identifies one, and how loudly it speaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from extractors.model import (
    Alert,
    Article,
    Claim,
    Severity,
    Slot,
    Topic,
    Trust,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.findings import Found
from extractors.verdicts.words import stem

_STEPS = (Severity.LOW, Severity.MEDIUM, Severity.HIGH)
_MANY_ORIGINS = 3  # two papers often print one press release


def raise_alert(
    article: Article,
    group: Sequence[Found],
    topic: Topic,
    *,
    created_at: datetime,
    run_id: str,
) -> Alert:
    """Make the alert of a finding; its first claim speaks for it."""
    claim, verdict = group[0].claim, group[0].verdict
    return Alert(
        alert_id=alert_id(topic, claim, verdict),
        topic=topic.id,
        verdict=verdict,
        severity=severity(verdict, claim, article, topic),
        claim=claim,
        article=article,
        baseline=verdict.counterpart,
        companions=tuple(other.claim for other in group[1:]),
        created_at=created_at,
        run_id=run_id,
    )


def alert_id(topic: Topic, claim: Claim, verdict: Verdict) -> str:
    """
    Hash of what the finding means, so that another wording is the same alert.

    With figures the wording does not count: who, how much, when, and against which old
    claim. Without, what is done to whom counts by the stems of the words.
    """
    parts = (
        topic.id,
        verdict.kind.value,
        claim.subject.lower(),
        *(sorted(set(_figures(claim))) or _deed(claim)),
        str(claim.period.valid_from),
        str(claim.period.valid_to),
        claim.polarity.value,
        verdict.counterpart.claim_id if verdict.counterpart else "",
    )
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()
    return f"v1{digest}"


def _figures(claim: Claim) -> Iterator[str]:
    for quantity in claim.quantities:
        low, high = _rounded(quantity.low), _rounded(quantity.high)
        yield f"{quantity.unit}/{quantity.per}/{low}/{high}"


def _deed(claim: Claim) -> list[str]:
    words = [*claim.relation.split(), *claim.object.lower().split()]
    return [stem(word) for word in words]


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def severity(
    verdict: Verdict, claim: Claim, article: Article, topic: Topic
) -> Severity:
    """
    How loudly to speak, when the first article says it.

    =============  =======================================  ===========
    verdict        slot or source                           severity
    =============  =======================================  ===========
    contradicts    any, but a headline or an aggregator     high
    contradicts    from an aggregator                       medium
    updates        quantity, date, polarity, relation       medium
    updates        others                                   low
    new            told by a primary source or in a title   medium
    new            others                                   low
    any            with a watched word                      one step up
    any            by its third independent origin          one step up
    =============  =======================================  ===========

    The last row is :func:`louder`, when the origin joins.
    """
    level = 0
    if verdict.kind is VerdictKind.CONTRADICTS:
        level = 1 if article.trust is Trust.AGGREGATOR else 2
    elif verdict.kind is VerdictKind.UPDATES:
        strong = {Slot.QUANTITY, Slot.DATE, Slot.POLARITY, Slot.RELATION}
        level = 1 if verdict.slot in strong else 0
    elif article.trust is Trust.PRIMARY or claim.in_title:
        level = 1
    words = {*claim.terms, *(q.role for q in claim.quantities)}
    if any(watched.lower() in words for watched in topic.watch):
        level += 1
    return _STEPS[min(level, 2)]


def louder(first: Severity, origins: int) -> Severity:
    """How loudly to speak, when so many independent origins say it."""
    return _STEPS[min(_STEPS.index(first) + (origins >= _MANY_ORIGINS), 2)]
