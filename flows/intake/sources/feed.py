"""``feed``: RSS, Atom or JSON Feed at ``url``."""

from __future__ import annotations

from datetime import datetime

from extractors.article.feed import Parsed, parse_feed
from extractors.model import ParseError, Source
from flows.intake.sources.kind import Window


def address(source: Source, window: Window) -> str:  # noqa: ARG001  feeds have no past
    """Return the feed's own address."""
    if not source.url:
        raise ParseError(source.id, "missing_option", "a feed needs `url`")
    return source.url


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the feed."""
    return parse_feed(data, source_id=source.id, base_url=base_url, now=now)
