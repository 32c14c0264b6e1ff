"""Find the feeds of a site, as ``claimwatch sources add`` needs them."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin

from extractors.article.links import feed_links
from extractors.model import FetchError, ParseError, Source, SourceError
from flows.intake.guest import Guest
from flows.intake.network import MAX_FEED_BYTES
from flows.intake.sandbox import InProcess, Reader

# Where the common site makers put their feeds.
_USUAL = ("feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss", "feed.json")


def discover_feeds(
    url: str, guest: Guest, *, reader: Reader | None = None
) -> list[str]:
    """
    Return the addresses of feeds: the address itself, what its page announces, or
    what is found in the usual places. Each was fetched and read.

    Raises:
        FetchError: the site cannot be reached.
        ParseError: ``no_feed``.

    """
    reader = reader or InProcess()
    response = guest.get(url, max_bytes=MAX_FEED_BYTES, robots=False)
    if _is_feed(response.body, response.final_url, reader):
        return [response.final_url]
    base = response.final_url
    announced = [u for u in _announced(response.body, base) if _works(u, guest, reader)]
    if announced:
        return announced
    for place in _USUAL:
        if _works(urljoin(base, f"/{place}"), guest, reader):
            return [urljoin(base, f"/{place}")]
    raise ParseError(url, "no_feed", "neither a feed nor a page that names one")


def _announced(body: bytes, base_url: str) -> list[str]:
    try:
        return feed_links(body, base_url)
    except ParseError:
        return []


def _works(url: str, guest: Guest, reader: Reader) -> bool:
    try:
        response = guest.get(url, max_bytes=MAX_FEED_BYTES, robots=False)
    except FetchError:
        return False
    return _is_feed(response.body, response.final_url, reader)


def _is_feed(body: bytes, url: str, reader: Reader) -> bool:
    source = Source(id="discovered", kind="feed", url=url)
    try:
        reader.entries(body, source=source, base_url=url, now=datetime.now(UTC))
    except SourceError:
        return False
    return True
