"""
``up`` left running on a newsroom that publishes as it goes; then the books are compared.

``python -m tests.chaos.up_soak --minutes 30``: a run every minute. Prints one line of
memory and open files a minute, and at the end: every alert in Slack exactly once and the
same as one run over everything raises; every flow run of Prefect accounted for by the
database; no growth. Exit 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import duckdb

from flows.newsroom import serve
from tests.fakes.slack_process import running_slack
from tests.fakes.up_process import Up

ROOT = Path(__file__).parents[2]
CHANNEL = "#alerts"
SETTINGS = """
[alerts]
channel = "#alerts"
max_per_run = 500

[schedule]
rrule = "FREQ=SECONDLY;INTERVAL={interval_s}"
"""
MOST_GROWTH = 1.15  # of the median of the last third over that of the middle one


@dataclass(frozen=True)
class Sample:
    """At ``second``: resident memory in MB and open files, of all our processes."""

    second: float
    megabytes: dict[str, float]
    files: dict[str, int]


def soak(minutes, interval_s, say=print):
    """A list of what is wrong; empty when all is well."""
    with (
        tempfile.TemporaryDirectory(prefix="up-soak-") as folder,
        running_slack() as slack,
        serve() as newsroom,
    ):
        base = Path(folder)
        topic = _topic(base, newsroom, interval_s)
        times = sorted(story.published for story in newsroom.published())
        newsroom.publish_until(times[0])
        environ = _environment(slack)
        up = Up(base / "home", topic, environ)
        try:
            up.wait_for("run.seen", timeout_s=1800)
            samples = _publish(up, newsroom, times, minutes, say)
            _all_read(up)
        finally:
            wrong = _ended(up)
        wrong += _growth(samples, say) if minutes >= 5 else []
        wrong += _alerts(base, topic, slack, environ, say)
        return wrong + _runs(base / "home", say)


def _ended(up):
    """End it; what is wrong with that. Nothing of it runs afterwards."""
    code = up.stop()
    left = len(up.everything())
    up.kill()
    wrong = [f"{left} processes were left running"] * bool(left)
    return wrong + [f"up ended with code {code}"] * bool(code)


def _topic(base, newsroom, interval_s):
    seeds = ROOT / "deploy" / "topics" / "microsoft-openai" / "seeds" / "*.txt"
    file = base / "topic.toml"
    text = newsroom.topic_toml(str(seeds)) + SETTINGS.format(interval_s=interval_s)
    file.write_text(text)
    return file


def _environment(slack):
    strange = ("SLACK_", "PREFECT_", "CLAIMWATCH_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
    return kept | {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}


def _publish(up, newsroom, times, minutes, say):
    """Show one article after the other; a sample every ten seconds."""
    began, length_s, samples = time.monotonic(), minutes * 60, []
    while (past := time.monotonic() - began) < length_s:
        # Everything is out after two thirds; the rest shows that nothing follows.
        share = min(1.0, past / length_s * 1.5)
        newsroom.publish_until(times[round(share * (len(times) - 1))])
        samples.append(_sample(past, up))
        if len(samples) % 6 == 1:
            say(_line(samples[-1]))
        time.sleep(min(10.0, length_s / 3))
    newsroom.publish_until(times[-1])
    return samples


def _all_read(up):
    """
    Have a run that asks every source after everything was out.

    Over HTTP: such a run asks at once, a scheduled one asks quiet sources seldom.
    """
    since, path = datetime.now(UTC), up.home / "sample-newsroom.snapshot.duckdb"
    name = "/deployments/name/monitor/sample-newsroom"
    create = f"/deployments/{up.prefect(name)['id']}/create_flow_run"
    deadline, run = time.monotonic() + 1800, None
    while _held(path, "select count(*) from sources where last_ok_at <= ?", since)[0][
        0
    ]:
        assert time.monotonic() < deadline, up.events[-3:]
        state = up.prefect(f"/flow_runs/{run}")["state"]["type"] if run else "CANCELLED"
        if state == "CANCELLED":  # another one was under way
            run = up.prefect(create, {})["id"]
        time.sleep(1)


def _held(snapshot, sql, *values):
    con = duckdb.connect(str(snapshot), read_only=True)
    try:
        return con.execute(sql, values).fetchall()
    finally:
        con.close()


def _sample(second, up):
    pids = {"up": up.process.pid, **up.children()}
    return Sample(
        second,
        {name: _megabytes(pid) for name, pid in pids.items()},
        {name: len([*Path(f"/proc/{pid}/fd").iterdir()]) for name, pid in pids.items()},
    )


def _megabytes(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [each for each in status.splitlines() if each.startswith("VmRSS")]
    return round(int(line.split()[1]) / 1024, 1)


def _line(sample):
    parts = (
        f"{name} {sample.megabytes[name]:.0f} MB {sample.files[name]} files"
        for name in sample.files
    )
    return f"{sample.second / 60:5.1f} min  " + ", ".join(parts)


def _growth(samples, say):
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    wrong = []
    for name in last[-1].files:
        before, after = (
            median(each.megabytes[name] for each in part if name in each.megabytes)
            for part in (middle, last)
        )
        few, many = (
            median(each.files[name] for each in part if name in each.files)
            for part in (middle, last)
        )
        say(f"{name}: {before:.0f} -> {after:.0f} MB, {few:.0f} -> {many:.0f} files")
        if after > before * MOST_GROWTH + 5 or many > few * MOST_GROWTH + 5:
            wrong.append(f"{name} grows")
    return wrong


def _alerts(base, topic, slack, environ, say):
    """
    Once each in Slack; every decision right for what was held when it was taken.

    A run over everything reads the articles in another order than sources that are
    asked at their own pace, so which article's claim an alert is named after may differ:
    what it alerts must have been told here, alone or in the message of another alert.
    """
    once, name = base / "once", "sample-newsroom.snapshot.duckdb"
    _claimwatch("run", "--direct", "--no-deliver", home=once, topic=topic, env=environ)
    again = _claimwatch("replay", home=base / "home", topic=topic, env=environ)
    posted = Counter(slack.alert_ids(CHANNEL))
    raised = _alerted(base / "home" / name)
    expected = _alerted(once / name)
    say(f"alerts: {len(raised)} raised, {len(posted)} posts; one run: {len(expected)}")
    wrong = [f"replay differs: {again.stderr[-300:]}"] * bool(again.returncode)
    for what, these in (
        ("missed", set(raised) - set(posted)),
        ("doubled", {name for name, count in posted.items() if count > 1}),
        ("not told here", _untold(expected, raised, base / "home" / name)),
        ("told here alone", _untold(raised, expected, once / name)),
    ):
        wrong += [f"{len(these)} alerts {what}: {sorted(these)[:3]}"] * bool(these)
    return wrong


def _claimwatch(*words, home, topic, env):
    command = [sys.executable, "-m", "flows.cli", *words, "-q"]
    return subprocess.run(
        [*command, "--home", str(home), "--topic", str(topic)],
        cwd=ROOT, env=env, check=words[0] == "run", timeout=1200,
        capture_output=True, text=True,
    )  # fmt: skip


def _alerted(snapshot):
    """The claim of each alert."""
    return dict(_held(snapshot, "select alert_id, claim_id from alerts"))


def _untold(alerts, others, snapshot):
    """Those that are not among the others, their claim neither told nor known there."""
    told = (
        "select claim_id from decisions where outcome in ('alerted', 'joined', 'known')"
    )
    claims = {claim_id for (claim_id,) in _held(snapshot, told)}
    return {
        alert_id
        for alert_id, claim_id in alerts.items()
        if alert_id not in others and claim_id not in claims
    }


def _runs(home, say):
    """Each flow run that was completed has its row, and no other has one."""
    sql = "select prefect_flow_run_id, status from runs"
    rows = dict(_held(home / "sample-newsroom.snapshot.duckdb", sql))
    with sqlite3.connect(home / "prefect" / "prefect.db") as prefect:
        states = dict(
            prefect.execute(
                "select id, state_type from flow_run where state_type <> 'SCHEDULED'"
            ).fetchall()
        )
    flows = {name.replace("-", ""): state for name, state in states.items()}
    ours = {str(name).replace("-", ""): status for name, status in rows.items()}
    say(
        f"runs: {dict(Counter(ours.values()))}; in Prefect: {dict(Counter(flows.values()))}"
    )
    done = {name for name, state in flows.items() if state == "COMPLETED"}
    wrong = []
    if lost := done - set(ours):
        wrong.append(f"{len(lost)} completed flow runs without a row")
    # The last one may have been under way when all was ended.
    ended = done | {name for name, state in flows.items() if state == "RUNNING"}
    if strange := {n for n, s in ours.items() if s == "completed"} - ended:
        wrong.append(f"{len(strange)} completed rows that Prefect does not know")
    bad = [state for state in flows.values() if state in ("FAILED", "CRASHED")]
    if bad:
        wrong.append(f"flow runs ended as {Counter(bad)}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--interval", type=int, default=60, help="seconds")
    options = parser.parse_args()
    wrong = soak(options.minutes, options.interval)
    print(json.dumps({"wrong": wrong}))
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
