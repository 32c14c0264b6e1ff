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

from extractors.article.keys import entry_id
from extractors.model import Article, Entry, Source
from flows.fanout import Spread
from flows.intake.fetch import (
    FetchedArticle,
    Listing,
    fetch_article,
    list_entries,
    may_pass,
)
from flows.intake.guest import ROBOTS_KEPT, in_parallel, in_two_rounds
from flows.intake.revisit import look
from flows.intake.sandbox import Sandbox
from flows.intake.schedule import forget_validators, is_due
from flows.intake.sources import Window
from flows.judge import Reading
from flows.looks import due_again, further
from flows.settings.load import Settings
from flows.visits import Announced, fetch_here, fetch_part, make_guest, parts_by_host
from storage.articles import known_articles, known_urls
from storage.database import Database
from storage.revisits import Revisit
from storage.robots import RobotsFile, read_robots
from storage.sources import SourceState, read_states

_PATIENCE_S = 3.0  # a host that hangs costs a deadline, 20 s, and the others need not


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """
    What came of asking one source; ``error`` is empty when it answered.

    ``passing`` is how many of the ``errors`` may not be there at another time.
    """

    source_id: str
    fetched: int = 0
    new_articles: int = 0
    errors: int = 0
    passing: int = 0
    error: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """
    Everything new that the sources gave.

    ``unread`` names what could not be had and why; ``states``, ``revisits`` and
    ``robots`` are what sources, articles and hosts left behind.
    """

    readings: tuple[Reading, ...] = ()
    visits: tuple[Visit, ...] = ()
    unread: tuple[str, ...] = ()
    states: tuple[SourceState, ...] = ()
    revisits: tuple[Revisit, ...] = ()
    robots: tuple[RobotsFile, ...] = ()
    fetched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A source with what it answered."""

    source: Source
    listing: Listing


def gather(  # noqa: PLR0913  each is a part of a pass
    database: Database,
    settings: Settings,
    sources: Sequence[Source],
    *,
    window: Window,
    manual: bool,
    now: Callable[[], datetime],
    report: Callable[[str], None],
    lister: Callable[..., Listing] = list_entries,
    span: Window | None = None,
    spread: Spread | None = None,
) -> Gathered:
    """
    Visit the sources whose time has come and read what they newly announce.

    ``lister`` lists a source as ``list_entries`` does; ``span`` is what the articles
    must lie in, by their own dates, where that is more than the window asked for. With
    ``spread`` the articles are fetched wherever it does its work.
    """
    with database.transaction() as con:
        states = read_states(con)
        robots = read_robots(con, since=now() - ROBOTS_KEPT)
        again = due_again(con, sources, now()) if window == Window() else []
    due = [s for s in sources if is_due(s, _state(states, s), now(), manual=manual)]
    guest = make_guest(settings.fetch, robots=robots, now=now)
    with Sandbox() as sandbox:

        def ask(source: Source) -> Asked:
            state = _state(states, source)
            listing = lister(
                source, state, guest, now(), sandbox=sandbox, window=window
            )
            return Asked(source=source, listing=listing)

        def fetch(announced: list[Announced]) -> list[Announced]:
            report(f"fetching {len(announced)} articles ...")
            local, parts = parts_by_host(announced) if spread else (announced, [])
            done = fetch_here(local, guest, sandbox, now)
            work = partial(fetch_part, settings.fetch, robots, now())
            for found, robots_read in spread("fetch", work, parts) if spread else ():
                done += found
                said.extend(robots_read)
            return done

        said: list[RobotsFile] = []
        asked, fetched = _listed_and_fetched(database, due, ask, fetch)
        if again:
            report(f"looking again at {len(again)} articles ...")
        looked = in_parallel(
            lambda each: look(*each, guest, sandbox, now()),
            again,
            lambda each: each[1].url,
        )
    gathered = _gathered(database, asked, fetched, span or window)
    return replace(
        gathered,
        readings=(*gathered.readings, *further(looked, gathered.readings)),
        revisits=tuple(each.revisit for each in looked),
        robots=(*guest.robots_read(), *said),
        fetched=gathered.fetched + len(looked),
    )


def _listed_and_fetched(
    database: Database,
    due: Sequence[Source],
    ask: Callable[[Source], Asked],
    fetch: Callable[[list[Announced]], list[Announced]],
) -> tuple[list[Asked], list[Announced]]:
    """
    Ask the sources and fetch what is new, in the order of the sources.

    The articles of those that answered are fetched while others let us wait.
    """
    asked: dict[int, Asked] = {}
    fetched: list[Announced] = []
    rounds = in_two_rounds(ask, due, lambda s: s.url, patience_s=_PATIENCE_S)
    for answers in rounds:
        asked |= dict(answers)
        listed = [each for _, each in answers]
        if announced := _unread_before(database, listed, besides=fetched):
            fetched += fetch(announced)
    in_order = [asked[number] for number in sorted(asked)]
    place = {
        (each.source.id, entry_id(entry)): (number, index)
        for number, each in enumerate(in_order)
        for index, entry in enumerate(each.listing.entries)
    }
    fetched.sort(key=lambda each: place[each.source.id, entry_id(each.entry)])
    return in_order, fetched


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


def _state(states: dict[str, SourceState], source: Source) -> SourceState:
    return states.get(source.id) or SourceState(source_id=source.id)


def _unread_before(
    database: Database, asked: Iterable[Asked], besides: Iterable[Announced]
) -> list[Announced]:
    """Each article once, whoever announces it, and only if it was not read before."""
    found: dict[str, Announced] = {}
    done = {entry_id(each.entry) for each in besides}
    for each in asked:
        for entry in each.listing.entries:
            one = Announced(entry=entry, source=each.source)
            found.setdefault(entry_id(entry), one)
    urls = [each.entry.url for each in found.values() if each.entry.url]
    with database.transaction() as con:
        known = known_urls(con, urls)
    return [
        one
        for key, one in found.items()
        if key not in done and one.entry.url not in known
    ]


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
    passing = sum(1 for each in own if each.error and may_pass(each.error))
    error = asked.listing.error
    return Visit(
        source_id=asked.source.id,
        fetched=len(own) - errors,
        new_articles=counted.get(asked.source.id, 0),
        errors=errors + (error is not None),
        passing=passing,
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
        if before and each.entry.url and not got.page:
            continue  # a headline in place of the page is no edit of it
        number = before.version + 1 if before else 1
        readings.append(
            Reading(
                article=replace(got.article, version=number),
                page=got.page,
                entry_url=each.entry.url,
                etag=got.etag,
                last_modified=got.last_modified,
            )
        )
    return readings
