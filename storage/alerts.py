"""Alerts and who says what they say; the outbox beside them says what was posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb
import msgspec

from extractors.model import Alert, Article, Claim, Severity
from storage.rows import insert, missing


def insert_alert(con: duckdb.DuckDBPyConnection, alert: Alert) -> bool:
    """Record an alert and its first source; False when its id was raised before."""
    if not missing(con, "alerts", "alert_id", [alert.alert_id]):
        return False
    insert(con, "alerts", [_row(alert)])
    join_alert(con, alert.alert_id, alert.claim, alert.article, at=alert.created_at)
    return True


def join_alert(
    con: duckdb.DuckDBPyConnection,
    alert_id: str,
    claim: Claim,
    article: Article,
    *,
    at: datetime,
) -> tuple[int, int]:
    """
    Record that an article says what the alert says.

    Returns:
        How many independent origins, and how many articles, say it now.

    """
    con.execute(
        "insert into store.alert_sources values (?, ?, ?, ?, ?) on conflict do nothing",
        [alert_id, article.article_id, claim.claim_id, article.origin, at],
    )
    return _count(con, alert_id)


def set_severity(
    con: duckdb.DuckDBPyConnection, alert_id: str, severity: Severity
) -> None:
    """Speak of an alert more loudly, or less, from now on."""
    con.execute(
        "update store.alerts set severity = ? where alert_id = ?", [severity, alert_id]
    )


def first_severity(con: duckdb.DuckDBPyConnection, alert_id: str) -> Severity:
    """How loudly the alert spoke when it was raised."""
    row = con.execute(
        "select alert->>'severity' from store.alerts where alert_id = ?", [alert_id]
    ).fetchone()
    return Severity(row[0]) if row else Severity.LOW


def is_new_source(
    con: duckdb.DuckDBPyConnection, alert_id: str, article_id: str
) -> bool:
    """Whether there is such an alert, and the article not yet one of its sources."""
    sql = (
        "select exists (from store.alerts where alert_id = $alert) and not exists "
        "(from store.alert_sources where alert_id = $alert and article_id = $article)"
    )
    found = con.execute(sql, {"alert": alert_id, "article": article_id}).fetchone()
    return bool(found and found[0])


def read_alert(con: duckdb.DuckDBPyConnection, alert_id: str) -> Alert | None:
    """Return an alert with origins, copies and severity of now; None when unknown."""
    row = con.execute(
        "select alert, severity from store.alerts where alert_id = ?", [alert_id]
    ).fetchone()
    if row is None:
        return None
    origins, copies = _count(con, alert_id)
    alert = msgspec.json.decode(row[0], type=Alert)
    severity = Severity(row[1])
    return replace(alert, origins=origins, copies=copies, severity=severity)


def _count(con: duckdb.DuckDBPyConnection, alert_id: str) -> tuple[int, int]:
    row = con.execute(
        "select count(distinct origin), count(distinct article_id) "
        "from store.alert_sources where alert_id = ?",
        [alert_id],
    ).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def _row(alert: Alert) -> dict[str, Any]:
    claim, article, verdict, held = (
        alert.claim,
        alert.article,
        alert.verdict,
        alert.baseline,
    )
    return {
        "alert_id": alert.alert_id,
        "topic": alert.topic,
        "verdict": verdict.kind,
        "severity": alert.severity,
        "confidence": verdict.confidence,
        "slot": verdict.slot,
        "old_value": verdict.old_value,
        "new_value": verdict.new_value,
        "claim_id": claim.claim_id,
        "claim_text": claim.quote,
        "claim_start": claim.start,
        "claim_end": claim.end,
        "modality": claim.modality,
        "attribution": claim.attribution,
        "article_id": article.article_id,
        "article_version": article.version,
        "article_url": article.url,
        "article_title": article.title,
        "published_at": article.published_at,
        "source_id": article.source_id,
        "trust": article.trust,
        "baseline_claim_id": held.claim_id if held else None,
        "baseline_text": held.claim.quote if held else None,
        "baseline_document": held.document if held else None,
        "created_at": alert.created_at,
        "run_id": alert.run_id,
        "alert": alert,
    }
