"""Alerts and who says what they say; the outbox beside them says what was posted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

import duckdb
import msgspec

from extractors.model import Alert, Severity
from extractors.verdicts.alerts import louder
from storage.rows import insert, missing


@dataclass(frozen=True, slots=True)
class Said:
    """That an article says, by a claim of it, what an alert says; ``at`` aware UTC."""

    alert_id: str
    article_id: str
    claim_id: str
    origin: str
    at: datetime | None = None


_COLUMNS = attrgetter(*(each.name for each in fields(Said)))


def insert_alerts(con: duckdb.DuckDBPyConnection, alerts: Sequence[Alert]) -> None:
    """Record alerts, each with its first source; those raised before stay."""
    by_id = {alert.alert_id: alert for alert in alerts}
    fresh = [by_id[each] for each in missing(con, "alerts", "alert_id", by_id)]
    insert(con, "alerts", [_row(alert) for alert in fresh])
    add_sources(con, [first_source(alert) for alert in fresh])


def first_source(alert: Alert) -> Said:
    """The article that the alert was raised from."""
    return Said(
        alert.alert_id,
        alert.article.article_id,
        alert.claim.claim_id,
        alert.article.origin,
        alert.created_at,
    )


def add_sources(con: duckdb.DuckDBPyConnection, said: Sequence[Said]) -> None:
    """Record that these articles say what these alerts say."""
    by_key = {(s.alert_id, s.article_id, s.claim_id): s for s in reversed(said)}
    if by_key:
        columns = zip(*map(_COLUMNS, reversed(by_key.values())), strict=True)
        con.execute(
            "insert into store.alert_sources select unnest(?::varchar[]), "
            "unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::varchar[]), "
            "unnest(?::timestamptz[]) on conflict do nothing",
            [list(column) for column in columns],
        )


def raised_before(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> frozenset[str]:
    """Return which of these alerts there are."""
    there = set(alert_ids) - set(missing(con, "alerts", "alert_id", alert_ids))
    return frozenset(there)


def sources_of(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, list[Said]]:
    """Return who says what each of these alerts says; empty for an unknown one."""
    found = _sources(con, "alert_id", alert_ids)
    by_alert: dict[str, list[Said]] = {alert_id: [] for alert_id in alert_ids}
    for each in found:
        by_alert[each.alert_id].append(each)
    return by_alert


def said_by(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str]
) -> dict[str, list[Said]]:
    """Return by article which alerts it is a source of."""
    by_article: dict[str, list[Said]] = {article_id: [] for article_id in article_ids}
    for each in _sources(con, "article_id", article_ids):
        by_article[each.article_id].append(each)
    return by_article


def speak_up(con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]) -> None:
    """Write down how loud these alerts are by the origins that they now have."""
    levels: dict[str, Severity] = {}
    for alert_id, alert, origins, _ in _counted(con, alert_ids):
        first = msgspec.json.decode(alert, type=_Loudness).severity
        level = louder(first, origins)
        if level is not first:
            levels[alert_id] = level
    con.execute(
        "update store.alerts set severity = n.severity from (select "
        "unnest(?::varchar[]) as alert_id, unnest(?::varchar[]) as severity) n "
        "where alerts.alert_id = n.alert_id and alerts.severity <> n.severity",
        [list(levels), list(levels.values())],
    )


def read_alert(con: duckdb.DuckDBPyConnection, alert_id: str) -> Alert | None:
    """Return an alert with origins, copies and severity of now; None when unknown."""
    return read_alerts(con, [alert_id]).get(alert_id)


def read_alerts(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, Alert]:
    """Return alerts as of now; unknown ones are left out."""
    return {
        alert_id: replace(alert, severity=louder(alert.severity, alert.origins))
        for alert_id, alert in read_as_raised(con, alert_ids).items()
    }


def read_as_raised(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, Alert]:
    """Return alerts with origins and copies of now, as loud as their first article."""
    return {
        alert_id: replace(
            msgspec.json.decode(alert, type=Alert), origins=origins, copies=copies
        )
        for alert_id, alert, origins, copies in _counted(con, alert_ids)
    }


class _Loudness(msgspec.Struct):
    """What of a stored alert says how loud it was raised."""

    severity: Severity


def _counted(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> list[tuple[str, str, int, int]]:
    """Return ids, the alerts as stored, their origins and copies of now."""
    if not alert_ids:
        return []
    # Lists, for hundreds of single values: a tenth of the time.
    asked = "join (select unnest(?::varchar[]) as alert_id) using (alert_id)"
    return con.execute(
        "select alert_id, alert, coalesce(origins, 0), coalesce(copies, 0) "  # noqa: S608
        f"from store.alerts {asked} left join (select alert_id, count(distinct origin) "
        "as origins, count(distinct article_id) as copies from store.alert_sources "
        f"{asked} group by alert_id) using (alert_id)",
        [[*alert_ids], [*alert_ids]],
    ).fetchall()


def _sources(
    con: duckdb.DuckDBPyConnection, column: str, values: Collection[str]
) -> list[Said]:
    if not values:
        return []
    marks = ",".join("?" * len(values))
    rows = con.execute(
        "select alert_id, article_id, claim_id, origin "  # noqa: S608
        f"from store.alert_sources where {column} in ({marks})",
        list(values),
    ).fetchall()
    return [Said(*row) for row in rows]


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
