"""
Reading the world: sources, pages and files, politely, safely, one at a time.

``Guest(Fetcher(allow_networks=..., user_agent=...), min_seconds_per_host=1.0)`` is the
door: the guard, robots.txt and the pace of each host. ``Sandbox()`` (a context manager)
parses in a killable child. With both, ``list_entries(source, state, guest, now,
sandbox=...)`` gives a ``Listing(entries, state, not_modified, problems)`` and never
raises for what a source does wrong: the new ``state`` tells (``last_error``,
``next_fetch_at``). ``fetch_article(entry, source, guest, sandbox, now)`` gives a
``FetchedArticle(article, html, final_url, note)`` or raises ``SourceError``; after one
that ``may_pass``, store ``forget_validators(state)``, else the article is not announced
again. ``is_due(source, state, now, manual=...)`` says whether a source's time has come,
``in_parallel(work, items, url_of)`` runs work side by side across hosts and in turn
within one. ``discover_feeds(url, guest)`` finds the feeds of a site; ``opml`` reads and
writes subscription lists.
"""

from flows.intake.discover import discover_feeds
from flows.intake.fetch import (
    FetchedArticle,
    Listing,
    fetch_article,
    list_entries,
    may_pass,
)
from flows.intake.guest import Guest, in_parallel
from flows.intake.network import Fetcher, Response, StatusError
from flows.intake.sandbox import InProcess, Reader, Sandbox
from flows.intake.schedule import forget_validators, is_due

__all__ = [
    "FetchedArticle",
    "Fetcher",
    "Guest",
    "InProcess",
    "Listing",
    "Reader",
    "Response",
    "Sandbox",
    "StatusError",
    "discover_feeds",
    "fetch_article",
    "forget_validators",
    "in_parallel",
    "is_due",
    "list_entries",
    "may_pass",
]
