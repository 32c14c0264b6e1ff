"""
The channel's own history decides what was posted.

Posts go out one after the other, so whatever a crash, a lost tail of the database or an
older backup hides from us is newer than the newest message that we know to be sent, or
was being sent. That much is read back before anything is posted, and threads whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from duckdb import DuckDBPyConnection

from extractors.model import DeliveryError
from flows.alerting.context import Delivery
from storage import outbox
from storage.outbox import Kind, Queued, Seen

_CLOCK_MARGIN_S = 600.0  # our clock against Slack's
# The history may be closed to us where posting is not.
_POSTING_GOES_ON = ("missing_scope", "no_permission", "not_in_channel")


def reconcile(delivery: Delivery) -> None:
    """After this, ``sending`` is only what could not be read back."""
    delivery.paused.clear()
    with delivery.database.transaction() as con:
        flying = outbox.in_flight(con)
        due = delivery.due(con)
    _settle(delivery, flying)
    for channel in dict.fromkeys(row.post.channel for row in [*flying, *due]):
        mine = [row for row in flying if row.post.channel == channel]
        if not delivery.is_open(channel):
            continue
        try:
            _read_back(delivery, channel, mine)
        except DeliveryError as error:
            _unreadable(delivery, channel, mine, error)
        else:
            _not_there(delivery, mine)
    delivery.crash_at("reconciled")


def _settle(delivery: Delivery, flying: Sequence[Queued]) -> None:
    """Until then a call without an answer may still become a message (A1, A2)."""
    tries = [row.last_try_at for row in flying if row.last_try_at]
    if not tries:
        return
    passed_s = (delivery.now() - max(tries)).total_seconds()
    wait_s = min(delivery.timing.settle_s - passed_s, delivery.timing.settle_s)
    if wait_s > 0:
        delivery.sleep(wait_s)


def _read_back(delivery: Delivery, channel: str, flying: Sequence[Queued]) -> None:
    with delivery.database.transaction() as con:
        known = outbox.last_sent_ts(con, channel)
    oldest = _oldest(known, flying)
    seen = delivery.poster.seen(channel, topic=delivery.topic, oldest=oldest)
    with delivery.database.transaction() as con:
        _adopt(con, delivery, channel, seen)
        threads = _threads(con, delivery, channel)
    for ts in threads:
        seen = delivery.poster.seen(channel, topic=delivery.topic, thread_ts=ts)
        with delivery.database.transaction() as con:
            _adopt(con, delivery, channel, seen)


def _oldest(known: str, flying: Sequence[Queued]) -> str:
    """From where the history may hold what we do not know; all of it on a first run."""
    if not known:
        return "0"
    tries = [row.first_try_at.timestamp() for row in flying if row.first_try_at]
    earliest = min(tries, default=float("inf")) - _CLOCK_MARGIN_S
    return known if float(known) <= earliest else f"{earliest:.6f}"


def _adopt(
    con: DuckDBPyConnection, delivery: Delivery, channel: str, seen: Sequence[Seen]
) -> None:
    first: dict[str, Seen] = {}
    for one in seen:
        first.setdefault(one.post_id, one)
    outbox.adopt(con, first.values(), channel=channel, now=delivery.now())


def _threads(con: DuckDBPyConnection, delivery: Delivery, channel: str) -> list[str]:
    """The threads of the channel that something is about to be written to."""
    rows = [*outbox.in_flight(con), *delivery.due(con)]
    roots = {
        row.post.thread_of
        for row in rows
        if row.post.kind is not Kind.UPDATE
        and row.post.thread_of
        and row.post.channel == channel
    }
    found = [outbox.get(con, root) for root in sorted(roots)]
    return [root.ts for root in found if root and root.ts]


def _not_there(delivery: Delivery, flying: Sequence[Queued]) -> None:
    """What was being sent and was not adopted is to be sent (an update: once more)."""
    mine = {row.post.post_id for row in flying}
    if not mine:
        return
    with delivery.database.transaction() as con:
        for row in outbox.in_flight(con):
            if row.post.post_id in mine:
                outbox.mark_pending(con, row.post.post_id, error=row.last_error)


def _unreadable(
    delivery: Delivery, channel: str, flying: Sequence[Queued], error: DeliveryError
) -> None:
    """
    Wait with what may be there already; in the end repeat it, labelled.

    Without the right to read, first tries go on; when reading fails for now, the
    channel waits for the next run.
    """
    delivery.trouble(channel, error.code, "the history cannot be read")
    limit = delivery.now() - timedelta(seconds=delivery.timing.max_unknown_s)
    overdue = [r for r in flying if r.first_try_at and r.first_try_at <= limit]
    if error.code not in _POSTING_GOES_ON and not overdue:
        delivery.close(channel, error.code)
    with delivery.database.transaction() as con:
        for row in overdue:
            outbox.mark_pending(con, row.post.post_id, error=outbox.REPEAT)
