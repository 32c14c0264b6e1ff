"""Which alerts channels other than Slack have taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import duckdb

from storage.rows import insert, scalar


def begin(con: duckdb.DuckDBPyConnection, run_id: str, *, at: datetime) -> None:
    """On first use everything that earlier runs raised counts as told."""
    if scalar(con, "SELECT count(*) FROM store.told"):
        return
    rows = con.execute(
        "SELECT alert_id FROM store.alerts WHERE run_id IS DISTINCT FROM ?", [run_id]
    ).fetchall()
    mark(con, [row[0] for row in rows] or [""], at=at)


def untold(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the alerts that were not told yet, in order."""
    rows = con.execute(
        "SELECT alert_id FROM store.alerts ANTI JOIN store.told USING (alert_id) "
        "ORDER BY created_at, alert_id"
    ).fetchall()
    return [row[0] for row in rows]


def mark(
    con: duckdb.DuckDBPyConnection, alert_ids: Iterable[str], *, at: datetime
) -> None:
    """Remember that these were told."""
    rows = [{"alert_id": each, "told_at": at} for each in alert_ids]
    insert(con, "told", rows, on_conflict="do nothing")
