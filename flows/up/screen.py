"""What one sees of ``up``: a table that changes on a terminal, else lines of events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.logs import event
from flows.up.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What there is to see; ``parts`` are ``(name, state, detail)``."""

    topic: str
    parts: tuple[tuple[str, str, str], ...]
    status: Status = field(default_factory=Status)
    next_at: datetime | None = None
    period: timedelta | None = None


class Lines:
    """For files, pipes and journals: an event when something has changed."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._run: datetime | None = None

    def show(self, view: View) -> None:
        """Write what is new since the last call."""
        for name, state, detail in view.parts:
            if self._said.get(name) != state:
                self._said[name] = state
                event("part.state", part=name, state=state, detail=detail)
        last = view.status.last
        if last and last.finished_at and last.started_at != self._run:
            self._run = last.started_at
            event("run.seen", **dict(_figures(view, datetime.now(UTC))))


class Screen:
    """For terminals: one table, drawn anew."""

    def __init__(self, live: Any) -> None:
        self._live = live

    def show(self, view: View) -> None:
        """Draw it."""
        self._live.update(_drawn(view, datetime.now(UTC)), refresh=True)


@contextmanager
def screen(*, is_terminal: bool) -> Iterator[Lines | Screen]:
    """Yield where the view is shown."""
    if not is_terminal:
        yield Lines()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.live import Live  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    with Live(console=console, auto_refresh=False) as live:
        yield Screen(live)


def near(path: Path) -> str:
    """A path as short as it can be said."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _drawn(view: View, now: datetime) -> Any:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        box=box.SIMPLE_HEAD,
        show_header=False,
        title=f"claimwatch · {view.topic} · Ctrl-C ends it",
        title_justify="left",
    )
    for name, state, detail in view.parts:
        good = state.startswith(("running", "not wanted"))
        style = "green" if good else "yellow"
        said = f"{state}  {detail}" if detail else state
        table.add_row(Text(name), Text(said, style=style))
    table.add_section()
    for name, figure in _figures(view, now):
        table.add_row(Text(name.replace("_", " ")), Text(figure))
    return table


def _figures(view: View, now: datetime) -> Iterator[tuple[str, str]]:
    status = view.status
    last = status.last
    if last:
        how = f"{last.status} ({last.trigger}, {last.seconds:.1f} s)"
        what = f"{last.articles} new articles, {last.alerts} alerts"
        yield "last_run", f"{last.started_at:%Y-%m-%d %H:%M:%S} UTC, {how}, {what}"
    if view.next_at:
        wait = max(timedelta(0), view.next_at - now)
        every = f", every {_span(view.period)}" if view.period else ""
        at = f"{view.next_at:%H:%M:%S} UTC"
        yield "next_run", f"{at}, in {_span(wait)}{every}"
    yield "alerts", _listed(status.alerts) or "none yet"
    yield "undelivered", _listed(status.backlog) or "none"
    sick = sorted(name for name, failures in status.failures.items() if failures)
    told = f", not well: {', '.join(sick)}" if sick else ""
    yield "sources", f"{len(status.failures)}{told}"
    yield "runs", str(sum(status.runs.values()))


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
