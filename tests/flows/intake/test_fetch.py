"""From a source to articles over real HTTP: what is read, kept, refused and said."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from extractors.model import Entry, Source, SourceError
from flows.intake import (
    Fetcher,
    Guest,
    InProcess,
    discover_feeds,
    fetch_article,
    list_entries,
    may_pass,
)
from flows.intake.sources import Window
from storage.articles import unpack
from storage.sources import SourceState
from tests.fakes.hostile import answer, hostile, raw, redirect

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READER = InProcess()
SENTENCES = [
    "The mill at the river was sold to its workers on Friday evening.",
    "They paid ten dollars for it and will reopen the gates in the spring.",
    "The former owner said that nobody else had made an offer in two years.",
    "About four hundred people had lost their work when the mill was closed.",
]
PAGE = (
    "<html lang=en><head><title>Mill sold | The Gazette</title></head><body><article>"
    "<h1>Mill sold</h1>"
    + "".join(f"<p>{s}</p>" for s in SENTENCES)
    + "</article></body>"
).encode()
HTML = {"content_type": "text/html; charset=utf-8"}


def feed(*items: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def item(url: str, title: str = "Mill sold", more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>{url}</link>"
        f"<pubDate>Sat, 28 Feb 2026 08:00:00 GMT</pubDate>{more}</item>"
    )


def guest() -> Guest:
    fetcher = Fetcher(allow_networks=("127.0.0.0/8",), timeout_s=30.0)
    return Guest(fetcher, min_seconds_per_host=0.0)


def source(url: str, kind: str = "feed", **options) -> Source:
    return Source(id="gazette", kind=kind, url=url, options=options)


def listed(url: str, kind: str = "feed", state=None, **more):
    state = state or SourceState(source_id="gazette")
    options = more.pop("options", {})
    return list_entries(source(url, kind, **options), state, guest(), NOW, **more)


def fetched(url: str, **entry):
    one = Entry(**{"source_id": "gazette", "url": url, "title": "Mill sold", **entry})
    return fetch_article(one, source(url), guest(), READER, NOW)


def test_a_feed_is_listed_and_its_articles_read():
    with hostile({"/a": answer(PAGE, **HTML)}) as server:
        server.routes["/feed"] = answer(feed(item("/a?utm_source=rss")), etag='"v1"')
        server.routes["/a?utm_source=rss"] = server.routes["/a"]
        listing = listed(server.url + "/feed")
        (entry,) = listing.entries
        got = fetch_article(entry, source(server.url), guest(), READER, NOW)

    assert listing.state.etag == '"v1"'
    assert (listing.state.last_ok_at, listing.state.entries_24h) == (NOW, 0)
    assert unpack(got.page) == PAGE
    assert got.article.text.split("\n") == ["Mill sold", *SENTENCES]
    assert got.article.canonical_url == server.url + "/a"
    assert got.article.published_at == datetime(2026, 2, 28, 8, tzinfo=UTC)
    assert got.article.language == "en"


def test_a_listing_that_did_not_change_is_not_transferred():
    """Row 15: 304 only ever follows validators of the same address."""

    def conditional(connection, request):
        known = 'If-None-Match: "v1"\r\n' in request
        body = answer(status=304) if known else answer(feed(item("/a")), etag='"v1"')
        body(connection, request)

    with hostile({"/feed": conditional, "/moved": redirect("/feed")}) as server:
        first = listed(server.url + "/moved")
        second = listed(server.url + "/moved", state=first.state)
        past = listed(
            server.url + "/moved",
            state=first.state,
            window=Window(since=NOW - timedelta(days=9)),
        )

    assert (len(first.entries), first.not_modified) == (1, False)
    assert (len(second.entries), second.not_modified) == (0, True)
    assert second.state.etag == '"v1"'
    assert len(past.entries) == 1


def test_validators_that_lie_cost_a_transfer_and_nothing_else():
    """Row 15: kept as they come, and what is announced is told by its article."""
    count = 0

    def fickle(connection, request):
        nonlocal count
        count += 1
        lies = {"last_modified": "Sat, 01 Jan 2101 00:00:00 GMT", "expires": "0"}
        answer(feed(item("/a")), etag=f'"{count}"', **lies)(connection, request)

    with hostile({"/feed": fickle}) as server:
        first = listed(server.url + "/feed")
        second = listed(server.url + "/feed", state=first.state)
        assert 'If-None-Match: "1"' in server.requests[1]

    assert first.entries == second.entries
    assert (second.not_modified, second.state.etag) == (False, '"2"')
    assert second.state.last_modified == "Sat, 01 Jan 2101 00:00:00 GMT"


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (answer(PAGE, **HTML), "not_a_feed"),
        (answer(b""), "empty"),
        (answer(b'{"login": true}'), "not_a_feed"),
        (answer(b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss/>"), "doctype"),
        (answer(status=404), "http_404"),
        (answer(status=503, retry_after="7200"), "http_503"),
        (raw(b"nonsense\r\n\r\n"), "protocol"),
        (redirect("http://169.254.169.254/"), "blocked_address"),
    ],
)
def test_a_listing_that_fails_is_an_outcome(handler, expected):
    with hostile({"/feed": handler}) as server:
        listing = listed(server.url + "/feed")

    assert listing.entries == ()
    assert listing.error is not None
    assert listing.error.reason == expected
    assert expected in listing.state.last_error
    assert listing.state.failures == 1
    assert listing.state.next_fetch_at > NOW


def test_yesterdays_feed_changes_nothing_by_coming_back():
    """Row 19: entries are keyed by their article, whichever body names them."""
    with hostile({}) as server:
        keys = []
        for body in (item("/a") + item("/b"), item("/a"), item("/a") + item("/b")):
            server.routes["/feed"] = answer(feed(body))
            keys.append({e.url for e in listed(server.url + "/feed").entries})

    assert keys[0] == keys[2] > keys[1]


FULL = f"<description>{' '.join(SENTENCES * 3)}</description>"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500])
def test_full_text_of_the_feed_stands_in_for_the_page(status):
    with hostile({"/a": answer(status=status)}) as server:
        server.routes["/feed"] = answer(feed(item("/a", more=FULL)))
        (entry,) = listed(server.url + "/feed").entries
        got = fetch_article(entry, source(server.url), guest(), READER, NOW)

    assert (got.page, got.note) == (b"", f"http_{status}")
    assert SENTENCES[3] in got.article.text
    assert not got.article.headline_only


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_a_closed_page_leaves_its_headline(status):
    """Row 17."""
    with hostile({"/a": answer(status=status)}) as server:
        got = fetched(server.url + "/a")

    assert got.article.headline_only
    assert got.article.text == "Mill sold"


def _page(body: str, title: str = "Mill sold") -> bytes:
    return f"<html><title>{title}</title><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (_page("<form>Log in <input type=password></form>"), "login_wall"),
        (_page("<p>Verify you are human.</p>", "Just a moment..."), "bot_wall"),
        (_page("<p>Subscribe to continue reading.</p>"), "paywall"),
        (b"", "empty"),
        (_page(""), "no_article"),
    ],
)
def test_a_page_that_is_no_article_makes_no_text(body, expected):
    """Row 17: only the headline remains, never the wall's words."""
    with hostile({"/a": answer(body, **HTML)}) as server:
        got = fetched(server.url + "/a")

    assert got.note == expected
    assert (got.article.headline_only, got.article.text) == (True, "Mill sold")


@pytest.mark.parametrize(
    ("status", "again"), [(404, False), (410, False), (429, True), (500, True)]
)
def test_a_page_that_cannot_be_had_says_whether_to_come_back(status, again):
    with (
        hostile({"/a": answer(status=status)}) as server,
        pytest.raises(SourceError) as caught,
    ):
        fetched(server.url + "/a")

    assert caught.value.reason == f"http_{status}"
    assert may_pass(caught.value) is again


def test_a_picture_is_no_article():
    picture = answer(b"\x89PNG", content_type="image/png")
    with hostile({"/a": picture}) as server:
        assert fetched(server.url + "/a").note == "not_html"


def test_plain_text_keeps_its_lines():
    text = answer(
        ("# Heading\n\n" + "\n".join(SENTENCES)).encode(), content_type="text/plain"
    )
    with hostile({"/a": text}) as server:
        got = fetched(server.url + "/a")

    assert got.article.text.split("\n") == ["Mill sold", "Heading", *SENTENCES]


def test_robots_txt_keeps_us_from_pages_not_from_their_headlines():
    with hostile({"/robots.txt": answer(b"User-agent: *\nDisallow: /")}) as server:
        got = fetched(server.url + "/a")

    assert (got.note, got.article.headline_only) == ("robots_disallowed", True)


def _sitemap(*urls: str) -> bytes:
    body = "".join(
        f"<url><loc>{u}</loc><news:news><news:publication><news:name>Gazette</news:name>"
        f"</news:publication><news:title>Mill</news:title><news:publication_date>"
        f"2026-02-2{n}</news:publication_date></news:news></url>"
        for n, u in enumerate(urls)
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{body}</urlset>'
    ).encode()


def test_an_index_of_sitemaps_is_followed_zipped_or_not():
    with hostile({}) as server:
        parts = "".join(
            f"<sitemap><loc>{server.url}/{name}</loc></sitemap>"
            for name in ("one.xml", "two.xml.gz", "gone.xml")
        )
        server.routes["/index"] = answer(
            f"<sitemapindex>{parts}</sitemapindex>".encode()
        )
        server.routes["/one.xml"] = answer(_sitemap("http://g.example/1"))
        zipped = gzip.compress(_sitemap("http://g.example/2", "http://g.example/3"))
        server.routes["/two.xml.gz"] = answer(zipped)
        listing = listed(server.url + "/index", "sitemap")

    assert [e.url[-1] for e in listing.entries] == ["1", "3", "2"]
    assert listing.entries[0].publisher == "Gazette"
    assert any("http_404" in problem for problem in listing.problems)


def test_a_zipped_bomb_is_no_sitemap():
    bomb = gzip.compress(bytes(30_000_000))
    with hostile({"/sitemap.xml.gz": answer(bomb)}) as server:
        listing = listed(server.url + "/sitemap.xml.gz", "sitemap")

    assert listing.error is not None
    assert listing.error.reason == "bomb"


def test_an_index_page_is_read_by_selector_or_by_looks():
    page = (
        b"<nav><a href='/about'>About us all here</a></nav><main>"
        b"<div class='teaser big'><h2><a href='/2026/mill-sold'>Mill sold to its own "
        b"workers</a></h2></div><a href='/2026/03/01/x'>x</a>"
        b"<a href='http://other.example/some-long-story'>A story of some other site</a>"
        b"</main>"
    )
    with hostile({"/": answer(page, **HTML)}) as server:
        looks = listed(server.url + "/", "page")
        chosen = listed(
            server.url + "/", "page", options={"selector": ".teaser h2 > a"}
        )
        wrong = listed(server.url + "/", "page", options={"selector": "a:hover"})

    assert {e.url.removeprefix(server.url) for e in looks.entries} >= {
        "/2026/mill-sold",
        "/2026/03/01/x",
    }
    assert not any("other.example" in e.url for e in looks.entries)
    assert [e.title for e in chosen.entries] == ["Mill sold to its own workers"]
    assert wrong.error is not None
    assert wrong.error.reason == "bad_selector"


def test_a_folder_is_a_source(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "note.md").write_text("# Mill\n\n" + "\n".join(SENTENCES))
    (tmp_path / "photo.jpg").write_bytes(b"x")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    folder = source("", "directory", path=str(tmp_path))
    listing = list_entries(folder, SourceState(source_id="gazette"), guest(), NOW)
    texts = [
        fetch_article(entry, folder, guest(), READER, NOW).article.text
        for entry in listing.entries
    ]

    assert [e.guid for e in listing.entries] == ["note.md", "page.html"]
    assert texts == [
        "\n".join(["Mill", *SENTENCES]),
        "\n".join(["Mill sold", *SENTENCES]),
    ]
    outside = Entry(source_id="gazette", url="", guid="../../etc/passwd")
    with pytest.raises(SourceError):
        fetch_article(outside, folder, guest(), READER, NOW)


def test_the_feeds_of_a_site_are_found():
    home = (
        b"<html><head><link rel=alternate type='application/rss+xml' href='/f'></head>"
    )
    with hostile({"/f": answer(feed(item("/a")))}) as server:
        server.routes["/"] = answer(home, **HTML)
        assert discover_feeds(server.url + "/", guest()) == [server.url + "/f"]
        assert discover_feeds(server.url + "/f", guest()) == [server.url + "/f"]

        server.routes["/"] = answer(b"<html>no feed named</html>", **HTML)
        server.routes["/feed.xml"] = server.routes["/f"]
        assert discover_feeds(server.url + "/", guest()) == [server.url + "/feed.xml"]

        del server.routes["/feed.xml"]
        with pytest.raises(SourceError) as caught:
            discover_feeds(server.url + "/", guest())
    assert caught.value.reason == "no_feed"
