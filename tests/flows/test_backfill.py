"""The past, a day at a time: in order, once, and taken up again after a kill."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from extractors.model import Source
from flows.backfill import _days, _whole
from flows.intake import Fetcher, Guest, InProcess
from flows.intake.sources import Window, kind
from storage.sources import SourceState
from tests.fakes.hostile import answer, hostile
from tests.flows.conftest import PAGE, Cli, write_topic

MARCH = datetime(2025, 3, 1, tzinfo=UTC)
DAYS = 6
SINCE, UNTIL = "2025-03-01", "2025-03-07"
HTML = {"content_type": "text/html; charset=utf-8"}


def published(day, hour=12):
    return MARCH + timedelta(days=day, hours=hour)


class Archive:
    """A search over some days of news, two stories a day, and a feed of the last."""

    def __init__(self, server):
        self.server = server
        self.asked = []
        self.stop_at = None
        self.most = 100
        self.reached = threading.Event()
        server.routes["*"] = self.serve
        server.routes["/feed.xml"] = answer(self.feed(), content_type="text/xml")

    def stories(self):
        return [(day, hour) for day in range(DAYS) for hour in (18, 9)]

    def feed(self):
        items = "".join(
            f"<item><title>Feed story {day}</title>"
            f"<link>{self.server.url}/feed-{day}</link>"
            f"<pubDate>{published(day):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
            for day in (5, 1)
        )
        return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    def serve(self, connection, head):
        path = unquote(head.split(" ")[1])
        bounds = re.search(r"created_at_i>=(\d+),created_at_i<(\d+)", path)
        if bounds:
            body = self.search(*map(int, bounds.groups()))
            answer(body, content_type="application/json")(connection, head)
        elif path.startswith(("/story-", "/feed-")):
            day, _, hour = path.rpartition("-")[2].partition(".")
            at = published(int(day), int(hour or 12))
            page = PAGE.format(
                title=f"Story {path}",
                text=f"The mill in Orel bought machine number {day}{hour} for "
                f"${day}{hour} million.",
            ).replace(
                "<head>",
                f'<head><meta property="article:published_time" content="{at:%FT%TZ}">',
            )
            answer(page.encode(), **HTML)(connection, head)
        else:
            answer(status=404)(connection, head)

    def search(self, since, until):
        day = datetime.fromtimestamp(since, UTC)
        self.asked.append(day)
        if len(self.asked) == self.stop_at:
            self.reached.set()
            threading.Event().wait(60)
        hits = [
            {
                "objectID": f"{day}-{hour}",
                "title": f"Story {day}",
                "url": f"{self.server.url}/story-{day}.{hour}",
                "created_at": f"{published(day, hour):%FT%TZ}",
            }
            for day, hour in self.stories()
            if since <= published(day, hour).timestamp() < until
        ]
        return json.dumps({"hits": hits[: self.most]}).encode()


@pytest.fixture
def archive():
    with hostile({}) as server:
        yield Archive(server)


@pytest.fixture
def mill(tmp_path, archive):
    more = (
        f'[[source]]\nid = "search"\nkind = "hackernews"\nquery = "mill"\n'
        f'url = "{archive.server.url}/search"\n'
    )
    topic = write_topic(tmp_path / "topic", archive.server.url, more=more)
    return Cli(tmp_path / "home", topic=topic)


def walk(mill, *more):
    return mill("run", "--direct", "--json", "--since", SINCE, "--until", UNTIL, *more)


def as_judged(mill):
    """When the articles were published, in the order in which they were judged."""
    sql = (
        "select published_at::varchar as at from articles join (select article_id, "
        "min(decided_at) as judged_at from decisions group by 1) using (article_id) "
        "order by judged_at"
    )
    return [row["at"] for row in mill("query", sql, "--json").rows]


def test_a_killed_walk_goes_on_where_it_was(mill, archive):
    archive.stop_at = 4
    child = subprocess.Popen(
        mill.command("run", "--direct", "--since", SINCE, "--until", UNTIL),
        env=mill.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert archive.reached.wait(400)
    child.kill()
    child.wait()
    asked_before = list(archive.asked)
    archive.stop_at, archive.asked = None, []
    rest = walk(mill)

    assert rest.code == 0, rest.err
    assert asked_before == [MARCH + timedelta(days=n) for n in range(4)]
    assert archive.asked == [MARCH + timedelta(days=n) for n in range(3, DAYS)]
    assert "of 2025-03-04, day 4 of 6" in rest.err
    found = as_judged(mill)
    assert found == sorted(found)
    assert len(found) == len(set(found)) == 2 * DAYS + 2
    [row] = mill("query", "select count(*) as n from backfill", "--json").rows
    assert row["n"] >= DAYS

    archive.asked = []
    again = walk(mill)
    assert (again.code, again.summary["articles"], archive.asked) == (0, 0, [])


def test_a_source_that_fails_is_left_for_the_next_walk(mill, archive):
    archive.server.routes["*"] = answer(status=503)
    first = walk(mill)
    assert first.code == 0
    assert [head for head in archive.server.paths() if "search" in head][1:] == []
    sql = "select source_id from backfill where source_id = 'search'"
    assert mill("query", sql, "--json").rows == []


def test_a_full_answer_hides_nothing(archive):
    """Halves are asked until none is full, or none finer may be."""
    archive.most = 2
    url = f"{archive.server.url}/search"
    source = Source(id="s", kind="hackernews", url=url, options={"query": "mill"})
    fetcher = Fetcher(allow_networks=("127.0.0.0/8",))

    def found(finest):
        return _whole(
            source,
            kind.Archive(most=2, finest=finest),
            Window(MARCH, MARCH + timedelta(days=DAYS)),
            SourceState(source_id="s"),
            Guest(fetcher, min_seconds_per_host=0),
            datetime.now(UTC),
            sandbox=InProcess(),
        )

    whole = found(timedelta(hours=1))
    assert [len(set(whole.entries)), whole.problems] == [2 * DAYS, ()]
    coarse = found(timedelta(days=2))
    assert len(coarse.entries) < 2 * DAYS
    assert "narrow the query" in coarse.problems[0]


def test_windows_are_whole_days_cut_at_both_ends():
    late = MARCH + timedelta(hours=7)
    assert list(_days(Window(late, MARCH + timedelta(days=2, hours=1)))) == [
        Window(late, MARCH + timedelta(days=1)),
        Window(MARCH + timedelta(days=1), MARCH + timedelta(days=2)),
        Window(MARCH + timedelta(days=2), MARCH + timedelta(days=2, hours=1)),
    ]
