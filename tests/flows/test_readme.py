"""Every command of the README does what it says, in the order it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.flows.conftest import CLAIMWATCH, write_topic

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(
    r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
)
COMMANDS = [
    line.removeprefix("$ ") for block in BLOCKS for line in block.splitlines() if line
]
# A question whose answer stands below it: its first line names the columns.
ANSWERS = re.findall(
    r"```console\n\$ ([^\n]*)\n```\n\n(\| [^\n]*)", (ROOT / "README.md").read_text()
)
# They read the topic's own sources; here these are on loopback.
ON_SOURCES = re.compile(r"deploy/run (?:run|sources|baseline build|doctor)")


def as_here(command, topic):
    """The same command with the environment that is already there."""
    if command == "./deploy/run":
        command += " demo"
    if ON_SOURCES.search(command):
        command += f" --topic {shlex.quote(topic)}"
    return command.replace("./deploy/run", shlex.quote(str(CLAIMWATCH)))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_command_works(tmp_path, site):
    topic = write_topic(tmp_path / "topic", site.url)
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "PREFECT_", "CLAIMWATCH_"))
    }
    said = {}
    for command in COMMANDS:
        done = subprocess.run(
            as_here(command, topic), shell=True, cwd=tmp_path, env=environment,
            capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        said[command] = done.stdout + done.stderr
    assert len(ANSWERS) >= 12

    demo = said["./deploy/run"]
    for headline in ("Contradicts what we hold", "Updates what we hold", "New · "):
        assert headline in demo
    assert "0 new articles, 0 claims, 0 alerts" in demo
    assert "var/demo/microsoft-openai.duckdb" in demo
    assert "leaked" not in demo
    assert "Traceback" not in demo
    [pair] = [command for command in COMMANDS if "compare" in command]
    assert '"verdict": "contradicts"' in said[pair]
    again = said["./deploy/run replay --home var/demo"]
    assert "decisions come out as they are stored" in again
    for command, head in ANSWERS:
        assert said[command].splitlines()[0] == head, command
