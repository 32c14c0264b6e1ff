"""Alerts to send, in the words of a fictional paper mill."""

from __future__ import annotations

from datetime import UTC, date, datetime

from extractors.model import (
    Alert,
    Article,
    BaselineClaim,
    Claim,
    Modality,
    Severity,
    Slot,
    Status,
    Verdict,
    VerdictKind,
)

NOW = datetime(2025, 6, 12, 9, 30, tzinfo=UTC)


def claim(quote="The mill employs 400 people.", **values):
    defaults = {
        "claim_id": "c1",
        "article_id": "v1a",
        "sentence": quote,
        "quote": quote,
        "start": 0,
        "end": len(quote),
        "subject": "Tarn Mill",
        "relation": "employ",
        "matter": "Tarn Mill employees",
    }
    return Claim(**defaults | values)


def article(**values):
    defaults = {
        "article_id": "v1a",
        "url": "https://valleypost.example/mill?id=7&page=2",
        "canonical_url": "https://valleypost.example/mill",
        "source_id": "valley",
        "publisher": "Valley Post",
        "title": "Mill cuts jobs",
        "published_at": NOW,
        "fetched_at": NOW,
        "text": "The mill never employed more than 250 people.",
    }
    return Article(**defaults | values)


def held(**values):
    defaults = {
        "claim": claim(),
        "status": Status.SEED,
        "document": "Annual report",
        "document_date": date(2025, 3, 10),
        "document_url": "https://tarn.example/report.html",
    }
    return BaselineClaim(**defaults | values)


def alert(number=1, *, kind=VerdictKind.CONTRADICTS, **values):
    baseline = None if kind is VerdictKind.NEW else held()
    said = claim(
        "The mill never employed more than 250 people.",
        claim_id=f"c{number + 1}",
        modality=Modality.REPORTED,
        attribution="the union",
    )
    verdict = Verdict(
        kind=kind,
        reason="quantity_differs",
        confidence=0.82,
        slot=Slot.QUANTITY,
        old_value="" if baseline is None else "400 people",
        new_value="" if baseline is None else "at most 250 people",
        counterpart=baseline,
    )
    defaults = {
        "alert_id": f"v1{number:06x}",
        "topic": "mill",
        "verdict": verdict,
        "severity": Severity.HIGH,
        "claim": said,
        "article": article(),
        "baseline": baseline,
        "origins": 2,
        "copies": 4,
        "created_at": NOW,
        "run_id": "r1",
    }
    return Alert(**defaults | values)
