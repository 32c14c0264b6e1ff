"""
Look at an article again: unchanged, edited, cut short, gone, or nothing found out.

A page that is gone or lost most of its text is believed at the second look in a row
(410: at once), since a wall or a slip of the server looks the same. What cannot be read
as the article it was is no edit: nothing is taken back on its account.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from extractors.model import Article, Entry, ExtractError, Source, SourceError
from flows.intake.fetch import ACCEPT_PAGE, read_response
from flows.intake.guest import Guest
from flows.intake.network import MAX_PAGE_BYTES, Response, StatusError, Validators
from flows.intake.sandbox import Reader
from flows.intake.schedule import after_failed_look, after_look, after_miss
from storage.articles import pack
from storage.revisits import Revisit

_GONE = frozenset({404, 410})
# An edit that leaves less than half of a text is rare, a wall in front of it is not.
_CUT_SHORT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """
    What a look gave.

    ``revisit`` is to be stored when the version was judged. ``article`` is the next
    version, None when there is none; ``gone`` says why it has no text any more.
    """

    revisit: Revisit
    article: Article | None = None
    page: bytes = b""
    gone: str = ""


def look(
    revisit: Revisit,
    known: Article,
    source: Source,
    guest: Guest,
    sandbox: Reader,
    now: datetime,
) -> Looked:
    """Ask for an article again, on the conditions that its last answer named."""
    conditions = Validators(
        url=revisit.url, etag=revisit.etag, last_modified=revisit.last_modified
    )
    try:
        response = guest.get(
            known.url,
            headers=ACCEPT_PAGE,
            max_bytes=MAX_PAGE_BYTES,
            validators=conditions,
        )
        if response.status == 304:
            return Looked(revisit=after_look(revisit, now))
        article = _version(response, known, source, sandbox, now)
    except StatusError as error:
        if error.status in _GONE:
            return _missed(revisit, known, now, error.reason)
        return Looked(revisit=after_failed_look(revisit, error, now))
    except SourceError as error:
        return Looked(revisit=after_failed_look(revisit, error, now))
    return _compared(revisit, known, article, response, now)


def is_cut_short(known: Article, article: Article) -> bool:
    """Whether a further version has lost most of its text."""
    return len(article.text) < _CUT_SHORT * len(known.text)


def _compared(
    revisit: Revisit,
    known: Article,
    article: Article,
    response: Response,
    now: datetime,
) -> Looked:
    if article.text_sha256 == known.text_sha256:
        return Looked(revisit=after_look(revisit, now, response=response))
    if is_cut_short(known, article):
        missed, believed = after_miss(revisit, now, "cut_short")
        if not believed:
            return Looked(revisit=missed)
    seen = after_look(revisit, now, response=response)
    return Looked(revisit=seen, article=article, page=pack(response.body))


def _missed(revisit: Revisit, known: Article, now: datetime, reason: str) -> Looked:
    missed, believed = after_miss(revisit, now, reason)
    if not believed:
        return Looked(revisit=missed)
    removed = replace(known, version=known.version + 1, text="", fetched_at=now)
    final = replace(missed, next_fetch_at=None)
    return Looked(revisit=final, article=removed, gone=reason)


def _version(
    response: Response,
    known: Article,
    source: Source,
    sandbox: Reader,
    now: datetime,
) -> Article:
    """
    The article as the page has it now, under the name that it has with us.

    Raises:
        SourceError: the page cannot be read, or holds another article.

    """
    entry = Entry(
        source_id=source.id,
        url=known.url,
        title=known.title,
        published_at=known.published_at,
        publisher=known.publisher,
        author=known.author,
    )
    read = read_response(response, entry, source, sandbox, now)
    if read.article_id != known.article_id:
        raise ExtractError(known.url, "another_article", response.final_url[:200])
    if read.headline_only or (read.low_confidence and not known.low_confidence):
        raise ExtractError(known.url, "unreadable")
    return replace(
        read,
        version=known.version + 1,
        origin=known.origin,
        published_at=known.published_at,
    )
