"""``page``: an index page at ``url``; links by CSS ``selector`` or by their looks."""

from __future__ import annotations

from datetime import datetime

from extractors.article.feed import Parsed
from extractors.article.links import parse_index
from extractors.model import Source
from flows.intake.sources.feed import address

__all__ = ["address", "parse"]


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the links of the page."""
    return parse_index(
        data,
        source_id=source.id,
        base_url=base_url,
        selector=str(source.options.get("selector") or ""),
        now=now,
    )
