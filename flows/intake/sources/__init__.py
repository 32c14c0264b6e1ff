"""
The kinds of source: where each is asked, and how its answer becomes entries.

A kind is a pure pair of functions; fetching, caching and parsing in the sandbox are the
same for all. A kind that is an interface or a feed is made for programs and fetched
without asking robots.txt; pages and sitemaps are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from flows.intake.sources import (
    bing_news,
    edgar,
    feed,
    gdelt,
    google_news,
    hackernews,
    page,
    sitemap,
)
from flows.intake.sources.kind import Archive, Kind, Window

_DAY = timedelta(days=1)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "feed": Kind(feed.address, feed.parse),
        "sitemap": Kind(sitemap.address, sitemap.parse, robots=True),
        "page": Kind(page.address, page.parse, robots=True),
        "google_news": Kind(
            google_news.address,
            google_news.parse,
            archive=Archive(most=100, finest=_DAY),
        ),
        "bing_news": Kind(bing_news.address, bing_news.parse),
        "gdelt": Kind(
            gdelt.address,
            gdelt.parse,
            archive=Archive(
                most=gdelt.MOST, finest=timedelta(hours=1), reach=timedelta(days=90)
            ),
            pause_s=5.0,
        ),
        "hackernews": Kind(
            hackernews.address,
            hackernews.parse,
            archive=Archive(most=hackernews.MOST, finest=timedelta(hours=1)),
        ),
        "edgar": Kind(edgar.address, edgar.parse),
    }
)

__all__ = ["KINDS", "Archive", "Kind", "Window"]
