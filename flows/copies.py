"""
Which articles need not be parsed: copies of what was read before, and those off topic.

The texts are held in memory for a run, so that the database is asked once: 512 bytes
each. What a copy claims is what its original claims (``carried_claims``), at no price.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import duckdb

from extractors.article.copies import Prints, fingerprint
from extractors.model import Article, Claim, Topic
from storage.articles import fingerprints

if TYPE_CHECKING:
    from flows.judge import Reading

WINDOW = timedelta(days=30)
MIN_CHARS = 500  # a headline or a teaser is alike without being a copy


class Originals:
    """The texts of the last thirty days that are no copies, oldest first."""

    def __init__(self, con: duckdb.DuckDBPyConnection, now: datetime) -> None:
        self._prints = Prints()
        self._ids: list[str] = []
        for each in fingerprints(con, since=now - WINDOW):
            self._add(each.article_id, b64decode(each.value))

    def look(self, article: Article) -> tuple[bytes, str]:
        """
        Return the article's fingerprint and the id of the text that it copies.

        Both may be empty: it is too short to tell, or it is an original; then it
        counts as one from now on.
        """
        if article.headline_only or len(article.text) < MIN_CHARS:
            return b"", ""
        own = fingerprint(article.text)
        ids = (self._ids[i] for i in self._prints.copies_of(own))
        copy_of = next((each for each in ids if each != article.article_id), "")
        if not copy_of:
            self._add(article.article_id, own)
        return own, copy_of

    def _add(self, article_id: str, own: bytes) -> None:
        if self._prints.add(own):
            self._ids.append(article_id)


def looked_at(
    batch: Iterable[Reading], originals: Originals, topic: Topic
) -> Iterator[Reading]:
    """
    Each with what it is a copy of and why it is off topic, if it is.

    To be asked once, in the order of judging.
    """
    from extractors.claims.gazetteer import why_off_topic  # noqa: PLC0415  a run with news

    for reading in batch:
        own, copy_of = originals.look(reading.article)
        why = "" if copy_of else why_off_topic(reading.article.text, topic)
        yield replace(reading, fingerprint=own, copy_of=copy_of, off_topic=why)


def to_parse(batch: Iterable[Reading]) -> list[Article]:
    """
    The articles whose claims must be extracted: no copies, and none off topic.

    Whatever was edited is read whole, to see what it took back.
    """
    return [each.article for each in batch if _is_parsed(each)]


def with_claims(
    batch: Iterable[Reading], found: Iterable[Sequence[Claim] | None]
) -> list[Reading]:
    """Each with its claims: ``found`` has one list or None for each of ``to_parse``."""
    claims = iter(found)
    return [
        each.with_claims(next(claims)) if _is_parsed(each) else each for each in batch
    ]


def _is_parsed(reading: Reading) -> bool:
    is_needed = not (reading.copy_of or reading.off_topic)
    return is_needed or reading.article.version > 1
