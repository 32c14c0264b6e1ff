"""The same run on Prefect, without it, and with one that dies."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from flows.prefect_server import PATIENT, is_healthy, prefect_server
from storage.sources import add_coverage
from tests.fakes.database import fresh
from tests.flows.conftest import Cli, running_site, write_topic
from tests.scale import engines, paper
from tests.scale.one_pass import one_pass

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


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


def connected(server):
    """The environment of whoever may use the server."""
    password = os.environ["PREFECT_API_AUTH_STRING"]
    return {"PREFECT_API_URL": server, "PREFECT_API_AUTH_STRING": password}


def asked(url, path, body=None):
    data = json.dumps(body or {}).encode()
    password = base64.b64encode(os.environ["PREFECT_API_AUTH_STRING"].encode())
    headers = {"Authorization": f"Basic {password.decode()}"}
    headers["Content-Type"] = "application/json"
    request = Request(f"{url}{path}", data, headers)
    with urlopen(request, timeout=120) as answer:
        return json.load(answer)


def happened(url, name, since, count):
    """What so many events of that name say; the server writes them down in its time."""
    asking = {"filter": {
        "event": {"name": [name]},
        "occurred": {"since": since.isoformat(), "until": "2999-01-01T00:00:00Z"},
    }}  # fmt: skip

    def arrived():
        found = asked(url, "/events/filter", asking)["events"]
        return found if len(found) >= count else []

    return [each["payload"] for each in engines.until(arrived, name)]


def has_tasks(url, *beginnings, count=1):
    """Whether so many tasks of each name ran; they travel as events do."""

    def arrived():
        names = [each["name"] for each in asked(url, "/task_runs/filter")]
        found = [sum(n.startswith(each) for n in names) for each in beginnings]
        return min(found) >= count

    return engines.until(arrived, f"tasks {beginnings}")


@pytest.fixture
def quiet_mill(tmp_path, site):
    """The mill with a second source, a busy one of which nothing came for a month."""
    site.write(
        "quiet.xml", '<rss version="2.0"><channel><title>Q</title></channel></rss>'
    )
    topic = tmp_path / "topic"
    cli = Cli(
        tmp_path / "home",
        topic=write_topic(topic, site.url, sources=("feed.xml", "quiet.xml")),
    )
    cli.home.mkdir()
    month_ago = datetime.now(UTC) - timedelta(days=30)
    with fresh(cli.home / "mill.duckdb").transaction() as con:
        for day in range(10):
            at = month_ago - timedelta(days=day)
            add_coverage(con, "source-2", at=at, new_articles=1)
    return cli


def test_a_run_on_a_server_shows_there_and_judges_the_same(
    server, quiet_mill, run_once
):
    """Its events arrive as well, and need no Slack."""
    mill = quiet_mill
    mill.environ = connected(server)
    since = datetime.now(UTC)

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
    assert has_tasks(server, "begin", "collect and fetch", "deliver", "publish")
    raised = happened(server, "claimwatch.alert.raised", since, len(run.alerts))
    assert {a["alert_id"] for a in run.alerts} == {e["alert_id"] for e in raised}
    [finished] = happened(server, "claimwatch.run.finished", since, 1)
    assert finished["alerts"] == len(run.alerts)
    [silent] = happened(server, "claimwatch.source.silent", since, 1)
    assert silent["subject"] == "silent:source-2"
    assert "nothing is new" in silent["detail"]


def test_processes_find_bit_for_bit_what_one_process_finds(server, tmp_path):
    with running_site(tmp_path / "www") as site:
        paper.publish(site, 30)
        topic = paper.topic(tmp_path / "topic", site)

        alone = one_pass(tmp_path / "alone", topic, "--direct")
        spread = one_pass(
            tmp_path / "spread", topic,
            **connected(server), CLAIMWATCH_TASK_RUNNER="process:2",
        )  # fmt: skip

    assert spread["held"] == alone["held"]
    assert spread["held"]["alerts"][0] > 20
    assert not [line for line in spread["said"] if "task runner" in line]
    assert has_tasks(server, "fetch-", "extract-", count=2)


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


def bootstrapped(topic, home, server):
    """What ``deploy/bootstrap.py`` prints."""
    script = str(ROOT / "deploy" / "bootstrap.py")
    done = subprocess.run(
        [sys.executable, script, "--topic", topic, "--home", str(home)],
        env=os.environ | connected(server) | PATIENT, cwd=home.parent,
        capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def deployments(server):
    found = asked(server, "/deployments/filter")
    return {each["entrypoint"]: each for each in found if each["name"] == "mill"}


SCHEDULE = """
[schedule]
rrule = "FREQ=DAILY;BYHOUR=7,19"
timezone = "Europe/Berlin"
"""
DIGEST = """
[digest]
cron = "30 8 * * 1"
channel = "#digest"
"""


def test_a_server_is_brought_to_what_the_topic_says_however_often(
    server, tmp_path, site
):
    folder, home = tmp_path / "topic", tmp_path / "home"
    topic = write_topic(folder, site.url, more=SCHEDULE + DIGEST)

    made = bootstrapped(topic, home, server)
    first = deployments(server)
    write_topic(folder, site.url, more="[schedule]\ninterval_minutes = 20\n")
    again = bootstrapped(topic, home, server)
    second = deployments(server)

    assert set(made) == {"monitor/mill", "digest/mill"}
    monitor, digest = first["flows.monitor.monitor"], first["flows.digest_flow.digest"]
    [schedule] = [each["schedule"] for each in monitor["schedules"]]
    assert schedule["rrule"].endswith("FREQ=DAILY;BYHOUR=7,19")
    assert schedule["timezone"] == "Europe/Berlin"
    assert digest["schedules"][0]["schedule"]["cron"] == "30 8 * * 1"
    assert digest["parameters"] == {"params": {"topic": topic, "days": 7}}
    assert monitor["global_concurrency_limit"]["limit"] == 1
    assert monitor["concurrency_options"] == {
        "collision_strategy": "CANCEL_NEW", "grace_period_seconds": 120,
    }  # fmt: skip
    assert again == {"monitor/mill": made["monitor/mill"]}
    assert set(second) == {"flows.monitor.monitor"}
    [schedule] = [e["schedule"] for e in second["flows.monitor.monitor"]["schedules"]]
    assert schedule["interval"] == 20 * 60
    [zombies] = asked(server, "/automations/filter")
    assert zombies["enabled"]
    assert zombies["trigger"]["within"] == 90
    assert_the_form_is_checked(server, made["monitor/mill"], topic)


def assert_the_form_is_checked(server, deployment, topic):
    """Wrong parameters are refused by the server, and the form says what each means."""
    path = f"/deployments/{deployment}/create_flow_run"
    with pytest.raises(HTTPError) as refused:
        asked(server, path, {"parameters": {"params": {"topic": ""}}})
    assert refused.value.code in (409, 422)
    [found] = [e for e in asked(server, "/deployments/filter") if e["id"] == deployment]
    schema = found["parameter_openapi_schema"]["definitions"]["MonitorParams"]
    assert all(each["description"] for each in schema["properties"].values())
    created = asked(server, path, {"parameters": {"params": {"topic": topic}}})
    assert created["state"]["type"] == "SCHEDULED"


def test_the_server_asks_everyone_for_its_password(server):
    request = Request(f"{server}/flow_runs/filter", b"{}")

    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=120)

    assert refused.value.code == 401


IN_A_PROCESS = """
import sys
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed
from flows.monitor import monitor
run = FlowRun(
    flow_id="00000000-0000-0000-0000-000000000000",
    parameters={"params": {"topic": sys.argv[1]}},
)
for hook in monitor.on_crashed_hooks:
    hook(flow=monitor, flow_run=run, state=Crashed(message="exit code -9"))
"""


def test_a_run_that_was_killed_is_told_to_the_operators_once(tmp_path, site, slack):
    """The worker calls the hook with exactly these names."""
    topic = write_topic(tmp_path / "topic", site.url)
    text = Path(topic).read_text().replace("[alerts]", '[alerts]\nops_channel = "#ops"')
    Path(topic).write_text(text)
    cli = Cli(tmp_path / "home", topic=topic)
    cli.environ = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}
    with subprocess.Popen(
        cli.command("run", "--direct"), env=cli.environment(),
        stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        for line in run.stderr:
            if "collect" in line:
                break
        run.kill()
    environ = cli.environment() | {"CLAIMWATCH_HOME": str(cli.home)}
    command = [sys.executable, "-c", IN_A_PROCESS, topic]

    for _ in range(2):
        subprocess.run(command, env=environ, check=True, timeout=600)

    [row] = cli("query", "select status from runs", "--json").rows
    assert row["status"] == "crashed"
    [post] = slack.posts("#ops")
    assert "A run did not finish" in post["text"]
    assert "exit code -9" in json.dumps(post)


A_PASS = """
import sys
from flows.monitor import monitor
from flows.monitor_params import MonitorParams
monitor(MonitorParams(topic=sys.argv[1]))
"""
A_DIGEST = """
import sys
from flows.digest_flow import digest
from flows.monitor_params import DigestParams
print(digest(DigestParams(topic=sys.argv[1], days=1)))
"""


def test_the_digest_is_posted_once_a_day_by_its_flow(server, tmp_path, site, slack):
    topic = write_topic(
        tmp_path / "topic", site.url, more=DIGEST.replace("#digest", "#ai-watch")
    )
    cli = Cli(tmp_path / "home", topic=topic)
    cli.environ = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}
    environ = cli.environment() | connected(server) | {"CLAIMWATCH_HOME": str(cli.home)}

    def done(script):
        return subprocess.run(
            [sys.executable, "-c", script, topic], env=environ,
            check=True, timeout=600, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip

    done(A_PASS)
    said = [done(A_DIGEST) for _ in range(2)]

    runs = cli("query", "select trigger, status from runs", "--json").rows
    assert runs == [{"trigger": "api", "status": "completed"}]
    assert said == ["posted", "posted before"]
    assert len(slack.posts("#ai-watch")) >= 1
    assert "what changed in 1 day" in slack.posts("#ai-watch")[0]["text"]
