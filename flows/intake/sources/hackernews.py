"""``hackernews``: stories for ``query``; a pointer, the linked article is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from extractors.article.dates import moment
from extractors.article.feed import Parsed, unique
from extractors.article.text import line, safe_url
from extractors.model import Entry, ParseError, Source
from flows.intake.sources.kind import Window, option, with_query

MOST = 1_000
_BASE = "https://hn.algolia.com/api/v1/search_by_date"


def address(source: Source, window: Window) -> str:
    """Return the search's address, newest first."""
    bounds = [
        f"created_at_i>={int(window.since.timestamp())}" if window.since else "",
        f"created_at_i<{int(window.until.timestamp())}" if window.until else "",
        f"points>={source.options['min_points']}"
        if source.options.get("min_points")
        else "",
    ]
    return with_query(
        source.url or _BASE,
        query=option(source, "query"),
        tags="story",
        numericFilters=",".join(filter(None, bounds)),
        hitsPerPage=str(MOST),
    )


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the hits that link to an article; raises ParseError ``refused``."""
    try:
        answer = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ParseError(base_url, "refused", str(error)[:100]) from error
    hits = answer.get("hits") if isinstance(answer, dict) else None
    if not isinstance(hits, list):
        raise ParseError(base_url, "refused", "an answer without hits")
    found = (_entry(hit, source.id, now) for hit in hits if isinstance(hit, dict))
    return Parsed(entries=tuple(unique(found)))


def _entry(hit: dict[str, Any], source_id: str, now: datetime) -> Entry | None:
    url = safe_url(str(hit.get("url") or ""))
    if not url:  # a question to the readers, not an article
        return None
    return Entry(
        source_id=source_id,
        url=url,
        title=line(str(hit.get("title") or "")),
        guid=str(hit.get("objectID") or ""),
        # When it was posted; the article's own date is on its page.
        modified_at=moment(str(hit.get("created_at") or ""), now),
    )
