"""``claimwatch query``: SQL on the snapshot, read-only."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, UsageError, cell, table, to_json

if TYPE_CHECKING:
    import duckdb

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
    given: Annotated[
        list[str] | None, typer.Option("--set", help="Its NAME=VALUE; may be repeated.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Ready questions.")] = False,
) -> None:
    """
    Ask the database anything: read-only, on the snapshot of the last run.

    claimwatch query "select verdict, count( * ) from alerts group by 1"

    claimwatch query --name timeline --set matter=valuation
    """
    if listed:
        desk.show(_ready(), empty="no ready questions")
        return
    if bool(sql) == bool(named):
        raise UsageError('give either a statement, as in query "select ...", or --name')
    columns, rows = _answer(desk, sql, named, given or [])
    if desk.as_json:
        for row in rows:
            desk.emit(row)
    else:
        sys.stdout.write(_WRITERS[form](columns, rows))


def _answer(
    desk: Desk, sql: str, named: str, given: list[str]
) -> tuple[list[str], Rows]:
    import duckdb  # noqa: PLC0415

    con = desk.snapshot()
    try:
        result = _named(con, named, given) if named else con.execute(sql)
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


def _ready() -> Rows:
    from storage.query import list_queries  # noqa: PLC0415

    return [{"name": each.name, "asks": each.question} for each in list_queries()]


def _named(
    con: duckdb.DuckDBPyConnection, name: str, given: list[str]
) -> duckdb.DuckDBPyConnection:
    from storage.query import list_queries, run_query  # noqa: PLC0415

    known = {query.name: query.parameters for query in list_queries()}
    if name not in known:
        raise UsageError(f"no ready question '{name}'; known: {', '.join(known)}")
    values = dict(pair.partition("=")[::2] for pair in given)
    unknown = sorted(values.keys() - set(known[name]))
    if unknown:
        takes = ", ".join(known[name]) or "none"
        raise UsageError(f"{name} takes no {', '.join(unknown)}; it takes: {takes}")
    return run_query(con, name, **values)
