"""
The one door to a topic's database file: open, lock, migrate, publish a snapshot.

Writers open the file for one transaction and close it again; whoever only reads opens
the snapshot, which replaces its predecessor atomically. The writer process never opens
the file by other means than DuckDB: closing any other handle on it would drop DuckDB's
POSIX lock, and two writers would lose rows. So copying is done by a child process.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from extractors.model import LockedError, SchemaError, StorageError
from storage import schema
from storage.damage import check_whole, is_damage
from storage.files import copy_file, sync, wal

_Config = dict[str, str | bool | int | float | list[str]]

NO_EXTENSIONS = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}
# Readable by DuckDB 1.4 and later, and by the tools built on it.
STORAGE_VERSION = "v1.4.0"


class Database:
    """
    A topic's DuckDB file and its snapshot.

    Every connection is short-lived, in UTC, without extensions and without access to
    other files.
    """

    def __init__(
        self, path: Path, *, memory_limit: str = "2GB", threads: int = 2
    ) -> None:
        self.path = path
        self.snapshot_path = path.with_suffix(".snapshot.duckdb")
        self._config: _Config = {
            **NO_EXTENSIONS,
            "enable_external_access": "false",
            "memory_limit": memory_limit,
            "threads": str(threads),
            "temp_directory": str(path.with_suffix(".tmp")),
        }

    @contextmanager
    def transaction(self, wait_s: float = 5.0) -> Iterator[duckdb.DuckDBPyConnection]:
        """
        Open the file, run one transaction, close the file.

        Commits at the end, rolls back when the body raises.

        Args:
            wait_s: how many seconds to wait for another process to let go.

        Raises:
            LockedError: another process still holds the file.
            StorageError: the file is missing or damaged, or the disk is full.

        """
        con = self._open(wait_s)
        try:
            # A checkpoint writes the last row group of each table anew, a second for
            # 100,000 claims: so it comes with the snapshot, or when the log is large.
            con.execute("pragma disable_checkpoint_on_shutdown")
            con.execute("begin")
            try:
                yield con
                con.execute("commit")
            except BaseException:
                with suppress(duckdb.Error):  # the first error is the one to tell
                    con.execute("rollback")
                raise
        except (duckdb.OperationalError, duckdb.FatalException) as e:
            if is_damage(e):
                raise StorageError(self._refusal(str(e))) from e
            raise StorageError(f"{self.path}: not written: {e}") from e
        finally:
            with suppress(duckdb.Error):
                con.close()

    def migrate(self, *, topic: str = "") -> int:
        """
        Make the database, or bring it to the newest schema.

        A new database is made beside its place and moved there when it is whole.

        Returns:
            How many migrations were applied.

        Raises:
            LockedError: another process holds the file.
            SchemaError: the file is newer than this program, or not ours.
            StorageError: the file is damaged, or missing where a snapshot of it is
                left. An empty baseline is never begun in its place.

        """
        if not self.path.exists():
            return self._create(topic)
        with self._whole(5.0) as con:
            return schema.migrate(con, topic=topic)

    def check(self, wait_s: float = 2.0) -> int:
        """Return how many migrations are to come; raises as :meth:`migrate`."""
        with self._whole(wait_s) as con:
            return schema.pending(con)

    @contextmanager
    def _whole(self, wait_s: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a file that is known to be whole; errors name it."""
        con = self._open(wait_s)
        try:
            check_whole(con, self.path)
            yield con
        except SchemaError as e:
            raise SchemaError(f"{self.path}: {e}") from e
        except duckdb.Error as e:
            raise StorageError(self._refusal(str(e))) from e
        finally:
            con.close()

    def publish_snapshot(self) -> bool:
        """
        Replace the snapshot by the present state; False when nothing changed.

        Readers that hold the old snapshot open keep it.

        Raises:
            LockedError: another process holds the database.
            StorageError: the database is damaged, or there is no room for a copy.

        """
        if self.is_published():
            return False
        copy = self.snapshot_path.with_suffix(".tmp")
        changed_at = self.copy_to(copy)
        copy.chmod(0o444)
        os.utime(copy, ns=(changed_at, changed_at))
        copy.replace(self.snapshot_path)
        sync(self.snapshot_path.parent)
        return True

    def copy_to(self, copy: Path) -> int:
        """
        Bring everything into the file and copy it.

        Returns:
            When the database was changed last, in nanoseconds.

        Raises:
            LockedError: another process holds the database.
            StorageError: the database is damaged, or there is no room for a copy.

        """
        con = self._open(5.0)
        try:
            con.execute("checkpoint")
            check_whole(con, self.path)
            # Held open while the child copies, so that no other process writes.
            changed_at = self.path.stat().st_mtime_ns
            copy.unlink(missing_ok=True)
            copy_file(self.path, copy)
        except duckdb.IOException as e:
            raise StorageError(self._refusal(str(e))) from e
        except (duckdb.Error, OSError) as e:
            raise StorageError(f"{copy}: not written: {e}") from e
        finally:
            con.close()
        return changed_at

    def is_published(self) -> bool:
        """Whether the snapshot is as new: it carries the time of what it copied."""
        with suppress(FileNotFoundError):
            same = self.snapshot_path.stat().st_mtime_ns == self.path.stat().st_mtime_ns
            return same and not wal(self.path).exists()
        return False

    def _create(self, topic: str) -> int:
        left = [p for p in (wal(self.path), self.snapshot_path) if p.exists()]
        if left:
            raise StorageError(self._refusal(f"missing, though {left[0].name} is left"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        for leftover in (new, wal(new)):
            leftover.unlink(missing_ok=True)
        con = duckdb.connect()
        try:
            name = str(new).replace("'", "''")
            con.execute(f"attach '{name}' as new (storage_version '{STORAGE_VERSION}')")
            con.execute("use new")
            con.execute("set TimeZone = 'UTC'")
            applied = schema.migrate(con, topic=topic)
            con.execute("use memory")
            con.execute("detach new")
        finally:
            con.close()
        new.replace(self.path)
        sync(self.path.parent)
        return applied

    def _open(self, wait_s: float) -> duckdb.DuckDBPyConnection:
        deadline = time.monotonic() + wait_s
        while True:
            if not self.path.exists():
                raise StorageError(self._refusal("missing"))
            if self.path.stat().st_size == 0:
                raise StorageError(self._refusal("empty"))
            try:
                return _in_utc(duckdb.connect(str(self.path), config=self._config))
            except duckdb.Error as e:
                if "Could not set lock" not in str(e):
                    raise StorageError(self._refusal(str(e))) from e
                if time.monotonic() >= deadline:
                    raise LockedError(f"{self.path}: {e}", _pid_in(str(e))) from e
            time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - jitter

    def _refusal(self, problem: str) -> str:
        sources = [
            f"the snapshot of the last run ({self.snapshot_path})"
            if self.snapshot_path.exists()
            else "",
            f"the backups in {self.path.parent / 'backups'}"
            if any(self.path.parent.glob(f"backups/{self.path.stem}.*.duckdb"))
            else "",
        ]
        known = " or ".join(filter(None, sources))
        remedy = (
            f"`claimwatch restore` puts back the newest whole copy out of {known}, and "
            "moves this file aside."
            if known
            else "There is neither a snapshot nor a backup to restore from: put a copy "
            "in its place by `claimwatch restore FILE`, or move the file aside and run "
            "`claimwatch baseline build`."
        )
        return f"{self.path}: the database is refused: {problem}. {remedy}"


def open_snapshot(
    path: Path, *, memory_limit: str = "1GB", threads: int = 2
) -> duckdb.DuckDBPyConnection:
    """
    Open a snapshot for reading: no files, no extensions, no changed settings.

    Raises:
        StorageError: there is none, or it is damaged.
        SchemaError: it is not ours, or newer than this program.

    """
    if not path.exists():
        raise StorageError(f"{path}: no snapshot yet; `claimwatch run` makes one")
    config: _Config = {
        **NO_EXTENSIONS,
        "enable_external_access": "false",
        "memory_limit": memory_limit,
        "threads": str(threads),
        "temp_directory": "",
    }
    try:
        con = _in_utc(duckdb.connect(str(path), read_only=True, config=config))
        con.execute("set lock_configuration = true")
        schema.check(con)
    except SchemaError as e:
        con.close()
        raise SchemaError(f"{path}: {e}") from e
    except duckdb.Error as e:
        raise StorageError(f"{path}: unreadable: {e}") from e
    return con


def _in_utc(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """TimeZone is no connection setting: DuckDB takes it only by SQL."""
    con.execute("set TimeZone = 'UTC'")
    # A statement of more than two seconds would draw on standard output.
    con.execute("set enable_progress_bar = false")
    return con


def _pid_in(message: str) -> int:
    found = re.search(r"PID (\d+)", message)
    return int(found[1]) if found else 0
