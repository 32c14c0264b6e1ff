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
    from flows.alerting.deliver import DeliveryReport
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
    from flows.digest import digest_post  # noqa: PLC0415
    from flows.outgoing import send_out  # noqa: PLC0415
    from storage import outbox  # noqa: PLC0415
    from storage.lock import run_lock  # noqa: PLC0415
    from storage.outbox import Kind  # noqa: PLC0415

    if not settings.database.exists():
        raise StorageError(f"no run yet in {settings.home}: nothing to sum up")
    own = settings.digest.channel if settings.digest else ""
    now = datetime.now(UTC)
    post = digest_post(found, channel=own or settings.alerts.channel, now=now)
    with run_lock(settings.lock):
        database = desk.database()
        with database.transaction() as con:
            outbox.enqueue(con, post)
            before = outbox.require(con, post.post_id).ts
        report = send_out(
            settings, database, now=lambda: datetime.now(UTC), only=(Kind.DIGEST,)
        )
        with database.transaction() as con:
            ts = outbox.require(con, post.post_id).ts
        problem = _draw(settings, found, post.channel, ts) if ts and not before else ""
        database.publish_snapshot()
    _conclude(desk, report, problem, told=bool(ts), again=bool(before))


def _draw(settings: Settings, found: Digest, channel: str, ts: str) -> str:
    """Put the chart into the thread; what is wrong with that, or empty."""
    import time  # noqa: PLC0415

    from flows.alerting.slack import SlackPoster  # noqa: PLC0415
    from flows.chart import alerts_by_day  # noqa: PLC0415

    slack = settings.slack
    poster = SlackPoster(
        token=slack.bot_token.get_secret_value(),
        base_url=slack.api_url,
        sleep=time.sleep,
    )
    png = alerts_by_day(found.by_day, title=found.title)
    answer = poster.upload(channel, png, name="digest.png", title=found.title, ts=ts)
    return answer.code


def _conclude(
    desk: Desk, report: DeliveryReport | None, problem: str, *, told: bool, again: bool
) -> None:
    if report is not None and report.problems:
        raise FailedError("; ".join(report.problems))
    if problem:
        desk.warn(f"Slack took the digest, but not its chart: {problem}")
    elif told:
        desk.say("posted before" if again else "posted, with the chart in its thread")
