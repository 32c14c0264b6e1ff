"""What changed, told once a day with its chart."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from flows.alerting.limits import validate_blocks
from flows.chart import alerts_by_day
from flows.digest import gather, message, plain
from tests.flows.alerting.newsdesk import MACHINE, WORKERS, Newsdesk
from tests.flows.conftest import Cli, write_topic

DEADLINES = (
    "Tarn Paper plans to open a museum by the end of March. "
    "Tarn Paper closes the purchase of the harbour by Q1."
)
PNG = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture
def desk(tmp_path):
    made = Newsdesk(tmp_path)
    made.at = datetime.now(UTC) - timedelta(hours=1)
    return made


def test_it_counts_lists_and_draws(desk):
    desk.read(WORKERS)
    desk.read(MACHINE)

    found = desk.do(
        gather, "mill", until=desk.at.replace(year=desk.at.year + 1), days=400
    )
    text = plain(found)

    assert found.counts == {"contradicts": 1, "updates": 0, "new": 1}
    assert [row["verdict"] for row in found.findings] == ["contradicts", "new"]
    assert sum(row["alerts"] for row in found.by_day) == 2
    assert "before: The mill employs 400 people" in text
    assert "open disputes: 1" in text
    assert validate_blocks(message(found).blocks) == []
    assert alerts_by_day(found.by_day[-30:], title="mill").startswith(PNG)


def test_many_findings_stay_within_what_slack_takes(desk):
    desk.read(WORKERS)
    desk.do(lambda con: con.execute(
        "insert into store.alerts by name select a.* replace ('x' || i as alert_id, "
        "repeat('<&@ ', 200) as claim_text, repeat('>&', 300) as baseline_text) "
        "from store.alerts a, range(60) t(i)"))  # fmt: skip

    found = desk.do(
        gather, "mill", until=desk.at.replace(year=desk.at.year + 1), days=400
    )

    assert len(found.findings) == 12
    assert validate_blocks(message(found).blocks) == []
    assert "<" not in message(found).text
    assert "and 49 more" in json.dumps(message(found).blocks)


def test_a_deadline_that_passed_unconfirmed_is_noted_once(desk):
    """Said in January, due in March: in the digest of that week, later only counted."""
    desk.at = datetime(2025, 1, 15, tzinfo=UTC)
    desk.read(DEADLINES)
    week = {"until": datetime(2025, 4, 2, 8, tzinfo=UTC), "days": 7}

    found = desk.do(gather, "mill", **week)
    later = desk.do(gather, "mill", until=datetime(2025, 5, 2, tzinfo=UTC), days=7)

    assert [row["due"] for row in found.overdue] == ["2025-03-31"] * 2
    assert "Overdue: 2 deadlines passed unconfirmed" in plain(found)
    assert "overdue in all: 2" in plain(found)
    assert "Overdue: 2 deadlines" in json.dumps(message(found).blocks)
    assert validate_blocks(message(found).blocks) == []
    assert (later.overdue, later.newly_overdue) == ((), 0)
    assert "overdue in all: 2" in plain(later)


def test_it_is_posted_once_with_the_chart_in_its_thread(desk, slack, tmp_path, site):
    desk.read(WORKERS)
    desk.database.publish_snapshot()
    environ = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}
    cli = Cli(tmp_path, environ, write_topic(tmp_path / "topic", site.url))

    first = cli("digest", "--days", "30", "--out", str(tmp_path / "chart.png"))
    second = cli("digest", "--days", "30")

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert "posted, with the chart" in first.err
    assert "posted before" in second.err
    told, chart = slack.posts()
    assert told["metadata"]["event_payload"]["kind"] == "digest"
    assert chart["thread_ts"] == told["ts"]
    assert chart["files"][0]["head"] == PNG.hex()
    assert (tmp_path / "chart.png").read_bytes().startswith(PNG)
    assert "what changed in 30 days" in first.out


def test_without_slack_it_is_shown(desk, tmp_path, site):
    desk.read(WORKERS)
    desk.database.publish_snapshot()

    answer = Cli(tmp_path, topic=write_topic(tmp_path / "topic", site.url))(
        "digest", "--json"
    )

    [row] = answer.rows
    assert answer.code == 0
    assert row["contradicts"] == 1


def test_a_chart_that_is_refused_is_said(desk, slack, tmp_path, site):
    desk.read(WORKERS)
    desk.database.publish_snapshot()
    slack.fault("missing_scope", method="files.getUploadURLExternal")
    environ = {"SLACK_BOT_TOKEN": slack.token, "SLACK_API_URL": slack.base_url}

    answer = Cli(tmp_path, environ, write_topic(tmp_path / "topic", site.url))("digest")

    assert answer.code == 0
    assert "not its chart: missing_scope" in answer.err
    assert len(slack.posts()) == 1
