"""How far the past of each source was walked, so that a walk can be taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from storage.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """A window of a source, half-open, aware UTC, whose articles are all judged."""

    source_id: str
    since: datetime
    until: datetime
    entries: int = 0


def walked(
    con: duckdb.DuckDBPyConnection,
) -> frozenset[tuple[str, datetime, datetime]]:
    """Return the windows that are done, by source."""
    rows = con.execute("select source_id, since, until from store.backfill").fetchall()
    return frozenset((name, since, until) for name, since, until in rows)


def save_walked(
    con: duckdb.DuckDBPyConnection, done: Sequence[Walked], *, at: datetime
) -> None:
    """Remember windows as done; once more is no matter."""
    rows = [{**asdict(each), "walked_at": at} for each in done]
    insert(con, "backfill", rows, on_conflict="do nothing")
