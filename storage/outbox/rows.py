"""A post, and where it stands, as a row of the outbox."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import duckdb

_COLUMNS = """post_id, alert_id, kind, channel, payload, thread_of, render_version,
    created_at, run_id, seq, state, attempt, first_try_at, last_try_at, next_try_at,
    ts, last_error"""


class Kind(StrEnum):
    """What a post is for. ``update`` rewrites the post it hangs on."""

    ROOT = "root"
    REPLY = "reply"
    UPDATE = "update"
    DIGEST = "digest"
    OPS = "ops"
    CLOSING = "closing"


class State(StrEnum):
    """Where a post stands; see the module's table."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """
    A message to be sent once.

    ``post_id`` is the same for the same message whoever makes it, so that enqueueing
    twice is enqueueing once. ``payload`` holds ``text``, ``blocks`` and for a reply
    ``broadcast``; ``thread_of`` is the ``post_id`` of the message that a reply or an
    update hangs on. Times are aware UTC.
    """

    post_id: str
    alert_id: str = ""
    kind: Kind = Kind.ROOT
    channel: str
    payload: dict[str, Any] = field(default_factory=dict)
    thread_of: str = ""
    render_version: int = 1
    created_at: datetime
    run_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A post with where it stands. Posts go out in the order of ``seq``."""

    post: Post
    seq: int
    state: State
    attempt: int = 0
    first_try_at: datetime | None = None
    last_try_at: datetime | None = None
    next_try_at: datetime | None = None
    ts: str = ""
    last_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One of our posts as the channel shows it. ``ts`` is Slack's id of the message."""

    post_id: str
    alert_id: str
    kind: Kind
    seq: int
    ts: str
    thread_ts: str = ""


def get(con: duckdb.DuckDBPyConnection, post_id: str) -> Queued | None:
    """The post with where it stands, or None."""
    return get_all(con, [post_id]).get(post_id)


def get_all(
    con: duckdb.DuckDBPyConnection, post_ids: Collection[str]
) -> dict[str, Queued]:
    """The posts, by id, with where they stand; unknown ones are left out."""
    if not post_ids:
        return {}
    marks = ",".join("?" * len(post_ids))
    rows = _select(con, f"post_id IN ({marks})", list(post_ids))
    return {row.post.post_id: row for row in rows}


def require(con: duckdb.DuckDBPyConnection, post_id: str) -> Queued:
    """The post, which is there."""
    row = get(con, post_id)
    if row is None:
        raise ValueError(f"post {post_id} is not in the outbox")
    return row


def due(con: duckdb.DuckDBPyConnection, now: datetime) -> list[Queued]:
    """What may be posted now, in order."""
    where = "state = 'pending' AND (next_try_at IS NULL OR next_try_at <= ?)"
    return _select(con, where, [now])


def in_flight(con: duckdb.DuckDBPyConnection) -> list[Queued]:
    """What may or may not have been posted, in order."""
    return _select(con, "state = 'sending'", [])


def in_state(con: duckdb.DuckDBPyConnection, state: State) -> list[Queued]:
    """All posts that stand there, in order."""
    return _select(con, "state = ?", [state.value])


def counts(con: duckdb.DuckDBPyConnection) -> dict[State, int]:
    """How many posts stand where; every state is a key."""
    rows = con.execute("SELECT state, count(*) FROM store.outbox GROUP BY 1").fetchall()
    return dict.fromkeys(State, 0) | {State(state): number for state, number in rows}


def last_sent_ts(con: duckdb.DuckDBPyConnection, channel: str) -> str:
    """
    The newest message that we know of in the channel; empty when we know of none.

    Posts go out one after the other, so a lost tail of the database, or an older
    backup, lacks only what is newer than this.
    """
    [ts] = single(
        con,
        """SELECT max_by(ts, ts::DOUBLE) FROM store.outbox
        WHERE channel = ? AND state = 'sent' AND ts <> ''""",
        [channel],
    )
    return ts or ""


def identity(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """Topic and generation of this database; a new file has a new generation."""
    topic, made = single(con, "SELECT topic, generation FROM store.meta", [])
    return str(topic), str(made)


def single(con: duckdb.DuckDBPyConnection, sql: str, values: list[Any]) -> Any:
    """The one row that the statement gives."""
    row = con.execute(sql, values).fetchone()
    assert row is not None
    return row


def _select(
    con: duckdb.DuckDBPyConnection, where: str, values: list[Any]
) -> list[Queued]:
    sql = f"SELECT {_COLUMNS} FROM store.outbox WHERE {where} ORDER BY seq, post_id"  # noqa: S608 - where is one of the constants above
    return [_queued(row) for row in con.execute(sql, values).fetchall()]


def _queued(row: tuple[Any, ...]) -> Queued:
    post_id, alert_id, kind, channel, payload, thread_of, version, *rest = row
    created_at, run_id, seq, state, attempt, first, last, following, ts, error = rest
    return Queued(
        post=Post(
            post_id=post_id,
            alert_id=alert_id or "",
            kind=Kind(kind),
            channel=channel,
            payload=json.loads(payload),
            thread_of=thread_of or "",
            render_version=version,
            created_at=created_at,
            run_id=run_id or "",
        ),
        seq=seq,
        state=State(state),
        attempt=attempt,
        first_try_at=first,
        last_try_at=last,
        next_try_at=following,
        ts=ts or "",
        last_error=error or "",
    )
