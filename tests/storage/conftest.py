"""Real DuckDB files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.fakes.database import fresh
from tests.storage.makers import NOW


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return fresh(tmp_path / "mill.duckdb")


@pytest.fixture
def now() -> datetime:
    return NOW


Rows = Callable[[str], list[tuple]]


@pytest.fixture
def rows(database: Database) -> Rows:
    def read(sql: str) -> list[tuple]:
        with database.transaction() as con:
            return con.execute(sql).fetchall()

    return read
