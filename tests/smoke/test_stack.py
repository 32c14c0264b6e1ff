"""One guard for each trap of the stack, and for what must start at once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.prefect_server import _client_settings, _server_settings

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "deploy/requirements.txt", ROOT / "deploy/requirements-test.txt"]
HEAVY = {"prefect", "spacy", "trafilatura", "duckdb", "slack_sdk", "httpx", "rich"}


def python(code, *arguments, **more):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=True, timeout=120, **more,
    ).stdout  # fmt: skip


def modules_after(*arguments):
    """What a call of the command line leaves imported."""
    code = """
import sys
sys.argv = ["claimwatch", *sys.argv[1:]]
from flows.cli import main
try:
    main()
except SystemExit:
    pass
print("\\n", *{name.partition(".")[0] for name in sys.modules})
"""
    return set(python(code, *arguments).splitlines()[-1].split())


def test_prefects_server_comes_up_with_the_locked_fastapi():
    """With fastapi 0.151 and later prefect 3.8 breaks at first use."""
    python("import prefect.server.api.server")


def test_trafilatura_finds_the_part_of_lxml_that_pip_23_leaves_out():
    python("import trafilatura, lxml.html.clean")


def test_the_sentence_model_is_there_without_a_download():
    python("from extractors.claims import load_pipeline; load_pipeline()")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_locks_hold_hashes_for_everything_and_no_address(lock):
    text = lock.read_text()
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text)

    assert len(pinned) > 100
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_locks_pin_what_is_known_to_work_together(lock):
    versions = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text(), re.MULTILINE))

    assert versions["fastapi"].split(".")[:2] <= ["0", "150"]
    assert versions["duckdb"].startswith("2.0.")
    assert {"lxml-html-clean", "pytz", "uv", "hatchling", "editables"} <= set(versions)


def test_help_loads_nothing_heavy():
    assert not HEAVY & modules_after("--help")


def test_a_query_loads_neither_prefect_nor_a_language_model(tmp_path):
    loaded = modules_after("query", "select 1", "--home", str(tmp_path))

    assert not {"prefect", "spacy", "trafilatura", "slack_sdk"} & loaded


def test_the_stages_do_not_import_prefect():
    """``--direct`` works where Prefect does not."""
    code = """
import sys
sys.modules["prefect"] = None  # importing it would fail
import flows.monitor_pass, flows.monitor_summary, flows.prefect_server, flows.cli.run
"""
    python(code)


def test_our_server_says_nothing_to_the_outside(tmp_path):
    server = _server_settings(tmp_path, "http://x")

    assert server["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "1" == server["DO_NOT_TRACK"] == _client_settings("http://x")["DO_NOT_TRACK"]
    assert str(tmp_path) == server["PREFECT_HOME"]


def test_only_one_module_reads_the_environment():
    reading = [
        str(file.relative_to(ROOT))
        for layer in ("extractors", "storage", "flows")
        for file in (ROOT / layer).rglob("*.py")
        if re.search(r"os\.environ|os\.getenv|getenv\(", file.read_text())
    ]

    assert reading == ["flows/settings/environment.py"]


@pytest.mark.parametrize("script", ["deploy/run", "deploy/test", "deploy/lock"])
def test_the_scripts_are_posix_and_executable(script):
    assert (ROOT / script).stat().st_mode & 0o111
    subprocess.run(["sh", "-n", ROOT / script], check=True)
    subprocess.run(["sh", "-n", ROOT / "deploy/setup.sh"], check=True)
