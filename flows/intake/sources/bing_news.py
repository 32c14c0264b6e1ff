"""``bing_news``: the search feed for ``query``; links carry the real address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from extractors.article.feed import Parsed, parse_feed, unique
from extractors.article.text import safe_url
from extractors.model import Entry, Source
from flows.intake.sources.kind import Window, option, with_query

_BASE = "https://www.bing.com/news/search"


def address(source: Source, window: Window) -> str:  # noqa: ARG001  it knows no dates
    """Return the search's address, newest first."""
    return with_query(
        source.url or _BASE,
        q=option(source, "query"),
        format="rss",
        mkt=str(source.options.get("market") or "en-US"),
        qft='sortbydate="1"',
    )


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the search feed."""
    parsed = parse_feed(data, source_id=source.id, base_url=base_url, now=now)
    return replace(parsed, entries=tuple(unique(map(_entry, parsed.entries))))


def _entry(entry: Entry) -> Entry:
    asked = parse_qs(urlsplit(entry.url).query).get("url", [""])[0]
    # The rest of the link, and a guid made of it, differs at every fetch.
    return replace(entry, url=safe_url(asked) or entry.url, guid="")
