"""
Every fault of Slack with a kill at every step: is a message lost, or there twice?

``python -m tests.chaos.matrix`` runs all cases, ``--slice N`` every so many that N
remain. Each case records three alerts and a reply, is killed at its step, then is run
again until it has nothing left to do. The stand-in Slack is a process of its own, the
fault and the kill hit another post in each case. Exit 1 when anything was lost or
doubled.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import worker
from tests.fakes.slack import FAULTS
from tests.fakes.slack_process import running_slack

STEPS = (
    "none",
    "start",
    "pre_tx1",
    "tx1",
    "reconciled",
    "reconciled_again",
    "pre_tx2",
    "tx2",
    "post_done",
    "tx3",
)
_PER_POST = ("pre_tx2", "tx2", "post_done", "tx3")
_NUMBERS = (1, 2, 3)
_MAX_RUNS = 6
_LANES = 3
_VISIBLE_AFTER_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    index: int
    fault: str
    step: str
    runs: int
    lost: int
    doubled: int
    finished: bool


def cases(count=0):
    """All pairs of fault and step, or ``count`` of them spread over the whole."""
    everything = list(itertools.product(("ok", *FAULTS), STEPS))
    if not count:
        return list(enumerate(everything))
    picked = {
        round(i * (len(everything) - 1) / max(count - 1, 1)) for i in range(count)
    }
    return [(index, everything[index]) for index in sorted(picked)]


def play(slack, index, fault, step):
    """One case on a channel of its own."""
    channel = f"#case-{index}"
    slack.add_channel(channel)
    slack.clear_faults()
    hit = index % (len(_NUMBERS) + 1)
    if fault != "ok":
        slack.fault(fault, skip=hit, after_s=worker.LATE_S)
    occurrence = hit + 1 if step in _PER_POST else 1
    if step == "reconciled_again":
        step, occurrence = "reconciled", 2
    with tempfile.TemporaryDirectory() as home:
        arguments = (Path(home), slack.base_url, channel, _NUMBERS)
        code, runs = worker.run(*arguments, step, occurrence), 1
        while code and runs < _MAX_RUNS:
            code, runs = worker.run(*arguments), runs + 1
    time.sleep(_VISIBLE_AFTER_S)
    seen = Counter(slack.post_ids(channel))
    wanted = worker.expected(_NUMBERS)
    return Result(
        index=index,
        fault=fault,
        step=STEPS[index % len(STEPS)],
        runs=runs,
        lost=sum(1 for post_id in wanted if not seen[post_id]),
        doubled=sum(1 for count in seen.values() if count > 1),
        finished=not code,
    )


def run_matrix(count=0):
    """Play the cases, a few at a time: they mostly wait."""
    chosen = cases(count)
    lanes = [chosen[lane::_LANES] for lane in range(_LANES)]
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max_workers=_LANES, mp_context=fork) as pool:
        results = [result for lane in pool.map(_run_lane, lanes) for result in lane]
    return sorted(results, key=lambda result: result.index)


def _run_lane(chosen):
    with running_slack() as slack:
        slack.visible_after(_VISIBLE_AFTER_S)
        return [play(slack, index, *case) for index, case in chosen]


def table(results):
    """A line for each fault, and the sum."""
    lines = [
        f"{'fault':22} {'cases':>5} {'runs':>5} {'lost':>5} {'doubled':>7} {'open':>5}"
    ]
    faults = dict.fromkeys(result.fault for result in results)
    lines += [_line(one, [r for r in results if r.fault == one]) for one in faults]
    return "\n".join([*lines, _line("all", results)])


def _line(name, results):
    return (
        f"{name:22} {len(results):5} {sum(r.runs for r in results):5}"
        f" {sum(r.lost for r in results):5} {sum(r.doubled for r in results):7}"
        f" {sum(not r.finished for r in results):5}"
    )


def failed(results):
    return [r for r in results if r.lost or r.doubled or not r.finished]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slice", type=int, default=0, help="only so many cases")
    options = parser.parse_args()
    began = time.monotonic()
    results = run_matrix(options.slice)
    print(table(results))
    print(f"{time.monotonic() - began:.0f} s")
    for result in failed(results):
        print(result)
    raise SystemExit(1 if failed(results) else 0)


if __name__ == "__main__":
    main()
