"""JSON Feed 1 and 1.1, read leniently: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from extractors.article.dates import moment
from extractors.model import ParseError


def raw_items(data: bytes, base_url: str) -> Iterator[dict[str, Any]]:
    """
    Yield the items under the names that :mod:`extractors.article.feed` uses.

    Raises:
        ParseError: ``not_a_feed`` when it is no JSON or no feed.

    """
    try:
        feed = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ParseError(base_url, "not_a_feed", str(error)[:100]) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ParseError(base_url, "not_a_feed", "JSON without a list of items")
    return (_raw(item) for item in items if isinstance(item, dict))


def _raw(item: dict[str, Any]) -> dict[str, Any]:
    def said(*names: str) -> str:
        words = (item.get(name) for name in names)
        return next((str(w) for w in words if isinstance(w, str | int) and w), "")

    return {
        "url": said("url", "external_url"),
        "title": said("title"),
        "guid": said("id"),
        "published": moment(said("date_published")),
        "modified": moment(said("date_modified")),
        "publisher": "",
        "author": _author(item),
        "content": said("content_html", "content_text", "summary"),
    }


def _author(item: dict[str, Any]) -> str:
    authors = item.get("authors") or [item.get("author")]
    names = (
        [a.get("name") for a in authors if isinstance(a, dict)]
        if isinstance(authors, list)
        else []
    )
    return ", ".join(name for name in names if isinstance(name, str))
