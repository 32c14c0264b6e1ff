"""The pieces of ``up`` by themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from starlette.testclient import TestClient

from flows import logs, processes
from flows.up import parts, screen
from flows.up.metrics import Metrics
from flows.up.page import make_app
from flows.up.parts import Part, Registry
from flows.up.screen import Lines, View
from flows.up.status import Reader, Run, Status
from tests.flows.conftest import Cli, write_topic

NOW = datetime(2025, 6, 3, 12, tzinfo=UTC)
STATUS = Status(
    last=Run(
        started_at=NOW, finished_at=NOW, status="completed", trigger="schedule",
        articles=3, alerts=1, seconds=2.5,
    ),
    good_at=NOW - timedelta(seconds=90),
    runs={("completed", "schedule"): 7, ("failed", "manual"): 1},
    alerts={"new": 4},
    backlog={"pending": 2},
    failures={"daily": 3, "wire": 0},
)  # fmt: skip
VIEW = View(
    topic="mill",
    parts=(("worker", "running", "worker.log"), ("listener", "not wanted", "")),
    status=STATUS,
    next_at=NOW + timedelta(minutes=5),
    period=timedelta(minutes=30),
)


def child(code):
    return [sys.executable, "-c", code]


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path / "up.json")


def part(registry, command):
    return Part(
        name="worker", command=command, environ={}, registry=registry,
        log=registry.file.with_name("worker.log"),
    )  # fmt: skip


def until(true, timeout_s=30):
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_part_that_ends_is_started_again_after_a_pause(registry):
    short = part(registry, child("print('here', flush=True)"))
    short.tend()
    until(lambda: not short.pid)

    short.tend()
    state = short.state
    until(lambda: short.tend() or short.restarts == 2)

    assert "ended with code 0" in state
    assert short.log.read_text() == "here\nhere\n"


def test_a_part_that_does_not_listen_to_sigterm_is_killed(registry, monkeypatch):
    monkeypatch.setattr(parts, "STOP_TIMEOUT_S", 0.2)
    deaf = part(
        registry,
        child(
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "print('deaf', flush=True); time.sleep(600)"
        ),
    )
    deaf.tend()
    pid = deaf.pid
    until(lambda: "deaf" in deaf.log.read_text())

    deaf.stop()

    assert not processes.began(pid)
    assert json.loads(registry.file.read_text()) == {}


def test_a_process_is_gone_when_its_last_thread_is():
    """Killed on a busy machine, the first one ends before those that hold its port."""
    code = (
        "import ctypes, threading, time\n"
        "threading.Thread(target=time.sleep, args=[600]).start()\n"
        "print('on', flush=True)\n"
        "ctypes.CDLL(None).pthread_exit(None)"
    )
    with subprocess.Popen(child(code), stdout=subprocess.PIPE) as two:
        two.stdout.readline()
        stat = Path(f"/proc/{two.pid}/stat")
        until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "Z")
        assert processes.began(two.pid)
        two.kill()
        until(lambda: not processes.began(two.pid))


def test_a_log_that_grows_is_moved_aside_and_written_on(registry, monkeypatch):
    monkeypatch.setattr(parts, "MAX_LOG_BYTES", 50)
    writer = part(
        registry,
        child("import sys\nprint('x' * 60, flush=True)\ninput_ = sys.stdin.read()\n"
              "import time\ntime.sleep(2); print('more', flush=True); time.sleep(600)"),
    )  # fmt: skip
    writer.tend()
    until(lambda: len(writer.log.read_text()) > 50)

    writer.tend()
    until(lambda: "more" in writer.log.read_text())
    writer.stop()

    assert writer.log.read_text() == "more\n"
    assert "x" * 60 in writer.log.with_suffix(".old.log").read_text()


def test_what_was_left_is_ended_and_a_reused_id_is_not(registry):
    """A file from before a restart of the machine may name any process by its id."""
    with subprocess.Popen(child("import time; time.sleep(600)")) as left:
        known = {
            "worker": [left.pid, processes.began(left.pid)],
            "listener": [os.getpid(), "another time"],
            "gone": [2**22 - 1, "1"],
        }
        registry.file.write_text(json.dumps(known))

        assert registry.end_strays() == ["worker"]

    assert left.returncode == -15
    assert not registry.file.exists()
    assert registry.end_strays() == []


def test_the_metrics_are_what_the_snapshot_says():
    metrics = Metrics(
        "mill",
        status=lambda: STATUS,
        parts=lambda: {"worker": (True, 2)},
        now=lambda: NOW,
    )

    found = metrics.text().decode()

    for line in (
        'claimwatch_runs_total{status="failed",topic="mill",trigger="manual"} 1.0',
        'claimwatch_alerts_total{topic="mill",verdict="new"} 4.0',
        'claimwatch_alerts_total{topic="mill",verdict="contradicts"} 0.0',
        'claimwatch_outbox_backlog{state="pending",topic="mill"} 2.0',
        'claimwatch_source_failures{source="daily",topic="mill"} 3.0',
        'claimwatch_last_run_age_seconds{topic="mill"} 90.0',
        'claimwatch_last_run_seconds{topic="mill"} 2.5',
        'claimwatch_part_restarts_total{part="worker",topic="mill"} 2.0',
    ):
        assert line in found


@pytest.fixture
def browser(tmp_path):
    app = make_app(
        tmp_path / "page.html",
        metrics=lambda: b"claimwatch 1\n",
        health=lambda: {"ok": False, "wrong": ["worker: ended"]},
    )
    return TestClient(app, base_url="http://127.0.0.1:8765")


def test_before_the_first_run_the_page_says_so(browser):
    answer = browser.get("/")

    assert answer.status_code == 200
    assert "No run has finished yet" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_trouble_is_503_with_its_reasons(browser):
    answer = browser.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["worker: ended"]


@pytest.mark.parametrize("path", ["/", "/metrics", "/healthz"])
def test_every_answer_is_for_readers_on_this_machine_only(browser, path):
    headers = browser.get(path).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    for method in ("post", "put", "delete", "patch"):
        assert getattr(browser, method)(path).status_code == 405
    assert browser.get(path, headers={"Host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/../home.duckdb", "/%2e%2e/etc/passwd", "/x"])
def test_there_is_nothing_else(browser, path):
    assert browser.get(path).status_code == 404


def test_no_snapshot_is_an_empty_status(tmp_path):
    assert Status() == Reader(tmp_path / "no.snapshot.duckdb").status()


def test_a_snapshot_is_read_again_only_when_it_has_changed(run_once):
    cli, _ = run_once
    reader = Reader(cli.home / "mill.snapshot.duckdb")

    status = reader.status()

    assert status is reader.status()
    assert status.last
    assert ("completed", "manual") in status.runs
    assert status.alerts["contradicts"] == 1
    assert status.failures == {"source-1": 0}


def test_the_screen_shows_everything():
    console = Console(width=120)

    with console.capture() as shown:
        console.print(screen._drawn(VIEW, NOW))

    text = shown.get()
    for words in ("mill", "worker.log", "not wanted", "completed (schedule, 2.5 s)",
                  "12:05:00 UTC, in 5 min, every 30 min", "4 new", "2 pending",
                  "not well: daily"):  # fmt: skip
        assert words in text


def test_lines_say_what_has_changed_and_nothing_twice(monkeypatch, capfd):
    monkeypatch.setenv("CLAIMWATCH_LOG", "json")
    logs._logger.cache_clear()
    lines = Lines()

    lines.show(VIEW)
    lines.show(VIEW)

    said = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    logs._logger.cache_clear()
    names = [each["event"] for each in said]
    assert names == ["part.state", "part.state", "run.seen"]
    assert {"part": "worker", "state": "running", "level": "info"}.items() <= said[
        0
    ].items()


def test_a_taken_port_is_said(tmp_path, site):
    topic = write_topic(tmp_path / "topic", site.url)
    port = site.url.rpartition(":")[2]

    answer = Cli(tmp_path / "home", topic=topic)("up", "--port", port)

    assert answer.code == 2
    assert f"--port {port}: Address already in use" in answer.err
    assert not (tmp_path / "home" / "prefect").exists()
