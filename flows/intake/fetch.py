"""
List what a source announces, fetch what it announced: the order of things, no parsing.

A source that fails is an outcome with a reason, never the end of a run. What a source
left behind (validators, failures, next visit) comes in and goes out as a value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from extractors.article.assemble import from_feed, headline
from extractors.article.document import read_document
from extractors.article.feed import Parsed, unique
from extractors.article.markup import decode, lines
from extractors.model import (
    Article,
    Entry,
    ExtractError,
    FetchError,
    ParseError,
    Source,
    SourceError,
)
from flows.intake.decoding import gunzip
from flows.intake.guard import RefusedError
from flows.intake.guest import Guest
from flows.intake.network import MAX_FEED_BYTES, MAX_PAGE_BYTES, Response, Validators
from flows.intake.sandbox import InProcess, Reader
from flows.intake.schedule import after_failure, after_success
from flows.intake.sources import KINDS, Kind, Window, directory
from storage.articles import pack
from storage.sources import SourceState

_MAX_PARTS = 5
_MAX_PAST_PARTS = 1_000
_PARTS_BEYOND = 2  # parts come newest first, but not every site keeps to it
_FULL_TEXT_CHARS = 500
_ACCEPT_LISTING = {
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, */*;q=0.5"
}
ACCEPT_PAGE = {"Accept": "text/html, application/xhtml+xml, text/plain;q=0.8"}
# Nothing is wrong with the article, we are not let in or it cannot be read.
_CLOSED = frozenset(
    {
        "http_401", "http_402", "http_403", "http_406", "http_451",
        "paywall", "login_wall", "bot_wall", "robots_disallowed", "no_article",
        "not_html", "empty", "bad_encoding", "too_large", "bomb",
        "extract_timeout", "extract_crash", "extract_memory", "too_deep",
    }
)  # fmt: skip
_PASSING = frozenset(
    {"deadline", "unreachable", "truncated", "tls", "protocol", "robots_unreachable"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """
    What a visit to a source gave.

    ``state`` is to be stored with the articles; ``not_modified`` means nothing new was
    announced; ``problems`` are remarks on a listing that was read all the same.
    ``error`` is None unless the visit failed, and then there are no entries.
    """

    entries: tuple[Entry, ...]
    state: SourceState
    not_modified: bool = False
    problems: tuple[str, ...] = ()
    error: SourceError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedArticle:
    """
    An article with its evidence.

    ``page`` is the page as fetched, packed, because a run holds thousands; empty when
    it was not had: ``note`` is then why the feed's text or the headline stands in. The
    validators came with the page.
    """

    article: Article
    page: bytes
    final_url: str
    note: str = ""
    etag: str = ""
    last_modified: str = ""


def list_entries(
    source: Source,
    state: SourceState,
    guest: Guest,
    now: datetime,
    *,
    sandbox: Reader | None = None,
    window: Window | None = None,
) -> Listing:
    """
    Visit a source and list what it announces.

    ``state`` is what the last visit left behind; ``sandbox`` parses, without one it is
    done in process; ``window`` asks for the entries of that span only.

    """
    window = window or Window()
    try:
        if source.kind == "directory":
            since = state.last_ok_at if window == Window() else None
            found = tuple(directory.entries(source, since=since))
            return Listing(entries=found, state=after_success(source, state, now))
        return _visit(source, state, guest, now, sandbox or InProcess(), window)
    except SourceError as error:
        after = after_failure(source, state, error, now)
        return Listing(entries=(), state=after, problems=(str(error),), error=error)


def fetch_article(
    entry: Entry,
    source: Source,
    guest: Guest,
    sandbox: Reader,
    now: datetime,
) -> FetchedArticle:
    """
    Fetch and read the article that an entry announces.

    Without its page the feed's full text stands in, or, where we are not let in, the
    headline alone, marked so.

    Raises:
        SourceError: the page cannot be had now (:func:`may_pass`) or is gone.

    """
    if source.kind == "directory":
        return _from_file(entry, source, sandbox, now)
    if entry.headline_only or not entry.url:
        note = "headline_only" if entry.headline_only else "no_address"
        return _from_entry(entry, source, now, FetchError(entry.url, note))
    try:
        response = guest.get(entry.url, headers=ACCEPT_PAGE, max_bytes=MAX_PAGE_BYTES)
        article = read_response(response, entry, source, sandbox, now)
    except SourceError as error:
        return _from_entry(entry, source, now, error)
    return FetchedArticle(
        article=article,
        page=pack(response.body),
        final_url=response.final_url,
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
    )


def may_pass(error: SourceError) -> bool:
    """Whether the same fetch may succeed later."""
    status = error.reason.removeprefix("http_")
    return (
        error.reason in _PASSING
        or status in {"408", "425", "429"}
        or (status != error.reason and status.startswith("5"))
    )


def _visit(
    source: Source,
    state: SourceState,
    guest: Guest,
    now: datetime,
    reader: Reader,
    window: Window,
) -> Listing:
    kind = _kind(source)
    past = window != Window()
    validators = Validators(
        url=state.validators_url, etag=state.etag, last_modified=state.last_modified
    )
    response = guest.get(
        kind.address(source, window),
        headers=_ACCEPT_LISTING,
        max_bytes=MAX_FEED_BYTES,
        validators=None if past else validators,
        robots=kind.robots,
        pause_s=kind.pause_s,
    )
    if response.status == 304:
        after = after_success(source, state, now)
        return Listing(entries=(), state=after, not_modified=True)
    parsed = _parsed(response, source, reader, now)
    if parsed.more:
        parsed = _parts(parsed, source, guest, reader, now, window)
    found = tuple(e for e in parsed.entries if window.holds(e.published_at))
    # A look into the past says nothing of the present: its validators are not kept.
    answered = None if past else response
    after = after_success(source, state, now, response=answered, entries=found)
    return Listing(entries=found, state=after, problems=parsed.problems)


def _parsed(
    response: Response, source: Source, reader: Reader, now: datetime
) -> Parsed:
    body = response.body
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gunzip([body], MAX_FEED_BYTES)
        except RefusedError as error:
            raise FetchError(response.final_url, error.reason, str(error)) from error
    return reader.entries(body, source=source, base_url=response.final_url, now=now)


def _parts(
    parsed: Parsed,
    source: Source,
    guest: Guest,
    reader: Reader,
    now: datetime,
    window: Window,
) -> Parsed:
    """Read the newest parts of an index, or as far back as a window reaches."""
    entries, problems = list(parsed.entries), list(parsed.problems)
    beyond = 0
    for url in parsed.more[: _MAX_PAST_PARTS if window.since else _MAX_PARTS]:
        try:
            response = guest.get(url, max_bytes=MAX_FEED_BYTES)
            part = _parsed(response, source, reader, now)
        except SourceError as error:
            problems.append(str(error))
            continue
        entries.extend(part.entries)
        problems.extend(part.problems)
        beyond = beyond + 1 if _is_before(part, window) else 0
        if beyond == _PARTS_BEYOND:
            break
    if not entries and problems:
        raise FetchError(source.url, "no_part", problems[0])
    return Parsed(entries=tuple(unique(entries)), problems=tuple(problems))


def _is_before(part: Parsed, window: Window) -> bool:
    since = window.since
    dates = [entry.published_at or entry.modified_at for entry in part.entries]
    return since is not None and all(date and date < since for date in dates)


def _kind(source: Source) -> Kind:
    kind = KINDS.get(source.kind)
    if kind is None:
        raise ParseError(source.url, "unknown_kind", f"{source.kind!r}")
    return kind


def read_response(
    response: Response, entry: Entry, source: Source, sandbox: Reader, now: datetime
) -> Article:
    """Read the article of a page, by its media type; raises SourceError."""
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media in {"text/plain", "text/markdown"}:
        return _read_text(response, entry, source, now)
    if media and "html" not in media and "xml" not in media:
        raise ExtractError(response.final_url, "not_html", media[:60])
    return sandbox.read_page(
        response.body,
        entry=entry,
        source=source,
        final_url=response.final_url,
        fetched_at=now,
        charset=response.charset,
    )


def _read_text(
    response: Response, entry: Entry, source: Source, now: datetime
) -> Article:
    text = decode(response.body, response.charset)
    if not text:
        raise ExtractError(
            response.final_url, "bad_encoding" if text is None else "empty"
        )
    return read_document(
        text,
        title=entry.title,
        url=response.final_url,
        source_id=source.id,
        published_at=entry.published_at,
        publisher=entry.publisher,
        fetched_at=now,
        trust=source.trust,
    )


def _from_entry(
    entry: Entry, source: Source, now: datetime, error: SourceError
) -> FetchedArticle:
    text = "" if entry.headline_only else "\n".join(lines(entry.content))
    if len(text) >= _FULL_TEXT_CHARS:
        article = from_feed(entry, source, now)
    elif entry.title and (entry.headline_only or error.reason in _CLOSED):
        article = headline(entry, source, now)
    elif text and not entry.url:
        article = from_feed(entry, source, now)
    else:
        raise error
    return FetchedArticle(
        article=article, page=b"", final_url=entry.url, note=error.reason
    )


def _from_file(
    entry: Entry, source: Source, sandbox: Reader, now: datetime
) -> FetchedArticle:
    data, suffix = directory.read(entry, source)
    named = replace(source, url="")
    if suffix in directory.PAGES:
        article = sandbox.read_page(
            data, entry=entry, source=named, final_url="", fetched_at=now
        )
    else:
        article = sandbox.read_file(
            data, suffix=suffix, entry=entry, source=named, fetched_at=now
        )
    return FetchedArticle(article=article, page=pack(data), final_url="")
