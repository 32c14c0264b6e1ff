"""What is kept in the home: database, snapshot, run lock, runs, sources, outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb

from extractors.model import LockedError, SchemaError, StorageError
from flows.doctor.check import Check, State
from flows.outgoing import has_slack
from flows.settings.load import Settings
from storage.database import Database, open_snapshot
from storage.lock import holder

_LATE = timedelta(hours=24)
_WAITING = timedelta(hours=1)


def checks(settings: Settings, now: datetime) -> Iterator[Check]:
    """Look at them one after the other; what is read is the last run's snapshot."""
    yield _lock(settings)
    database = Database(settings.database)
    if not settings.database.exists() and not settings.snapshot.exists():
        yield Check("database", State.OK, "none yet, the first run makes it")
        return
    yield _database(database)
    yield _snapshot(database)
    try:
        con = open_snapshot(settings.snapshot)
    except StorageError:
        return  # said before
    try:
        yield from _runs(con, now)
        yield from _sources(con, settings)
        yield from _outbox(con, settings, now)
    finally:
        con.close()


def _lock(settings: Settings) -> Check:
    try:
        pid = holder(settings.lock)
    except OSError as error:
        remedy = f"mend the rights of {settings.lock}"
        return Check("run lock", State.FAIL, str(error), remedy)
    said = "free" if pid is None else f"a run is going on (PID {pid})"
    return Check("run lock", State.OK, said)


def _database(database: Database) -> Check:
    try:
        behind = database.check()
    except LockedError as error:
        said = f"in use by another process (PID {error.pid})"
        return Check("database", State.WARN, said, "ask again when it has ended")
    except SchemaError as error:
        remedy = "update the program: git pull, then ./deploy/run"
        return Check("database", State.FAIL, str(error), remedy)
    except StorageError as error:
        return Check("database", State.FAIL, str(error), "claimwatch restore")
    size = f"{database.path.stat().st_size / 1024**2:.1f} MB"
    migrated = f"{behind} migrations to come with the next run" if behind else "whole"
    return Check("database", State.OK, f"{database.path}: {size}, {migrated}")


def _snapshot(database: Database) -> Check:
    remedy = "claimwatch run publishes it"
    if not database.snapshot_path.exists():
        return Check("snapshot", State.WARN, "there is none", remedy)
    try:
        open_snapshot(database.snapshot_path).close()
    except StorageError as error:
        remedy = f"remove the file; {remedy}"
        return Check("snapshot", State.FAIL, str(error), remedy)
    if database.is_published():
        return Check("snapshot", State.OK, "as new as the database")
    said = "older than the database: a run goes on, or died before its end"
    return Check("snapshot", State.WARN, said, remedy)


def _runs(con: duckdb.DuckDBPyConnection, now: datetime) -> Iterator[Check]:
    row = con.execute(
        "select status, trigger, started_at, fetched, articles, alerts from runs "
        "order by started_at desc limit 1"
    ).fetchone()
    if row is None:
        yield Check("last run", State.WARN, "none yet", "claimwatch run")
        return
    status, trigger, started, fetched, articles, alerts = row
    said = f"{status}, by {trigger}, began {started:%Y-%m-%d %H:%M} UTC"
    if status == "completed":
        said += f": {fetched} fetched, {articles} new articles, {alerts} alerts"
        late = now - started > _LATE
        remedy = "claimwatch up keeps running; cron and systemd do as well"
        yield Check("last run", State.WARN if late else State.OK, said, remedy)
    else:
        remedy = "claimwatch run goes on from there; -v shows how far it comes"
        yield Check("last run", State.WARN, said, remedy)
    if started > now + timedelta(minutes=5):
        said = f"the last run began in the future, {started:%Y-%m-%d %H:%M} UTC"
        yield Check("clock", State.FAIL, said, "set the clock: timedatectl set-ntp on")


def _sources(con: duckdb.DuckDBPyConnection, settings: Settings) -> Iterator[Check]:
    active = [source.id for source in settings.sources if source.enabled]
    rows = con.execute(
        "select source_id, failures, last_error, last_ok_at from sources "
        "where source_id in (select unnest(?::varchar[])) order by 1",
        [active],
    ).fetchall()
    sick = [row for row in rows if row[1]]
    well = len(rows) - len(sick)
    state = State.OK if well or not rows else State.FAIL
    said = f"{well} of {len(active)} answered at their last visit"
    yield Check("sources", state, said, "is there a network, or a proxy to name?")
    for source_id, failures, error, ok_at in sick:
        since = f"last answer {ok_at:%Y-%m-%d %H:%M} UTC" if ok_at else "never answered"
        said = f"{source_id}: {error}; {failures} times in a row, {since}"
        yield Check("source", State.WARN, said, _remedy(error or ""))
    silent = con.execute(
        "select source_id, silent_hours, usual_gap_hours from silent_sources "
        "where source_id in (select unnest(?::varchar[])) order by 1",
        [active],
    ).fetchall()
    for source_id, hours, usual in silent:
        said = f"{source_id}: nothing new for {hours} h, usually every {usual:g} h"
        remedy = "has it moved? claimwatch sources add finds the feed of a site"
        yield Check("source", State.WARN, said, remedy)


def _remedy(error: str) -> str:
    reason = error.partition(":")[0]
    match reason:
        case "robots_disallowed" | "robots_unreachable":
            return "its robots.txt keeps programs out: take its feed, or disable it"
        case "http_401" | "http_402" | "http_403" | "http_451":
            return "it lets no program in: set user_agent_contact, or disable it"
        case "http_404" | "http_410":
            return "it has moved: claimwatch sources add finds the feed of a site"
        case "http_429":
            return "it is asked too often: raise its every_minutes"
        case "tls":
            return "its certificate is not trusted; a private one: [fetch] ca_file"
        case "unreachable" | "deadline" | "blocked_address":
            return "is the name right, is there a network, or a proxy to name?"
        case "not_a_feed" | "doctype" | "bad_selector" | "missing_option":
            return "look at its address and kind in the topic file"
    return "it is asked again, ever more rarely; disable it if it never answers"


def _outbox(
    con: duckdb.DuckDBPyConnection, settings: Settings, now: datetime
) -> Iterator[Check]:
    counted = dict(
        con.execute("select state, count(*) from store.outbox group by 1").fetchall()
    )
    oldest = con.execute(
        "select min(created_at) from store.outbox where state in ('pending', 'sending')"
    ).fetchall()[0][0]
    said = ", ".join(f"{number} {state}" for state, number in sorted(counted.items()))
    waits = oldest is not None and now - oldest > _WAITING and has_slack(settings)
    remedy = "claimwatch run sends what is due; the checks of Slack say what hinders it"
    yield Check("outbox", State.WARN if waits else State.OK, said or "empty", remedy)
    if counted.get("dead"):
        said = f"{counted['dead']} messages were given up: Slack refuses them"
        yield Check("outbox", State.WARN, said, "claimwatch alerts --state dead")
