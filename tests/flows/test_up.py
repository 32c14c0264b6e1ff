"""``up``: what it keeps going, what it shows, and that nothing of it stays."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from flows.prefect_server import is_healthy
from flows.processes import began
from tests.fakes.up_process import Up
from tests.flows.conftest import Cli, write_topic

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def home(tmp_path):
    """A home whose processes are gone at the end, whatever happened."""
    path = tmp_path / "home"
    yield path
    for file in (*path.glob("*.up.json"), path / "prefect" / "server.json"):
        if file.exists():
            left = json.loads(file.read_text())
            pids = [left["pid"]] if "pid" in left else [one[0] for one in left.values()]
            for pid in pids:
                if began(pid):
                    os.kill(pid, signal.SIGKILL)


def test_it_runs_shows_survives_a_kill_and_ends_with_all_it_started(
    home, tmp_path, site
):
    topic = write_topic(
        tmp_path / "topic", site.url, more="[schedule]\ninterval_minutes = 60\n"
    )
    cli = Cli(home, topic=topic)

    first = Up(home, topic, cli.environment())
    run = first.wait_for("run.seen")
    _, headers, page = first.get_when("", lambda answer: "Mill" in answer[2])
    _, _, numbers = first.get("metrics")
    health = first.get_when("healthz", lambda answer: answer[0] == 200)
    foreign = first.get(Host="evil.example")[0], first.get(method="POST")[0]
    left = first.children()
    first.kill()
    began_before = {name: began(pid) for name, pid in left.items()}
    second = Up(home, topic, cli.environment())
    second.wait_for("part.left_over", part="worker")
    second.wait_for("part.started", part="worker")
    rival = Cli(home, topic=topic)("up", "--port", "0")
    server = json.loads((home / "prefect" / "server.json").read_text())
    worker = second.children()["worker"]
    code = second.stop()

    assert "completed (schedule" in run["last_run"]
    assert "script-src 'sha256-" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "<h1" in page
    assert (
        'claimwatch_runs_total{status="completed",topic="mill",trigger="schedule"} 1.0'
        in numbers
    )
    assert 'claimwatch_alerts_total{topic="mill",verdict="contradicts"} 1.0' in numbers
    assert 'claimwatch_part_up{part="worker",topic="mill"} 1.0' in numbers
    assert json.loads(health[2])["wrong"] == []
    assert foreign == (400, 405)
    assert all(began_before.values())
    assert rival.code == 75
    assert server["pid"] == left["prefect"], "Prefect's server is taken over"
    assert worker != left["worker"], "the worker is a new one"
    assert code == 0
    assert not [pid for pid in (worker, *left.values()) if began(pid)]
    assert not is_healthy(server["url"])
    [row] = cli("query", "select trigger, status, alerts from runs", "--json").rows
    assert (row["trigger"], row["status"]) == ("schedule", "completed")
    assert_pages_are_linked(home)


def assert_pages_are_linked(home):
    """Prefect's own database holds a link to the page among the artifacts of the run."""
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(home / "prefect" / "prefect.db") as con:
        rows = con.execute("select key, data from artifact").fetchall()
        events = {row[0] for row in con.execute("select event from events")}
    assert "http://127.0.0.1:" in dict(rows)["mill-page"]
    deadline = time.monotonic() + 1
    assert {"claimwatch.run.finished", "claimwatch.alert.raised"} <= events, deadline


def test_a_taken_port_is_said(home, tmp_path, site):
    topic = write_topic(tmp_path / "topic", site.url)
    port = site.url.rpartition(":")[2]

    answer = Cli(home, topic=topic)("up", "--port", port)

    assert answer.code == 2
    assert f"--port {port}: Address already in use" in answer.err
    assert not Path(home / "prefect").exists()
