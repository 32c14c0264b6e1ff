"""
Which articles are copies of a text that was read before: known before any is parsed.

Held in memory for a run, so that the database is asked once: 512 bytes a text.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

import duckdb

from extractors.article.copies import Prints, fingerprint
from extractors.model import Article
from storage.articles import fingerprints

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
