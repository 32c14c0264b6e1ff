"""
Everything out, as files that other programs read: one per view, with their schema.

The views are the contract, so what is exported has the same columns with the same
meaning from version to version; ``schema.json`` beside the files says what each is.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from extractors.model import StorageError
from storage import schema
from storage.database import NO_EXTENSIONS

FORMATS = {
    "jsonl": "(format json)",
    "parquet": "(format parquet, compression zstd)",
    "csv": "(format csv, header)",
}
_NESTED = ("STRUCT", "MAP", "LIST")


def export(snapshot: Path, folder: Path, *, form: str = "jsonl") -> dict[str, int]:
    """
    Write every view of a snapshot to ``folder``, and ``schema.json`` beside them.

    In CSV lists and structs are JSON texts. Rows are ordered by their first column.

    Args:
        snapshot: what a run published.
        folder: made when it is missing; files of the same names are replaced.
        form: ``jsonl``, ``parquet`` or ``csv``.

    Returns:
        How many rows each view has, by name.

    Raises:
        StorageError: the snapshot is unreadable, or the folder cannot be written.
        SchemaError: the snapshot is not ours, or newer than this program.

    """
    if not snapshot.exists():
        raise StorageError(f"{snapshot}: no snapshot yet; `claimwatch run` makes one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        con = duckdb.connect(str(snapshot), read_only=True, config=dict(NO_EXTENSIONS))
    except (duckdb.Error, OSError) as e:
        raise StorageError(f"not exported: {e}") from e
    try:
        con.execute("set TimeZone = 'UTC'")
        schema.check(con)
        described = describe(con)
        counts = {
            name: _write(con, name, columns, folder / f"{name}.{form}", FORMATS[form])
            for name, columns in described.items()
        }
        text = json.dumps(described, indent=2, ensure_ascii=False)
        (folder / "schema.json").write_text(text + "\n", encoding="utf-8")
    except (duckdb.Error, OSError) as e:
        raise StorageError(f"not exported: {e}") from e
    finally:
        con.close()
    return counts


def describe(
    con: duckdb.DuckDBPyConnection,
) -> dict[str, dict[str, dict[str, str]]]:
    """Return the views, their columns, and of each its type and what it means."""
    rows = con.execute(
        "select table_name, column_name, data_type, coalesce(comment, '') "
        "from duckdb_columns() where schema_name = 'main' and not internal "
        "and database_name = current_database() and table_name in "
        "(select view_name from duckdb_views() where not internal) "
        "order by table_name, column_index"
    ).fetchall()
    found: dict[str, dict[str, dict[str, str]]] = {}
    for view, column, kind, comment in rows:
        found.setdefault(view, {})[column] = {"type": kind, "means": comment}
    return found


def _write(
    con: duckdb.DuckDBPyConnection,
    view: str,
    columns: dict[str, dict[str, str]],
    file: Path,
    options: str,
) -> int:
    nested = [
        f'to_json("{name}") as "{name}"'
        for name, of in columns.items()
        if file.suffix == ".csv"
        and (of["type"].endswith("[]") or of["type"].startswith(_NESTED))
    ]
    replaced = f" replace ({', '.join(nested)})" if nested else ""
    part = str(file.with_suffix(".part")).replace("'", "''")
    row = con.execute(
        f'copy (select *{replaced} from main."{view}" order by 1) '  # noqa: S608
        f"to '{part}' {options}"
    ).fetchone()
    Path(file.with_suffix(".part")).replace(file)
    return row[0] if row else 0
