"""What robots.txt of each host said, kept for its day across runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from storage.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """
    The robots.txt of an origin (scheme, host and port).

    ``rules`` is its text, None where there is none; ``read_at`` is aware UTC.
    """

    origin: str
    rules: str | None
    read_at: datetime


def read_robots(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[RobotsFile]:
    """Return what was read since then."""
    rows = con.execute(
        "select origin, rules, read_at from store.robots where read_at >= ?", [since]
    ).fetchall()
    return [RobotsFile(origin=o, rules=rules, read_at=at) for o, rules, at in rows]


def save_robots(
    con: duckdb.DuckDBPyConnection, files: Iterable[RobotsFile], *, since: datetime
) -> None:
    """Keep what was read, and drop what was read before ``since``."""
    con.execute("delete from store.robots where read_at < ?", [since])
    update = "do update set rules = excluded.rules, read_at = excluded.read_at"
    insert(con, "robots", [asdict(each) for each in files], on_conflict=update)
