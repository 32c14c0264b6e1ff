"""
What becomes of an alert's messages: raised, joined by sources, followed, answered.

Every function works in the transaction of its cause and only queues posts. A message
that has not gone out yet is written anew instead of being followed by others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from extractors.model import Alert, Article, Claim, VerdictKind
from extractors.verdicts.alerts import louder
from flows.alerting import wording
from flows.alerting.correction import Correction, correction
from flows.alerting.message import render
from flows.alerting.posts import (
    alert_post,
    correction_post,
    reply_post,
    root_id,
    update_post,
)
from flows.alerting.routing import channel_of, quiet_until
from flows.settings.file import QuietHours, Route
from storage import alerts as raised
from storage import edits, feedback, outbox
from storage.feedback import Action
from storage.outbox import Kind, Queued, State

_LOUD = (VerdictKind.UPDATES, VerdictKind.CONTRADICTS)
_TAKEN_BACK = {
    "changed": "Superseded: corrected by its publisher",
    "removed": "Superseded: taken back by its publisher",
}
_ANSWERED = {
    Action.CONFIRMED: "Confirmed",
    Action.DISMISSED: "Dismissed",
    Action.MUTED: "Muted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where messages go: the usual channel and the routes that lead elsewhere."""

    channel: str
    routes: Sequence[Route] = ()


def tell(con: duckdb.DuckDBPyConnection, alert: Alert, desk: Desk) -> None:
    """
    Record an alert and queue its first message.

    A finding about one that was told goes into its thread, shown in the channel as
    well, and the first message there says so; unless it belongs into another channel,
    or that message is held back.
    """
    raised.insert_alert(con, alert)
    channel = channel_of(alert, desk.routes, desk.channel)
    earlier = _followed(alert) or edits.corrected_alert(con, alert.claim.claim_id)
    thread = _thread(con, earlier, channel) if earlier else ""
    outbox.enqueue(con, alert_post(alert, channel=channel, thread_of=thread))
    if earlier:
        refresh(con, earlier, at=alert.created_at)


def join(
    con: duckdb.DuckDBPyConnection,
    alert_id: str,
    claim: Claim,
    article: Article,
    *,
    at: datetime,
    run_id: str,
    quietly: bool = False,
) -> bool:
    """
    Count a further source, with a reply in the thread; False when nothing changed.

    ``quietly`` counts without a reply (a copy of a text that was told), and an article
    that is counted already changes nothing. The counter of the first message is for
    ``refresh`` to bring up to date, once for all that joined.
    """
    is_new = raised.is_new_source(con, alert_id, article.article_id)
    origins, _ = raised.join_alert(con, alert_id, claim, article, at=at)
    if not is_new:
        return False
    first_severity = raised.first_severity(con, alert_id)
    raised.set_severity(con, alert_id, louder(first_severity, origins))
    first = None if quietly else outbox.get(con, root_id(alert_id))
    alert = raised.read_alert(con, alert_id) if first else None
    if first is not None and alert is not None and not _is_open(first):
        told = replace(alert, claim=claim, article=article, created_at=at)
        outbox.enqueue(
            con,
            reply_post(
                replace(told, run_id=run_id),
                channel=first.post.channel,
                thread_of=first.post.thread_of or root_id(alert_id),
            ),
        )
    return True


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
    alert, first = raised.read_alert(con, alert_id), outbox.get(con, root_id(alert_id))
    if alert is None or first is None or first.state is State.DEAD:
        return
    note, answered = _note(con, alert_id)
    payload = render(alert, note=note, answered=answered).payload()
    if first.post.payload.get("broadcast"):
        payload["broadcast"] = True
    if outbox.rewrite(con, first.post.post_id, payload):
        return
    number = outbox.number_of(con, alert_id, Kind.UPDATE) + 1
    update = update_post(
        replace(alert, created_at=at),
        channel=first.post.channel,
        note=note,
        answered=answered,
        number=number,
    )
    outbox.enqueue_update(con, update)


def _is_open(first: Queued) -> bool:
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


def _followed(alert: Alert) -> str:
    """The alert that told what this one updates or contradicts; empty for none."""
    follows = alert.verdict.kind in _LOUD
    return alert.baseline.alert_id if follows and alert.baseline else ""


def _thread(con: duckdb.DuckDBPyConnection, alert_id: str, channel: str) -> str:
    first = outbox.get(con, root_id(alert_id))
    if first is None or first.post.channel != channel:
        return ""
    top = first.post.thread_of or first.post.post_id
    return top if outbox.is_on_its_way(con, top) else ""


def _note(con: duckdb.DuckDBPyConnection, alert_id: str) -> tuple[str, bool]:
    """What stands above the message, and whether somebody answered it."""
    notes = [
        ("Superseded by " if kind == "updates" else "Superseded: contradicted by ") + by
        for by, kind in _followers(con, alert_id)
    ]
    if fell := _TAKEN_BACK.get(edits.taken_back(con, alert_id)):
        notes.append(fell)
    answers = feedback.standing(con, alert_id)
    notes += [
        f"{_ANSWERED[each.action]} by "
        f"{wording.one_line(each.user)[:80] or 'somebody'}, "
        f"{wording.day(each.at)} {each.at:%H:%M} UTC"
        + (f" ({each.reason.replace('_', ' ')})" if each.reason else "")
        for each in answers
    ]
    return " · ".join(notes)[:280], bool(answers)


def _followers(con: duckdb.DuckDBPyConnection, alert_id: str) -> list[tuple[str, str]]:
    """The last alert about this one that nobody dismissed."""
    return con.execute(
        """SELECT a.alert_id, a.verdict FROM store.alerts a
        WHERE a.verdict IN ('updates', 'contradicts') AND a.alert_id <> $alert
        AND a.baseline_claim_id IN
            (SELECT claim_id FROM store.baseline WHERE alert_id = $alert)
        AND NOT EXISTS (SELECT 1 FROM store.feedback f WHERE f.alert_id = a.alert_id
            AND f.action = 'dismissed' AND f.undone_at IS NULL)
        ORDER BY a.created_at DESC, a.alert_id LIMIT 1""",
        {"alert": alert_id},
    ).fetchall()


def refresh_with_kin(
    con: duckdb.DuckDBPyConnection, alert_id: str, *, at: datetime
) -> None:
    """The alert's first message, and that of the finding which it is about."""
    refresh(con, alert_id, at=at)
    alert = raised.read_alert(con, alert_id)
    if alert is not None and (earlier := _followed(alert)):
        refresh(con, earlier, at=at)
