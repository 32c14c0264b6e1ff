"""
The ready questions: SQL files with a comment as their first line, and their running.

A question's parameters are the ``$names`` in its text, all optional.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

_FOLDER = Path(__file__).parent / "queries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A ready question: what it asks, and the SQL that answers it."""

    name: str
    question: str
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that may be given, in order."""
        body = self.sql.partition("\n")[2]
        return tuple(dict.fromkeys(re.findall(r"\$(\w+)", body)))


def list_queries() -> list[Query]:
    """Return all ready questions by name."""
    return [_read(path) for path in sorted(_FOLDER.glob("*.sql"))]


def get_query(name: str) -> Query:
    """
    Return one ready question.

    Raises:
        KeyError: there is none of that name.

    """
    found = {query.name: query for query in list_queries()}
    return found[name]


def run_query(
    con: duckdb.DuckDBPyConnection, name: str, **parameters: str
) -> duckdb.DuckDBPyConnection:
    """
    Ask a ready question on a snapshot; the answer is read from the connection.

    Args:
        con: an open snapshot.
        name: which question.
        parameters: by name; what is left out takes its default.

    Raises:
        KeyError: there is no such question or parameter.
        duckdb.Error: a parameter is not what its place needs.

    """
    query = get_query(name)
    unknown = parameters.keys() - set(query.parameters)
    if unknown:
        raise KeyError(f"{name} has no parameter {', '.join(sorted(unknown))}")
    values = {key: parameters.get(key) for key in query.parameters}
    return con.execute(query.sql, values) if values else con.execute(query.sql)


def _read(path: Path) -> Query:
    sql = path.read_text("utf-8")
    question = sql.partition("\n")[0].removeprefix("--").strip()
    return Query(name=path.stem, question=question, sql=sql)
