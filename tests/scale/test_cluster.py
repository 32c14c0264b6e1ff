"""
Spread over a Prefect server on PostgreSQL, two workers and a Dask cluster of two.

Not part of the default tests: ``deploy/test --postgres`` installs what it needs.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.flows.conftest import Cli, running_site
from tests.scale import engines, paper
from tests.scale.one_pass import one_pass

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(5400)]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database():
    assert engines.POSTGRES, engines.HOW
    with engines.postgres() as url:
        yield url


@pytest.fixture(scope="module")
def api(database, tmp_path_factory):
    with engines.prefect(tmp_path_factory.mktemp("server"), database) as (url, _):
        yield url


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with engines.dask(tmp_path_factory.mktemp("dask")) as address:
        yield address


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("paper") / "www") as running:
        paper.publish(running)
        yield running


def asked(url, path, body=None):
    data = json.dumps(body or {}).encode()
    request = Request(f"{url}{path}", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_dask_finds_bit_for_bit_what_one_process_finds(
    api, database, cluster, site, tmp_path
):
    topic = paper.topic(tmp_path / "topic", site)

    alone = one_pass(tmp_path / "alone", topic, "--direct")
    spread = one_pass(
        tmp_path / "spread", topic,
        PREFECT_API_URL=api, CLAIMWATCH_TASK_RUNNER=f"dask:{cluster}",
    )  # fmt: skip

    assert spread["held"] == alone["held"]
    assert spread["held"]["alerts"][0] > 20
    assert not [line for line in spread["said"] if "task runner" in line]
    port = database.rpartition(":")[2].partition("/")[0]
    engines.until(lambda: parts_of(port) == {"fetch": 2, "extract": 2}, "the tasks")


def parts_of(port):
    """How many tasks of a stage that spreads Prefect has on record, which takes a bit."""
    names = engines.query(port, "select name from task_run", "prefect").split()
    stages = Counter(name.partition("-")[0] for name in names)
    return {name: stages[name] for name in ("fetch", "extract")}


def test_a_cluster_without_workers_is_done_without(api, site, tmp_path):
    topic = paper.topic(tmp_path / "topic", site)

    with engines.dask(tmp_path / "dask", workers=0) as empty:
        run = one_pass(
            tmp_path / "home", topic,
            PREFECT_API_URL=api, CLAIMWATCH_TASK_RUNNER=f"dask:{empty}",
        )  # fmt: skip

    lost = [line for line in run["said"] if "task runner" in line]
    assert [line.partition(" (")[0] for line in lost] == [
        "fetch: the task runner is lost",
        "extract: the task runner is lost",
    ]
    assert run["held"]["alerts"][0] > 20


PREFECT_YAML = """
name: papers
pull:
  - prefect.deployments.steps.set_working_directory: {{directory: {root}}}
deployments:
  - name: north
    entrypoint: flows.monitor.monitor
    parameters: {{params: {{topic: {north}}}}}
    work_pool: {{name: papers, work_queue_name: north}}
  - name: south
    entrypoint: flows.monitor.monitor
    parameters: {{params: {{topic: {south}}}}}
    work_pool: {{name: papers, work_queue_name: south}}
"""


def test_topics_on_queues_of_their_own_run_on_two_workers(api, cluster, site, tmp_path):
    """Each worker serves one queue; the alerts are those of a run by hand."""
    topics = {name: topic_of(tmp_path, site, name) for name in ("north", "south")}
    described = tmp_path / "prefect.yaml"
    described.write_text(PREFECT_YAML.format(root=ROOT, **topics))
    cli(api, tmp_path, "work-pool", "create", "papers", "--type", "process")
    deploy = ("--no-prompt", "deploy", "--all", "--prefect-file", described)
    cli(api, tmp_path, *deploy)
    home = {"CLAIMWATCH_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    home["CLAIMWATCH_TASK_RUNNER"] = f"dask:{cluster}"
    with (
        engines.worker(tmp_path / "north-worker", api, "papers", "north", **home),
        engines.worker(tmp_path / "south-worker", api, "papers", "south", **home),
    ):
        for name in topics:
            cli(api, tmp_path, "deployment", "run", f"monitor/{name}")
        runs = engines.until(lambda: finished(api), "the end of both runs", 1800)

    assert {run["state"]["type"] for run in runs} == {"COMPLETED"}, runs
    assert {run["work_queue_name"] for run in runs} == {"north", "south"}
    by_hand = alerts(Cli(tmp_path / "alone", topic=topics["north"]), "run", "--direct")
    for topic in topics.values():
        assert alerts(Cli(tmp_path / "home", topic=topic)) == by_hand


def topic_of(folder, site, name):
    file = Path(paper.topic(folder / name, site))
    file.write_text(file.read_text().replace('id = "mill"', f'id = "{name}"'))
    return str(file)


def cli(api, home, *arguments):
    environ = engines.clean_environment(PREFECT_API_URL=api, PREFECT_HOME=str(home))
    done = subprocess.run(
        [engines.BIN / "prefect", *arguments], env=environ, cwd=ROOT,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def finished(api):
    wanted = {"deployments": {"name": {"any_": ["north", "south"]}}}
    runs = asked(api, "/flow_runs/filter", wanted)
    ended = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
    return len(runs) == 2 and all(r["state"]["type"] in ended for r in runs) and runs


def alerts(command, *first):
    if first:
        assert command(*first).code == 0
    sql = "select * exclude (topic, alert_id, created_at, run_id) from alerts order by all"
    return command("query", sql, "--json").rows
