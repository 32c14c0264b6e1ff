"""
Backups: whole copies of the database, each read back before it counts.

A backup is a DuckDB file of its own, read-only, beside the database in ``backups/`` and
named by its time, so that the names sort by age. A snapshot is as good a source to
restore from. Restoring moves the present file aside and never deletes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from extractors.model import ClaimwatchError, StorageError
from storage import schema
from storage.damage import check_whole
from storage.database import Database
from storage.files import copy_file, sync, wal

KEPT = 7
_TIME = "%Y%m%dT%H%M%S%fZ"


def backup(database: Database, *, at: datetime, keep: int = KEPT) -> Path:
    """
    Copy the database, read the copy back, then drop the oldest beyond ``keep``.

    Args:
        database: what to copy; no other process writes it meanwhile.
        at: names the backup (aware UTC).
        keep: how many backups stay, at least one.

    Raises:
        LockedError: another process holds the database.
        StorageError: it is damaged, or there is no room for a copy; the backups that
            were there are then all still there.

    """
    folder = backup_folder(database.path)
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{database.path.stem}.{at.astimezone(UTC):{_TIME}}.duckdb"
    part = made.with_suffix(".part")
    try:
        database.copy_to(part)
        verify(part)
        part.replace(made)
        sync(folder)
    finally:
        part.unlink(missing_ok=True)
    for old in backups(database.path)[max(keep, 1) :]:
        old.unlink()
    return made


def backups(path: Path) -> list[Path]:
    """Return the backups of the database at ``path``, the newest first."""
    found = backup_folder(path).glob(f"{path.stem}.*.duckdb")
    return sorted(found, reverse=True)


def backup_folder(path: Path) -> Path:
    """Return where the backups of the database at ``path`` are kept."""
    return path.parent / "backups"


def verify(path: Path) -> int:
    """
    Read every row of a database file.

    Returns:
        How many rows it holds.

    Raises:
        StorageError: it is damaged, or no database of ours.

    """
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as e:
        raise StorageError(f"{path}: cannot be restored from: {e}") from e
    try:
        schema.check(con)
        check_whole(con, path)
        return sum(_read(con, table) for table in schema.tables(con))
    except duckdb.Error as e:
        raise StorageError(f"{path}: cannot be restored from: {e}") from e
    finally:
        con.close()


def restore(database: Database, source: Path | None = None, *, at: datetime) -> Path:
    """
    Put a verified copy in the database's place; what stood there is moved aside.

    Args:
        database: whose file to replace; nobody holds it.
        source: a backup or a snapshot; None takes the newest that can be read.
        at: names what is moved aside (aware UTC).

    Returns:
        What was restored.

    Raises:
        StorageError: there is nothing whole to restore from; the present file is then
            untouched.

    """
    chosen = _checked(source) if source else _newest(database)
    new = database.path.with_suffix(".new")
    try:
        copy_file(chosen, new)
    except OSError as e:
        new.unlink(missing_ok=True)
        raise StorageError(f"{database.path}: not restored: {e}") from e
    new.chmod(0o644)
    for old in (wal(database.path), database.path):
        with suppress(FileNotFoundError):
            old.rename(f"{old}.{at.astimezone(UTC):{_TIME}}.aside")
    new.replace(database.path)
    sync(database.path.parent)
    return chosen


def _checked(source: Path) -> Path:
    if not source.is_file():
        raise StorageError(f"{source}: there is no such file to restore from")
    verify(source)
    return source


def _newest(database: Database) -> Path:
    sources: Iterable[Path] = sorted(
        [p for p in (database.snapshot_path,) if p.exists()] + backups(database.path),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    for path in sources:
        with suppress(ClaimwatchError):
            return _checked(path)
    raise StorageError(
        f"{database.path}: neither a snapshot nor a backup can be restored from"
    )


def _read(con: duckdb.DuckDBPyConnection, table: str) -> int:
    # Hashing whole rows reads every block, so that its checksum is looked at.
    sql = f"select count(*), bit_xor(hash(t)) from store.{table} t"  # noqa: S608
    row = con.execute(sql).fetchone()
    return row[0] if row else 0
