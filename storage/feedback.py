"""
What people answer to an alert, and what follows from it for the baseline.

==========  ================================================================
answer      what becomes true
==========  ================================================================
confirmed   the alert's claims are confirmed, what they contradict is closed
dismissed   they are rejected, what they had closed is open again, and the
            pair is remembered, so that the finding does not come back
muted       nothing in the baseline (``storage.mutes`` keeps it silent)
==========  ================================================================

An answer replaces the one before it, whose changes are taken back first. ``undo`` takes
the last one back. Every function works in the caller's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import duckdb
import msgspec

from storage import baseline
from storage.baseline import Changed
from storage.rows import scalar

REASONS = ("extraction", "comparison", "not_news", "bad_source")


class Action(StrEnum):
    """What an answer says."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    MUTED = "muted"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that stands; ``at`` is aware UTC."""

    feedback_id: str
    alert_id: str
    action: Action
    reason: str
    user: str
    at: datetime
    changes: tuple[Changed, ...] = ()


def give(
    con: duckdb.DuckDBPyConnection,
    alert_id: str,
    action: Action,
    *,
    user: str,
    at: datetime,
    reason: str = "",
) -> bool:
    """Record an answer and what follows; False when it stands already."""
    before = [each for each in standing(con, alert_id) if _replaces(action, each)]
    if any(each.action is action for each in before):
        return False
    for each in before:
        _take_back(con, each, at)
    changes = _follow(con, alert_id, action, at)
    con.execute(
        'INSERT INTO store.feedback (feedback_id, alert_id, action, reason, "user", '
        "at_time, changes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            uuid.uuid4().hex,
            alert_id,
            action.value,
            reason,
            user,
            at,
            msgspec.json.encode(changes).decode(),
        ],
    )
    return True


def undo(
    con: duckdb.DuckDBPyConnection, alert_id: str, *, at: datetime
) -> Answer | None:
    """Take the last answer back; None when none stands."""
    answers = standing(con, alert_id)
    if not answers:
        return None
    _take_back(con, answers[-1], at)
    return answers[-1]


def standing(con: duckdb.DuckDBPyConnection, alert_id: str) -> list[Answer]:
    """Return the answers that nobody took back, the last one last."""
    return standing_of(con, [alert_id]).get(alert_id, [])


def standing_of(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, list[Answer]]:
    """Return by alert the answers that nobody took back, the last one last."""
    rows = con.execute(
        "SELECT feedback_id, alert_id, action, coalesce(reason, ''), "
        "coalesce(\"user\", ''), at_time, changes FROM store.feedback "
        "WHERE alert_id IN (SELECT unnest(?::varchar[])) AND undone_at IS NULL "
        "ORDER BY at_time, feedback_id",
        [list(alert_ids)],
    ).fetchall()
    found: dict[str, list[Answer]] = {}
    for feedback_id, alert_id, action, reason, user, at, changes in rows:
        answer = Answer(
            feedback_id=feedback_id,
            alert_id=alert_id,
            action=Action(action),
            reason=reason,
            user=user,
            at=at,
            changes=msgspec.json.decode(changes or "[]", type=tuple[Changed, ...]),
        )
        found.setdefault(alert_id, []).append(answer)
    return found


def miss(
    con: duckdb.DuckDBPyConnection,
    *,
    url: str,
    quote: str,
    explanation: str,
    user: str,
    at: datetime,
) -> None:
    """Keep a finding that was not told, with why it was not."""
    con.execute(
        'INSERT INTO store.feedback (feedback_id, action, "user", at_time, url, '
        "quote, explanation) VALUES (?, 'missed', ?, ?, ?, ?, ?)",
        [uuid.uuid4().hex, user, at, url, quote, explanation],
    )


def _replaces(action: Action, other: Answer) -> bool:
    """A mute leaves a label standing, and the other way round."""
    return (action is Action.MUTED) == (other.action is Action.MUTED)


def _follow(
    con: duckdb.DuckDBPyConnection, alert_id: str, action: Action, at: datetime
) -> list[Changed]:
    match action:
        case Action.CONFIRMED:
            return _confirm(con, alert_id, at)
        case Action.DISMISSED:
            return _dismiss(con, alert_id, at)
        case _:
            return []


def _confirm(
    con: duckdb.DuckDBPyConnection, alert_id: str, at: datetime
) -> list[Changed]:
    ends = _contradicted(con, alert_id)
    changes = baseline.tracked(
        con,
        _claims(con, alert_id),
        lambda claim_id: baseline.confirm(con, claim_id, at=at),
    )
    for old_id, (claim_id, day) in ends.items():
        changes += baseline.tracked(
            con,
            [old_id],
            lambda old, by=claim_id, until=day: baseline.supersede(  # type: ignore[misc]
                con, old, by_claim_id=by, valid_to=until, at=at
            ),
        )
    return changes


def _dismiss(
    con: duckdb.DuckDBPyConnection, alert_id: str, at: datetime
) -> list[Changed]:
    ours = _claims(con, alert_id)
    closed = con.execute(
        "SELECT claim_id FROM store.baseline WHERE retired_at IS NULL "
        "AND superseded_by IN (SELECT unnest(?::varchar[])) ORDER BY row_id",
        [ours],
    ).fetchall()
    changes = baseline.tracked(
        con, ours, lambda claim_id: baseline.reject(con, claim_id, at=at)
    )
    changes += baseline.tracked(
        con,
        [row[0] for row in closed],
        lambda claim_id: baseline.reopen(con, claim_id, at=at),
    )
    baseline.reject_pair(con, _against(con, alert_id), alert_id, at=at)
    return changes


def _take_back(con: duckdb.DuckDBPyConnection, answer: Answer, at: datetime) -> None:
    baseline.take_back(con, answer.changes, at=at)
    if answer.action is Action.DISMISSED:
        baseline.forget_pair(con, _against(con, answer.alert_id), answer.alert_id)
    con.execute(
        "UPDATE store.feedback SET undone_at = ? WHERE feedback_id = ?",
        [at, answer.feedback_id],
    )


def _claims(con: duckdb.DuckDBPyConnection, alert_id: str) -> list[str]:
    """Return the ids of the claims that entered the baseline with the alert."""
    rows = con.execute(
        "SELECT claim_id FROM store.baseline "
        "WHERE alert_id = ? AND retired_at IS NULL ORDER BY row_id",
        [alert_id],
    ).fetchall()
    return [row[0] for row in rows]


def _contradicted(
    con: duckdb.DuckDBPyConnection, alert_id: str
) -> dict[str, tuple[str, date | None]]:
    """Return what the alert's disputed claims speak against, and from which day."""
    rows = con.execute(
        """SELECT d.baseline_claim_id, b.claim_id,
            coalesce(b.valid_from, b.document_date)
        FROM store.baseline b JOIN store.decisions d USING (claim_id)
        WHERE b.alert_id = ? AND b.retired_at IS NULL AND b.status = 'disputed'
        AND d.verdict = 'contradicts' AND d.baseline_claim_id IS NOT NULL
        ORDER BY b.row_id DESC""",
        [alert_id],
    ).fetchall()
    return {old_id: (claim_id, day) for old_id, claim_id, day in rows}


def _against(con: duckdb.DuckDBPyConnection, alert_id: str) -> str:
    found = scalar(
        con,
        "SELECT baseline_claim_id FROM store.alerts WHERE alert_id = ?",
        [alert_id],
    )
    return found or ""
