"""Pages that are edited or removed between two passes, fetched and judged for real."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.monitor_params import MonitorParams
from flows.monitor_pass import Pass
from flows.newsroom import serve
from flows.settings.load import load
from tests.flows.alerting.newsdesk import pipeline
from tests.flows.conftest import PAGE, Cli, running_site, write_topic

SEEDS = Path(__file__).parents[2] / "deploy/topics/microsoft-openai/seeds/*.txt"
PUBLISHED = datetime(2025, 6, 2, 8, tzinfo=UTC)
TITLE = "Mill in Orel in the register"
BEFORE = """The mill in Orel has never employed more than 250 people.
The figures come from the town's own register, which was opened on Monday."""
AFTER = BEFORE.replace("has never employed more than 250 people", "employs 400 people")
CAUSES = (
    "select count(*) from store.articles where version = 2",
    "select count(*) from store.claim_changes where change = 'changed'",
    "select count(*) from store.outbox where post_id like '%:edit:%'",
    "select count(*) from baseline where status = 'disputed' and retired_at is not null",
)


class Desk:
    """Passes over a topic with a clock that a test moves."""

    def __init__(self, topic, home):
        self.topic = topic
        self.settings = load(topic, home=home)
        self.at = PUBLISHED + timedelta(minutes=5)

    def read(self, stop_after="", **more):
        """One pass; killed without a word after the step that starts so."""
        params = MonitorParams(topic="x", **{"deliver": False} | more)
        with Pass(self.settings, params, now=lambda: self.at) as work:
            vars(work)["_nlp"] = pipeline()  # loaded once for all passes
            while step := work.next_step():
                work.do(step)
                if stop_after and step.name.startswith(stop_after):
                    os.kill(os.getpid(), signal.SIGKILL)
        self.database = work.database
        return work.outcome

    def rows(self, sql):
        with self.database.transaction() as con:
            return con.execute(sql).fetchall()


@pytest.fixture
def mill(tmp_path):
    with running_site(tmp_path / "www") as site:
        site.publish({"mill": (TITLE, BEFORE, "Mon, 02 Jun 2025 08:00:00 GMT")})
        desk = Desk(write_topic(tmp_path / "topic", site.url), tmp_path / "home")
        desk.site = site
        yield desk


def edit(desk, text=AFTER):
    desk.site.write("mill.html", PAGE.format(title=TITLE, text=text))
    later = time.time() + 60  # the server's Last-Modified has whole seconds
    os.utime(desk.site.folder / "mill.html", (later, later))


def test_an_edit_is_seen_at_its_hour_and_only_once(mill):
    found = mill.read().alerts
    [alert] = [a for a in found if a.verdict.kind.value == "contradicts"]
    edit(mill)
    mill.at += timedelta(minutes=30)
    mill.read()
    assert mill.rows(CAUSES[0]) == [(0,)]

    mill.at += timedelta(minutes=30)
    second = mill.read()
    mill.at += timedelta(hours=6)
    mill.read()

    assert second.alerts == []
    assert [mill.rows(sql) for sql in CAUSES] == [[(1,)]] * 4
    [(told, thread)] = mill.rows(
        "select alert_id, thread_of from store.outbox where post_id like '%:edit:%'"
    )
    assert (alert.alert_id, f"{alert.alert_id}:root") == (told, thread)
    explain = Cli(mill.settings.home, topic=mill.topic)
    rows = explain("explain", f"{mill.site.url}/mill.html", "--json").rows
    assert [row["version"] for row in rows if row["type"] == "article"] == [1, 2]
    [edit_row] = [row for row in rows if row["type"] == "edit" and row["after"]]
    assert (edit_row["change"], edit_row["alert_id"]) == ("changed", alert.alert_id)
    [said] = second.corrections
    assert "never employed more than 250" in said
    assert "employs 400 people" in said


def test_a_page_that_is_not_found_twice_is_gone(mill):
    first = mill.read()
    (mill.site.folder / "mill.html").unlink()

    for _ in range(3):
        mill.at += timedelta(hours=1, minutes=1)
        mill.read()
        seen = mill.rows("select version, status from store.articles where version > 1")
        if seen:
            break

    assert seen == [(2, "removed")]
    assert mill.rows("select failures, misses from store.revisits") == [(0, 2)]
    assert mill.rows(CAUSES[2]) == [(len(first.alerts),)]
    assert mill.rows("select next_fetch_at from store.revisits") == [(None,)]


def test_a_wall_in_front_of_a_page_takes_nothing_back(mill):
    mill.read()
    edit(mill, "Subscribe to read on.")
    mill.at += timedelta(hours=1, minutes=1)

    mill.read()

    assert mill.rows(CAUSES[0]) == [(0,)]
    [(following, error)] = mill.rows(
        "select next_fetch_at, last_error from store.revisits"
    )
    assert error
    assert mill.at < following <= mill.at + timedelta(hours=1)


def test_passes_that_are_killed_lose_and_double_nothing(mill):
    mill.read()
    edit(mill)
    mill.at += timedelta(hours=1, minutes=1)
    fork = multiprocessing.get_context("fork")
    for step in ("collect", "extract", "judge", "remember"):
        child = fork.Process(target=mill.read, args=(step,))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL, step
        mill.at += timedelta(minutes=1)

    mill.at += timedelta(hours=6)
    mill.read()

    assert [mill.rows(sql) for sql in CAUSES] == [[(1,)]] * 4
    assert mill.rows(
        "select count(*) from claims full join decisions using (claim_id) "
        "where claims.quote is null or decisions.outcome is null"
    ) == [(0,)]


def test_the_edited_article_of_the_newsroom_is_one_article_in_two_versions(tmp_path):
    with serve() as site:
        site._stories = [s for s in site._stories if "alliance-costs" in s.key]
        file = tmp_path / "topic.toml"
        file.write_text(site.topic_toml(str(SEEDS)))
        desk = Desk(str(file), tmp_path / "home")
        desk.at = datetime(2025, 8, 7, 6, tzinfo=UTC)
        desk.read()
        [(claims,)] = desk.rows("select count(*) from claims")
        site.edit()
        desk.at = datetime(2025, 8, 7, 14, 30, tzinfo=UTC)
        second = desk.read()

    found = desk.rows(
        "select change, before, after from edits where before is not null"
    )
    assert found == [
        (
            "changed",
            "Microsoft has invested $31 billion in OpenAI since 2019",
            "Microsoft has invested $13.75 billion in OpenAI since 2019",
        )
    ]
    assert desk.rows(
        "select version, status_reason from articles where status = 'read' order by 1"
    ) == [(1, ""), (2, "edited")]
    assert not any("earlier version" in a.claim.quote for a in second.alerts)
    [(after,)] = desk.rows("select count(*) from claims")
    [(fresh,)] = desk.rows("select count(*) from edits where after is not null")
    assert claims + fresh == after
    assert [(after,)] == desk.rows("select count(distinct claim_id) from decisions")
