"""Which articles are looked at again, and when: an article may be edited or removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import duckdb

from storage.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """
    What is known of an article's address, and when it is asked next (None: never).

    ``etag`` and ``last_modified`` are stored verbatim and belong to ``url``, the
    address that answered. Looks are counted from ``counted_from`` on. ``misses`` counts
    looks in a row that found the article gone or cut short, ``failures`` those that
    found nothing out; ``last_error`` says what was wrong with the last one. Times are
    aware UTC.
    """

    article_id: str
    url: str
    etag: str = ""
    last_modified: str = ""
    counted_from: datetime
    next_fetch_at: datetime | None
    misses: int = 0
    failures: int = 0
    last_error: str = ""


_NAMES = [field.name for field in fields(Revisit)]


def plan_revisits(con: duckdb.DuckDBPyConnection, revisits: Sequence[Revisit]) -> None:
    """Look at articles again, unless that is planned already."""
    rows = [asdict(each) for each in revisits]
    insert(con, "revisits", rows, on_conflict="do nothing")


def due_revisits(
    con: duckdb.DuckDBPyConnection,
    now: datetime,
    *,
    source_ids: Collection[str],
    most: int,
) -> list[tuple[Revisit, int]]:
    """
    Return what is to be looked at now with its newest version, the longest due first.

    Articles of other sources, and such as were removed or whose text was dropped, stay
    out.
    """
    rows = con.execute(
        f"select {', '.join(f'r.{name}' for name in _NAMES)}, a.version "  # noqa: S608
        "from store.revisits r join store.articles a using (article_id) "
        "where r.next_fetch_at <= $now and a.source_id in "
        "(select unnest($sources::varchar[])) "
        "qualify row_number() over (partition by article_id order by version desc) = 1 "
        "and a.status in ('read', 'off_topic') and a.text is not null "
        "order by r.next_fetch_at, r.article_id limit $most",
        {"now": now, "sources": sorted(source_ids), "most": most},
    ).fetchall()
    return [
        (Revisit(**dict(zip(_NAMES, row[:-1], strict=True))), row[-1]) for row in rows
    ]


def save_revisits(con: duckdb.DuckDBPyConnection, revisits: Sequence[Revisit]) -> None:
    """Keep what looks left behind."""
    update = ", ".join(f"{n} = excluded.{n}" for n in _NAMES if n != "article_id")
    insert(
        con,
        "revisits",
        [asdict(each) for each in revisits],
        on_conflict=f"do update set {update}",
    )
