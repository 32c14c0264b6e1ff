"""
``directory``: articles dropped as files into the folder ``path``.

Reads .html, .htm, .txt and .md. Only regular files directly within the folder, no
links out of it. A file is one article by its name; when it changes, a new version.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from extractors.article.document import read_document
from extractors.article.markup import decode
from extractors.model import Article, Entry, ExtractError, FetchError, Source
from flows.intake.sources.kind import option

SUFFIXES = frozenset({".html", ".htm", ".txt", ".md"})
_MAX_FILES = 2_000
_MAX_BYTES = 2_000_000


def entries(source: Source) -> list[Entry]:
    """
    List the files of the folder, by name.

    Raises:
        ParseError: ``missing_option``.
        FetchError: ``no_directory``.

    """
    folder = Path(option(source, "path"))
    if not folder.is_dir():
        raise FetchError(str(folder), "no_directory", "there is no such folder")
    found = [p for p in sorted(folder.iterdir()) if _is_article(p)]
    return [_entry(path, source.id) for path in found[:_MAX_FILES]]


def read(entry: Entry, source: Source, now: datetime) -> tuple[Article | None, bytes]:
    """
    Read one file: text as an Article, HTML as bytes for the page reader.

    Raises:
        FetchError: ``unreadable``, ``too_large``.
        ExtractError: ``bad_encoding``.

    """
    folder = Path(option(source, "path"))
    path = folder / Path(entry.guid).name
    if not _is_article(path):
        raise FetchError(entry.guid, "unreadable", "no article of the folder")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FetchError(entry.guid, "unreadable", str(error)) from error
    if len(data) > _MAX_BYTES:
        raise FetchError(entry.guid, "too_large", f"{len(data)} bytes")
    if path.suffix.lower() in {".html", ".htm"}:
        return None, data
    text = decode(data)
    if text is None:
        raise ExtractError(entry.guid, "bad_encoding", "over 1 % undecodable")
    article = read_document(
        text,
        title=entry.title,
        source_id=source.id,
        published_at=entry.published_at,
        publisher="",
        fetched_at=now,
        trust=source.trust,
        name=entry.guid,
    )
    return article, data


def _is_article(path: Path) -> bool:
    wanted = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    return wanted and path.is_file() and not path.is_symlink()


def _entry(path: Path, source_id: str) -> Entry:
    return Entry(
        source_id=source_id,
        url="",
        guid=path.name,
        modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )
