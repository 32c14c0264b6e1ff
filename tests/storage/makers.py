"""Values to store: each maker takes what differs from the usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from extractors.model import (
    Alert,
    Article,
    BaselineClaim,
    Claim,
    Decision,
    Outcome,
    Period,
    Quantity,
    Severity,
    Slot,
    Verdict,
    VerdictKind,
)

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def make_article(name: str = "a", **changes) -> Article:
    values = {
        "article_id": f"v1{name}",
        "url": f"https://news.example/{name}",
        "canonical_url": f"https://news.example/{name}",
        "source_id": "daily",
        "publisher": "The Daily",
        "origin": "daily.example",
        "title": f"The mill, part {name}",
        "published_at": NOW - DAY,
        "fetched_at": NOW,
        "text": f"The mill {name}\nThe mill employs 400 people.",
    }
    return Article(**{**values, **changes})


def make_claim(name: str = "c", article: str = "a", **changes) -> Claim:
    values = {
        "claim_id": f"claim-{name}",
        "article_id": f"v1{article}",
        "sentence": "The mill employs 400 people.",
        "quote": "The mill employs 400 people",
        "start": 11,
        "end": 38,
        "subject": "mill",
        "relation": "employ",
        "object": "people",
        "quantities": (
            Quantity(role="staff", low=400.0, high=400.0, unit="person", text="400"),
        ),
        "matter": "mill staff",
        "published_on": date(2025, 5, 31),
    }
    return Claim(**{**values, **changes})


def make_verdict(held: BaselineClaim | None = None, **changes) -> Verdict:
    values = {
        "kind": VerdictKind.CONTRADICTS if held else VerdictKind.NEW,
        "reason": "quantity_excludes" if held else "nothing_comparable",
        "confidence": 0.8,
        "slot": Slot.QUANTITY if held else None,
        "old_value": "400" if held else "",
        "new_value": "250" if held else "",
        "counterpart": held,
        "features": {"overlap": 0.5, "same_unit": True},
        "would_change": "A date after the baseline's.",
    }
    return Verdict(**{**values, **changes})


def make_decision(claim: Claim, verdict: Verdict | None = None, **changes) -> Decision:
    values = {
        "claim_id": claim.claim_id,
        "outcome": Outcome.OFF_TOPIC,
        "reason": verdict.reason if verdict else "no_entity",
        "verdict": verdict,
    }
    return Decision(**{**values, **changes})


def make_alert(
    claim: Claim, article: Article, held: BaselineClaim | None = None, **changes
) -> Alert:
    values = {
        "alert_id": f"v1alert-{claim.claim_id}",
        "topic": "mill",
        "verdict": make_verdict(held),
        "severity": Severity.HIGH,
        "claim": claim,
        "article": article,
        "baseline": held,
        "created_at": NOW,
        "run_id": "r1",
    }
    return Alert(**{**values, **changes})


def keys_of(claim: Claim) -> frozenset[str]:
    """Stand in for the keys of the comparison: words of subject and matter."""
    return frozenset({f"e:{claim.subject}", f"m:{claim.matter}"})


def period(valid_from: date | None, valid_to: date | None) -> Period:
    return Period(valid_from=valid_from, valid_to=valid_to, kind="at", text="then")
