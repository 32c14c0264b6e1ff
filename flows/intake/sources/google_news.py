"""
``google_news``: the search feed for ``query``.

Its links are opaque tokens that only a browser resolves; they are not decoded. What is
left is a headline, its publisher and its date, marked headline only. Old tokens that
carry the address in plain sight are followed.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from extractors.article.feed import Parsed, parse_feed
from extractors.article.text import safe_url
from extractors.model import Entry, Source
from flows.intake.sources.kind import Window, option, with_query

_BASE = "https://news.google.com/rss/search"
_PLAIN = re.compile(rb"https?://[\x21-\x7e]+")


def address(source: Source, window: Window) -> str:
    """Return the search's address; a window becomes ``after:`` and ``before:``."""
    words = [option(source, "query")]
    if window.since:
        words.append(f"after:{window.since:%Y-%m-%d}")
    if window.until:
        words.append(f"before:{window.until:%Y-%m-%d}")
    country = str(source.options.get("country") or "US")
    language = str(source.options.get("language") or "en")
    return with_query(
        source.url or _BASE,
        q=" ".join(words),
        hl=f"{language}-{country}",
        gl=country,
        ceid=f"{country}:{language}",
    )


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the search feed."""
    parsed = parse_feed(data, source_id=source.id, base_url=base_url, now=now)
    return replace(parsed, entries=tuple(map(_entry, parsed.entries)))


def _entry(entry: Entry) -> Entry:
    title = entry.title.removesuffix(f" - {entry.publisher}").strip()
    url = _decoded(entry.url)
    # The description repeats the headline as a link.
    return replace(
        entry, title=title, content="", url=url or entry.url, headline_only=not url
    )


def _decoded(url: str) -> str:
    token = urlsplit(url).path.rpartition("/")[2]
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return ""
    found = _PLAIN.search(data)
    return (safe_url(found[0].decode("ascii")) or "") if found else ""
