"""
The past of the sources, a day at a time, oldest first; taken up again where it ended.

Sources with an archive are asked for each day. Of the others the present listing, and
of a sitemap all that reaches back, is looked through once and dealt out to its days.
What is done stands in ``store.backfill``: a walk that was killed asks for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import duckdb

from extractors.model import Entry, Source
from flows.gather import Gathered, Visit, gather
from flows.intake.fetch import Listing, list_entries
from flows.intake.sources import KINDS, Archive, Window
from flows.settings.load import Settings
from storage.backfill import Walked, save_walked, walked
from storage.database import Database

_STEP = timedelta(days=1)
# Archives take a while to be complete: a younger day is asked for again.
_SETTLED = timedelta(days=2)
_MANY_VISITS = 1_000


class Walk:
    """
    A walk through ``[since, until)``, aware UTC; ``sources`` are those to be walked.

    Between two windows the caller judges what was gathered and calls ``remember``.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        sources: Sequence[Source],
        *,
        since: datetime,
        until: datetime | None,
        now: Callable[[], datetime],
        report: Callable[[str], None],
    ) -> None:
        self._database = database
        self._settings = settings
        self._sources = sources
        self._now = now
        self._report = report
        self._began = now()
        self._span = Window(since, min(until or self._began, self._began))
        self._open_span = Window(since, until)
        self._done: frozenset[tuple[str, datetime, datetime]] = frozenset()
        self._listed: dict[str, Listing] = {}
        self._counts: dict[tuple[str, datetime], int] = {}
        self._given_up: set[str] = set()

    def windows(self) -> Iterator[tuple[str, Window]]:
        """Yield what is left, with how far it is; whoever fails is not asked again."""
        with self._database.transaction() as con:
            self._done = walked(con)
        days = list(_days(self._span))
        for source in self._sources:
            if days and self._is_out_of_reach(source, days[0]):
                self._report(f"{source.id} does not reach back so far")
        for number, window in enumerate(days, start=1):
            if self._left(window):
                yield f"{window.since:%Y-%m-%d}, day {number} of {len(days)}", window

    def gather(self, window: Window) -> Gathered:
        """Ask for one window and read what is new in it."""
        gathered = gather(
            self._database,
            self._settings,
            self._left(window),
            window=window,
            manual=True,
            now=self._now,
            report=self._report,
            lister=self._list,
            span=self._open_span,
        )
        asked = {visit.source_id for visit in gathered.visits if not visit.error}
        self._given_up |= {each.id for each in self._left(window)} - asked
        return gathered

    def remember(
        self, con: duckdb.DuckDBPyConnection, window: Window, gathered: Gathered
    ) -> None:
        """A window is done when its source answered and nothing may yet be had."""
        since, until = window.since, window.until
        assert since is not None
        assert until is not None
        if until > self._began - _SETTLED:
            return
        done = [
            Walked(
                source_id=visit.source_id,
                since=since,
                until=until,
                entries=self._counts.get((visit.source_id, since), 0),
            )
            for visit in gathered.visits
            if not visit.error and not visit.passing
        ]
        save_walked(con, done, at=self._now())

    def _left(self, window: Window) -> list[Source]:
        return [
            source
            for source in self._sources
            if source.id not in self._given_up and self._has(source, window)
        ]

    def _has(self, source: Source, window: Window) -> bool:
        archive = _archive(source)
        if archive is None:
            listing = self._listed.get(source.id)
            entries = listing.entries if listing else ()
            return listing is None or any(_falls(source, e, window) for e in entries)
        done = (source.id, window.since, window.until) in self._done
        return not done and not self._is_out_of_reach(source, window)

    def _is_out_of_reach(self, source: Source, window: Window) -> bool:
        archive, until = _archive(source), window.until
        if archive is None or archive.reach is None or until is None:
            return False
        return until < self._began - archive.reach

    def _list(
        self, source: Source, *rest: Any, window: Window, **options: Any
    ) -> Listing:
        archive = _archive(source)
        if archive is not None:
            listing = _whole(source, archive, window, *rest, **options)
        else:
            listing = self._dealt(source, *rest, window=window, **options)
        assert window.since is not None
        self._counts[source.id, window.since] = len(listing.entries)
        return listing

    def _dealt(
        self, source: Source, *rest: Any, window: Window, **options: Any
    ) -> Listing:
        """List what lies in the window; what has no date comes with the first one."""
        first = source.id not in self._listed
        if first:
            whole = list_entries(source, *rest, window=self._span, **options)
            self._listed[source.id] = whole
        whole = self._listed[source.id]
        kept = tuple(
            entry
            for entry in whole.entries
            if _falls(source, entry, window) or (first and not _at(source, entry))
        )
        return replace(whole, entries=kept)


def together(visits: Sequence[Visit]) -> list[Visit]:
    """One visit for each source: counts added up, its last error and all remarks."""
    found: dict[str, Visit] = {}
    for each in visits:
        before = found.get(each.source_id)
        if before is None:
            found[each.source_id] = each
            continue
        found[each.source_id] = replace(
            each,
            fetched=before.fetched + each.fetched,
            new_articles=before.new_articles + each.new_articles,
            errors=before.errors + each.errors,
            problems=(*before.problems, *each.problems)[-_MANY_VISITS:],
        )
    return list(found.values())


def _archive(source: Source) -> Archive | None:
    kind = KINDS.get(source.kind)
    return kind.archive if kind else None


def _days(span: Window) -> Iterator[Window]:
    """Whole days of UTC, so that another walk finds them done; cut at both ends."""
    at, until = span.since, span.until
    assert at is not None
    assert until is not None
    while at < until:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + _STEP
        yield Window(at, min(midnight, until))
        at = midnight


def _at(source: Source, entry: Entry) -> datetime | None:
    # When a file came into a folder says nothing of when its text was published.
    changed = None if source.kind == "directory" else entry.modified_at
    return entry.published_at or changed


def _falls(source: Source, entry: Entry, window: Window) -> bool:
    at = _at(source, entry)
    return at is not None and window.holds(at)


def _whole(
    source: Source, archive: Archive, window: Window, *rest: Any, **options: Any
) -> Listing:
    """List a window; an answer that is full hides the rest, so halves are asked."""
    listing = list_entries(source, *rest, window=window, **options)
    since, until = window.since, window.until
    assert since is not None
    assert until is not None
    if listing.error or len(listing.entries) < archive.most:
        return listing
    half = (until - since) / 2
    if half < archive.finest:
        more = f"{since:%Y-%m-%d}: {archive.most} entries, there may be more: "
        return replace(listing, problems=(*listing.problems, f"{more}narrow the query"))
    first, last = (
        _whole(source, archive, part, *rest, **options)
        for part in (Window(since, since + half), Window(since + half, until))
    )
    return replace(
        last,
        entries=first.entries + last.entries,
        problems=first.problems + last.problems,
        error=first.error or last.error,
    )
