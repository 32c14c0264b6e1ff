"""What the last snapshot says of a topic: for the screen, metrics and health."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from storage.database import open_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run that began last; times are aware UTC."""

    started_at: datetime
    finished_at: datetime | None
    status: str
    trigger: str
    articles: int
    alerts: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """
    Counts of a topic.

    ``runs`` by status and trigger, ``alerts`` by verdict, ``backlog`` of alerts by
    state, ``failures`` in a row by source. ``good_at``: when a run completed last.
    """

    last: Run | None = None
    good_at: datetime | None = None
    runs: dict[tuple[str, str], int] = field(default_factory=dict)
    alerts: dict[str, int] = field(default_factory=dict)
    backlog: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    disputes: int = 0


class Reader:
    """Reads a snapshot when it has changed; no snapshot is an empty status."""

    def __init__(self, snapshot: Path) -> None:
        self._snapshot = snapshot
        self._read_of = 0
        self._status = Status()

    def status(self) -> Status:
        """
        Return what the snapshot says now.

        Raises:
            StorageError: it cannot be read.

        """
        try:
            changed = self._snapshot.stat().st_mtime_ns
        except FileNotFoundError:
            return Status()
        if changed != self._read_of:
            self._read_of = changed  # one that cannot be read is refused once
            self._status = _read(self._snapshot)
        return self._status


def _read(snapshot: Path) -> Status:
    con = open_snapshot(snapshot)
    try:
        last = con.execute(
            "select started_at, finished_at, status, trigger, coalesce(articles, 0), "
            "coalesce(alerts, 0), coalesce(seconds, 0) from runs "
            "order by started_at desc limit 1"
        ).fetchone()
        [(good_at,)] = con.execute(
            "select max(finished_at) from runs where status = 'completed'"
        ).fetchall()
        runs = con.execute("select status, trigger, count(*) from runs group by all")
        by_status = {(row[0], row[1]): row[2] for row in runs.fetchall()}
        [(disputes,)] = con.execute(
            "select count(*) from disputes where closed_at is null"
        ).fetchall()
        return Status(
            last=Run(**dict(zip(Run.__slots__, last, strict=True))) if last else None,
            good_at=good_at,
            runs=by_status,
            alerts=_counts(con, "select verdict, count(*) from alerts group by 1"),
            backlog=_counts(
                con,
                "select state, count(*) from alerts where state <> 'sent' group by 1",
            ),
            failures=_counts(con, "select source_id, failures from sources"),
            disputes=disputes,
        )
    finally:
        con.close()


def _counts(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return {str(name): int(n or 0) for name, n in con.execute(sql).fetchall()}
