"""What becomes true of a post. A change that the table of states lacks is a bug."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import duckdb

from storage.outbox.rows import Post, Seen, State, get, in_state, single
from storage.rows import insert, missing

SHOWN = "shown"
"""``last_error`` of a post that was shown in the terminal, for want of a token."""

REPEAT = "possible_repeat"
"""``last_error`` of a post that is sent again without knowing the fate of the first."""


def enqueue(con: duckdb.DuckDBPyConnection, post: Post) -> bool:
    """Queue the post; False when it is there already, in whatever state."""
    return bool(enqueue_all(con, [post]))


def enqueue_all(con: duckdb.DuckDBPyConnection, posts: Sequence[Post]) -> int:
    """Queue posts in this order, each once; how many were not there already."""
    by_id = {post.post_id: post for post in reversed(posts)}
    wanted = [post for post in posts if by_id[post.post_id] is post]
    absent = set(missing(con, "outbox", "post_id", by_id))
    fresh = [post for post in wanted if post.post_id in absent]
    if not fresh:
        return 0
    more = "UPDATE store.meta SET seq = seq + ? RETURNING seq"
    [last] = single(con, more, [len(fresh)])
    first = last - len(fresh) + 1
    return insert(
        con, "outbox", [_row(post, seq) for seq, post in enumerate(fresh, first)]
    )


def _row(post: Post, seq: int) -> dict[str, Any]:
    return {
        "post_id": post.post_id,
        "alert_id": post.alert_id,
        "seq": seq,
        "kind": post.kind,
        "channel": post.channel,
        "thread_of": post.thread_of,
        "payload": post.payload,
        "render_version": post.render_version,
        "state": State.PENDING,
        "attempt": 0,
        "created_at": post.created_at,
        "run_id": post.run_id,
    }


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
