"""Runs: one row each, written at the start and completed at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """What a run did."""

    fetched: int = 0
    articles: int = 0
    claims: int = 0
    alerts: int = 0


def start_run(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    topic: str,
    trigger: str,
    at: datetime,
    prefect_flow_run_id: str = "",
) -> None:
    """
    Open a run's row with status ``running``.

    Args:
        con: the open transaction.
        run_id: a new id.
        topic: the topic's id.
        trigger: ``manual``, ``schedule``, ``slack`` or ``api``.
        at: aware UTC.
        prefect_flow_run_id: where Prefect runs it, else empty.

    """
    con.execute(
        "insert into store.runs (run_id, topic, trigger, started_at, status, "
        "prefect_flow_run_id) values (?, ?, ?, ?, 'running', nullif(?, ''))",
        [run_id, topic, trigger, at, prefect_flow_run_id],
    )


def finish_run(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    at: datetime,
    status: str,
    counts: RunCounts,
    seconds: float,
) -> None:
    """
    Complete a run's row.

    Args:
        con: the open transaction.
        run_id: the run.
        at: aware UTC.
        status: ``completed`` or ``failed``.
        counts: what it did.
        seconds: how long it took, by a clock that does not jump.

    """
    con.execute(
        "update store.runs set finished_at = ?, status = ?, fetched = ?, articles = ?, "
        "claims = ?, alerts = ?, seconds = ? where run_id = ?",
        [
            at,
            status,
            counts.fetched,
            counts.articles,
            counts.claims,
            counts.alerts,
            seconds,
            run_id,
        ],
    )


def close_stale_runs(con: duckdb.DuckDBPyConnection, *, at: datetime) -> list[str]:
    """
    Mark runs that never ended as ``crashed``; return their ids.

    The caller holds the run lock, so whatever still says ``running`` is dead.
    """
    sql = (
        "update store.runs set status = 'crashed', finished_at = ? "
        "where status = 'running' returning run_id"
    )
    return sorted(row[0] for row in con.execute(sql, [at]).fetchall())
