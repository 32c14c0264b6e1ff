"""``claimwatch digest``: what changed, in the terminal and in Slack."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.model import StorageError
from flows.cli.command import command
from flows.cli.desk import Desk, FailedError, UsageError

if TYPE_CHECKING:
    from flows.digest import Digest
    from flows.settings.load import Settings


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(digest)


def digest(
    desk: Desk,
    days: Annotated[int, typer.Option(min=1, max=366, help="How far back.")] = 7,
    out: Annotated[
        Path | None, typer.Option(help="Write the chart there, as PNG.")
    ] = None,
    no_deliver: Annotated[
        bool, typer.Option("--no-deliver", help="Show it here only.")
    ] = False,
) -> None:
    """
    Sum up what changed; with Slack, post it once a day with a chart in its thread.

    claimwatch digest --days 1
    """
    from flows.chart import alerts_by_day  # noqa: PLC0415
    from flows.digest import gather, plain  # noqa: PLC0415
    from flows.outgoing import has_slack  # noqa: PLC0415

    settings = desk.settings()
    con = desk.snapshot()
    try:
        found = gather(con, settings.topic.name, until=datetime.now(UTC), days=days)
    finally:
        con.close()
    if desk.as_json:
        desk.emit(
            {"type": "digest", **found.counts, "findings": found.findings}
            | {"overdue": found.overdue}
            | {"since": found.since, "until": found.until, "lines": found.lines}
        )
    else:
        from rich.text import Text  # noqa: PLC0415

        desk.console().print(Text(plain(found)))
    if out is not None:
        _write(out, alerts_by_day(found.by_day, title=found.title))
    if has_slack(settings) and not no_deliver:
        _post(desk, settings, found)


def _write(path: Path, png: bytes) -> None:
    try:
        path.write_bytes(png)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error}") from error


def _post(desk: Desk, settings: Settings, found: Digest) -> None:
    from flows.digest_delivery import post_digest  # noqa: PLC0415

    if not settings.database.exists():
        raise StorageError(f"no run yet in {settings.home}: nothing to sum up")
    told = post_digest(settings, found, now=lambda: datetime.now(UTC))
    if told.problems:
        raise FailedError("; ".join(told.problems))
    if told.chart_problem:
        desk.warn(f"Slack took the digest, but not its chart: {told.chart_problem}")
    elif told.is_told:
        again = told.is_repeated
        desk.say("posted before" if again else "posted, with the chart in its thread")
