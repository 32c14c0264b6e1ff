"""``claimwatch run``: one pass over the sources."""

from __future__ import annotations

import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.model import Alert, Severity, VerdictKind
from flows.cli.command import command
from flows.cli.desk import Desk, FailedError, moment

if TYPE_CHECKING:
    from flows.monitor_outcome import Outcome
    from flows.monitor_params import MonitorParams
    from flows.monitor_pass import Pass
    from flows.settings.load import Settings


_LOUDNESS = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(run)


def run(
    desk: Desk,
    since: Annotated[
        str,
        typer.Option(help="Only articles from then on: an ISO date or time, or 7d."),
    ] = "",
    until: Annotated[str, typer.Option(help="Only articles before then.")] = "",
    source: Annotated[
        list[str] | None, typer.Option(help="Only this source; may be repeated.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Judge on a copy: show, write nothing, send nothing."
        ),
    ] = False,
    direct: Annotated[
        bool, typer.Option("--direct", help="Without Prefect: the same work, here.")
    ] = False,
    no_deliver: Annotated[
        bool, typer.Option("--no-deliver", help="Leave the alerts pending.")
    ] = False,
) -> None:
    """
    Read the sources once, judge what is new, tell about it.

    Builds the baseline from the seed documents if there is none. With --json: the
    alerts, then one line with type "summary".

    claimwatch run --since 7d --source openai-news
    """
    from flows.monitor_params import MonitorParams  # noqa: PLC0415

    now = datetime.now(UTC)
    settings = desk.settings()
    params = MonitorParams(
        topic=desk.topic or settings.topic.id,
        since=moment(since, now) if since else None,
        until=moment(until, now) if until else None,
        sources=tuple(source or ()),
        deliver=not (no_deliver or dry_run),
    )
    if dry_run:
        with _copy(settings) as copied:
            outcome = perform(desk, copied, params, direct=True)
    else:
        outcome = perform(desk, settings, params, direct=direct)
    show(desk, outcome, most=settings.alerts.max_per_run)
    judge_outcome(outcome)


def perform(
    desk: Desk, settings: Settings, params: MonitorParams, *, direct: bool
) -> Outcome:
    """One pass, on Prefect unless it is not wanted or not to be had."""
    from flows.monitor_pass import Pass  # noqa: PLC0415

    work = Pass(settings, params, now=lambda: datetime.now(UTC), report=desk.progress)
    with _ended_by_sigterm(), work:
        if direct:
            work.go_on()
        else:
            _on_prefect(desk, settings, work)
    return work.outcome


def show(desk: Desk, outcome: Outcome, *, most: int) -> None:
    """The alerts, at most so many on a terminal, the gravest first; what was done."""
    from flows.monitor_summary import alert_rows, sentence, summary  # noqa: PLC0415

    if desk.as_json:
        for row in alert_rows(outcome.alerts):
            desk.emit({"type": "alert", **row})
        desk.emit(summary(outcome))
        return
    from flows.alerting.terminal import render  # noqa: PLC0415

    console = desk.console(width=100)
    for alert in chosen(outcome.alerts, most):
        console.print(render(alert))
    if len(outcome.alerts) > most:
        desk.say(f"and {len(outcome.alerts) - most} more: claimwatch alerts")
    for text in outcome.corrections:
        desk.say(text)
    _show_visits(desk, outcome)
    desk.say(sentence(outcome))


def _show_visits(desk: Desk, outcome: Outcome) -> None:
    for visit in outcome.visits:
        if visit.error:
            desk.warn(f"source {visit.source_id}: {visit.error}")
        elif desk.verbose:
            for problem in visit.problems:
                desk.say(f"source {visit.source_id}: {problem}")
    for unread in outcome.unread:
        desk.say(f"not read: {unread}")


def chosen(alerts: Sequence[Alert], most: int) -> list[Alert]:
    """So many alerts, the gravest first, with every verdict among them."""
    gravest = sorted(alerts, key=_loudness)
    rank: Counter[VerdictKind] = Counter()
    ranked = []
    for alert in gravest:
        ranked.append((rank[alert.verdict.kind], alert))
        rank[alert.verdict.kind] += 1
    ranked.sort(key=lambda pair: pair[0])
    return sorted((alert for _, alert in ranked[:most]), key=_loudness)


def _loudness(alert: Alert) -> int:
    return _LOUDNESS[alert.severity]


def judge_outcome(outcome: Outcome) -> None:
    """
    Raise for what makes a run end with code 1.

    Raises:
        FailedError: no source answered, or a configured channel refused.

    """
    if outcome.delivery.problems:
        raise FailedError(
            "Slack did not take everything; it stays pending and is sent by the next "
            "run: " + "; ".join(outcome.delivery.problems)
        )
    if outcome.elsewhere:
        raise FailedError(outcome.elsewhere)
    if outcome.nothing_answered:
        raise FailedError(
            "no source answered; is there a network? "
            "Nothing is lost, the next run reads on"
        )


def _on_prefect(desk: Desk, settings: Settings, work: Pass) -> None:
    from flows.prefect_server import prefect_server  # noqa: PLC0415

    with prefect_server(
        settings.home, settings.prefect_api_url, report=desk.progress
    ) as url:
        if not url:
            work.go_on()
            return
        desk.progress("loading Prefect ...")
        from flows.monitor import run_on_prefect  # noqa: PLC0415

        run_on_prefect(work)


@contextmanager
def _copy(settings: Settings) -> Iterator[Settings]:
    """The settings with a home that holds a copy of the snapshot and is then gone."""
    with TemporaryDirectory(prefix="claimwatch-") as folder:
        copied = replace(settings, home=Path(folder))
        if settings.snapshot.exists():
            shutil.copyfile(settings.snapshot, copied.database)
        yield copied


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM unwinds like Ctrl-C, so that locks and servers are let go."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
