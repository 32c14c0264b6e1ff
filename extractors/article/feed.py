"""
Feeds as entries: RSS 0.9x, 1 and 2, Atom by feedparser, JSON Feed by msgspec.

A feed is judged by what it yields: ``bozo`` is a remark, an unknown format without
entries is an error. Links are safe or empty, dates sane or None.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from extractors.article import jsonfeed
from extractors.article.dates import moment, within
from extractors.article.keys import entry_id
from extractors.article.markup import has_subset, lines, tags
from extractors.article.text import line, safe_url
from extractors.model import Entry, ParseError

MAX_ITEMS = 2_000
# feedparser takes 65 µs for each: more would not be read within the sandbox's ten
# seconds, and hold up all others until then.
_MAX_TAGS = 250_000
_MAX_CONTENT_CHARS = 200_000
_MAX_TITLE_CHARS = 500
_ITEM_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_DIGITS_FIRST = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """
    What a listing holds: its entries in its own order, and what was wrong with it.

    ``more`` are further listings to read, newest first (the parts of a sitemap index).
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def entries(
    data: bytes,
    *,
    source_id: str,
    base_url: str,
    max_items: int = MAX_ITEMS,
    now: datetime | None = None,
) -> list[Entry]:
    """
    Read the entries of a feed, at most ``max_items`` of them, each article once.

    Raises:
        ParseError: ``doctype``, ``empty``, ``not_a_feed``.

    """
    parsed = parse_feed(
        data, source_id=source_id, base_url=base_url, max_items=max_items, now=now
    )
    return list(parsed.entries)


def parse_feed(
    data: bytes,
    *,
    source_id: str,
    base_url: str,
    max_items: int = MAX_ITEMS,
    now: datetime | None = None,
) -> Parsed:
    """Read a feed with its problems; raises as :func:`entries`."""
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise ParseError(base_url, "empty", "the answer has no content")
    if head.startswith(b"{"):
        found, problems = list(jsonfeed.raw_items(head, base_url)), list[str]()
    else:
        found, problems = _parsed_xml(data, base_url, max_items)
    if len(found) > max_items:
        problems.append(f"items beyond the first {max_items} dropped")
    made = (_entry(item, source_id, base_url, now) for item in found[:max_items])
    return Parsed(entries=tuple(unique(made)), problems=tuple(problems))


def unique(made: Iterable[Entry | None]) -> Iterator[Entry]:
    """Keep the first entry of each article."""
    seen: set[str] = set()
    for entry in made:
        if entry is not None and (key := entry_id(entry)) not in seen:
            seen.add(key)
            yield entry


def _parsed_xml(
    data: bytes, base_url: str, max_items: int
) -> tuple[list[dict[str, Any]], list[str]]:
    if has_subset(data):
        raise ParseError(base_url, "doctype", "declares entities of its own")
    data, problems = _cut(data, max_items)
    if (number := tags(data)) > _MAX_TAGS:
        raise ParseError(base_url, "too_large", f"{number} tags")
    try:
        feed = feedparser.parse(
            io.BytesIO(data),  # bytes alone might be taken for a path or an address
            response_headers={
                "content-location": base_url,
                "content-type": "application/xml",
            },
            sanitize_html=False,
        )
    except (ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        raise ParseError(base_url, "not_a_feed", type(error).__name__) from error
    if not feed.entries and not feed.get("version"):
        kind = "an HTML page" if _HTML.search(data[:2048]) else "no feed format"
        raise ParseError(base_url, "not_a_feed", kind)
    if feed.get("bozo"):
        trouble = line(str(feed.get("bozo_exception", "")))[:200]
        problems.append(f"malformed: {trouble}")
    atom = str(feed.get("version")).startswith("atom")
    return [_raw(item, atom=atom) for item in feed.entries], problems


def _cut(data: bytes, max_items: int) -> tuple[bytes, list[str]]:
    # Before the parser, which takes more than a minute for 100,000 items.
    ends = [found.end() for found in _ITEM_END.finditer(data)]
    if len(ends) <= max_items:
        return data, []
    kept = data[: ends[max_items - 1]] + data[ends[-1] :]
    return kept, [f"{len(ends) - max_items} of {len(ends)} items dropped"]


def _raw(item: Any, *, atom: bool) -> dict[str, Any]:
    bodies = [str(part.get("value") or "") for part in item.get("content") or ()]
    bodies.append(str(item.get("summary") or ""))
    source = item.get("source") or {}
    published, updated = _feed_date(item, "published"), _feed_date(item, "updated")
    # The dc:date of RSS 1.0 comes as "updated"; only Atom knows the difference.
    published = published or (None if atom else updated)
    return {
        "url": item.get("link") or "",
        "title": item.get("title") or "",
        "guid": item.get("id") or "",
        "published": published,
        "modified": updated,
        "publisher": source.get("title")
        or item.get("news_source")
        or item.get("publisher")
        or "",
        "author": item.get("author") or "",
        "content": max(bodies, key=len),
    }


def _feed_date(item: Any, name: str) -> datetime | None:
    # `in` and not get(): feedparser answers "updated" with "published".
    raw = str(dict.get(item, name) or "").strip()
    found = moment(raw)
    if found or not raw or _DIGITS_FIRST.match(raw):
        return found
    parts = dict.get(item, f"{name}_parsed")
    if not parts or str(parts[0]) not in raw:  # a year that the text does not name
        return None
    try:
        return datetime.fromtimestamp(timegm(parts), UTC)
    except (ValueError, OverflowError, TypeError):
        return None


def _entry(
    raw: dict[str, Any], source_id: str, base_url: str, now: datetime | None
) -> Entry | None:
    title = line(" ".join(lines(str(raw["title"]))))[:_MAX_TITLE_CHARS]
    url = _link(str(raw["url"]), base_url)
    content = str(raw["content"])[:_MAX_CONTENT_CHARS]
    content = content.encode("utf-8", "replace").decode()  # no lone surrogates
    if not url and not title:
        return None
    return Entry(
        source_id=source_id,
        url=url,
        title=title,
        guid=line(str(raw["guid"]))[:_MAX_TITLE_CHARS],
        published_at=within(raw["published"], now),
        modified_at=within(raw["modified"], now),
        publisher=line(str(raw["publisher"]))[:200],
        author=line(" ".join(lines(str(raw["author"]))))[:200],
        content=content,
    )


def _link(url: str, base_url: str) -> str:
    url = "".join(url.split())  # line breaks within the element are common
    if not url:
        return ""
    try:
        return safe_url(urljoin(base_url, url)) or ""
    except ValueError:
        return ""
