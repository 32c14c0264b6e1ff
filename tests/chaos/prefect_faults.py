"""
Every part of ``up`` killed, stopped, locked out or doubled, and what came of it.

``python -m tests.chaos.prefect_faults [--only NAME ...]``: a real Prefect server, worker
and schedule (a run a minute) on a paper that prints more with each fault. Each fault
hits a run under way; then a later run has to complete. Prints a line for each with what
was seen; in the end every alert has to be in Slack exactly once and to be one that an
undisturbed run raises. Exit 1 otherwise. deploy/RUNBOOK.md tells what to do in each.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import duckdb

from tests.fakes.slack_process import running_slack
from tests.fakes.up_process import Up
from tests.flows.conftest import Cli, running_site
from tests.scale import paper

PERIOD_S = 60
NOTES = 6  # more of them with each fault: three seconds each to fetch and to tell
PATIENCE_S = 1800  # on a busy machine Prefect alone takes minutes to come up
OVER = ("Completed", "Cancelled", "Crashed", "Failed")
MORE = f"""
[schedule]
rrule = "FREQ=SECONDLY;INTERVAL={PERIOD_S}"
"""


class Stage:
    """A home with ``up`` in it, its paper, its Slack, and what Prefect has on record."""

    def __init__(self, folder, site, slack):
        self.site = site
        self.printed = 0
        topic = Path(paper.topic(folder / "topic", site))
        polite = topic.read_text().replace("per_host = 0.0", "per_host = 1.0")
        topic.write_text(polite.replace("max_per_run = 50", "max_per_run = 500") + MORE)
        tokens = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}
        self.cli = Cli(folder / "home", tokens, str(topic))
        self.home = self.cli.home
        self.print_more()
        self.start()

    def start(self):
        self.up = Up(self.home, self.cli.topic, self.cli.environment())

    def print_more(self):
        self.printed += NOTES
        paper.publish(self.site, self.printed)

    def flow_runs(self):
        """Id -> state, in the order of their times."""
        file = self.home / "prefect" / "prefect.db"
        if not (self.home / "mill.snapshot.duckdb").exists():
            return {}  # the first run is under way
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=60) as con:
            return dict(
                con.execute(
                    "select id, state_name from flow_run order by expected_start_time"
                ).fetchall()
            )

    def completed(self):
        return [
            name for name, state in self.flow_runs().items() if state == "Completed"
        ]

    def running(self):
        """
        The process id of the run that holds the run lock, 0 when none does.

        Only looked at: taking the lock, if for a moment, would be a run's end. ``up``
        holds it at times, to see that nobody else does.
        """
        lock = self.home / "mill.lock"
        if not lock.exists():
            return 0
        inode = f":{lock.stat().st_ino}"
        held = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        pids = [
            int(line[4])
            for line in held
            if line[1:2] != ["->"] and line[5].endswith(inode)
        ]
        return next((pid for pid in pids if pid != self.up.process.pid), 0)

    def ask_for_run(self):
        """
        Over HTTP: such a run asks all sources, a scheduled one quiet ones seldom.

        Its id; it ends as cancelled when another one is under way.
        """
        deployment = self.up.prefect("/deployments/name/monitor/mill")["id"]
        path = f"/deployments/{deployment}/create_flow_run"
        return self.up.prefect(path, {})["id"]

    def read_all(self):
        """A run that asks all sources, to its end."""
        while self.end_of(self.ask_for_run()) != "Completed":
            time.sleep(1)

    def end_of(self, run):
        """The state that a run ends in."""
        return until(lambda: (s := self.flow_runs().get(run)) in OVER and s)

    def wait_for_run(self):
        """A run that has much to fetch, and is at it."""
        while True:
            self.print_more()
            self.ask_for_run()
            pid = until(self.running)
            time.sleep(4)
            if self.running() == pid:
                return pid

    def wait_for_recovery(self, before):
        """A completed run more than there were; how long it took, in seconds."""
        began = time.monotonic()
        until(lambda: set(self.completed()) - set(before))
        return round(time.monotonic() - began)


def until(condition, seconds=PATIENCE_S):
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.5)
    return answer


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def ended(stage, before):
    """The states of the runs that ended since, but for good ones."""
    now = stage.flow_runs()
    ours = ("Completed", "Scheduled", "Pending", "Running", "Late")
    found = Counter(s for i, s in now.items() if before.get(i) != s and s not in ours)
    return ", ".join(f"{count} {state}" for state, count in sorted(found.items()))


def flow_killed(stage):
    """Crashed in Prefect; the next run reads the same and completes"""
    kill(stage.wait_for_run())


def worker_killed(stage):
    """Started again; the run under way ends as it may, the next completes"""
    stage.wait_for_run()
    kill(stage.up.children()["worker"])


def server_killed(stage):
    """The run finishes its work; the server comes again at its port"""
    stage.wait_for_run()
    kill(stage.up.children()["prefect"])


def everything_killed(stage):
    """``up`` again: what is left is ended, the slot is free, one run catches up"""
    stage.wait_for_run()
    stage.up.kill()
    stage.start()


def asleep(stage):
    """Stopped for five periods: one run, the others of that time are cancelled"""
    until(lambda: not stage.running())
    stage.up.send(signal.SIGSTOP)
    before = set(stage.completed())
    time.sleep(5 * PERIOD_S)
    began = time.monotonic()
    stage.up.send(signal.SIGCONT)
    until(lambda: set(stage.completed()) - before)
    periods = (time.monotonic() - began) / PERIOD_S
    caught_up = len(set(stage.completed()) - before)
    assert caught_up <= periods + 1, f"{caught_up} runs in {periods:.1f} periods"


def overlap(stage):
    """A manual run waits for nothing: 75, and the one under way goes on"""
    while True:
        held = stage.wait_for_run()
        code = stage.cli("run", "--direct").code
        if stage.running() == held:
            assert code == 75, code
            return


def manual_first(stage):
    """The scheduled run ends as cancelled while the manual one is under way"""
    until(lambda: not stage.running())
    before = stage.flow_runs()
    command = stage.cli.command("run", "--direct")
    while True:
        stage.print_more()
        stage.print_more()
        with subprocess.Popen(command, env=stage.cli.environment()) as run:
            time.sleep(PERIOD_S)
        if "Cancelled" in ended(stage, before):
            return
        assert run.returncode in {0, 75}, run.returncode


def database_locked(stage):
    """Prefect's database locked for 20 s: the work goes on, the schedule too"""
    stage.wait_for_run()
    with sqlite3.connect(stage.home / "prefect" / "prefect.db", timeout=120) as con:
        con.isolation_level = None
        con.execute("begin exclusive")
        time.sleep(20)
        con.execute("rollback")


FAULTS = (
    flow_killed,
    server_killed,
    everything_killed,
    worker_killed,
    database_locked,
    overlap,
    asleep,
    manual_first,
)


def play(faults, say=print):
    """What is wrong; empty when all is well."""
    with (
        tempfile.TemporaryDirectory(prefix="prefect-faults-") as folder,
        running_slack() as slack,
        running_site(Path(folder) / "www") as site,
    ):
        stage = Stage(Path(folder), site, slack)
        try:
            until(stage.completed)
            wrong = [line for fault in faults for line in _hit(stage, fault, say)]
            stage.print_more()
            stage.read_all()
        finally:
            if code := stage.up.stop():
                wrong = [*wrong, f"up ended with code {code}"]
            if left := stage.up.everything():
                wrong = [*wrong, f"{len(left)} processes were left running"]
            stage.up.kill()
        return wrong + _books(stage, slack, say)


def _hit(stage, fault, say):
    before, done = stage.flow_runs(), stage.completed()
    stage.print_more()
    try:
        fault(stage)
        seconds = stage.wait_for_recovery(set(done) | set(stage.completed()))
    except AssertionError as error:
        say(f"{fault.__name__:18} WRONG: {error}")
        return [f"{fault.__name__}: {error}"]
    also = ended(stage, before) or "nothing lost"
    say(f"{fault.__name__:18} {also}; a run completed {seconds} s later")
    return []


def _books(stage, slack, say):
    """Each alert once in Slack, and those that an undisturbed run raises."""
    alone = Cli(stage.home.with_name("alone"), topic=stage.cli.topic)
    assert alone("run", "--direct", "-q", timeout=1200).code == 0
    raised, expected = (
        _ids(cli.home / "mill.snapshot.duckdb") for cli in (stage.cli, alone)
    )
    posts = Counter(slack.alert_ids())
    missed = [name for name in raised if name not in posts]
    doubled = [name for name, count in posts.items() if count > 1]
    say(
        f"alerts: {len(raised)} raised, {len(missed)} missed, {len(doubled)} doubled; "
        f"an undisturbed run raises {len(expected)}"
    )
    wrong = [f"missed {missed}"] * bool(missed) + [f"doubled {doubled}"] * bool(doubled)
    if raised != expected:
        extra, lacking = len(raised - expected), len(expected - raised)
        wrong.append(f"{extra} alerts too many, {lacking} lack")
    return wrong


def _ids(snapshot):
    with duckdb.connect(str(snapshot), read_only=True) as con:
        return {row[0] for row in con.execute("select alert_id from alerts").fetchall()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    names = [each.__name__ for each in FAULTS]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    options = parser.parse_args()
    chosen = [f for f in FAULTS if f.__name__ in options.only]
    wrong = play(chosen, lambda line: print(line, flush=True))
    print(json.dumps({"wrong": wrong}))
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
