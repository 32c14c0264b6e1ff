"""The digest on its way to Slack: posted once for its day, its chart in the thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.digest import Digest, digest_post
from flows.outgoing import send_out
from flows.settings.load import Settings
from storage import outbox
from storage.database import Database
from storage.lock import run_lock
from storage.outbox import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a digest; told and repeated: it was there before."""

    is_told: bool
    is_repeated: bool
    problems: tuple[str, ...] = ()
    chart_problem: str = ""


def post_digest(
    settings: Settings, found: Digest, *, now: Callable[[], datetime]
) -> Told:
    """
    Post a digest unless it was posted before.

    Raises:
        LockedError: a run is under way.
        StorageError: the database is refused.

    """
    own = settings.digest.channel if settings.digest else ""
    post = digest_post(found, channel=own or settings.alerts.channel, now=now())
    with run_lock(settings.lock):
        database = Database(settings.database)
        database.migrate(topic=settings.topic.id)
        with database.transaction() as con:
            outbox.enqueue(con, post)
            before = outbox.require(con, post.post_id).ts
        report = send_out(settings, database, now=now, only=(Kind.DIGEST,))
        with database.transaction() as con:
            ts = outbox.require(con, post.post_id).ts
        problem = _draw(settings, found, post.channel, ts) if ts and not before else ""
        database.publish_snapshot()
    return Told(
        is_told=bool(ts),
        is_repeated=bool(before),
        problems=tuple(report.problems) if report else (),
        chart_problem=problem,
    )


def _draw(settings: Settings, found: Digest, channel: str, ts: str) -> str:
    """Put the chart into the thread; what is wrong with that, or empty."""
    from flows.alerting.slack import SlackPoster  # noqa: PLC0415
    from flows.chart import alerts_by_day  # noqa: PLC0415

    slack = settings.slack
    poster = SlackPoster(
        token=slack.bot_token.get_secret_value(),
        base_url=slack.api_url,
        sleep=time.sleep,
    )
    png = alerts_by_day(found.by_day, title=found.title)
    answer = poster.upload(channel, png, name="digest.png", title=found.title, ts=ts)
    return answer.code
