"""The same run on Prefect, without it, and with one that dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from flows.prefect_server import is_healthy, prefect_server
from tests.flows.conftest import Cli, running_site, write_topic
from tests.scale import paper
from tests.scale.one_pass import one_pass

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of ours, as a user would have one running."""
    home = tmp_path_factory.mktemp("server")
    before = dict(os.environ)
    with prefect_server(home, report=lambda _message: None) as url:
        assert url
        yield url
    assert not is_healthy(url)
    os.environ.clear()
    os.environ.update(before)


def asked(url, path, body=None):
    data = json.dumps(body or {}).encode()
    request = Request(f"{url}{path}", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_a_run_on_a_server_shows_there_and_judges_the_same(server, mill, run_once):
    mill.environ = {"PREFECT_API_URL": server}

    run = mill("run", "--json")

    _, direct = run_once
    told = [(a["verdict"], a["claim_text"]) for a in run.alerts]
    assert run.code == 0, run.err
    assert [(a["verdict"], a["claim_text"]) for a in direct.alerts] == told
    [row] = mill("query", "select prefect_flow_run_id as id from runs", "--json").rows
    flows = {each["id"]: each for each in asked(server, "/flow_runs/filter")}
    assert flows[row["id"]]["state"]["type"] == "COMPLETED"
    kinds = {each["key"]: each["type"] for each in asked(server, "/artifacts/filter")}
    assert (kinds["mill-alerts"], kinds["mill-summary"]) == ("table", "markdown")
    stages = {each["name"] for each in asked(server, "/task_runs/filter")}
    assert {"begin", "collect and fetch", "deliver", "publish"} <= stages


def test_processes_find_bit_for_bit_what_one_process_finds(server, tmp_path):
    with running_site(tmp_path / "www") as site:
        paper.publish(site, 30)
        topic = paper.topic(tmp_path / "topic", site)

        alone = one_pass(tmp_path / "alone", topic, "--direct")
        spread = one_pass(
            tmp_path / "spread", topic,
            PREFECT_API_URL=server, CLAIMWATCH_TASK_RUNNER="process:2",
        )  # fmt: skip

    assert spread["held"] == alone["held"]
    assert spread["held"]["alerts"][0] > 20
    assert not [line for line in spread["said"] if "task runner" in line]
    names = [each["name"] for each in asked(server, "/task_runs/filter")]
    assert sum(name.startswith("fetch-") for name in names) == 2
    assert sum(name.startswith("extract-") for name in names) == 2


def test_a_server_that_does_not_answer_is_said_and_done_without(mill):
    mill.environ = {"PREFECT_API_URL": "http://127.0.0.1:9/api"}

    run = mill("run", "--json")

    assert run.code == 0
    assert "no Prefect server answers at http://127.0.0.1:9/api" in run.err
    assert run.alerts


def test_with_nothing_configured_a_server_comes_and_goes_and_may_die(tmp_path, site):
    """Killed in the middle: the work is finished, its row whole, its lock free."""
    cli = Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))
    state = cli.home / "prefect" / "server.json"
    with subprocess.Popen(
        cli.command("run", "--json"), env=cli.environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        for line in run.stderr:
            if "begin" in line:
                break
        os.kill(json.loads(state.read_text())["pid"], signal.SIGKILL)
        out, err = run.communicate(timeout=400)

    rows = [json.loads(line) for line in out.splitlines()]
    assert run.returncode == 0, err
    assert any(row["type"] == "alert" for row in rows)
    [row] = cli("query", "select status, alerts from runs", "--json").rows
    assert row["status"] == "completed"
    assert not state.exists()
    assert cli("run", "--direct").code == 0


def test_two_runs_share_a_server_and_the_last_one_stops_it(tmp_path):
    said: list[str] = []
    before = dict(os.environ)
    try:
        with prefect_server(tmp_path, report=said.append) as first:
            with prefect_server(tmp_path, report=said.append) as second:
                assert first == second
            assert is_healthy(first)
        pid_file = tmp_path / "prefect" / "server.json"
    finally:
        os.environ.clear()
        os.environ.update(before)

    assert sum(message.startswith("starting a local") for message in said) == 1
    assert not is_healthy(first)
    assert not pid_file.exists()


def test_a_server_left_by_a_killed_run_is_taken_over(tmp_path):
    """Its file names it; a file that names a dead one is ignored."""
    folder = tmp_path / "prefect"
    folder.mkdir()
    stale = {"url": "http://127.0.0.1:9/api", "pid": 2**22 - 1}
    (folder / "server.json").write_text(json.dumps(stale))
    before = dict(os.environ)
    try:
        with prefect_server(tmp_path, report=lambda _message: None) as url:
            assert stale["url"] != url
            assert is_healthy(url)
    finally:
        os.environ.clear()
        os.environ.update(before)

    assert not Path(folder / "server.json").exists()
    time.sleep(0.05)
    assert not is_healthy(url)
