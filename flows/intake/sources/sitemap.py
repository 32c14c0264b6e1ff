"""``sitemap``: a news sitemap, a plain one or an index of them at ``url``."""

from __future__ import annotations

from datetime import datetime

from extractors.article.feed import Parsed
from extractors.article.sitemap import parse_sitemap
from extractors.model import Source
from flows.intake.sources.feed import address

__all__ = ["address", "parse"]


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the sitemap."""
    return parse_sitemap(data, source_id=source.id, base_url=base_url, now=now)
