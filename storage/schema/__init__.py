"""
The schema as files: numbered migrations, then the views, which are made anew.

A migration runs once, in a transaction of its own together with its row in
``store.schema_migrations``; so an interrupted one has not happened.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractors.model import SchemaError
from storage.rows import scalar

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered file."""

    version: int
    sql: str

    @property
    def checksum(self) -> str:
        """Hash of the file: an applied migration never changes."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(folder: Path = _FOLDER) -> list[Migration]:
    """Return the numbered files in order."""
    files = sorted(folder.glob("[0-9]*.sql"))
    return [Migration(version=int(f.stem), sql=f.read_text("utf-8")) for f in files]


def migrate(
    con: duckdb.DuckDBPyConnection, *, topic: str = "", folder: Path = _FOLDER
) -> int:
    """
    Bring an open database to the newest schema.

    Returns:
        How many migrations were applied; 0 when it was up to date.

    Raises:
        SchemaError: the file is not ours, newer than this program, or was made by a
            migration that reads differently now.

    """
    known = migrations(folder)
    applied = _applied(con)
    _check(known, applied)
    pending = [m for m in known if m.version not in applied]
    for migration in pending:
        _apply(con, migration, topic)
    _make_views(con, folder)
    return len(pending)


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Raise SchemaError unless the open database is ours and not newer."""
    _check(migrations(), _applied(con))


def pending(con: duckdb.DuckDBPyConnection) -> int:
    """Return how many migrations are to come; raises as :func:`check`."""
    known, applied = migrations(), _applied(con)
    _check(known, applied)
    return len(known) - len(applied)


def tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of the tables of schema ``store``."""
    rows = con.execute(
        "select table_name from duckdb_tables() where schema_name = 'store' "
        "and database_name = current_database() order by all"
    ).fetchall()
    return [row[0] for row in rows]


def _applied(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database()"
    ).fetchall()
    if not tables:
        return {}
    if ("store", "schema_migrations") not in tables:
        raise SchemaError("this DuckDB file holds other tables: it is not ours")
    return dict(
        con.execute("select version, checksum from store.schema_migrations").fetchall()
    )


def _check(known: list[Migration], applied: dict[int, str]) -> None:
    checksums = {m.version: m.checksum for m in known}
    newer = sorted(applied.keys() - checksums.keys())
    if newer:
        raise SchemaError(
            f"made by a newer version (schema {newer[-1]}, this program knows "
            f"{max(checksums)}): update the program"
        )
    changed = [v for v, checksum in applied.items() if checksums[v] != checksum]
    if changed:
        raise SchemaError(
            f"made by another version of schema {changed[0]}: use the program that "
            "made it, or start with a new home"
        )


def _apply(con: duckdb.DuckDBPyConnection, migration: Migration, topic: str) -> None:
    con.execute("begin")
    try:
        con.execute(migration.sql)
        con.execute(
            "insert into store.schema_migrations values (?, ?, now())",
            [migration.version, migration.checksum],
        )
        if migration.version == 1:
            con.execute(
                "insert into store.meta values (?, 0, ?, '')",
                [str(uuid.uuid4()), topic],
            )
        con.execute("commit")
    except duckdb.Error:
        con.execute("rollback")
        raise


def _make_views(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    views = [path.read_text("utf-8") for path in sorted(folder.glob("views*.sql"))]
    sql = "\n".join(views)
    checksum = hashlib.sha256(sql.encode()).hexdigest()
    if scalar(con, "select views_checksum from store.meta") == checksum:
        return
    con.execute("begin")
    try:
        con.execute(sql)
        con.execute("update store.meta set views_checksum = ?", [checksum])
        con.execute("commit")
    except duckdb.Error:
        con.execute("rollback")
        raise
