"""What must start at once, does: in processor time, which a busy machine leaves alone."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys

import pytest


def seconds(*command):
    """The least processor time of three calls."""
    used = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(used)


@pytest.fixture(scope="module")
def unit():
    """What this machine needs for a piece of Python like ours; 0.09 s on two cores."""
    return max(seconds(sys.executable, "-c", "import typer.main"), 0.05)


def test_help_is_there_at_once(unit):
    """0.23 s beside 0.1 s for typer alone."""
    assert seconds(sys.executable, "-m", "flows.cli", "--help") < 5 * unit


def test_a_question_is_answered_at_once(unit):
    """0.5 s."""
    command = (sys.executable, "-m", "flows.cli", "query", "--list")

    assert seconds(*command) < 10 * unit


NOTHING_NEW = """
import sys
from flows.cli import app
try:
    app(sys.argv[1:])
except SystemExit as done:
    assert not done.code, done.code
for name in ("spacy", "extractors.claims", "extractors.verdicts"):
    assert name not in sys.modules, f"{name} is loaded though nothing is to be parsed"
"""


def test_a_run_with_nothing_new_loads_no_parser(run_once, tmp_path):
    """It and the judge cost three seconds, as much as such a run may take."""
    cli, first = run_once
    shutil.copytree(cli.home, tmp_path / "home")
    arguments = ["run", "--direct", "--home", str(tmp_path / "home")]

    done = subprocess.run(
        [sys.executable, "-c", NOTHING_NEW, *arguments, "--topic", cli.topic],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert first.summary["articles"] == 2
    assert done.returncode == 0, done.stderr
    assert "0 new articles" in done.stderr
