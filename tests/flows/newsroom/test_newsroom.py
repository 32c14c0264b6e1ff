"""The sample newsroom: what it holds, how it is served, what a reader gets of it."""

from __future__ import annotations

import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import httpx
import pytest
import trafilatura

from flows.newsroom import Newsroom, Story, publishers, serve, stories
from flows.newsroom.clutter import clutter

SEEDS = Path(__file__).parents[3] / "deploy/topics/microsoft-openai/seeds"
EVERYTHING = stories()
WHOLE = [story for story in EVERYTHING if not story.broken and story.version == 1]
LABELLED = [(story, label) for story in EVERYTHING for label in story.expect]
BY_KEY = {story.key: story for story in EVERYTHING if story.version == 1}
SLOTS = {"quantity", "date", "polarity", "relation", "subject", "object"} | {
    "exclusivity",
    "modality",
}


def _name(story: Story) -> str:
    return f"{story.key}-{story.version}"


@pytest.fixture(scope="module")
def newsroom():
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def client(newsroom: Newsroom):
    with httpx.Client(base_url=newsroom.url, trust_env=False) as opened:
        yield opened


@pytest.fixture
def get(newsroom: Newsroom, client: httpx.Client):
    newsroom.publish_until(None)
    newsroom.edit(edited=False)
    return client.get


def _body(html: bytes) -> str:
    return trafilatura.extract(html, include_comments=False) or ""


class TestCollection:
    def test_is_large_and_varied(self):
        months = {story.published.month for story in WHOLE}
        layouts = {story.publisher.layout for story in WHOLE}
        names = {story.publisher.id for story in WHOLE}

        assert len(WHOLE) >= 22
        assert len(names) >= 5
        assert len(layouts) >= 4
        assert {4, 5, 6, 7, 8, 9, 10} == months

    @pytest.mark.parametrize("story", WHOLE, ids=_name)
    def test_is_of_an_article_s_length(self, story):
        assert 140 <= len(story.body.split()) <= 450

    def test_contradicts_every_slot(self):
        contradicted = {e.slot for _, e in LABELLED if e.verdict == "contradicts"}

        assert contradicted == SLOTS

    def test_covers_every_kind(self):
        kinds = {kind for story in EVERYTHING for kind in story.kinds}

        assert kinds >= {
            *("known", "new", "update", "history", "rivals", "hedge", "denial"),
            *("syndicated", "copy", "edited", "off-topic", "broken", "hostile"),
        }

    def test_expects_every_verdict_several_times(self):
        counted = Counter(label.verdict for _, label in LABELLED)

        assert set(counted) == {"known", "new", "updates", "contradicts", "silent"}
        assert min(counted.values()) >= 5

    @pytest.mark.parametrize("story", EVERYTHING, ids=_name)
    def test_expected_quotes_stand_in_the_text(self, story):
        """And in a line that a reader of the page gets: title or body."""
        text = story.title + "\n" + story.body

        assert [label.quote for label in story.expect if label.quote not in text] == []

    @pytest.mark.parametrize("story", EVERYTHING, ids=_name)
    def test_expectations_name_what_they_are_about(self, story):
        seeds = "\n".join(path.read_text("utf-8") for path in SEEDS.glob("*.txt"))
        for label in story.expect:
            earlier = BY_KEY[label.within] if label.within else None
            held = earlier.text if earlier else seeds

            assert label.about in held
            assert bool(label.about) == (label.verdict not in {"new", "silent"})
            assert bool(label.slot) == (label.verdict in {"updates", "contradicts"})
            assert earlier is None or earlier.published < story.published

    def test_a_syndicated_copy_is_the_same_text(self):
        copies = [story for story in EVERYTHING if story.copy_of]

        assert copies
        for copy in copies:
            assert BY_KEY[copy.copy_of].body == copy.body
            assert BY_KEY[copy.copy_of].publisher != copy.publisher
            assert BY_KEY[copy.copy_of].publisher.name == copy.credit

    def test_keys_and_versions_are_unique(self):
        keys = Counter((story.key, story.version) for story in EVERYTHING)

        assert {1} == set(keys.values())


class TestPages:
    @pytest.mark.parametrize("story", WHOLE, ids=_name)
    def test_a_reader_gets_the_body_and_no_clutter(self, story, get):
        body = _body(get(story.path).content)
        read, meant = set(body.split()), story.body.split()
        surrounding = clutter(story).texts

        assert sum(word in read for word in meant) / len(meant) >= 0.9
        assert [text for text in surrounding if text in body] == []
        assert "sample site" not in body

    @pytest.mark.parametrize("story", WHOLE, ids=_name)
    def test_expected_quotes_reach_the_reader(self, story, get):
        text = story.title + "\n" + _body(get(story.path).content)

        assert [label.quote for label in story.expect if label.quote not in text] == []

    @pytest.mark.parametrize("story", WHOLE, ids=_name)
    def test_metadata_is_the_article_s(self, story, get, newsroom):
        meta = trafilatura.extract_metadata(get(story.path).content)

        assert story.title == meta.title
        assert story.publisher.name == meta.sitename
        assert f"{story.published:%Y-%m-%d}" == meta.date
        assert newsroom.url + story.path == meta.url

    def test_every_publisher_has_an_index_and_is_on_the_front_page(self, get):
        front = get("/").text
        for publisher in publishers().values():
            index = get(f"/{publisher.id}").text
            paths = [s.path for s in WHOLE if s.publisher == publisher]

            assert f'href="/{publisher.id}"' in front
            assert [path for path in paths if path not in index] == []

    def test_a_hostile_title_stays_text(self, get):
        story = next(story for story in WHOLE if "hostile" in story.kinds)

        page = get(story.path).text

        assert "<!channel>" in story.title
        assert "<!channel>" not in page
        assert "&lt;!channel&gt;" in page

    def test_every_local_link_answers(self, get):
        hrefs = set()
        for path in ["/", *(f"/{name}" for name in publishers())]:
            tree = trafilatura.load_html(get(path).content)
            hrefs |= set(tree.xpath("//@href[starts-with(., '/')]"))
            hrefs |= set(tree.xpath("//@src[starts-with(., '/')]"))
        failing = {href for href in hrefs if get(href).status_code != 200}

        assert {s.path for s in EVERYTHING if s.broken == "500"} == failing

    def test_artwork_is_well_formed(self, get):
        answer = get("/art/ledger--who-won.svg")

        assert answer.headers["content-type"] == "image/svg+xml"
        assert ET.fromstring(answer.content).tag.endswith("svg")

    def test_broken_pages_are_broken(self, get):
        by_kind = {story.broken: story for story in EVERYTHING if story.broken}

        assert get(by_kind["500"].path).status_code == 500
        assert _body(get(by_kind["html"].path).content) == ""
        assert b"</head>" not in get(by_kind["html"].path).content


class TestFeeds:
    @pytest.mark.parametrize("name", ["rss", "atom"])
    def test_feeds_parse_and_list_their_publishers(self, name, get, newsroom):
        feed = feedparser.parse(get(f"/feed.{name}").content)
        meant = [story for story in WHOLE if story.publisher.feed == name][::-1]

        assert not feed.bozo
        assert [newsroom.url + story.path for story in meant] == [
            entry.link for entry in feed.entries
        ]
        assert [story.title for story in meant] == [e.title for e in feed.entries]
        assert [story.publisher.name for story in meant] == [
            entry.source.title for entry in feed.entries
        ]
        assert [story.published.timetuple()[:6] for story in meant] == [
            tuple(entry.published_parsed[:6]) for entry in feed.entries
        ]

    def test_the_sitemap_lists_the_rest(self, get, newsroom):
        root = ET.fromstring(get("/sitemap.xml").content)
        listed = {
            element.text for element in root.iter() if element.tag.endswith("}loc")
        }
        meant = [s for s in EVERYTHING if s.publisher.feed == "sitemap"]

        assert {newsroom.url + story.path for story in meant} == listed

    def test_every_article_is_announced_once(self):
        feeds = Counter(publisher.feed for publisher in publishers().values())

        assert feeds == {"rss": 2, "atom": 2, "sitemap": 2}


class TestServer:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/feed.rss",
            "/feed.atom",
            "/sitemap.xml",
            "/ledger",
            "/ledger/who-won.html",
        ],
    )
    def test_unchanged_pages_answer_304(self, path, get):
        first = get(path)
        etag, stamp = first.headers["etag"], first.headers["last-modified"]
        by_tag = get(path, headers={"If-None-Match": f'W/{etag}, "x"'})
        by_date = get(path, headers={"If-Modified-Since": stamp})

        assert (by_tag.status_code, by_tag.content) == (304, b"")
        assert (by_date.status_code, by_date.content) == (304, b"")
        assert etag == by_tag.headers["etag"]

    def test_a_changed_feed_answers_200(self, get, newsroom):
        newsroom.publish_until(datetime(2025, 6, 1, tzinfo=UTC))
        old = get("/feed.rss").headers
        newsroom.publish_until(None)
        both = {"If-None-Match": old["etag"], "If-Modified-Since": old["last-modified"]}

        assert get("/feed.rss", headers=both).status_code == 200

    def test_the_tag_outranks_the_date(self, get):
        stamp = get("/feed.rss").headers["last-modified"]
        headers = {"If-None-Match": '"other"', "If-Modified-Since": stamp}

        assert get("/feed.rss", headers=headers).status_code == 200

    def test_a_date_that_is_none_is_ignored(self, get):
        assert get("/", headers={"If-Modified-Since": "soon"}).status_code == 200

    def test_publishes_as_it_goes(self, get, newsroom):
        newsroom.publish_until(datetime(2025, 4, 10, tzinfo=UTC))

        assert len(newsroom.published()) == 3
        assert get("/ledger/who-won.html").status_code == 404
        assert len(feedparser.parse(get("/feed.atom").content).entries) == 1

        newsroom.publish_until(datetime(2024, 1, 1, tzinfo=UTC))

        assert newsroom.published() == []
        assert feedparser.parse(get("/feed.atom").content).entries == []
        assert get("/").status_code == 200

    def test_edits_when_told_so(self, get, newsroom):
        story = next(story for story in EVERYTHING if story.version == 2)
        before, feed = get(story.path), get("/feed.rss")
        newsroom.edit()
        after = get(story.path, headers={"If-None-Match": before.headers["etag"]})

        assert after.status_code == 200
        assert before.headers["last-modified"] != after.headers["last-modified"]
        assert story.expect[0].quote in _body(after.content)
        assert story.expect[0].quote not in _body(before.content)
        assert feed.headers["etag"] != get("/feed.rss").headers["etag"]

    def test_head_has_no_body(self, newsroom):
        answer = httpx.head(newsroom.url + "/ledger", trust_env=False)

        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 1000

    @pytest.mark.parametrize(
        "path",
        [
            "/nothing",
            "/ledger/../site.py",
            "/art/x.png",
            "/%00",
            "/ledger/nothing.html",
        ],
    )
    def test_other_paths_are_404(self, path, get):
        assert get(path).status_code == 404

    def test_robots_allow_articles(self, get):
        answer = get("/robots.txt")

        assert answer.headers["content-type"].startswith("text/plain")
        assert "Disallow: /search" in answer.text

    def test_the_topic_file_follows_the_site(self, get, newsroom):
        topic = tomllib.loads(newsroom.topic_toml('seeds/"a"\\*.txt'))

        assert topic["baseline"]["documents"][0]["path"] == 'seeds/"a"\\*.txt'
        assert newsroom.sources() == topic["source"]
        assert {200} == {
            get(source["url"]).status_code for source in newsroom.sources()
        }

    def test_two_newsrooms_do_not_share_an_edition(self, newsroom):
        with serve() as other:
            other.publish_until(datetime(2024, 1, 1, tzinfo=UTC))

            assert other.published() == []
            assert newsroom.published()
