"""One run of recording and delivery as a process that may be killed at a named step."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime

from flows.alerting import posts
from flows.alerting.deliver import Timing, deliver
from flows.alerting.slack import SlackPoster
from storage import alerts, outbox
from storage.database import Database
from tests.fakes.slack_samples import alert

TIMEOUT_S = 0.5
LATE_S = 1.4  # after the caller gave up, before it looks again
SETTLE_S = 2.2
_FORK = multiprocessing.get_context("fork")


class KillAt:
    """Kill this process, without a word, when a step is reached for the nth time."""

    def __init__(self, step, occurrence):
        self._step = step
        self._left = occurrence

    def __call__(self, step):
        if step == self._step:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def expected(numbers):
    """The ids of every post that a run over these alerts makes."""
    roots = [posts.root_id(alert(number).alert_id) for number in numbers]
    return [*roots, _reply(numbers[0], "").post_id]


def _reply(number, channel):
    return posts.reply_post(alert(number), channel=channel)


def run(home, base_url, channel, numbers, step="", occurrence=1):
    """Record the alerts and deliver, in a process of its own; its exit code."""
    arguments = (home, base_url, channel, numbers, step, occurrence)
    child = _FORK.Process(target=_work, args=arguments)
    child.start()
    child.join()
    return child.exitcode


def _work(home, base_url, channel, numbers, step, occurrence):
    kill_at = KillAt(step, occurrence)
    database = Database(home / "mill.duckdb")
    database.migrate(topic="mill")
    kill_at("pre_tx1")
    with database.transaction() as con:
        for number in numbers:
            alerts.insert_alerts(con, [alert(number)])
            outbox.enqueue(con, posts.alert_post(alert(number), channel=channel))
        outbox.enqueue(con, _reply(numbers[0], channel))
    kill_at("tx1")
    report = deliver(
        database,
        SlackPoster(
            token="xoxb-test", base_url=base_url, timeout_s=TIMEOUT_S, sleep=time.sleep
        ),
        now=lambda: datetime.now(UTC),
        sleep=time.sleep,
        timing=Timing(settle_s=SETTLE_S, seconds_per_post=0.0),
        crash_at=kill_at,
    )
    os._exit(1 if report.pending or report.problems else 0)
