"""A slice of the soak of ``up``, with a kill in it; and what it shows meanwhile."""

from __future__ import annotations

import json
import sqlite3
import time

import pytest

from flows.processes import began
from tests.chaos.up_soak import soak
from tests.fakes.up_process import Up

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


def killed_and_started_again(up):
    """``kill -9``, then the same command: the server is taken over, the worker ended."""
    left = up.children()
    up.kill()
    survived = [began(pid) for pid in left.values()]
    second = Up(up.home, up.topic, up.environ)
    second.wait_for("part.left_over", part="worker")
    second.wait_for("part.started", part="worker")
    now = second.children()
    assert all(survived)
    assert now["prefect"] == left["prefect"]
    assert now["worker"] != left["worker"]
    assert not began(left["worker"])
    return second


def assert_the_page_is_up(up):
    _, headers, page = up.get_when("", lambda answer: "sample newsroom" in answer[2])
    _, _, numbers = up.get("metrics")
    health = up.get_when("healthz", lambda answer: answer[0] == 200)

    assert "script-src 'sha256-" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "<h1" in page
    assert 'claimwatch_runs_total{status="completed"' in numbers
    assert 'claimwatch_part_up{part="worker",topic="sample-newsroom"} 1.0' in numbers
    assert json.loads(health[2])["wrong"] == []
    assert up.get(Host="evil.example")[0] == 400
    assert up.get(method="POST")[0] == 405


def assert_it_is_alone(up):
    rival = Up(up.home, up.topic, up.environ)
    assert rival.process.wait(timeout=600) == 75


def assert_prefect_knows(up):
    """The run links to the page, and others can react to what it found."""
    with sqlite3.connect(up.home / "prefect" / "prefect.db") as con:
        links = dict(con.execute("select key, data from artifact").fetchall())
    assert up.page in links["sample-newsroom-page"]
    deadline = time.monotonic() + 60  # they travel by themselves
    while not {"claimwatch.run.finished", "claimwatch.alert.raised"} <= events(up):
        assert time.monotonic() < deadline, events(up)
        time.sleep(0.5)


def events(up):
    with sqlite3.connect(up.home / "prefect" / "prefect.db") as con:
        return {row[0] for row in con.execute("select event from events")}


def test_nothing_is_missed_doubled_or_left_though_it_is_killed_meanwhile():
    def meddle(up):
        run = up.wait_for("run.seen")
        assert "completed (schedule" in run["last_run"]
        assert_the_page_is_up(up)
        assert_prefect_knows(up)
        assert_it_is_alone(up)
        return killed_and_started_again(up)

    assert soak(0.1, 15, articles=5, meddle=meddle) == []
