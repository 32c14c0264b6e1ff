"""
One pass with a fixed clock: ``python -m tests.scale.one_pass HOME TOPIC [--direct]``.

Prints, as JSON, how many rows each view holds and a digest of their every byte, so
that two passes can be compared whoever did their work.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from flows.monitor_params import MonitorParams
from flows.monitor_pass import Pass
from flows.settings.load import load

NOW = datetime(2025, 6, 10, 12, tzinfo=UTC)
VIEWS = ("articles", "claims", "decisions", "baseline", "alerts")


def main():
    home, topic, *options = sys.argv[1:]
    settings = load(topic, home=Path(home))
    said = []
    work = Pass(
        settings, MonitorParams(topic=topic), now=lambda: NOW, report=said.append
    )
    work.outcome.run_id = "one"
    with work:
        if options == ["--direct"]:
            work.go_on()
        else:
            from flows.monitor import run_on_prefect  # noqa: PLC0415

            run_on_prefect(work)
    print(json.dumps({"said": said, "held": held(work.database)}), flush=True)


def one_pass(home, topic, *options, **environ):
    """What the command prints when it is called in a process of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "PREFECT_", "CLAIMWATCH_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.scale.one_pass", str(home), topic, *options],
        env=kept | environ, capture_output=True, text=True, timeout=1500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def held(database):
    """Rows and digest of each view."""
    with database.transaction() as con:
        con.execute("set TimeZone = 'UTC'")
        return {view: _digest(con, view) for view in VIEWS}


def _digest(con, view):
    rows = con.execute(f"select * from {view} order by all").fetchall()
    return [len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()]


if __name__ == "__main__":
    main()
