"""
Many runs, each with a fault or a kill picked at random; then the books are compared.

``python -m tests.chaos.soak --runs 200 --seed 1``: every post of every run must be in the
channel exactly once, be ``sent`` in the database, and have its alert there. Exit 1
otherwise.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from storage import outbox
from storage.database import Database
from storage.outbox import State
from tests.chaos import worker
from tests.chaos.matrix import STEPS
from tests.fakes.slack import FAULTS
from tests.fakes.slack_process import running_slack

_CHANNEL = "#alerts"


def soak(runs, seed):
    """Posts wanted, lost, doubled, unsettled, without a cause, after so many runs."""
    chance = random.Random(seed)
    with running_slack() as slack, tempfile.TemporaryDirectory() as folder:
        home, wanted = Path(folder), []
        for number in range(runs):
            numbers = tuple(2 * number + i for i in range(chance.choice((1, 2))))
            wanted += worker.expected(numbers)
            if chance.random() < 0.5:
                name = chance.choice(FAULTS)
                slack.fault(name, skip=chance.randrange(3), after_s=worker.LATE_S)
            step = chance.choice(STEPS)
            worker.run(
                home, slack.base_url, _CHANNEL, numbers, step, chance.choice((1, 2))
            )
            # a run killed before it recorded anything reads the same articles again
            worker.run(home, slack.base_url, _CHANNEL, numbers)
        slack.clear_faults()
        worker.run(home, slack.base_url, _CHANNEL, numbers)
        seen = Counter(slack.post_ids(_CHANNEL))
        with Database(home / "mill.duckdb").transaction() as con:
            sent = {row.post.post_id for row in outbox.in_state(con, State.SENT)}
            caused = {
                row[0] for row in con.execute("select alert_id from alerts").fetchall()
            }
    lost = sum(1 for post_id in wanted if not seen[post_id])
    doubled = sum(1 for count in seen.values() if count > 1)
    uncaused = sum(1 for post_id in seen if post_id.partition(":")[0] not in caused)
    return len(wanted), lost, doubled, len(set(wanted) ^ sent), uncaused


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wanted, *faults = soak(options.runs, options.seed)
    names = ("lost", "doubled", "unsettled", "without a cause")
    counts = (f"{name} {count}" for name, count in zip(names, faults, strict=True))
    print(", ".join([f"posts {wanted}", *counts]))
    raise SystemExit(1 if any(faults) else 0)


if __name__ == "__main__":
    main()
