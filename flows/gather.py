"""
Sources -> articles that were not read before: visit, list, fetch, read.

What failed is an outcome with a reason and stops nothing. Nothing is written: what the
sources said goes back as states, to be stored when everything they announced is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from itertools import chain
from urllib.parse import urlsplit

from extractors.article.keys import entry_id
from extractors.model import Article, Entry, Source, SourceError
from flows.fanout import PART, Spread
from flows.intake.fetch import FetchedArticle, Listing, fetch_article, list_entries
from flows.intake.guest import Guest, in_parallel
from flows.intake.network import Fetcher
from flows.intake.sandbox import Sandbox
from flows.intake.schedule import forget_validators, is_due
from flows.intake.sources import Window
from flows.judge import Reading
from flows.settings.file import Fetch
from flows.settings.load import Settings
from storage.articles import known_articles, known_urls
from storage.database import Database
from storage.sources import SourceState, read_states


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of asking one source; ``error`` is empty when it answered."""

    source_id: str
    fetched: int = 0
    new_articles: int = 0
    errors: int = 0
    error: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """
    Everything new that the sources gave.

    ``unread`` names what could not be had and why; ``states`` is what the sources left
    behind.
    """

    readings: tuple[Reading, ...] = ()
    visits: tuple[Visit, ...] = ()
    unread: tuple[str, ...] = ()
    states: tuple[SourceState, ...] = ()
    fetched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A source with what it answered."""

    source: Source
    listing: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An entry with its source, and what became of it when it was fetched."""

    entry: Entry
    source: Source
    fetched: FetchedArticle | None = None
    error: SourceError | None = None


def gather(
    database: Database,
    settings: Settings,
    sources: Sequence[Source],
    *,
    window: Window,
    manual: bool,
    now: Callable[[], datetime],
    report: Callable[[str], None],
    spread: Spread | None = None,
) -> Gathered:
    """
    Visit the sources whose time has come and read what they newly announce.

    With ``spread`` the articles are fetched wherever it does its work.
    """
    with database.transaction() as con:
        states = read_states(con)
    due = [s for s in sources if is_due(s, _state(states, s), now(), manual=manual)]
    guest = make_guest(settings.fetch)
    with Sandbox() as sandbox:
        asked = in_parallel(
            lambda source: Asked(
                source=source,
                listing=list_entries(
                    source,
                    _state(states, source),
                    guest,
                    now(),
                    sandbox=sandbox,
                    window=window,
                ),
            ),
            due,
            lambda source: source.url,
        )
        announced = _unread_before(database, asked)
        if announced:
            report(f"fetching {len(announced)} articles ...")
        local, parts = parts_by_host(announced) if spread else (announced, [])
        fetched = _fetched_here(local, guest, sandbox, now)
    if spread:
        work = partial(fetch_part, settings.fetch, now())
        fetched += chain.from_iterable(spread("fetch", work, parts))
        place = {entry_id(each.entry): n for n, each in enumerate(announced)}
        fetched.sort(key=lambda each: place[entry_id(each.entry)])
    return _gathered(database, asked, fetched, window)


def read_url(
    settings: Settings, url: str, *, published_at: datetime | None, now: datetime
) -> Article:
    """
    Fetch and read one page, through the same door as a source's.

    Raises:
        SourceError: it cannot be had or holds no article.

    """
    source = Source(id="by-hand", kind="page", url=url)
    entry = Entry(source_id=source.id, url=url, published_at=published_at)
    with Sandbox() as sandbox:
        guest = make_guest(settings.fetch)
        return fetch_article(entry, source, guest, sandbox, now).article


def fetch_part(
    fetch: Fetch, now: datetime, announced: Sequence[Announced]
) -> list[Announced]:
    """Fetch and read what some hosts announced, by a door and in a child of its own."""
    with Sandbox() as sandbox:
        return _fetched_here(announced, make_guest(fetch), sandbox, lambda: now)


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


def make_guest(fetch: Fetch) -> Guest:
    """The polite, guarded door that the topic's settings describe."""
    contact = f"; {fetch.user_agent_contact}" if fetch.user_agent_contact else ""
    fetcher = Fetcher(
        allow_networks=tuple(str(network) for network in fetch.allow_networks),
        user_agent=f"claimwatch/{version('claimwatch')} (news monitor{contact})",
        proxy=fetch.proxy,
        ca_file=fetch.ca_file,
    )
    return Guest(fetcher, min_seconds_per_host=fetch.min_seconds_per_host)


def _state(states: dict[str, SourceState], source: Source) -> SourceState:
    return states.get(source.id) or SourceState(source_id=source.id)


def _unread_before(database: Database, asked: Iterable[Asked]) -> list[Announced]:
    """Each article once, whoever announces it, and only if it was not read before."""
    found: dict[str, Announced] = {}
    for each in asked:
        for entry in each.listing.entries:
            one = Announced(entry=entry, source=each.source)
            found.setdefault(entry_id(entry), one)
    urls = [each.entry.url for each in found.values() if each.entry.url]
    with database.transaction() as con:
        known = known_urls(con, urls)
    return [each for each in found.values() if each.entry.url not in known]


def _fetched_here(
    announced: Iterable[Announced],
    guest: Guest,
    sandbox: Sandbox,
    now: Callable[[], datetime],
) -> list[Announced]:
    return in_parallel(
        lambda each: _fetched(each, guest, sandbox, now()),
        announced,
        lambda each: each.entry.url,
    )


def _fetched(
    each: Announced, guest: Guest, sandbox: Sandbox, now: datetime
) -> Announced:
    try:
        got = fetch_article(each.entry, each.source, guest, sandbox, now)
    except SourceError as error:
        return replace(each, error=error)
    return replace(each, fetched=got)


def _gathered(
    database: Database,
    asked: Sequence[Asked],
    announced: Sequence[Announced],
    window: Window,
) -> Gathered:
    readings = _new_versions(database, announced, window)
    counted: dict[str, int] = {}
    for reading in readings:
        source_id = reading.article.source_id
        counted[source_id] = counted.get(source_id, 0) + 1
    failed = [each for each in announced if each.error is not None]
    again = {each.source.id for each in failed}
    return Gathered(
        readings=tuple(readings),
        visits=tuple(_visit(each, announced, counted) for each in asked),
        unread=tuple(str(each.error) for each in failed),
        states=tuple(
            # What could not be had must be announced again: a feed may be ahead of
            # its pages, and a 304 would hide them for good.
            forget_validators(each.listing.state)
            if each.source.id in again
            else each.listing.state
            for each in asked
        ),
        fetched=sum(1 for each in announced if each.fetched is not None),
    )


def _visit(
    asked: Asked, announced: Sequence[Announced], counted: dict[str, int]
) -> Visit:
    own = [each for each in announced if each.source.id == asked.source.id]
    errors = sum(1 for each in own if each.error is not None)
    error = asked.listing.error
    return Visit(
        source_id=asked.source.id,
        fetched=len(own) - errors,
        new_articles=counted.get(asked.source.id, 0),
        errors=errors + (error is not None),
        error=str(error) if error else "",
        problems=asked.listing.problems,
    )


def _new_versions(
    database: Database, announced: Sequence[Announced], window: Window
) -> list[Reading]:
    """Readings whose text was not read before; an edit is the next version."""
    read: dict[str, tuple[Announced, FetchedArticle]] = {}
    for each in announced:
        if each.fetched and window.holds(each.fetched.article.published_at):
            read.setdefault(each.fetched.article.article_id, (each, each.fetched))
    with database.transaction() as con:
        known = known_articles(con, read)
    readings = []
    for article_id, (each, got) in read.items():
        before = known.get(article_id)
        if before and before.text_sha256 == got.article.text_sha256:
            continue
        number = before.version + 1 if before else 1
        readings.append(
            Reading(
                article=replace(got.article, version=number),
                html=got.html,
                entry_url=each.entry.url,
            )
        )
    return readings
