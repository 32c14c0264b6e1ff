"""Signs that a database file is not as DuckDB wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from storage.rows import scalar

_FILE_HEADERS_BYTES = 3 * 4096


def check_whole(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """
    Refuse a truncated file: DuckDB opens it until a lost block is read.

    Raises:
        duckdb.IOException: a table has blocks beyond the end of the file.

    """
    needed = _FILE_HEADERS_BYTES + (1 + _last_block(con)) * _block_bytes(con)
    size = path.stat().st_size
    if size < needed:
        raise duckdb.IOException(f"{size} bytes are left of {needed}")


def _last_block(con: duckdb.DuckDBPyConnection) -> int:
    tables = con.execute(
        "select table_name from duckdb_tables() where schema_name = 'store' "
        "and database_name = current_database()"
    ).fetchall()
    last = -1
    for (table,) in tables:
        block = scalar(
            con,
            "select max(block_id) from pragma_storage_info(?) where persistent",
            [f"store.{table}"],
        )
        last = max(last, -1 if block is None else block)
    return last


def _block_bytes(con: duckdb.DuckDBPyConnection) -> int:
    sql = "select any_value(block_size) from pragma_database_size()"
    return int(scalar(con, sql))


def is_damage(error: duckdb.Error) -> bool:
    """Whether a block could not be read back as it was written."""
    return bool(re.search(r"(?i)could not read|corrupt|checksum", str(error)))
