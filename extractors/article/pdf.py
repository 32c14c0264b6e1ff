"""
A PDF file as an Article: its text page by page, its title and date of making.

Reads what was typeset; pictures of pages hold no text and are refused with the remedy.
May take seconds, and memory, on hostile files: run it in the sandbox.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from extractors.article.assemble import assemble
from extractors.article.dates import within
from extractors.article.metadata import Facts
from extractors.article.text import MAX_TEXT_CHARS, clean, line
from extractors.article.wrapped import unwrapped
from extractors.model import Article, Entry, ExtractError, Source

_MAX_PAGES = 500
_MIN_CHARS = 20  # a stamp or a page number is no text
_NUMBERS = re.compile(r"\d+")
# What programs enter where nobody wrote a title.
_NO_TITLE = re.compile(
    r"\.\w{2,5}$|^microsoft (?:word|powerpoint)|^untitled|^\S*$", re.IGNORECASE
)


def read_pdf(
    data: bytes, *, entry: Entry, source: Source, fetched_at: datetime
) -> Article:
    """
    Read a PDF file.

    Raises:
        ExtractError: ``bad_pdf``, ``encrypted_pdf``, ``scanned_pdf``; the detail says
            what to do.

    """
    from pypdf.errors import PyPdfError  # noqa: PLC0415  a second to load

    try:
        pages, about = _read(data, entry.guid or entry.url)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError) as error:
        detail = f"{error}: open it and print it to a new PDF file"[:200]
        raise ExtractError(entry.guid or entry.url, "bad_pdf", detail) from error
    body = "\n".join(unwrapped(page) for page in _without_margins(pages))
    if len(body) < _MIN_CHARS:
        detail = f"{len(pages)} pages without text: run it through OCR (ocrmypdf)"
        raise ExtractError(entry.guid or entry.url, "scanned_pdf", detail)
    title = line(str(getattr(about, "title", None) or ""))[:500]
    facts = Facts(
        title="" if _NO_TITLE.search(title) else title,
        author=line(str(getattr(about, "author", None) or ""))[:200],
    )
    return assemble(
        body, facts=facts, entry=entry, source=source, url=entry.url,
        fetched_at=fetched_at, fallback_date=within(_made(about), fetched_at),
    )  # fmt: skip


def _read(data: bytes, name: str) -> tuple[list[str], Any]:
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(data))
    try:
        # Most locked files only forbid printing, and open without a password.
        locked = (
            reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
        )
    except (DependencyError, NotImplementedError):
        locked = True
    if locked:
        raise ExtractError(name, "encrypted_pdf", "save it without a password")
    return list(_pages(reader)), reader.metadata


def _pages(reader: Any) -> Iterator[str]:
    chars = 0
    for page in reader.pages[:_MAX_PAGES]:
        text = clean(page.extract_text())
        yield text
        chars += len(text)
        if chars > MAX_TEXT_CHARS:
            return


def _without_margins(pages: list[str]) -> Iterator[str]:
    """Drop running heads and page numbers: lines that most pages begin or end with."""
    edges = Counter(
        edge for page in pages for edge in {_edge(row) for row in _outer(page)}
    )
    often = {edge for edge, count in edges.items() if count > max(2, len(pages) / 2)}
    for page in pages:
        rows = page.split("\n")
        while rows and _edge(rows[0]) in often:
            rows.pop(0)
        while rows and _edge(rows[-1]) in often:
            rows.pop()
        yield "\n".join(rows)


def _outer(page: str) -> list[str]:
    rows = page.split("\n")
    return [*rows[:2], *rows[-2:]]


def _edge(row: str) -> str:
    return _NUMBERS.sub("#", row)


def _made(about: Any) -> datetime | None:
    try:
        found = about.creation_date if about is not None else None
    except (ValueError, TypeError, AttributeError):
        return None
    return found if isinstance(found, datetime) else None
