"""
What the operators hear of: trouble once, its end once, and that all is well once a day.

==================  =====================================  ========================
subject             begins when                            ends when
==================  =====================================  ========================
``source:ID``       a source failed three times in a row   it answers again
``silent:ID``       a source is silent beyond its habit    it brings something new
``run``             a run ended without finishing          a run gets to its end
``delivery``        a channel refused, or gave no answer   everything was taken
==================  =====================================  ========================

Every function works in the caller's transaction and only queues posts. Trouble is noted
also where nobody is told: runs emit it as events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from flows.alerting.message import notice
from flows.alerting.posts import notice_post
from storage import incidents, outbox

FAILURES_IN_A_ROW = 3  # a server that restarts is no incident
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsRoom:
    """
    Where notices go, of which topic, and what time it is (aware UTC).

    Without a ``channel`` nobody is told.
    """

    channel: str
    topic: str
    at: datetime


def watch_sources(
    con: duckdb.DuckDBPyConnection,
    room: OpsRoom,
    failures: Mapping[str, tuple[int, str]],
) -> None:
    """``failures``: of each source asked, how often in a row it failed, and why."""
    for source_id, (count, error) in failures.items():
        subject = f"source:{source_id}"
        if count >= FAILURES_IN_A_ROW:
            title = f"Source {source_id} does not answer"
            begin(con, room, subject, title, [error, f"{count} times in a row"])
        elif not count:
            end(con, room, subject, f"Source {source_id} answers again")


def watch_silence(con: duckdb.DuckDBPyConnection, room: OpsRoom) -> None:
    """A source that answers and brings nothing, when it always brought something."""
    rows = con.execute(
        "select source_id, silent_since, silent_hours, usual_gap_hours, "
        "longest_gap_hours from silent_sources order by 1"
    ).fetchall()
    for source_id, since, hours, usual, longest in rows:
        lines = [
            f"answers, but since {since:%Y-%m-%d %H}:00 UTC nothing is new: {hours} h",
            f"usually something every {usual:g} h, and after {longest} h at most",
            "has it moved, or does its address, query or selector no longer hold?",
        ]
        begin(con, room, f"silent:{source_id}", f"Source {source_id} is silent", lines)
    silent = {f"silent:{row[0]}" for row in rows}
    for each in incidents.open_incidents(con):
        if each.subject.startswith("silent:") and each.subject not in silent:
            source_id = each.subject.removeprefix("silent:")
            end(con, room, each.subject, f"Source {source_id} brings something new")


def watch_runs(con: duckdb.DuckDBPyConnection, room: OpsRoom, run_id: str) -> None:
    """A run got to its end; say so when the one before did not."""
    before = con.execute(
        "select status, started_at from runs where run_id <> ? "
        "order by started_at desc limit 1",
        [run_id],
    ).fetchone()
    if before and before[0] in ("failed", "crashed"):
        run_failed(con, room, f"it began {before[1]:%Y-%m-%d %H:%M} UTC")
    end(con, room, "run", "Runs finish again")


def run_failed(con: duckdb.DuckDBPyConnection, room: OpsRoom, why: str) -> None:
    """A run ended before its end; the next one goes on from there."""
    lines = [why, "what was recorded stays, the next run goes on from there"]
    begin(con, room, "run", "A run did not finish", lines)


def watch_delivery(
    con: duckdb.DuckDBPyConnection, room: OpsRoom, problems: Iterable[str]
) -> None:
    """Trouble of a delivery, or that there is none."""
    lines = list(problems)
    if lines:
        begin(con, room, "delivery", "Alerts are not delivered", lines)
    else:
        end(con, room, "delivery", "Alerts are delivered again")


def heartbeat(con: duckdb.DuckDBPyConnection, room: OpsRoom) -> None:
    """Once a day: how often it ran the day before (UTC), and what came of it."""
    if not room.channel:
        return
    today = room.at.replace(hour=0, minute=0, second=0, microsecond=0)
    ran, told = con.execute(
        "select count(*), coalesce(sum(alerts), 0) from runs "
        "where started_at >= ? and started_at < ?",
        [today - _DAY, today],
    ).fetchone() or (0, 0)
    if not ran:
        return
    rows = con.execute(
        "select source_id from sources where failures > 0 "
        "union select source_id from silent_sources order by 1"
    ).fetchall()
    sick = [row[0] for row in rows]
    total = con.execute("select count(*) from sources").fetchall()[0][0]
    health = f"not well: {', '.join(sick)}" if sick else f"all {total} sources healthy"
    news = f"{told} alert{'s' * (told != 1)}" if told else "nothing new"
    line = f"ran {ran} time{'s' * (ran != 1)} yesterday, {news}, {health}"
    outbox.enqueue(
        con,
        notice_post(
            notice(f"{room.topic} is watched", [line]),
            incident=f"heartbeat:{room.at:%Y-%m-%d}",
            channel=room.channel,
            now=room.at,
        ),
    )


def begin(
    con: duckdb.DuckDBPyConnection,
    room: OpsRoom,
    subject: str,
    title: str,
    lines: list[str],
) -> None:
    """Note trouble unless it is known; tell of it unless that was done."""
    known = incidents.open_incident(con, subject, "; ".join(lines), at=room.at)
    if room.channel:
        post = notice_post(
            notice(f"{title} ({room.topic})", lines),
            incident=known.incident_id,
            channel=room.channel,
            now=room.at,
        )
        outbox.enqueue(con, post)


def end(
    con: duckdb.DuckDBPyConnection, room: OpsRoom, subject: str, title: str
) -> None:
    """Note the end of trouble that was noted, and tell of it."""
    closed = incidents.close_incident(con, subject, at=room.at)
    if closed is not None and room.channel:
        minutes = int((room.at - closed.opened_at).total_seconds() // 60)
        hours, rest = divmod(minutes, 60)
        lasted = f"after {hours} h {rest} min" if hours else f"after {rest} min"
        post = notice_post(
            notice(f"{title} ({room.topic})", [lasted, closed.detail]),
            incident=closed.incident_id,
            channel=room.channel,
            now=room.at,
            closing=True,
        )
        outbox.enqueue(con, post)
