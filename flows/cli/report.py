"""``claimwatch report``: the page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, UsageError


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(report)


def report(
    desk: Desk,
    out: Annotated[
        Path | None, typer.Option(help="The file (default: HOME/TOPIC.html).")
    ] = None,
) -> None:
    """
    Write what was found and what is held as one HTML file that needs no network.

    claimwatch report --out today.html
    """
    from flows.report import render  # noqa: PLC0415
    from storage.database import open_snapshot  # noqa: PLC0415

    snapshot = desk.snapshot_path()
    name = snapshot.name.removesuffix(".snapshot.duckdb")
    con = open_snapshot(snapshot)
    try:
        topic = desk.settings().topic
        page = render(con, title=topic.name or topic.id, now=datetime.now(UTC))
    finally:
        con.close()
    file = out or snapshot.with_name(f"{name}.html")
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    if desk.as_json:
        desk.emit({"type": "report", "file": str(file), "bytes": len(page.encode())})
    else:
        desk.say(f"written to {file}")
