"""
The outbox: every Slack post as a row, written in the transaction of its cause.

==========  ====================================  ==================================
state       means                                 becomes
==========  ====================================  ==================================
pending     to be posted from ``next_try_at`` on  sending, held, sent (adopted)
sending     the call may have been made           sent, pending (known not posted),
                                                  dead (refused for good)
held        kept back until it is released        pending, sent (adopted)
sent        it is in the channel, at ``ts``       final
dead        Slack will never take it              final
==========  ====================================  ==================================

``sending`` is committed before the call, so that a crash leaves a trace of what may
have happened; only the channel's own history, or a refusal that proves that nothing was
posted, takes a row back to ``pending``. A change of state that the table does not have
raises ValueError: it is a bug. Every function works in the caller's transaction; any of
them raises ``duckdb.Error``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import duckdb


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


SHOWN = "shown"
"""``last_error`` of a post that was shown in the terminal, for want of a token."""

REPEAT = "possible_repeat"
"""``last_error`` of a post that is sent again without knowing the fate of the first."""


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


_COLUMNS = """post_id, alert_id, kind, channel, payload, thread_of, render_version,
    created_at, run_id, seq, state, attempt, first_try_at, last_try_at, next_try_at,
    ts, last_error"""


def enqueue(con: duckdb.DuckDBPyConnection, post: Post) -> bool:
    """Queue the post; False when it is there already, in whatever state."""
    if get(con, post.post_id) is not None:
        return False
    [seq] = _one(con, "UPDATE store.meta SET seq = seq + 1 RETURNING seq", [])
    con.execute(
        """INSERT INTO store.outbox (post_id, alert_id, seq, kind, channel, thread_of,
            payload, render_version, state, attempt, created_at, run_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?)""",
        [
            post.post_id,
            post.alert_id,
            seq,
            post.kind.value,
            post.channel,
            post.thread_of,
            json.dumps(post.payload, ensure_ascii=False),
            post.render_version,
            post.created_at,
            post.run_id,
        ],
    )
    return True


def get(con: duckdb.DuckDBPyConnection, post_id: str) -> Queued | None:
    """The post with where it stands, or None."""
    rows = _select(con, "post_id = ?", [post_id])
    return rows[0] if rows else None


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
    [ts] = _one(
        con,
        """SELECT max_by(ts, ts::DOUBLE) FROM store.outbox
        WHERE channel = ? AND state = 'sent' AND ts <> ''""",
        [channel],
    )
    return ts or ""


def mark_sending(con: duckdb.DuckDBPyConnection, post_id: str, now: datetime) -> None:
    """The call is about to be made; commit this before making it."""
    _change(
        con,
        post_id,
        "pending",
        """state = 'sending', attempt = attempt + 1, last_try_at = ?,
        first_try_at = coalesce(first_try_at, ?), next_try_at = NULL""",
        [now, now],
    )


def mark_sent(con: duckdb.DuckDBPyConnection, post_id: str, ts: str) -> None:
    """It is in the channel; ``ts`` is Slack's id of the message."""
    _change(con, post_id, "sending", "state = 'sent', ts = ?, last_error = ''", [ts])


def mark_pending(
    con: duckdb.DuckDBPyConnection,
    post_id: str,
    *,
    error: str = "",
    next_try_at: datetime | None = None,
) -> None:
    """It is known not to be in the channel, or ``error`` says REPEAT."""
    change = "state = 'pending', last_error = ?, next_try_at = ?"
    _change(con, post_id, "sending", change, [error, next_try_at])


def mark_refused(con: duckdb.DuckDBPyConnection, post_id: str, error: str) -> None:
    """Slack refused the blocks: what remains to be posted is the plain text."""
    _change(
        con,
        post_id,
        "sending",
        """state = 'pending', last_error = ?, next_try_at = NULL,
        payload = json_merge_patch(payload, '{"blocks": []}')""",
        [error],
    )


def mark_dead(con: duckdb.DuckDBPyConnection, post_id: str, error: str) -> None:
    """Slack will never take it; ``error`` says why."""
    change = "state = 'dead', last_error = ?"
    _change(con, post_id, "sending pending", change, [error])


def note_error(con: duckdb.DuckDBPyConnection, post_id: str, error: str) -> None:
    """The call ended without an answer: it stays in flight, and we know how."""
    _change(con, post_id, "sending", "last_error = ?", [error])


def mark_shown(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """The run showed its posts in the terminal; with a token they go as a digest."""
    con.execute(
        """UPDATE store.outbox SET last_error = ?
        WHERE state = 'pending' AND attempt = 0 AND run_id = ?""",
        [SHOWN, run_id],
    )


def hold(con: duckdb.DuckDBPyConnection, post_id: str) -> None:
    """Kept back until it is released."""
    _change(con, post_id, "pending", "state = 'held'", [])


def release(
    con: duckdb.DuckDBPyConnection, post_ids: Iterable[str] | None = None
) -> int:
    """What was held (all, or these) is pending again; how many that were."""
    held = {row.post.post_id for row in in_state(con, State.HELD)}
    chosen = held if post_ids is None else held & set(post_ids)
    for post_id in chosen:
        change = "state = 'pending', last_error = '', next_try_at = NULL"
        _change(con, post_id, "held", change, [])
    return len(chosen)


def adopt(
    con: duckdb.DuckDBPyConnection,
    seen: Iterable[Seen],
    *,
    channel: str,
    now: datetime,
) -> int:
    """
    What the channel shows is sent, whatever we remember; how many we did not know of.

    A post without a row (an older backup, a lost tail) leaves a tombstone: ids only, so
    that enqueueing it again does nothing.
    """
    learnt = 0
    for one in seen:
        row = get(con, one.post_id)
        if row is None:
            _bury(con, one, channel, now)
        elif row.state in (State.SENT, State.DEAD):
            continue
        else:
            change = "state = 'sent', ts = ?, last_error = ''"
            _change(con, one.post_id, "pending sending held", change, [one.ts])
        learnt += 1
        con.execute("UPDATE store.meta SET seq = greatest(seq, ?)", [one.seq])
    return learnt


def identity(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """Topic and generation of this database; a new file has a new generation."""
    topic, made = _one(con, "SELECT topic, generation FROM store.meta", [])
    return str(topic), str(made)


def _bury(
    con: duckdb.DuckDBPyConnection, seen: Seen, channel: str, now: datetime
) -> None:
    con.execute(
        """INSERT INTO store.outbox (post_id, alert_id, seq, kind, channel, thread_of,
            payload, render_version, state, attempt, ts, last_error, created_at, run_id)
        VALUES (?, ?, ?, ?, ?, '', '{}', 0, 'sent', 0, ?, 'adopted', ?, '')""",
        [
            seen.post_id,
            seen.alert_id,
            seen.seq,
            seen.kind.value,
            channel,
            seen.ts,
            now,
        ],
    )


def _change(
    con: duckdb.DuckDBPyConnection,
    post_id: str,
    allowed: str,
    assignments: str,
    values: list[Any],
) -> None:
    changed = con.execute(
        f"""UPDATE store.outbox SET {assignments}
        WHERE post_id = ? AND state IN (SELECT unnest(?)) RETURNING post_id""",  # noqa: S608 - assignments are the constants above
        [*values, post_id, allowed.split()],
    ).fetchall()
    if not changed:
        raise ValueError(f"post {post_id} is not {' or '.join(allowed.split())}")


def _one(con: duckdb.DuckDBPyConnection, sql: str, values: list[Any]) -> Any:
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
