"""Clean text, safe addresses, dates and keys."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.article.dates import moment, within
from extractors.article.keys import (
    article_id,
    canonical_url,
    entry_id,
    registered_domain,
)
from extractors.article.text import clean, line, safe_url
from extractors.model import Entry

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


@given(ANY_TEXT)
def test_clean_text_is_clean_and_stays_so(text):
    """Row 25: NFC, storable, no controls but newlines, no tricks."""
    cleaned = clean(text)

    assert clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    cleaned.encode()
    kinds = {unicodedata.category(c) for c in cleaned if c != "\n"}
    assert not kinds & {"Cc", "Cf", "Cs", "Co"}
    assert "  " not in cleaned
    assert "\n" not in line(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pay\u202eevil\u202c", "payevil"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone\ud800surrogate", "lonesurrogate"),
        ("nul\0and\x1bescape", "nulandescape"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301", "\u00e9"),
        ("a" + "\u0316" * 50, "a" + "\u0316" * 4),
        ("two  spaces\t tab\u00a0nbsp", "two spaces tab nbsp"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        (" a \n\n\n\n b ", "a\n\nb"),
        ("K\u2126", "K\u03a9"),
    ],
)
def test_tricks_of_text_are_undone(text, expected):
    assert clean(text) == expected


@given(st.one_of(ANY_TEXT, st.from_regex(r"https?://[^ ]{0,60}")))
def test_no_address_breaks_and_safe_ones_have_keys(url):
    safe = safe_url(url)
    canonical = canonical_url(url)

    assert (safe is None) == (canonical == "")
    assert safe is None or safe.startswith(("http://", "https://")) or ":" in safe
    assert canonical_url(canonical) in {canonical, ""} or canonical
    registered_domain(url)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//host/path",
     "/path", "", "http://", "http:///x", "http://user@host/", "http://host:0/",
     "http://host:70000/", "http://ho st/", "http://host\\@evil/", "http://h/\u202e",
     "http://h/<script>", "mailto:a@b.c", "http://h/" + "a" * 3000],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url):
    assert safe_url(url) is None
    assert canonical_url(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gazette.example/a/b",
        "http://gazette.example/a/b/",
        "https://gazette.example/a/b?utm_source=rss&utm_medium=feed",
        "https://gazette.example/a/b?fbclid=123#comments",
        "https://GAZETTE.example:443/a/b",
    ],
)
def test_spellings_of_one_address_are_one_article(url):
    """Row 22."""
    plain = article_id(canonical_url("https://gazette.example/a/b"), "", "", None)

    assert article_id(canonical_url(url), "other guid", "Other title", NOW) == plain


def test_other_queries_are_other_articles():
    one, two = (canonical_url(f"https://g.example/story?id={n}") for n in (1, 2))

    assert article_id(one, "", "", None) != article_id(two, "", "", None)


def test_keys_fall_back_from_address_to_guid_to_title():
    by_guid = article_id("", "tag:1", "Title", NOW)
    by_title = article_id("", "", "Mill  SOLD", NOW)

    assert by_guid == article_id("", "tag:1", "Other", None)
    assert by_title == article_id("", "", "mill sold", NOW + timedelta(hours=5))
    assert len({by_guid, by_title, article_id("", "", "mill sold", None)}) == 3
    assert all(key.startswith("v1") for key in (by_guid, by_title))


def test_a_guid_belongs_to_its_source():
    one, two = (Entry(source_id=s, url="", guid="1") for s in ("a", "b"))

    assert entry_id(one) != entry_id(two)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-03-01", datetime(2025, 3, 1, tzinfo=UTC)),
        ("2025-03", datetime(2025, 3, 1, tzinfo=UTC)),
        ("2025-03-01T10:00:00+01:00", datetime(2025, 3, 1, 9, tzinfo=UTC)),
        ("2025-03-01 10:00:00", datetime(2025, 3, 1, 10, tzinfo=UTC)),
        ("2025-03-01T10:00:00.123456Z", datetime(2025, 3, 1, 10, tzinfo=UTC)),
        ("20250301T101500Z", datetime(2025, 3, 1, 10, 15, tzinfo=UTC)),
        ("Sat, 01 Mar 2025 10:00:00 GMT", datetime(2025, 3, 1, 10, tzinfo=UTC)),
        ("Sat, 01 Mar 2025 10:00:00 EST", datetime(2025, 3, 1, 15, tzinfo=UTC)),
        ("2026-03-02T23:00:00Z", datetime(2026, 3, 2, 23, tzinfo=UTC)),
        ("2026-03-03T01:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("2025-03-01T25:61:00Z", None),
        ("2025-03-01T10:00:00+25:00", None),
        ("2025-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_sane_or_none(value, expected):
    """Row 30."""
    assert moment(value, NOW) == expected


DATE_PARTS = st.lists(
    st.sampled_from(
        ["2025", "0001", "9999", "-03", "-30", "01", "31", "T", " ", "25:61", "10:00:00",
         ".123456789", "Z", "+01:00", "-25:00", "Sat, ", "Feb", "Mär", "30", "PM", "GMT",
         "EST", "/", ".", "W09", "1e9", "١٢", "0", "-"]
    ),
    max_size=9,
).map("".join)  # fmt: skip


@given(st.text(max_size=40) | DATE_PARTS)
def test_no_date_breaks(value):
    found = moment(value, NOW)

    assert found is None or 1990 <= found.year <= 2026


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_any_moment_is_brought_to_utc_or_dropped(value):
    found = within(value, NOW)

    assert found is None or (found.tzinfo is UTC and found <= NOW + timedelta(hours=48))
