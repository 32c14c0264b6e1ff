"""
What becomes of an alert's first message: followed by others, corrected, answered.

Every function works in the transaction of its cause and only queues posts. A message
that has not gone out yet is written anew instead of being followed by others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb

from extractors.model import Alert, VerdictKind
from flows.alerting import wording
from flows.alerting.correction import Correction, correction
from flows.alerting.message import render
from flows.alerting.posts import correction_post, root_id, update_post
from flows.alerting.routing import quiet_until
from flows.settings.file import QuietHours
from storage import alerts as raised
from storage import edits, feedback, outbox
from storage.feedback import Action
from storage.outbox import Kind, Queued, State

_LOUD = (VerdictKind.UPDATES, VerdictKind.CONTRADICTS)
_SUPERSEDED = {
    "updates": "Superseded by ",
    "contradicts": "Superseded: contradicted by ",
}
_TAKEN_BACK = {
    "changed": "Superseded: corrected by its publisher",
    "removed": "Superseded: taken back by its publisher",
}
_ANSWERED = {
    Action.CONFIRMED: "Confirmed",
    Action.DISMISSED: "Dismissed",
    Action.MUTED: "Muted",
}


def correct(
    con: duckdb.DuckDBPyConnection,
    alert_id: str,
    said: Correction,
    *,
    told: Collection[str],
    run_id: str,
    at: datetime,
) -> str:
    """
    Answer in an alert's thread that an article took back what the alert shows.

    What updates or contradicts is answered in the channel as well, when it is its own
    claim or the one that it was held against. A dismissed alert is left alone.

    Args:
        con: the open transaction.
        alert_id: the alert.
        said: what was taken back.
        told: threads that were answered already.
        run_id: the run that saw it.
        at: when (aware UTC).

    Returns:
        The thread, by the id of its first post; empty when nothing was answered.

    """
    alert, first = raised.read_alert(con, alert_id), outbox.get(con, root_id(alert_id))
    if alert is None or first is None or first.state is State.DEAD:
        return ""
    if any(a.action is Action.DISMISSED for a in feedback.standing(con, alert_id)):
        return ""
    thread = first.post.thread_of or first.post.post_id
    lost = {each.before.claim_id for each in said.changes if each.before}
    if thread not in told:
        main = {alert.claim.claim_id}
        main |= {alert.baseline.claim_id} if alert.baseline else set()
        post = correction_post(
            replace(alert, created_at=at, run_id=run_id),
            correction(alert, said),
            of=f"{said.article.article_id}:{said.article.version}",
            channel=first.post.channel,
            thread_of=thread,
            broadcast=alert.verdict.kind in _LOUD and bool(lost & main),
        )
        outbox.enqueue(con, post)
    if alert.claim.claim_id in lost:
        refresh(con, alert_id, at=at)
    return thread


def refresh(con: duckdb.DuckDBPyConnection, alert_id: str, *, at: datetime) -> None:
    """The first message as it should read now: counters, answers, what followed."""
    refresh_all(con, {alert_id: at})


def refresh_all(con: duckdb.DuckDBPyConnection, stale: Mapping[str, datetime]) -> None:
    """Bring the first messages of these alerts up to date, each as of its time."""
    if not stale:
        return
    alerts = raised.read_alerts(con, stale)
    firsts = outbox.get_all(con, [root_id(alert_id) for alert_id in alerts])
    notes = _notes(con, list(alerts))
    payloads: dict[str, dict[str, Any]] = {}
    told: list[tuple[Alert, Queued]] = []
    for alert_id in stale:
        alert, first = alerts.get(alert_id), firsts.get(root_id(alert_id))
        if alert is None or first is None or first.state is State.DEAD:
            continue
        if not is_open(first):
            told.append((replace(alert, created_at=stale[alert_id]), first))
            continue
        note, answered = notes[alert_id]
        payload = render(alert, note=note, answered=answered).payload()
        if first.post.payload.get("broadcast"):
            payload["broadcast"] = True
        payloads[first.post.post_id] = payload
    outbox.rewrite(con, payloads)
    for alert, first in told:
        _update(con, alert, first.post.channel, *notes[alert.alert_id])


def _update(
    con: duckdb.DuckDBPyConnection,
    alert: Alert,
    channel: str,
    note: str,
    answered: bool,  # noqa: FBT001  # a pair of _notes
) -> None:
    number = outbox.number_of(con, alert.alert_id, Kind.UPDATE) + 1
    update = update_post(
        alert, channel=channel, note=note, answered=answered, number=number
    )
    outbox.enqueue_update(con, update)


def is_open(first: Queued) -> bool:
    """Whether the message can still be written anew before it goes out."""
    return first.state in (State.PENDING, State.HELD) and not first.attempt


def keep_quiet(
    con: duckdb.DuckDBPyConnection, hours: QuietHours | None, now: datetime
) -> int:
    """Put off the findings that the quiet hours are for; how many."""
    if hours is None:
        return 0
    count = 0
    for row in outbox.due(con, now):
        alert = raised.read_alert(con, row.post.alert_id)
        if alert is None or row.post.kind not in (Kind.ROOT, Kind.REPLY):
            continue
        until = quiet_until(hours, alert.verdict.kind, now)
        if until is not None:
            outbox.postpone(con, [row.post.post_id], until)
            count += 1
    return count


def followed(alert: Alert) -> str:
    """The alert that told what this one updates or contradicts; empty for none."""
    follows = alert.verdict.kind in _LOUD
    return alert.baseline.alert_id if follows and alert.baseline else ""


def _notes(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, tuple[str, bool]]:
    """By alert what stands above its message, and whether somebody answered it."""
    followers = _followers(con, alert_ids)
    fallen = edits.taken_back(con, alert_ids)
    answered = feedback.standing_of(con, alert_ids)
    found = {}
    for alert_id in alert_ids:
        answers = answered.get(alert_id, [])
        notes = [
            *followers.get(alert_id, ()),
            *filter(None, [_TAKEN_BACK.get(fallen.get(alert_id, ""))]),
            *map(_answer, answers),
        ]
        found[alert_id] = (" · ".join(notes)[:280], bool(answers))
    return found


def _answer(each: feedback.Answer) -> str:
    return (
        f"{_ANSWERED[each.action]} by "
        f"{wording.one_line(each.user)[:80] or 'somebody'}, "
        f"{wording.day(each.at)} {each.at:%H:%M} UTC"
        + (f" ({each.reason.replace('_', ' ')})" if each.reason else "")
    )


def _followers(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, list[str]]:
    """By alert what the last one about it, that nobody dismissed, makes of it."""
    rows = con.execute(
        """SELECT b.alert_id, a.alert_id, a.verdict
        FROM store.alerts a JOIN store.baseline b ON b.claim_id = a.baseline_claim_id
        WHERE b.alert_id IN (SELECT unnest(?::varchar[]))
        AND a.verdict IN ('updates', 'contradicts') AND a.alert_id <> b.alert_id
        AND NOT EXISTS (SELECT 1 FROM store.feedback f WHERE f.alert_id = a.alert_id
            AND f.action = 'dismissed' AND f.undone_at IS NULL)
        QUALIFY row_number() OVER (PARTITION BY b.alert_id
            ORDER BY a.created_at DESC, a.alert_id) = 1""",
        [list(alert_ids)],
    ).fetchall()
    return {alert_id: [_SUPERSEDED[kind] + by] for alert_id, by, kind in rows}


def refresh_with_kin(
    con: duckdb.DuckDBPyConnection, alert_id: str, *, at: datetime
) -> None:
    """The alert's first message, and that of the finding which it is about."""
    refresh(con, alert_id, at=at)
    alert = raised.read_alert(con, alert_id)
    if alert is not None and (earlier := followed(alert)):
        refresh(con, earlier, at=at)
