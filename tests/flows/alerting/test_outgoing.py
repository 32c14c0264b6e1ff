"""What leaves after a run, to whom and how often, over real servers on loopback."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from extractors.model import VerdictKind
from flows.alerting.others import notify
from flows.outgoing import cry, ping, send_out, tell_all
from flows.settings.file import QuietHours
from flows.settings.load import load
from storage import runs
from storage.sources import SourceState, add_coverage, save_states
from tests.flows.alerting.newsdesk import MACHINE, WORKERS, Newsdesk
from tests.flows.conftest import write_topic

OPS = 'ops_channel = "#ops"\n'


class Company:
    """A news desk with settings, posting to the stand-in Slack."""

    def __init__(self, folder, slack):
        self.slack = slack
        self.desk = Newsdesk(folder)
        topic = write_topic(folder / "topic", "http://127.0.0.1:9")
        text = Path(topic).read_text().replace("max_per_run", OPS + "max_per_run")
        Path(topic).write_text(text)
        self.settings = load(topic, home=folder, environ={
            "SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url,
        })  # fmt: skip
        self.runs = 0

    def set(self, **values):
        alerts = self.settings.alerts.model_copy(update=values)
        self.settings = replace(self.settings, alerts=alerts)

    def run(self, failures=None, *, status="completed"):
        self.runs += 1
        run_id = f"run-{self.runs}"
        self.desk.do(
            runs.start_run, run_id, topic="mill", trigger="manual", at=self.desk.at
        )
        if status != "completed":
            self.end(run_id, status)
            return None
        told = tell_all(
            self.settings, self.desk.database, run_id=run_id,
            failures=failures or {}, now=lambda: self.desk.at,
        )  # fmt: skip
        self.end(run_id, status)
        return told

    def end(self, run_id, status):
        counts = runs.RunCounts()
        self.desk.do(
            runs.finish_run,
            run_id,
            at=self.desk.at,
            status=status,
            counts=counts,
            seconds=1,
        )

    def texts(self, channel):
        return [message["text"] for message in self.slack.posts(channel)]


@pytest.fixture
def company(tmp_path, slack):
    return Company(tmp_path, slack)


def test_a_source_is_an_incident_once_with_an_end(company):
    for count in (1, 2, 3, 4, 0, 0):
        company.run({"courier": (count, "no answer")})

    first, last = company.texts("#ops")
    assert "Source courier does not answer (mill)" in first
    assert "no answer" in first
    assert "Source courier answers again" in last


def test_trouble_is_told_as_soon_as_there_is_somebody_to_tell(company):
    company.set(ops_channel="")
    company.run({"courier": (3, "no answer")})
    company.set(ops_channel="#ops")
    for count in (4, 5):
        company.run({"courier": (count, "no answer")})

    [told] = company.texts("#ops")
    assert "Source courier does not answer (mill)" in told


def test_a_source_that_went_silent_is_told_once_and_so_is_its_end(company):
    start = company.desk.at

    def visit(hours, new):
        with company.desk.database.transaction() as con:
            for hour in hours:
                at = start + timedelta(hours=hour)
                add_coverage(con, "courier", at=at, new_articles=new)
            save_states(con, [SourceState(source_id="courier", last_ok_at=at)])

    visit(range(0, 240, 2), 1)
    company.run()
    visit(range(240, 260), 0)
    for _ in range(3):
        company.run()
    visit([261], 1)
    for _ in range(2):
        company.run()

    first, last = (text for text in company.texts("#ops") if "courier" in text)
    assert "Source courier is silent (mill)" in first
    assert "usually something every 2 h" in first
    assert "Source courier brings something new (mill)" in last


def test_a_run_that_failed_is_told_by_itself_and_its_end_by_the_next(company):
    company.run(status="failed")
    cry(
        company.settings,
        company.desk.database,
        "ValueError",
        now=lambda: company.desk.at,
    )
    company.run()
    company.run()

    first, last = company.texts("#ops")
    assert "A run did not finish" in first
    assert "ValueError" in first
    assert "Runs finish again" in last


def test_a_killed_run_is_told_by_the_next(company):
    company.run(status="crashed")

    company.run()

    assert ["did not finish" in text for text in company.texts("#ops")] == [True, False]


def test_a_heartbeat_comes_once_a_day(company):
    for hours in (0, 1, 25, 26, 49):
        company.desk.at = datetime(2025, 6, 10, 6, tzinfo=UTC) + timedelta(hours=hours)
        company.run()

    beats = company.texts("#ops")
    assert len(beats) == 2
    assert "ran 2 times yesterday, nothing new, all 0 sources healthy" in beats[0]


def test_refused_alerts_are_told_to_the_operators(company):
    company.desk.read(MACHINE)
    company.slack.fault("not_in_channel")

    company.run()
    company.run()

    first, last = company.texts("#ops")
    assert "Alerts are not delivered" in first
    assert "invite the app to the channel" in first
    assert "Alerts are delivered again" in last
    assert len(company.texts("#alerts")) == 1


def test_quiet_hours_keep_back_what_can_wait(company):
    hours = QuietHours(
        **{"from": time(11), "to": time(14), "except": (VerdictKind.CONTRADICTS,)}
    )
    company.set(quiet_hours=hours)
    company.desk.read(WORKERS)
    company.desk.read(MACHINE)

    company.run()
    quiet = company.texts("#alerts")
    company.desk.at += timedelta(hours=3)
    company.run()

    assert ["Contradicts" in text for text in quiet] == [True]
    assert ["New" in text for text in company.texts("#alerts")] == [False, True]


def test_what_was_raised_without_a_channel_goes_to_it_later(company):
    company.desk.bench["channel"] = ""
    company.desk.read(MACHINE)

    report = send_out(
        company.settings, company.desk.database, now=lambda: company.desk.at
    )

    assert report.sent == 1
    assert len(company.texts("#alerts")) == 1


@contextmanager
def listener(status=200):
    """A webhook; yields its address and what was posted to it."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

        def do_GET(self):
            self.answer({})

        def do_POST(self):
            self.answer(
                json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            )

        def answer(self, value):
            got.append(value)
            self.send_response(status if len(got) > failing[0] else 503)
            self.end_headers()

    failing = [0]
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", got, failing
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_hears_of_each_alert_once(company):
    company.desk.read(WORKERS)
    with listener() as (host, got, _):
        told = [
            notify(company.desk.database, [f"json://{host}/"], run_id="r1", max_per_run=20, at=company.desk.at)
            for _ in range(2)
        ]  # fmt: skip

    assert [(each.sent, each.problem) for each in told] == [(1, ""), (0, "")]
    [message] = got
    assert "Contradicts what we hold" in message["title"]
    assert "“The mill has never employed more than 250 people" in message["message"]


def test_a_webhook_that_fails_hears_of_it_again(company):
    company.desk.read(WORKERS)
    with listener() as (host, got, failing):
        failing[0] = 1
        first, second = [
            notify(company.desk.database, [f"json://{host}/"], run_id="r1", max_per_run=20, at=company.desk.at)
            for _ in range(2)
        ]  # fmt: skip

    assert (first.sent, second.sent) == (0, 1)
    assert "did not take" in first.problem
    assert len(got) == 2


def test_alerts_from_before_are_not_told_elsewhere(company):
    company.desk.read(WORKERS)

    with listener() as (host, got, _):
        notify(
            company.desk.database,
            [f"json://{host}/"],
            run_id="r2",
            max_per_run=20,
            at=company.desk.at,
        )

    assert got == []


def test_an_unknown_address_is_said_without_showing_it(company):
    told = notify(
        company.desk.database,
        ["nonsense://secret"],
        run_id="r1",
        max_per_run=9,
        at=company.desk.at,
    )

    assert "address nobody knows" in told.problem
    assert "secret" not in told.problem


def test_the_switch_is_pinged(company):
    with listener() as (host, got, _):
        assert ping(f"http://{host}/secret") == ""
    said = ping(f"http://{host}/secret")

    assert len(got) == 1
    assert "CLAIMWATCH_PING_URL" in said
    assert "secret" not in said
