"""What we know about each source: cache validators, next fetch, health, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import duckdb

from extractors.model import Source
from storage.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """
    What the last visits to a source left behind.

    ``etag`` and ``last_modified`` are stored verbatim and belong to ``validators_url``,
    the address that answered; ``failures`` counts the visits that failed in a row.
    """

    source_id: str
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    next_fetch_at: datetime | None = None
    failures: int = 0
    last_ok_at: datetime | None = None
    last_error: str = ""
    entries_24h: int = 0


def sync_sources(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Enter the topic's sources; what we know about the ones we had stays."""
    rows = [
        {"source_id": s.id, "kind": s.kind, "url": s.url, "trust": s.trust}
        for s in sources
    ]
    update = "do update set kind = excluded.kind, url = excluded.url, "
    insert(con, "sources", rows, on_conflict=update + "trust = excluded.trust")


def read_states(con: duckdb.DuckDBPyConnection) -> dict[str, SourceState]:
    """Return what the last visits left behind, by source id."""
    names = [field.name for field in fields(SourceState)]
    sql = f"select {', '.join(names)} from store.sources"  # noqa: S608
    states = {}
    for row in con.execute(sql).fetchall():
        known = {k: v for k, v in zip(names, row, strict=True) if v is not None}
        states[row[0]] = SourceState(**known)
    return states


def save_states(con: duckdb.DuckDBPyConnection, states: Sequence[SourceState]) -> None:
    """Keep what visits left behind; the last state of a source counts."""
    rows = list({state.source_id: asdict(state) for state in states}.values())
    names = [field.name for field in fields(SourceState) if field.name != "source_id"]
    update = ", ".join(f"{name} = excluded.{name}" for name in names)
    insert(con, "sources", rows, on_conflict=f"do update set {update}")


def add_coverage(
    con: duckdb.DuckDBPyConnection,
    source_id: str,
    *,
    at: datetime,
    fetched: int = 0,
    new_articles: int = 0,
    errors: int = 0,
) -> None:
    """Count a visit in its hour (UTC): pages fetched, articles found, failures."""
    con.execute(
        "insert into store.coverage values "
        "(?, date_trunc('hour', ?::timestamptz), ?, ?, ?) on conflict do update set "
        "fetched = fetched + excluded.fetched, "
        "new_articles = new_articles + excluded.new_articles, "
        "errors = errors + excluded.errors",
        [source_id, at, fetched, new_articles, errors],
    )
