"""The doctor: a line for everything that can be wrong, and what mends it."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.model import Source
from flows.doctor import State, examine_topic
from flows.doctor.machine import _packages
from flows.doctor.send_test import send
from flows.settings.load import load
from storage import runs
from storage.database import Database
from storage.sources import SourceState, save_states, sync_sources
from tests.flows.conftest import write_topic


@pytest.fixture
def topic(tmp_path):
    return write_topic(tmp_path / "topic", "http://127.0.0.1:9")


@pytest.fixture
def clinic(tmp_path, topic, monkeypatch):
    """Examine the topic in a home of its own; the checks by name, the worst last."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_API_URL", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)

    def found(later=timedelta(0)):
        now = datetime.now(UTC) + later
        order = [State.OK, State.WARN, State.FAIL]
        checks = list(examine_topic(topic, tmp_path, now))
        assert all(each.remedy for each in checks if each.state is not State.OK)
        return {c.name: c for c in sorted(checks, key=lambda c: order.index(c.state))}

    return found


def states(found):
    return {name: check.state.value for name, check in found.items()}


@pytest.fixture
def database(tmp_path):
    """A home after one good run."""
    database = Database(tmp_path / "mill.duckdb")
    database.migrate(topic="mill")
    at = datetime.now(UTC)
    with database.transaction() as con:
        sync_sources(con, [Source(id="source-1", kind="feed")])
        save_states(con, [SourceState(source_id="source-1", last_ok_at=at)])
        runs.start_run(con, "r1", topic="mill", trigger="manual", at=at)
        counts = runs.RunCounts(fetched=3)
        runs.finish_run(con, "r1", at=at, status="completed", counts=counts, seconds=1)
    database.publish_snapshot()
    return database


def change(database, sql):
    with database.transaction() as con:
        con.execute(sql)
    database.publish_snapshot()


def test_before_the_first_run_nothing_fails(clinic):
    assert states(clinic()) == {
        "topic": "ok", "run lock": "ok", "database": "ok", "slack": "warn",
        "prefect": "ok",
    }  # fmt: skip


def test_after_a_good_run_all_is_well(clinic, database):
    found = states(clinic())

    assert found.pop("slack") == "warn"
    assert set(found) >= {"snapshot", "last run", "sources", "outbox"}
    assert set(found.values()) == {"ok"}


@pytest.mark.parametrize(
    ("sql", "name", "state", "said"),
    [
        ("update store.runs set status = 'crashed'", "last run", "warn", "crashed"),
        (
            "update store.runs set started_at = now() + interval 2 hour",
            *("clock", "fail", "in the future"),
        ),
        (
            "update store.sources set failures = 4, last_error = 'robots_disallowed'",
            *("source", "warn", "robots_disallowed"),
        ),
        (
            "update store.sources set failures = 4, last_error = 'unreachable'",
            *("sources", "fail", "0 of 1"),
        ),
        (
            "insert into store.coverage select 'source-1', to_timestamp(3600 * i), 0, 1, 0 from range(400000, 400240, 2) t(i)",
            *("source", "warn", "nothing new for"),
        ),
        (
            "insert into store.outbox (post_id, state, created_at) values ('p', 'dead', now())",
            *("outbox", "warn", "given up"),
        ),
        (
            "insert into store.schema_migrations values (99, 'x', now())",
            *("database", "fail", "newer version"),
        ),
    ],
)
def test_trouble_that_is_kept_is_shown(clinic, database, sql, name, state, said):
    change(database, sql)
    check = clinic()[name]

    assert (check.state.value, said in check.said) == (state, True)


def test_a_run_of_long_ago_is_worth_a_look(clinic, database):
    assert clinic(timedelta(days=2))["last run"].state is State.WARN


def test_files_that_are_not_as_they_were(clinic, database, tmp_path):
    snapshot = tmp_path / "mill.snapshot.duckdb"
    change(database, "select 1")
    with database.transaction() as con:
        con.execute("update store.runs set alerts = 1")
    assert clinic()["snapshot"].state is State.WARN

    snapshot.chmod(0o644)
    snapshot.write_bytes(b"no database")
    assert clinic()["snapshot"].state is State.FAIL

    database.path.write_bytes(b"no database")
    assert clinic()["database"].remedy == "claimwatch restore"


def test_a_run_that_goes_on_is_no_trouble(clinic, tmp_path):
    with (tmp_path / "mill.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        check = clinic()["run lock"]

    assert (check.state, check.said) == (
        State.OK,
        f"a run is going on (PID {os.getpid()})",
    )


def test_a_topic_file_with_errors_is_told_line_by_line(clinic, topic):
    path = Path(topic)
    path.write_text(path.read_text().replace("max_per_run", "max_per_rn"))
    check = clinic()["topic"]

    assert check.state is State.FAIL
    assert "did you mean 'max_per_run'?" in check.said


def test_packages_are_held_against_the_lock():
    assert _packages("typer==0.0.1 \\\n --hash=x\n").state is State.WARN
    missing = _packages("no-such-package==1.0\n")
    assert (missing.state, "no-such-package" in missing.said) == (State.FAIL, True)
    elsewhere = "no-such-package==1.0 ; sys_platform == 'win32'\n"
    assert _packages(elsewhere).state is State.OK


@pytest.fixture
def connected(clinic, slack, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.token)
    monkeypatch.setenv("SLACK_API_URL", slack.base_url)
    return clinic


def test_slack_is_asked_who_we_are_and_what_we_may(connected, slack):
    assert {"slack": "ok", "channel": "ok", "clock": "ok"}.items() <= (
        states(connected()).items()
    )

    slack.grant("chat:write", "channels:read", "metadata.message:read")
    assert "channels:history" in connected()["scopes"].said

    slack.fault("not_in_channel", method="conversations.history")
    assert "/invite" in connected()["channel"].remedy


def test_a_wrong_token_and_a_dead_network_fail(connected, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-other")
    refused = connected()["slack"]
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    nobody = connected()["slack"]

    assert (refused.state, nobody.state) == (State.FAIL, State.FAIL)
    assert refused.remedy == "check SLACK_BOT_TOKEN"
    assert nobody.remedy == "is there a network?"
    assert "xoxb" not in refused.said + nobody.said


def test_a_prefect_server_that_is_named_should_answer(clinic, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")

    assert clinic()["prefect"].state is State.WARN


def test_a_test_message_goes_the_way_of_the_alerts(tmp_path, topic, slack):
    keys = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}
    settings = load(topic, home=tmp_path, environ=keys)
    check = send(settings, now=lambda: datetime.now(UTC))

    [post] = slack.posts("#alerts")
    assert "This is a test" in post["text"]
    assert (check.state, post["ts"] in check.said) == (State.OK, True)

    slack.fault("not_in_channel")
    assert send(settings, now=lambda: datetime.now(UTC)).state is State.FAIL
    without = load(topic, home=tmp_path, environ={})
    assert send(without, now=lambda: datetime.now(UTC)).state is State.FAIL


def test_the_command_ends_with_what_it_found(mill):
    answer = mill("doctor", "--json")
    assert answer.code == 0
    assert {"python", "packages", "home", "disk", "language"} <= {
        row["check"] for row in answer.rows
    }

    assert mill("doctor", "--send-test", "-q").code == 1
