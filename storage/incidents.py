"""Trouble with a beginning and an end, each of which is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Open trouble; ``subject`` is what it is about, such as ``source:daily``."""

    incident_id: str
    subject: str
    detail: str
    opened_at: datetime


def open_incident(
    con: duckdb.DuckDBPyConnection, subject: str, detail: str, *, at: datetime
) -> Incident:
    """Return the open incident about the subject; begin it when there is none."""
    for known in open_incidents(con):
        if known.subject == subject:
            return known
    incident_id = f"{subject}:{at:%Y%m%dT%H%M%S}"
    con.execute(
        "INSERT INTO store.incidents VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
        [incident_id, subject, detail, at],
    )
    return Incident(
        incident_id=incident_id, subject=subject, detail=detail, opened_at=at
    )


def close_incident(
    con: duckdb.DuckDBPyConnection, subject: str, *, at: datetime
) -> Incident | None:
    """End the open incident about the subject; None when there is none."""
    found = next((i for i in open_incidents(con) if i.subject == subject), None)
    if found is not None:
        con.execute(
            "UPDATE store.incidents SET closed_at = ? WHERE incident_id = ?",
            [at, found.incident_id],
        )
    return found


def open_incidents(con: duckdb.DuckDBPyConnection) -> list[Incident]:
    """Return what is not over, the oldest first."""
    rows = con.execute(
        "SELECT incident_id, subject, detail, opened_at FROM store.incidents "
        "WHERE closed_at IS NULL ORDER BY opened_at, incident_id"
    ).fetchall()
    return [
        Incident(incident_id=name, subject=subject, detail=detail, opened_at=opened_at)
        for name, subject, detail, opened_at in rows
    ]
