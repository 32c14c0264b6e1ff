"""Feeds and sitemaps: golden files, hostile files, any bytes."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.article.feed import entries, parse_feed
from extractors.article.sitemap import parse_sitemap
from extractors.model import ParseError

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
BASE = "https://gazette.example/feeds/news"
GOLDEN = sorted(p for p in (DATA / "feeds").iterdir() if p.suffix != ".expected")


def read(data: bytes, **more):
    return entries(data, source_id="gazette", base_url=BASE, now=NOW, **more)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.name)
def test_formats_give_the_same_entries_as_ever(path):
    parse = parse_sitemap if path.name.startswith("sitemap") else parse_feed
    parsed = parse(path.read_bytes(), source_id="gazette", base_url=BASE, now=NOW)
    plain = json.loads(msgspec.json.encode(parsed))
    for entry in plain["entries"]:
        for name in [n for n, v in entry.items() if v in ("", None, False)]:
            del entry[name]

    expected = json.loads(path.with_suffix(path.suffix + ".expected").read_text())
    assert expected == plain


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://h/x",
     "http://user:pw@host/", "http://h:99999/"],
)  # fmt: skip
def test_links_out_of_the_web_are_dropped(link):
    (entry,) = read(rss(f"<item><title>Mill</title><link>{link}</link></item>"))

    assert (entry.title, entry.url) == ("Mill", "")


def test_one_article_is_listed_once():
    """Row 22."""
    found = read(
        rss(
            "<item><title>A</title><link>/a</link><guid>1</guid></item>",
            "<item><title>A!</title><link>/a?utm_source=x</link><guid>2</guid></item>",
            "<item><title>B</title><guid isPermaLink='false'>3</guid></item>",
            "<item><title>B</title><guid isPermaLink='false'>3</guid></item>",
            "<item><title>C</title></item><item><title>C</title></item>",
            "<item></item>",
        )
    )

    assert [entry.title for entry in found] == ["A", "B", "C"]


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!doctype rss [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>',
        b'<!DOCTYPE rss PUBLIC "x" "http://evil.example/x.dtd" [ <!ENTITY % p "q"> ]>',
        b"<!-- c --><!DOCTYPE\nrss\n[\n]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_entities_of_ones_own_are_refused_before_any_parser(declared, encoding):
    """Row 21."""
    text = (declared + rss("<item><title>&a;&x;</title></item>")).decode()
    data = text.encode(encoding)
    for parse in (parse_feed, parse_sitemap):
        with pytest.raises(ParseError) as caught:
            parse(data, source_id="s", base_url=BASE)
        assert caught.value.reason == "doctype"


def test_the_public_doctype_of_rss_091_is_allowed():
    doctype = (
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        b'"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    talk = rss("<item><title>On <![CDATA[<!DOCTYPE x [<!ENTITY]]></title></item>")

    assert len(read(doctype + talk)) == 1


@pytest.mark.parametrize("count", [3_000, 60_000])
def test_a_feed_of_too_many_items_is_cut_before_it_is_parsed(count):
    """Row 20."""
    items = (f"<item><title>T{n}</title><link>/{n}</link></item>" for n in range(count))
    began = time.monotonic()
    parsed = parse_feed(rss(*items), source_id="s", base_url=BASE, max_items=500)

    assert time.monotonic() - began < 10
    assert [e.title for e in parsed.entries[::499]] == ["T0", "T499"]
    assert parsed.problems == (f"{count - 500} of {count} items dropped",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!doctype html><html><body>Log in</body></html>", "not_a_feed"),
        (b"just words", "not_a_feed"),
        (b"{}", "not_a_feed"),
        (b'{"items": {}}', "not_a_feed"),
        (b'{"items": ' + b"[" * 50_000, "not_a_feed"),
        (b"file:///etc/passwd", "not_a_feed"),
        (b"http://127.0.0.1/feed", "not_a_feed"),
    ],
)
def test_what_is_no_feed_says_so(data, reason):
    with pytest.raises(ParseError) as caught:
        read(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "broken",
    [
        rss("<item><title>Mill</title><link>/a</link></item>")[:-20],
        rss("<item><title>Mi\0ll</title><link>/a</link></item>"),
        rss("<item><title>Mi\x08ll</title><link>/a</link></item>"),
        rss("<item><title>Mill</title><link>/a</link></item>") + b"<p>trailing",
        b"\n\n" + rss("<item><title>Mill</title><link>\n/a\n</link></item>"),
        rss("<item><title>Mill<link>/a</link></item>").replace(
            b"Mill", b"Mill</title>"
        ),
    ],
)
def test_a_broken_feed_still_gives_its_entries(broken):
    """Row 23."""
    (entry,) = read(broken)

    assert (entry.title, entry.url) == ("Mill", "https://gazette.example/a")


@pytest.mark.parametrize(
    ("declared", "real"),
    [("utf-8", "utf-8"), ("utf-8", "latin-1"), ("iso-8859-1", "latin-1"),
     ("utf-16", "utf-16"), ("windows-1251", "utf-8"), ("nonsense", "utf-8")],
)  # fmt: skip
def test_a_lie_about_the_encoding_is_survived(declared, real):
    """Row 24."""
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    body = rss("<item><title>Café Mühle</title><link>/a</link></item>").decode()
    (entry,) = read((head + body).encode(real))

    assert entry.url == "https://gazette.example/a"
    assert declared == "windows-1251" or entry.title == "Café Mühle"


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_bytes_are_entries_or_an_error(noise, at):
    good = rss("<item><title>Mill</title><link>/a</link></item>")
    for parse in (parse_feed, parse_sitemap):
        for data in (noise, good[:at] + noise + good[at:]):
            try:
                parsed = parse(data, source_id="s", base_url=BASE, now=NOW)
            except ParseError:
                continue
            assert msgspec.json.encode(parsed)
