"""
Rows into tables, many at a time.

One JSON document carries all rows of a statement: DuckDB takes 5,000 rows so in the
time that forty single statements need. Values are always bound, never spliced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import msgspec

# A statement's JSON stays under some 50 MB.
_BATCH_ROWS = 20_000
# Beyond so many ids a scan is quicker than looking up each in the index.
_MANY_IDS = 1_000


def insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    on_conflict: str = "",
) -> int:
    """
    Insert rows that all have the same columns into ``store.<table>``.

    Args:
        con: the connection of the open transaction.
        table: a table of schema ``store``; a name of ours, never data.
        rows: values that msgspec can encode; JSON columns take any value.
        on_conflict: what follows ``on conflict``, such as ``do nothing``.

    Returns:
        How many rows were inserted or updated.

    """
    done = 0
    for first in range(0, len(rows), _BATCH_ROWS):
        batch = rows[first : first + _BATCH_ROWS]
        structure = _structure(con, table, tuple(batch[0]))
        tail = f" on conflict {on_conflict}" if on_conflict else ""
        done += scalar(
            con,
            f"insert into store.{table} by name select unnest(r) "  # noqa: S608
            f"from (select unnest(from_json(?, ?)) as r){tail}",
            [msgspec.json.encode(batch).decode(), structure],
        )
    return done


def missing(
    con: duckdb.DuckDBPyConnection, table: str, key: str, values: Iterable[str]
) -> list[str]:
    """
    Return the values that ``store.<table>`` does not hold, in order, each once.

    Asking first takes a tenth of what ``on conflict do nothing`` takes, and asking by
    single parameters instead of a list is answered from the primary key.
    """
    wanted = list(dict.fromkeys(values))
    marks = ",".join("?" * len(wanted)) or "null"
    bound: list[Any] = wanted
    which = f"where {key} in ({marks})"
    if len(wanted) > _MANY_IDS:
        which, bound = (
            f"join (select unnest(?::varchar[]) as {key}) using ({key})",
            [wanted],
        )
    sql = f"select {key} from store.{table} {which}"  # noqa: S608
    held = {row[0] for row in con.execute(sql, bound).fetchall()}
    return [value for value in wanted if value not in held]


def scalar(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()
) -> Any:
    """Return the first value of the first row; None when there is no row."""
    row = con.execute(sql, parameters).fetchone()
    return row[0] if row else None


def number(*parts: str) -> int:
    """Return a stable 63-bit number for a text: what indexes are built on."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _structure(
    con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...]
) -> str:
    # Not duckdb_columns(): that one binds every view first.
    sql = "select name, type from pragma_table_info(?)"
    types = dict(con.execute(sql, [f"store.{table}"]).fetchall())
    return msgspec.json.encode([{name: types[name] for name in columns}]).decode()
