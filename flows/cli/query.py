"""``claimwatch query``: SQL on the snapshot, read-only."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.desk import Desk, UsageError, cell, command, table, to_json
from flows.settings.places import ROOT

Rows = list[dict[str, Any]]


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(query)


def query(
    desk: Desk,
    sql: Annotated[str, typer.Argument(help="A statement.", metavar="SQL")] = "",
    form: Annotated[Format, typer.Option("--format", help="Form of the rows.")] = (
        Format.TABLE
    ),
    named: Annotated[str, typer.Option("--name", help="Run a ready question.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="Ready questions.")] = False,
) -> None:
    """
    Ask the database anything: read-only, on the snapshot of the last run.

    claimwatch query "select verdict, count( * ) from alerts group by 1"

    claimwatch query "describe baseline"      (every view and column has a comment)
    """
    if listed:
        desk.show(_ready(), empty="no ready questions")
        return
    if bool(sql) == bool(named):
        raise UsageError('give either a statement, as in query "select ...", or --name')
    columns, rows = _answer(desk, sql or _named(named))
    if desk.as_json:
        for row in rows:
            desk.emit(row)
    else:
        sys.stdout.write(_WRITERS[form](columns, rows))


def _answer(desk: Desk, sql: str) -> tuple[list[str], Rows]:
    import duckdb  # noqa: PLC0415

    con = desk.snapshot()
    try:
        result = con.execute(sql)
        columns = _distinct([column[0] for column in result.description or []])
        return columns, [
            dict(zip(columns, row, strict=True)) for row in result.fetchall()
        ]
    except duckdb.Error as error:
        raise UsageError(str(error)) from error
    finally:
        con.close()


def _distinct(names: list[str]) -> list[str]:
    """Two columns may have one name; a row of JSON cannot."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    counts = dict.fromkeys(seen, 0)
    found = []
    for name in names:
        counts[name] += 1
        found.append(f"{name}_{counts[name]}" if counts[name] > 1 else name)
    return found


def _as_table(columns: list[str], rows: Rows) -> str:
    from rich.console import Console  # noqa: PLC0415

    if not rows:
        return f"{' | '.join(columns)}\n(no rows)\n"
    text = io.StringIO()
    width = None if sys.stdout.isatty() else 200
    console = Console(file=sys.stdout if width is None else text, width=width)
    console.print(table(list(rows)))
    return text.getvalue()


def _as_csv(columns: list[str], rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _csv_cell(value: Any) -> Any:
    return to_json(value) if isinstance(value, dict | list) else value


def _as_json(_columns: list[str], rows: Rows) -> str:
    return "[" + ",\n".join(to_json(row) for row in rows) + "]\n"


def _as_markdown(columns: list[str], rows: Rows) -> str:
    lines = [columns, ["---"] * len(columns)]
    lines += [[cell(value) for value in row.values()] for row in rows]
    return "".join(f"| {' | '.join(map(_escaped, line))} |\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


_WRITERS: dict[Format, Callable[[list[str], Rows], str]] = {
    Format.TABLE: _as_table,
    Format.CSV: _as_csv,
    Format.JSON: _as_json,
    Format.MARKDOWN: _as_markdown,
}


def _files() -> dict[str, Path]:
    return {file.stem: file for file in sorted(ROOT.glob("storage/queries/*.sql"))}


def _ready() -> Rows:
    return [
        {
            "name": name,
            "asks": file.read_text(encoding="utf-8").partition("\n")[0].lstrip("- "),
        }
        for name, file in _files().items()
    ]


def _named(name: str) -> str:
    files = _files()
    if name not in files:
        raise UsageError(f"no ready question '{name}'; known: {', '.join(files)}")
    return files[name].read_text(encoding="utf-8")
