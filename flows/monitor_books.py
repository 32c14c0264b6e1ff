"""
What a pass writes besides its judgements: its own row and what the sources said last.

Each function is called within one transaction, or makes its own where it takes the
database.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from extractors.verdicts import candidate_keys
from flows.gather import Gathered
from flows.intake.guest import ROBOTS_KEPT
from flows.settings.load import Settings
from flows.versions import keys_version
from storage import retention, runs
from storage import sources as kept
from storage.baseline import rekey
from storage.database import Database
from storage.revisits import save_revisits
from storage.robots import save_robots


def open_run(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    run_id: str,
    *,
    trigger: str,
    at: datetime,
    flow_run_id: str,
) -> bool:
    """
    Begin the run's row, in a baseline whose index is of this version's keys.

    Returns:
        Whether a baseline is held at all.

    """
    runs.close_stale_runs(con, at=at)
    runs.start_run(
        con,
        run_id,
        topic=settings.topic.id,
        trigger=trigger,
        at=at,
        prefect_flow_run_id=flow_run_id,
    )
    kept.sync_sources(con, settings.sources)
    rekey(con, candidate_keys, version=keys_version())
    return con.execute("select 1 from baseline limit 1").fetchone() is not None


def remember(
    con: duckdb.DuckDBPyConnection, gathered: Gathered, *, at: datetime
) -> None:
    """Keep what the sources said, when to ask them again, and what each brought."""
    kept.save_states(con, gathered.states)
    save_revisits(con, gathered.revisits)
    save_robots(con, gathered.robots, since=at - ROBOTS_KEPT)
    for visit in gathered.visits:
        kept.add_coverage(
            con,
            visit.source_id,
            at=at,
            fetched=visit.fetched,
            new_articles=visit.new_articles,
            errors=visit.errors,
        )


def drop_old(database: Database, settings: Settings, *, at: datetime) -> None:
    """Drop what the topic's ``[retention]`` does not keep; nothing by default."""
    keep = retention.Keep(**settings.retention.model_dump())
    if keep != retention.Keep():
        with database.transaction() as con:
            retention.drop_old(con, keep, at=at)
