"""
Everything that leaves after a pass: Slack, other channels, the operators, the ping.

The caller holds the run lock: one sender. Without a bot token or a channel nothing goes
to Slack, and the outbox waits for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime

from extractors.model import ClaimwatchError
from flows.alerting import ops
from flows.alerting.deliver import DeliveryReport, deliver
from flows.alerting.ops import OpsRoom
from flows.settings.load import Settings
from storage import outbox, runs
from storage.database import Database
from storage.lock import run_lock
from storage.outbox import Kind

_NOTICES = (Kind.OPS, Kind.CLOSING)


def send_out(
    settings: Settings,
    database: Database,
    *,
    now: Callable[[], datetime],
    only: Collection[Kind] = tuple(Kind),
) -> DeliveryReport | None:
    """
    Post what is due and allowed at this hour; None without a token or a channel.

    Trouble of the delivery is an incident, and told where that is possible.

    Raises:
        StorageError: the database is refused.

    """
    if not has_slack(settings):
        return None
    from flows.alerting import follow  # noqa: PLC0415  it knows of edits: half a second

    with database.transaction() as con:
        outbox.address(con, settings.alerts.channel)
        follow.keep_quiet(con, settings.alerts.quiet_hours, now())
    report = _deliver(settings, database, now, only)
    room = ops_room(settings, now())
    with database.transaction() as con:
        before = outbox.due_of(con, room.at, _NOTICES)
        ops.watch_delivery(con, room, report.problems)
        told = outbox.due_of(con, room.at, _NOTICES) > before
    if told:
        _deliver(settings, database, now, _NOTICES)
    return report


def tell_all(
    settings: Settings,
    database: Database,
    *,
    run_id: str,
    failures: Mapping[str, tuple[int, str]],
    now: Callable[[], datetime],
) -> tuple[DeliveryReport, str]:
    """
    At the end of a run: alerts everywhere, the operators where there is need.

    Args:
        settings: say where.
        database: holds the outbox.
        run_id: the run that ends.
        failures: of each source asked, how often in a row it failed, and why.
        now: the time, aware UTC.

    Returns:
        What came of Slack, and what is wrong with other channels (empty: nothing).

    """
    room = ops_room(settings, now())
    with database.transaction() as con:
        ops.watch_sources(con, room, failures)
        ops.watch_silence(con, room)
        ops.watch_runs(con, room, run_id)
        ops.heartbeat(con, room)
    report = send_out(settings, database, now=now)
    if report is None:
        with database.transaction() as con:
            outbox.mark_shown(con, run_id)
    return report or DeliveryReport(), _elsewhere(settings, database, run_id, now())


def _elsewhere(
    settings: Settings, database: Database, run_id: str, at: datetime
) -> str:
    if not settings.notify_urls:
        return ""
    from flows.alerting.others import notify  # noqa: PLC0415

    return notify(
        database,
        [each.get_secret_value() for each in settings.notify_urls],
        run_id=run_id,
        max_per_run=settings.alerts.max_per_run,
        at=at,
    ).problem


def cry(
    settings: Settings, database: Database, why: str, *, now: Callable[[], datetime]
) -> None:
    """Tell the operators that a run failed; what hinders that is left to the next."""
    room = ops_room(settings, now())
    with suppress(ClaimwatchError):
        with database.transaction() as con:
            ops.run_failed(con, room, why)
        if room.channel:
            _deliver(settings, database, now, _NOTICES)


def report_lost_run(
    settings: Settings, why: str, *, now: Callable[[], datetime]
) -> None:
    """
    Close what a run that failed or died left open, and tell the operators.

    Another run under way does both itself; a database that is refused cannot.
    """
    database = Database(settings.database)
    with suppress(ClaimwatchError), run_lock(settings.lock):
        with database.transaction() as con:
            runs.close_stale_runs(con, at=now())
        cry(settings, database, why, now=now)
        database.publish_snapshot()


def has_slack(settings: Settings) -> bool:
    """Whether there is a token and a channel to post to."""
    token = settings.slack.bot_token.get_secret_value()
    return bool(token and settings.alerts.channel)


def ops_room(settings: Settings, at: datetime) -> OpsRoom:
    """Where the operators are, if somebody named a place and Slack is used."""
    channel = settings.alerts.ops_channel if has_slack(settings) else ""
    return OpsRoom(channel=channel, topic=settings.topic.id, at=at)


def ping(url: str) -> str:
    """Tell a dead-man switch that a run went well; what is wrong with it, or empty."""
    import httpx  # noqa: PLC0415

    try:
        httpx.get(url, timeout=10.0).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        # The address is a secret of its own: no error text that may show it.
        return f"CLAIMWATCH_PING_URL did not take the ping: {type(error).__name__}"
    return ""


def _deliver(
    settings: Settings,
    database: Database,
    now: Callable[[], datetime],
    only: Collection[Kind],
) -> DeliveryReport:
    from flows.alerting.slack import SlackPoster  # noqa: PLC0415

    slack = settings.slack
    token = slack.bot_token.get_secret_value()
    return deliver(
        database,
        SlackPoster(token=token, base_url=slack.api_url, sleep=time.sleep),
        now=now,
        sleep=time.sleep,
        max_per_run=settings.alerts.max_per_run,
        only=only,
    )
