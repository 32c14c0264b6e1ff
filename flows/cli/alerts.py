"""``claimwatch alerts``: what was raised, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, UsageError

STATES = ("pending", "sending", "sent", "held", "dead")
_SHORT = (
    *("alert_id", "verdict", "severity", "confidence", "state", "claim_text"),
    *("old_value", "new_value", "published_at", "source_id", "origins", "copies"),
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(alerts)


def alerts(
    desk: Desk,
    state: Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")] = "",
    release: Annotated[
        bool, typer.Option("--release", help="Let the held ones go with the next run.")
    ] = False,
) -> None:
    """
    Show the alerts, the newest first.

    claimwatch alerts --state held
    """
    if state and state not in STATES:
        raise UsageError(f"no state '{state}'; known: {', '.join(STATES)}")
    if release:
        _release(desk)
        return
    found = _read(desk, state)
    short = [{name: row[name] for name in _SHORT} for row in found]
    desk.show(found if desk.as_json else short, empty="no such alert")


def _read(desk: Desk, state: str) -> list[dict[str, Any]]:
    con = desk.snapshot()
    try:
        answer = con.execute(
            "select * from alerts where ? = '' or state = ? "
            "order by created_at desc, alert_id",
            [state, state],
        )
        names = [column[0] for column in answer.description or []]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    finally:
        con.close()


def _release(desk: Desk) -> None:
    from storage import outbox  # noqa: PLC0415
    from storage.lock import run_lock  # noqa: PLC0415

    settings = desk.settings()
    with run_lock(settings.lock):
        database = desk.database()
        with database.transaction() as con:
            released = outbox.release(con)
        database.publish_snapshot()
    desk.say(f"{released} released; the next run sends them")
