"""``claimwatch doctor``: what is wrong, and what mends it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, FailedError

if TYPE_CHECKING:
    from flows.doctor import Check

_MARKS = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(doctor)


def doctor(
    desk: Desk,
    send_test: Annotated[
        bool,
        typer.Option("--send-test", help="Post one message where alerts go."),
    ] = False,
) -> None:
    """
    Check everything that a run needs; a line each, with what mends it.

    Ends with code 1 when something fails. Works without a network and before the first
    run. With --send-test one message goes to the alerts' channel, the way they go.

    claimwatch doctor
    """
    from flows.doctor import State, examine  # noqa: PLC0415

    now = datetime.now(UTC)
    failed = 0
    for check in examine(desk.topic, desk.home, now):
        _show(desk, check)
        failed += check.state is State.FAIL
    if send_test:
        from flows.doctor.send_test import send  # noqa: PLC0415

        check = send(desk.settings(), now=lambda: datetime.now(UTC))
        _show(desk, check)
        failed += check.state is State.FAIL
    if failed:
        raise FailedError(f"{failed} of the checks failed")


def _show(desk: Desk, check: Check) -> None:
    needs = check.remedy if check.state != "ok" else ""
    if desk.as_json:
        desk.emit(
            {"type": "check", "check": check.name, "state": check.state.value}
            | {"said": check.said, "remedy": needs}
        )
        return
    if desk.quiet and check.state == "ok":
        return
    from rich.text import Text  # noqa: PLC0415

    text = Text()
    text.append(f"{check.state.value:<4}", style=_MARKS[check.state])
    text.append(f"  {check.name:<10} {check.said}")
    text.append(f"\n      {'':<10} → {needs}" if needs else "", style="italic")
    desk.console().print(text, soft_wrap=True)
