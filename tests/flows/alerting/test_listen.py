"""Buttons and the command, over a real WebSocket, into a listener of its own process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import duckdb
import pytest

from flows.listening.inbox import Inbox
from flows.listening.requests import CommandError, is_slack, mute_words, parse
from flows.outgoing import send_out
from flows.settings.load import load
from storage.mutes import MuteKind
from tests.fakes.socket_mode import running_socket_mode
from tests.flows.alerting.newsdesk import MACHINE, WORKERS, Newsdesk
from tests.flows.conftest import Cli, write_topic

HOLD = """
import sys, time, duckdb
while True:
    try:
        con = duckdb.connect(sys.argv[1])
        break
    except duckdb.IOException:  # the listener has it for a moment
        time.sleep(0.02)
print("held", flush=True)
sys.stdin.read()
"""


class Office:
    """A listener beside a database with two alerts in the channel."""

    def __init__(self, folder, slack, socket, url):
        self.slack, self.socket = slack, socket
        slack.connect_to(socket.url)
        self.desk = Newsdesk(folder)
        [self.workers] = self.desk.read(WORKERS)
        [self.machine] = self.desk.read(MACHINE)
        environ = {
            "SLACK_BOT_TOKEN": slack.token, "SLACK_APP_TOKEN": "xapp-test",
            "SLACK_API_URL": slack.base_url,
        }  # fmt: skip
        self.cli = Cli(folder, environ, write_topic(folder / "topic", url))
        self.settings = load(self.cli.topic, home=folder, environ=environ)
        send_out(self.settings, self.desk.database, now=lambda: self.desk.at)
        self.desk.database.publish_snapshot()

    @contextmanager
    def listening(self):
        with self.cli.start("listen") as child:
            try:
                self.socket.wait_for_connection(len(self.socket.connections) + 1)
                yield child
            finally:
                child.send_signal(signal.SIGTERM)
                child.wait(30)

    def press(self, verb, alert, **more):
        return self.socket.press(
            verb, alert.alert_id, response_url=self.slack.response_url, **more
        )

    def command(self, text, **more):
        return self.socket.command(text, response_url=self.slack.response_url, **more)

    def message(self, alert):
        [found] = [
            message
            for message in self.slack.posts()
            if message["metadata"]["event_payload"]["alert_id"] == alert.alert_id
        ]
        return json.dumps(found, ensure_ascii=False)

    def answers(self):
        return self.desk.rows(
            'select alert_id, action, "user" from feedback order by at_time'
        )

    def replies(self):
        return [each["text"] for each in self.slack.responses()]


def until(condition, timeout=60):
    ends = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def socket():
    with running_socket_mode() as running:
        yield running


@pytest.fixture
def office(tmp_path, slack, socket, site):
    return Office(tmp_path, slack, socket, site.url)


def test_a_button_answers_and_the_message_shows_who(office):
    with office.listening():
        took_s = office.press("confirm", office.workers)
        until(lambda: "Confirmed by ann" in office.message(office.workers))

        office.press("dismiss", office.machine, user="bob")
        until(lambda: "Dismissed by bob" in office.message(office.machine))

    assert took_s < 3
    assert office.answers() == [
        (office.workers.alert_id, "confirmed", "ann"),
        (office.machine.alert_id, "dismissed", "bob"),
    ]
    assert "claimwatch_undo" in office.message(office.workers)
    assert any("is confirmed" in said for said in office.replies())


def test_a_button_is_acknowledged_while_the_database_is_held(office):
    path = str(office.settings.database)
    with office.listening():
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as holder:  # fmt: skip
            assert holder.stdout.readline() == "held\n"
            took_s = [office.press("confirm", office.workers) for _ in range(3)]
            until(lambda: any("answer is kept" in said for said in office.replies()))
            holder.communicate("")
        until(lambda: "Confirmed by ann" in office.message(office.workers))

    assert max(took_s) < 3
    assert len(office.answers()) == 1
    assert any("your answer is kept" in said for said in office.replies())


def test_an_answer_survives_the_listener(office):
    path = str(office.settings.database)
    with (
        office.listening() as child,
        subprocess.Popen(
            [sys.executable, "-c", HOLD, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as holder,  # fmt: skip
    ):
        assert holder.stdout.readline() == "held\n"
        office.press("confirm", office.workers)
        child.kill()
        child.wait(10)
        holder.kill()
    assert office.answers() == []

    with office.listening():
        until(lambda: "Confirmed by ann" in office.message(office.workers))

    assert len(office.answers()) == 1


def test_the_command_tells_and_mutes(office):
    with office.listening():
        for text in (
            "status", f"why {office.workers.alert_id[:8]}", "ask mill",
            "mute phrase paper machine 3d", "why nobody", "sing",
        ):  # fmt: skip
            office.command(text)
        until(lambda: len(office.replies()) == 6)

    status, why, about, muted, nobody, sing = office.replies()
    assert "mill: no run yet" in status
    assert "1 open disputes" in status
    assert "contradicts, rule" in why
    assert about.startswith("• ")
    assert "disputed" in about.splitlines()[0]
    assert "phrase paper machine is muted until" in muted
    assert "no alert has an id" in nobody
    assert "status · why ID" in sing
    assert office.desk.rows('select kind, value, "user" from store.mutes') == [
        ("phrase", "paper machine", "ann")
    ]


def test_the_command_starts_a_run(office):
    with office.listening():
        office.command("run")
        until(lambda: len(office.replies()) == 2, timeout=120)

    started, ended = office.replies()
    assert "has started" in started
    assert "new articles" in ended
    assert office.desk.rows("select trigger, status from runs") == [
        ("slack", "completed")
    ]


def test_it_comes_back_after_slack_renews_the_connection(office):
    with office.listening():
        office.socket.disconnect()
        office.socket.wait_for_connection(2)
        office.press("confirm", office.workers)
        until(office.answers)


def test_what_slack_sends_twice_is_done_once(office):
    with office.listening():
        for _ in range(2):
            office.command("mute phrase x 3d", envelope_id="e1")
        office.command("status")
        until(lambda: len(office.replies()) == 2)

    assert "open disputes" in office.replies()[-1]


def test_a_second_listener_says_who_listens(office):
    with office.listening():
        second = office.cli("listen")

    assert second.code == 75
    assert "PID" in second.err


def test_without_tokens_it_says_which(tmp_path, site):
    answer = Cli(tmp_path, topic=write_topic(tmp_path / "topic", site.url))("listen")

    assert answer.code == 2
    assert "SLACK_APP_TOKEN is not set" in answer.err
    assert "SLACK_BOT_TOKEN is not set" in answer.err


def test_a_refused_token_ends_it(tmp_path, slack, site):
    environ = {
        "SLACK_BOT_TOKEN": slack.token, "SLACK_APP_TOKEN": "xapp-wrong",
        "SLACK_API_URL": slack.base_url,
    }  # fmt: skip
    answer = Cli(tmp_path, environ, write_topic(tmp_path / "topic", site.url))("listen")

    assert answer.code == 1
    assert "invalid_auth (check SLACK_APP_TOKEN" in answer.err
    assert "xapp-wrong" not in answer.err


def test_the_inbox_keeps_order_and_puts_broken_files_aside(tmp_path):
    inbox = Inbox(tmp_path / "in")
    for number in range(12):
        assert inbox.put(f"e{number}", {"number": number})
    (tmp_path / "in" / "0000-half.json").write_text("{")

    assert [kept["number"] for _, kept in inbox.waiting()] == list(range(12))
    assert not inbox.put("e3", {"number": 3})
    for path, _ in Inbox(tmp_path / "in").waiting():
        inbox.done(path)
    assert inbox.waiting() == []
    assert [path.suffix for path in (tmp_path / "in").iterdir()] == [".broken"]


@pytest.mark.parametrize(
    ("words", "kind", "value", "days"),
    [
        ("subject Tarn Paper 14d", MuteKind.SUBJECT, "Tarn Paper", 14),
        ("phrase share price", MuteKind.PHRASE, "share price", 7),
        ("source courier 0d", MuteKind.SOURCE, "courier", 1),
        ("Phrase 7d", MuteKind.PHRASE, "7d", 7),
    ],
)
def test_words_of_a_mute(words, kind, value, days):
    found = mute_words(words)

    assert (found.kind, found.value, found.days) == (kind, value, days)


@pytest.mark.parametrize("words", ["", "everything", "phrase", "colour red 3d"])
def test_words_that_mute_nothing(words):
    with pytest.raises(CommandError):
        mute_words(words)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {}),
        ("interactive", {}),
        ("interactive", {"actions": "x"}),
        ("interactive", {"actions": [{"action_id": "claimwatch_open"}]}),
        ("interactive", {"actions": [{"action_id": "other_confirm"}]}),
    ],
)
def test_what_is_not_ours_is_nothing(kind, payload):
    assert parse(kind, payload) is None


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://hooks.slack.com/actions/T1", True),
        ("http://127.0.0.1:8080/response/1", True),
        ("http://hooks.slack.com/actions/T1", False),
        ("https://hooks.slack.com.example/", False),
        ("https://slack.com@example.org/", False),
        ("", False),
    ],
)
def test_replies_go_to_slack_alone(url, known):
    assert is_slack(url, "http://127.0.0.1:8080/api/") is known


def test_a_read_of_the_database_is_possible_beside_it(office):
    """Nothing is held between two requests."""
    with office.listening():
        office.command("status")
        until(office.replies)
        con = duckdb.connect(str(office.settings.snapshot), read_only=True)
        [(number,)] = con.execute("select count(*) from alerts").fetchall()
        con.close()

    assert number == 2
