"""What goes between the sandbox and its child."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

import msgspec

from extractors.article.feed import Parsed
from extractors.model import Article, Entry, Source


class ListingJob(msgspec.Struct, tag="listing", frozen=True, kw_only=True):
    """Read the entries of a listing of ``source.kind``."""

    source: Source
    data: bytes
    base_url: str
    now: datetime
    charset: str = ""
    cpu_s: float = 30.0


class PageJob(msgspec.Struct, tag="page", frozen=True, kw_only=True):
    """Read the article on a page."""

    entry: Entry
    source: Source
    html: bytes
    final_url: str
    fetched_at: datetime
    charset: str = ""
    cpu_s: float = 30.0


class FileJob(msgspec.Struct, tag="file", frozen=True, kw_only=True):
    """Read a file of the kind that ``suffix`` names; ``.html`` comes as a PageJob."""

    entry: Entry
    source: Source
    data: bytes
    suffix: str
    fetched_at: datetime
    cpu_s: float = 30.0


class ListingRead(msgspec.Struct, tag="entries", frozen=True):
    """The entries that were read."""

    parsed: Parsed


class PageRead(msgspec.Struct, tag="article", frozen=True):
    """The article that was read."""

    article: Article


class Trouble(msgspec.Struct, tag="trouble", frozen=True, kw_only=True):
    """Why nothing was read."""

    reason: str
    detail: str = ""


Job: TypeAlias = ListingJob | PageJob | FileJob
Read: TypeAlias = ListingRead | PageRead | Trouble
