"""
What was announced, and fetching it: here, or a part of it in another process.

A part carries what it needs: settings of the door, what robots.txt said, entries. It
gives back the same entries with what became of them, and what hosts said meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from extractors.model import Entry, Source, SourceError
from flows.fanout import PART
from flows.intake.fetch import FetchedArticle, fetch_article
from flows.intake.guest import Guest, in_parallel
from flows.intake.network import Fetcher
from flows.intake.sandbox import Sandbox
from flows.settings.file import Fetch
from storage.robots import RobotsFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An entry with its source, and what became of it when it was fetched."""

    entry: Entry
    source: Source
    fetched: FetchedArticle | None = None
    error: SourceError | None = None


def make_guest(
    fetch: Fetch,
    *,
    robots: Sequence[RobotsFile] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Guest:
    """The polite, guarded door that the topic's settings describe."""
    contact = f"; {fetch.user_agent_contact}" if fetch.user_agent_contact else ""
    fetcher = Fetcher(
        allow_networks=tuple(str(network) for network in fetch.allow_networks),
        timeout_s=fetch.timeout_seconds,
        user_agent=f"claimwatch/{version('claimwatch')} (news monitor{contact})",
        proxy=fetch.proxy,
        ca_file=fetch.ca_file,
    )
    return Guest(
        fetcher,
        min_seconds_per_host=fetch.min_seconds_per_host,
        robots=robots,
        now=now,
    )


def fetch_here(
    announced: Iterable[Announced],
    guest: Guest,
    sandbox: Sandbox,
    now: Callable[[], datetime],
) -> list[Announced]:
    """Fetch and read each, side by side across hosts."""
    return in_parallel(
        lambda each: _fetched(each, guest, sandbox, now()),
        announced,
        lambda each: each.entry.url,
    )


def fetch_part(
    fetch: Fetch,
    robots: Sequence[RobotsFile],
    now: datetime,
    announced: Sequence[Announced],
) -> tuple[list[Announced], tuple[RobotsFile, ...]]:
    """Fetch and read by a door and in a child of its own; also what hosts said."""
    guest = make_guest(fetch, robots=robots, now=lambda: now)
    with Sandbox() as sandbox:
        done = fetch_here(announced, guest, sandbox, lambda: now)
    return done, guest.robots_read()


def parts_by_host(
    announced: Iterable[Announced],
) -> tuple[list[Announced], list[list[Announced]]]:
    """
    What lies in folders of this machine, and the parts that can be fetched elsewhere.

    A host is in one part only, so that the pauses between its visits are kept.
    """
    folders: list[Announced] = []
    by_host: dict[str, list[Announced]] = {}
    for each in announced:
        host = urlsplit(each.entry.url).netloc.lower()
        local = each.source.kind == "directory"
        (folders if local else by_host.setdefault(host, [])).append(each)
    parts: list[list[Announced]] = []
    for visits in by_host.values():
        if not parts or len(parts[-1]) + len(visits) > PART:
            parts.append([])
        parts[-1] += visits
    return folders, parts


def _fetched(
    each: Announced, guest: Guest, sandbox: Sandbox, now: datetime
) -> Announced:
    try:
        got = fetch_article(each.entry, each.source, guest, sandbox, now)
    except SourceError as error:
        return replace(each, error=error)
    return replace(each, fetched=got)
