"""``up`` from its first start to its end, with ``kill -9`` of everything in between."""

from __future__ import annotations

import json
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from flows.newsroom import serve
from tests.fakes.up_process import Up
from tests.flows.conftest import Cli

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
SEEDS = Path(__file__).parents[2] / "deploy" / "topics" / "microsoft-openai" / "seeds"
# A run at the start, because none was before, and then none for a week.
SETTINGS = """
[alerts]
channel = "#alerts"

[schedule]
cron = "0 4 * * 0"
"""


@pytest.fixture
def topic(tmp_path):
    """A topic file that follows the sample newsroom, with its first articles out."""
    with serve() as newsroom:
        newsroom.publish_until(sorted(s.published for s in newsroom.published())[7])
        file = tmp_path / "topic.toml"
        file.write_text(newsroom.topic_toml(str(SEEDS / "*.txt")) + SETTINGS)
        yield str(file)


@contextmanager
def started(cli):
    """``up``; nothing of it stays, whatever happens."""
    up = Up(cli.home, cli.topic, cli.environment())
    try:
        yield up
    finally:
        up.kill()


def until(condition, up):
    """The first true answer; ``up`` keeps running until then."""
    deadline = time.monotonic() + 900
    while not (answer := condition()):
        assert up.process.poll() is None, up.events
        assert time.monotonic() < deadline, up.events
        time.sleep(0.1)
    return answer


def deployments(up):
    return {
        each["name"]: (each["id"], each["schedules"][0]["schedule"]["cron"])
        for each in up.prefect("/deployments/filter", {})
    }


def test_what_was_killed_in_the_middle_goes_on_from_there(tmp_path, topic, slack):
    tokens = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}
    cli = Cli(tmp_path / "home", tokens, topic)

    with started(cli) as first:
        until(slack.posts, first)  # in the middle of delivering
        made = deployments(first)
        first.kill()
    with started(cli) as second:
        run = second.wait_for("run.seen")
        page = second.wait_for("up.started")["page"]
        with urlopen(f"{page}healthz", timeout=60) as answer:
            health = json.load(answer)
        with urlopen(f"{page}metrics", timeout=60) as answer:
            metrics = answer.read().decode()
        rival = cli("up", "--port", "0")
        made_again = deployments(second)
        code = second.stop()
        left = second.everything()

    assert "completed (schedule" in run["last_run"]
    assert health["wrong"] == []
    assert 'claimwatch_part_up{part="worker",topic="sample-newsroom"} 1.0' in metrics
    assert rival.code == 75
    assert made_again == made
    assert set(made) == {"sample-newsroom"}
    assert code == 0
    assert left == []
    rows = cli(
        "query", "select trigger, status from runs order by started_at", "--json"
    )
    assert {row["trigger"] for row in rows.rows} == {"schedule"}
    assert rows.rows[-1]["status"] == "completed"
    raised = cli("query", "select alert_id, state from alerts", "--json").rows
    assert len(raised) > 2
    assert {each["state"] for each in raised} == {"sent"}
    assert Counter(slack.alert_ids()) == Counter(each["alert_id"] for each in raised)
