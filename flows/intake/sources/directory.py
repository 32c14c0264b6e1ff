"""
``directory``: articles dropped as files into the folder ``path``.

Reads .html, .htm, .txt, .md, .pdf and .eml. Only regular files directly within the
folder, no links out of it. A file is one article by its name; it is read once, and
again when it changes, as a new version.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from extractors.model import Entry, FetchError, Source
from flows.intake.sources.kind import option

PAGES = frozenset({".html", ".htm"})
SUFFIXES = PAGES | {".txt", ".md", ".pdf", ".eml"}
_MAX_BYTES = 32_000_000
# File systems tell time coarsely, and those of other machines by other clocks.
_CLOCKS_APART = timedelta(minutes=10)


def entries(source: Source, *, since: datetime | None = None) -> list[Entry]:
    """
    List the files of the folder, by name.

    ``since`` leaves out what did not change since then: a folder is often large, and a
    PDF takes its time.

    Raises:
        ParseError: ``missing_option``.
        FetchError: ``no_directory``.

    """
    folder = Path(option(source, "path"))
    if not folder.is_dir():
        raise FetchError(str(folder), "no_directory", "there is no such folder")
    return [
        _entry(path, source.id)
        for path in sorted(folder.iterdir())
        if _is_article(path)
        and (since is None or _changed(path) > since - _CLOCKS_APART)
    ]


def read(entry: Entry, source: Source) -> tuple[bytes, str]:
    """
    Return one file's bytes and its suffix in small letters.

    Raises:
        FetchError: ``unreadable``, ``too_large``.

    """
    folder = Path(option(source, "path"))
    path = folder / Path(entry.guid).name
    if not _is_article(path):
        raise FetchError(entry.guid, "unreadable", "no article of the folder")
    try:
        size = path.stat().st_size
        if size > _MAX_BYTES:
            raise FetchError(entry.guid, "too_large", f"{size} bytes")
        return path.read_bytes(), path.suffix.lower()
    except OSError as error:
        raise FetchError(entry.guid, "unreadable", str(error)) from error


def _is_article(path: Path) -> bool:
    wanted = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    return wanted and path.is_file() and not path.is_symlink()


def _changed(path: Path) -> datetime:
    """When it came here or was changed: a copy keeps the older of its two times."""
    stat = path.stat()
    return datetime.fromtimestamp(max(stat.st_mtime, stat.st_ctime), UTC)


def _entry(path: Path, source_id: str) -> Entry:
    return Entry(
        source_id=source_id,
        url="",
        guid=path.name,
        modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )
