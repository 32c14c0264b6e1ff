"""Each kind of source: the address it asks and what it makes of an answer."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import ParseError, Source
from flows.intake.opml import read_opml, write_opml
from flows.intake.sources import KINDS, Window

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MARCH = Window(
    since=datetime(2025, 3, 1, tzinfo=UTC), until=datetime(2025, 3, 8, tzinfo=UTC)
)
OPTIONS = {"query": '"paper mill" Tarn', "cik": "0000012345"}


def source(kind: str, **options) -> Source:
    return Source(id="s", kind=kind, options=OPTIONS | options)


def asked(kind: str, window: Window | None = None, **options):
    url = urlsplit(KINDS[kind].address(source(kind, **options), window or Window()))
    return url, {name: values[0] for name, values in parse_qs(url.query).items()}


def parsed(kind: str, data, **options):
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    kinds = KINDS[kind]
    return kinds.parse(
        data, source=source(kind, **options), base_url="https://b/", now=NOW
    )


def rss(item: str) -> bytes:
    news = "xmlns:News='http://www.bing.com:80/news/search/'"
    return f"<rss version='2.0' {news}><channel>{item}</channel></rss>".encode()


def test_google_news_is_asked_by_query_and_days():
    url, query = asked("google_news", MARCH, country="GB")

    assert (url.netloc, url.path) == ("news.google.com", "/rss/search")
    assert query["q"] == '"paper mill" Tarn after:2025-03-01 before:2025-03-08'
    assert (query["hl"], query["gl"], query["ceid"]) == ("en-GB", "GB", "GB:en")


def test_google_news_gives_headlines_with_their_publisher():
    token = base64.urlsafe_b64encode(b"\x08\x13\x22\x20opaque").decode().rstrip("=")
    (entry,) = parsed(
        "google_news",
        rss(
            "<item><title>Mill sold - again - The Gazette</title>"
            f"<link>https://news.google.com/rss/articles/{token}?oc=5</link>"
            "<guid isPermaLink='false'>x</guid><pubDate>Sat, 28 Feb 2026 08:00:00 GMT"
            "</pubDate><description>&lt;a&gt;Mill sold&lt;/a&gt;</description>"
            "<source url='https://gazette.example'>The Gazette</source></item>"
        ),
    ).entries

    assert (entry.title, entry.publisher) == ("Mill sold - again", "The Gazette")
    assert (entry.headline_only, entry.content) == (True, "")


def test_an_old_google_token_shows_its_address():
    plain = b"\x08\x13\x22\x1fhttps://gazette.example/mill-sold\xd2\x01\x00"
    token = base64.urlsafe_b64encode(plain).decode().rstrip("=")
    link = f"https://news.google.com/rss/articles/{token}?oc=5"
    (entry,) = parsed(
        "google_news", rss(f"<item><title>M</title><link>{link}</link></item>")
    ).entries

    assert (entry.url, entry.headline_only) == (
        "https://gazette.example/mill-sold",
        False,
    )


def test_bing_news_links_hold_the_real_address():
    _, query = asked("bing_news", market="en-GB")
    link = (
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;aid=&amp;tid=%s&amp;"
        "url=https%%3a%%2f%%2fgazette.example%%2fmill&amp;c=1"
    )
    items = "".join(
        f"<item><title>Mill</title><link>{link % tid}</link>"
        "<News:Source>The Gazette</News:Source></item>"
        for tid in ("aa", "bb")
    )
    (entry,) = parsed("bing_news", rss(items)).entries

    assert (query["format"], query["mkt"]) == ("rss", "en-GB")
    assert (entry.url, entry.publisher) == (
        "https://gazette.example/mill",
        "The Gazette",
    )


def test_gdelt_lists_articles_and_says_its_errors_in_words():
    _, query = asked("gdelt", MARCH)
    article = {
        "url": "https://gazette.example/mill",
        "title": "Mill  sold",
        "seendate": "20260228T081500Z",
        "domain": "gazette.example",
    }
    raw = json.dumps({"articles": [article, {"url": "javascript:x"}, 5]}).encode()
    (entry,) = parsed("gdelt", raw.replace(b"Mill  sold", b"Mill \x01\x0bsold")).entries

    assert (query["startdatetime"], query["enddatetime"]) == (
        "20250301000000",
        "20250308000000",
    )
    assert asked("gdelt")[1]["timespan"] == "1d"
    assert entry.title == "Mill sold"
    assert entry.published_at == datetime(2026, 2, 28, 8, 15, tzinfo=UTC)
    assert parsed("gdelt", {}).entries == ()
    for words, reason in (
        (b"Please limit requests to one every 5 seconds", "rate_limited"),
        (b"The specified phrase is too short.", "refused"),
    ):
        with pytest.raises(ParseError) as caught:
            parsed("gdelt", words)
        assert caught.value.reason == reason


def test_hacker_news_points_to_the_article():
    _, query = asked("hackernews", MARCH, min_points=10)
    story = {"objectID": "1", "title": "Mill", "created_at": "2026-02-28T08:00:00Z"}
    listed = parsed(
        "hackernews",
        {"hits": [story | {"url": "https://gazette.example/m"}, story | {"url": None}]},
    )
    (entry,) = listed.entries

    assert query["numericFilters"] == (
        "created_at_i>=1740787200,created_at_i<1741392000,points>=10"
    )
    assert (entry.url, entry.published_at) == ("https://gazette.example/m", None)


def test_edgar_lists_the_wanted_forms():
    url, _ = asked("edgar")
    recent = {
        "accessionNumber": ["0000012345-26-000009", "0000012345-26-000008", "x"],
        "filingDate": ["2026-02-27", "2026-02-20", "2026-02-19"],
        "form": ["8-K", "4", "8-K"],
        "primaryDocument": ["mill8k.htm", "x.xml", ""],
        "items": ["5.02,9.01", "", ""],
    }
    answer = {"name": "TARN PAPER CORP", "filings": {"recent": recent}}
    (entry,) = parsed("edgar", answer).entries

    assert url.path == "/submissions/CIK0000012345.json"
    assert entry.url == (
        "https://www.sec.gov/Archives/edgar/data/12345/000001234526000009/mill8k.htm"
    )
    assert entry.title == "TARN PAPER CORP files 8-K (items 5.02,9.01)"
    assert parsed("edgar", answer, forms=["4"]).entries[0].guid.endswith("8")
    with pytest.raises(ParseError):
        asked("edgar", cik="Microsoft")


@pytest.mark.parametrize("kind", ["google_news", "bing_news", "gdelt", "hackernews"])
def test_a_search_without_a_query_says_so(kind):
    with pytest.raises(ParseError) as caught:
        KINDS[kind].address(Source(id="s", kind=kind), Window())
    assert "needs `query`" in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(KINDS)),
    st.one_of(
        st.binary(max_size=80),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["hits", "articles", "filings", "recent", "url", "form"]
                    ),
                    inner,
                    max_size=3,
                )
            ),
        ),
    ),
)
def test_no_answer_breaks_a_kind(kind, answer):
    try:
        found = parsed(kind, answer)
    except ParseError:
        return
    assert all(entry.url or entry.title for entry in found.entries)


def test_subscriptions_come_and_go_as_opml():
    data = b"""<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="News"><outline type="rss" text="The Gazette" title="The Gazette"
        xmlUrl="https://gazette.example/feed"/>
      <outline type="rss" text="The Gazette" xmlUrl="https://gazette.example/sport"/>
      <outline type="rss" text="again" xmlUrl="https://gazette.example/feed"/>
      <outline type="rss" text="bad" xmlUrl="file:///etc/passwd"/></outline></body></opml>"""
    found = read_opml(data)

    assert [(s.id, s.url) for s in found] == [
        ("the-gazette", "https://gazette.example/feed"),
        ("the-gazette-2", "https://gazette.example/sport"),
    ]
    assert read_opml(write_opml(found)) == found
    for wrong in (b"", b"<rss/>", b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>"):
        with pytest.raises(ParseError):
            read_opml(wrong)
