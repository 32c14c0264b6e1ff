"""One message to where alerts go, through the outbox, as an alert would go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from extractors.model import StorageError
from flows.alerting.message import notice
from flows.alerting.posts import notice_post
from flows.doctor.check import Check, State
from flows.outgoing import has_slack, send_out
from flows.settings.load import Settings
from storage import outbox
from storage.database import Database
from storage.lock import run_lock
from storage.outbox import Kind

_NAME = "send test"


def send(settings: Settings, *, now: Callable[[], datetime]) -> Check:
    """Queue it, deliver it under the run lock, and look what came of it."""
    if not has_slack(settings):
        said = "there is no SLACK_BOT_TOKEN or no [alerts] channel"
        return Check(_NAME, State.FAIL, said, "deploy/SLACK.md is the set-up")
    channel = settings.alerts.channel
    post = notice_post(
        notice("This is a test", [f"{settings.topic.name}: alerts will come here"]),
        incident=f"test:{now():%Y%m%dT%H%M%S.%f}",
        channel=channel,
        now=now(),
    )
    try:
        with run_lock(settings.lock):
            database = Database(settings.database)
            database.migrate(topic=settings.topic.id)
            with database.transaction() as con:
                outbox.enqueue(con, post)
            report = send_out(settings, database, now=now, only=(Kind.OPS,))
            with database.transaction() as con:
                row = outbox.require(con, post.post_id)
            database.publish_snapshot()
    except StorageError as error:
        return Check(_NAME, State.FAIL, str(error), "ask again when it has ended")
    if row.ts:
        return Check(_NAME, State.OK, f"Slack took it: {channel}, ts {row.ts}")
    problems = "; ".join(report.problems) if report else ""
    said = f"not taken, it stays {row.state.value}: {problems or row.last_error}"
    return Check(_NAME, State.FAIL, said, "see the checks of Slack")
