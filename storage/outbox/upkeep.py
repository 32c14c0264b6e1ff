"""Posts that are not on their way yet, changed before they go."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import duckdb

from storage.outbox.changes import enqueue
from storage.outbox.rows import Kind, Post, State, due, get


def rewrite(
    con: duckdb.DuckDBPyConnection, payloads: Mapping[str, dict[str, Any]]
) -> frozenset[str]:
    """Change posts, by id, that nobody has tried to send; which it was not too late."""
    if not payloads:
        return frozenset()
    texts = [json.dumps(each, ensure_ascii=False) for each in payloads.values()]
    changed = con.execute(
        """UPDATE store.outbox SET payload = n.payload FROM (SELECT
        unnest(?::varchar[]) AS post_id, unnest(?::varchar[]) AS payload) n
        WHERE outbox.post_id = n.post_id AND attempt = 0
        AND state IN ('pending', 'held') RETURNING outbox.post_id""",
        [list(payloads), texts],
    ).fetchall()
    return frozenset(post_id for (post_id,) in changed)


def enqueue_update(con: duckdb.DuckDBPyConnection, post: Post) -> None:
    """Queue an update; one that still waits for the same message is changed instead."""
    rows = con.execute(
        """SELECT post_id FROM store.outbox WHERE kind = 'update' AND thread_of = ?
        AND state = 'pending' AND attempt = 0""",
        [post.thread_of],
    ).fetchall()
    if rows:
        rewrite(con, {rows[0][0]: post.payload})
    else:
        enqueue(con, post)


def postpone(
    con: duckdb.DuckDBPyConnection, post_ids: Iterable[str], until: datetime
) -> None:
    """Let pending posts wait until then."""
    con.execute(
        """UPDATE store.outbox SET next_try_at = ?
        WHERE state = 'pending' AND post_id IN (SELECT unnest(?::varchar[]))""",
        [until, list(post_ids)],
    )


def address(con: duckdb.DuckDBPyConnection, channel: str) -> None:
    """Give posts from before there was a channel this one."""
    con.execute(
        "UPDATE store.outbox SET channel = ? WHERE channel = '' AND state = 'pending'",
        [channel],
    )


def number_of(con: duckdb.DuckDBPyConnection, alert_id: str, kind: Kind) -> int:
    """How many posts of a kind there are for an alert."""
    row = con.execute(
        "SELECT count(*) FROM store.outbox WHERE alert_id = ? AND kind = ?",
        [alert_id, kind.value],
    ).fetchone()
    return row[0] if row else 0


def due_of(
    con: duckdb.DuckDBPyConnection, now: datetime, kinds: Collection[Kind]
) -> int:
    """How many posts of these kinds could be posted now."""
    return sum(1 for row in due(con, now) if row.post.kind in kinds)


def is_on_its_way(con: duckdb.DuckDBPyConnection, post_id: str) -> bool:
    """Whether a post is in the channel, or will be without anybody's doing."""
    row = get(con, post_id)
    return row is not None and row.state not in (State.HELD, State.DEAD)
