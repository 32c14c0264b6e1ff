"""
Takes the outbox to Slack, so that every post is there exactly once.

Before anything is posted, the channel is read back: what it shows is sent, and what was
being sent and is not there goes out again. Promises one visible message for each post,
whatever call or process dies in between, while four things hold: a post shows in the
history within ``Timing.settle_s`` (A1), Slack processes no request later than that
(A2), one process sends (A3: the caller holds the run lock), and nobody deletes our
messages before they were read back (A4). Without A1 or A2 a message may come twice,
but never not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from flows.alerting.context import Delivery, Poster, Timing
from flows.alerting.posts import digest_post
from flows.alerting.reconcile import reconcile
from flows.alerting.sender import send
from storage import outbox
from storage.database import Database
from storage.outbox import Kind, State

__all__ = ["DeliveryReport", "Poster", "Timing", "deliver"]

DEFAULT_TIMING = Timing()
_ROUNDS = 3
_FINDINGS = (Kind.ROOT, Kind.REPLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """
    What came of a delivery.

    ``sent``, ``held`` and ``dead`` count what this delivery did; ``pending`` is what is
    left for a later one; ``problems`` names each trouble once, with its remedy.
    """

    sent: int = 0
    pending: int = 0
    held: int = 0
    dead: int = 0
    problems: tuple[str, ...] = ()


def deliver(
    database: Database,
    poster: Poster,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    max_per_run: int = 20,
    timing: Timing = DEFAULT_TIMING,
    only: Collection[Kind] = tuple(Kind),
    crash_at: Callable[[str], None] = lambda _step: None,
) -> DeliveryReport:
    """
    Post what is due, in order.

    Args:
        database: holds the outbox; the caller holds the run lock.
        poster: Slack.
        now: the time, aware UTC.
        sleep: waits so many seconds.
        max_per_run: more findings than this become one digest, the rest is held.
        timing: how long to wait for what.
        only: the kinds of posts to send; the others stay where they are.
        crash_at: called with the name of each step, so that tests can die there.

    Raises:
        StorageError: the database is refused.

    """
    with database.transaction() as con:
        topic, generation = outbox.identity(con)
    delivery = Delivery(
        database=database,
        poster=poster,
        topic=topic,
        generation=generation,
        now=now,
        sleep=sleep,
        timing=timing,
        only=frozenset(only),
        crash_at=crash_at,
    )
    crash_at("start")
    reconcile(delivery)
    _break_flood(delivery, max_per_run)
    send(delivery)
    for _ in range(_ROUNDS - 1):
        if not delivery.paused:
            break
        reconcile(delivery)
        send(delivery)
    for channel, code in delivery.paused.items():
        delivery.trouble(channel, code, "no clear answer, the next run looks again")
    return _report(delivery)


def _break_flood(delivery: Delivery, max_per_run: int) -> None:
    """What is beyond the limit, or was shown in a terminal, becomes one digest."""
    with delivery.database.transaction() as con:
        due = delivery.due(con)
        findings = [row for row in due if row.post.kind in _FINDINGS]
        shown = [row for row in findings if row.last_error == outbox.SHOWN]
        fresh = [row for row in findings if row.last_error != outbox.SHOWN]
        surplus = shown + fresh[max_per_run:]
        for channel in dict.fromkeys(row.post.channel for row in surplus):
            rows = [row for row in surplus if row.post.channel == channel]
            for row in rows:
                outbox.hold(con, row.post.post_id)
            outbox.enqueue(con, digest_post(rows, channel=channel, now=delivery.now()))
        delivery.held += len(surplus)


def _report(delivery: Delivery) -> DeliveryReport:
    with delivery.database.transaction() as con:
        left = outbox.counts(con)
    return DeliveryReport(
        sent=delivery.sent,
        pending=left[State.PENDING] + left[State.SENDING],
        held=delivery.held,
        dead=delivery.dead,
        problems=tuple(delivery.problems.values()),
    )
