"""
Taking a change of the baseline back: a new row that says again what the old one said.

A change is named by the rows in force before and after it. What has changed again
since then stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from storage.baseline.history import change
from storage.rows import number, scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A claim with the row that was in force before, and the one after."""

    claim_id: str
    before: int
    after: int


def tracked(
    con: duckdb.DuckDBPyConnection,
    claim_ids: Iterable[str],
    alter: Callable[[str], object],
) -> list[Changed]:
    """Call ``alter`` with each claim that is held; return what that changed."""
    done = []
    for claim_id in claim_ids:
        before = _in_force(con, claim_id)
        if before is None:
            continue
        alter(claim_id)
        after = _in_force(con, claim_id)
        if after is not None and after != before:
            done.append(Changed(claim_id=claim_id, before=before, after=after))
    return done


def take_back(
    con: duckdb.DuckDBPyConnection, changed: Iterable[Changed], *, at: datetime
) -> int:
    """Undo changes, the last first; how many were still in force."""
    taken = 0
    for each in reversed(list(changed)):
        if _in_force(con, each.claim_id) == each.after:
            _repeat(con, each.claim_id, each.before, at)
            taken += 1
    return taken


def reopen(con: duckdb.DuckDBPyConnection, claim_id: str, *, at: datetime) -> None:
    """Hold a claim as it was held before its last change."""
    before = scalar(
        con,
        "select max(row_id) from store.baseline "
        "where claim_no = ? and claim_id = ? and retired_at is not null",
        [number(claim_id), claim_id],
    )
    if before is not None:
        _repeat(con, claim_id, before, at)


def _in_force(con: duckdb.DuckDBPyConnection, claim_id: str) -> int | None:
    found: int | None = scalar(
        con,
        "select row_id from store.baseline "
        "where claim_no = ? and claim_id = ? and retired_at is null",
        [number(claim_id), claim_id],
    )
    return found


def _repeat(
    con: duckdb.DuckDBPyConnection, claim_id: str, row_id: int, at: datetime
) -> None:
    row = con.execute(
        "select status, valid_to, superseded_by from store.baseline "
        "where claim_no = ? and row_id = ?",
        [number(claim_id), row_id],
    ).fetchone()
    if row is not None:
        status, valid_to, superseded_by = row
        change(
            con,
            claim_id,
            at,
            status=status,
            valid_to=valid_to,
            superseded_by=superseded_by,
        )
