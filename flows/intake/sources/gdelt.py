"""``gdelt``: GDELT's article list for ``query``, up to three months back."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from extractors.article.dates import moment
from extractors.article.feed import Parsed, unique
from extractors.article.text import line, safe_url
from extractors.model import Entry, ParseError, Source
from flows.intake.sources.kind import Window, option, with_query

_BASE = "https://api.gdeltproject.org/api/v2/doc/doc"
MOST = 250
_CONTROLS = re.compile(rb"[\x00-\x1f]+")


def address(source: Source, window: Window) -> str:
    """Return the list's address, newest first; without a window the last day."""
    return with_query(
        source.url or _BASE,
        query=option(source, "query"),
        mode="artlist",
        format="json",
        maxrecords=str(MOST),
        sort="datedesc",
        timespan="" if window.since else "1d",
        startdatetime=_stamp(window.since),
        enddatetime=_stamp(window.until),
    )


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """
    Read the list; an answer that is no JSON is an error said in words.

    Raises:
        ParseError: ``rate_limited``, ``refused``.

    """
    try:
        # The answers hold raw control characters within strings.
        answer = msgspec.json.decode(_CONTROLS.sub(b" ", data))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        said = line(data[:200].decode("utf-8", "replace"))
        reason = "rate_limited" if "limit requests" in said else "refused"
        raise ParseError(base_url, reason, said) from error
    articles = answer.get("articles") if isinstance(answer, dict) else None
    found = (
        _entry(article, source.id, now)
        for article in (articles if isinstance(articles, list) else ())
        if isinstance(article, dict)
    )
    return Parsed(entries=tuple(unique(found)))


def _entry(article: dict[str, Any], source_id: str, now: datetime) -> Entry | None:
    url = safe_url(str(article.get("url") or ""))
    if not url:
        return None
    return Entry(
        source_id=source_id,
        url=url,
        title=line(str(article.get("title") or "")),
        published_at=moment(str(article.get("seendate") or ""), now),
    )


def _stamp(when: datetime | None) -> str:
    return f"{when:%Y%m%d%H%M%S}" if when else ""
