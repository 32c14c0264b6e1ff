"""What every command works at: its common options, its output, its failures."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.model import ClaimwatchError
from flows.logs import write_events
from flows.settings.places import find_topic, home_dir, topic_id

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console

    from flows.settings.load import Settings
    from storage.database import Database


class FailedError(ClaimwatchError):
    """Nobody was reached: no source answered, or a configured channel refused."""


class UsageError(ClaimwatchError):
    """The command cannot mean anything; the message says what to write instead."""


@dataclass(kw_only=True)
class Desk:
    """The common options of a call, and where its output goes."""

    home: Path | None
    topic: str
    as_json: bool
    verbose: bool
    quiet: bool
    _passing: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """With ``-v`` the structured events are shown."""
        if self.verbose:
            write_events("text")

    def settings(self) -> Settings:
        """The topic's settings; raises ConfigError."""
        from flows.settings.load import load  # noqa: PLC0415

        return load(self.topic, home=self.home)

    def database(self) -> Database:
        """The topic's database, brought to the newest schema."""
        from storage.database import Database  # noqa: PLC0415

        settings = self.settings()
        database = Database(settings.database)
        database.migrate(topic=settings.topic.id)
        return database

    def snapshot(self) -> duckdb.DuckDBPyConnection:
        """
        A read-only connection to what the last run published.

        Without ``--home`` and without a database yet, the demo's is read, and that is
        said.

        Raises:
            StorageError: there is none, or it cannot be read.

        """
        from storage.database import open_snapshot  # noqa: PLC0415

        return open_snapshot(self.snapshot_path())

    def snapshot_path(self) -> Path:
        """Return where the snapshot is, or is to be; the demo's where that is all."""
        home = home_dir(self.home)
        name = f"{topic_id(find_topic(self.topic, home))}.snapshot.duckdb"
        demo = home / "demo" / name
        if self.home is None and not (home / name).exists() and demo.exists():
            self.say(f"no run yet in {home}; reading the demo's database")
            return demo
        return home / name

    def say(self, message: str) -> None:
        """A line for a person, on standard error; nothing with ``-q``."""
        if not self.quiet:
            self.warn(message)

    def warn(self, message: str) -> None:
        """A line that is shown with ``-q`` too."""
        self.clear()
        print(f"claimwatch: {message}", file=sys.stderr, flush=True)  # noqa: T201

    def progress(self, message: str) -> None:
        """What is being done now: one line that changes, lines where none can."""
        if self.quiet:
            return
        if self.verbose or not sys.stderr.isatty():
            self.say(message)
            return
        self.clear()
        sys.stderr.write(f"claimwatch: {message}"[:100])
        sys.stderr.flush()
        self._passing = True

    def clear(self) -> None:
        """Take the line of progress away before something else is written."""
        if self._passing:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            self._passing = False

    def emit(self, row: Mapping[str, Any]) -> None:
        """One JSON line on standard output."""
        self.clear()
        sys.stdout.write(to_json(row) + "\n")
        sys.stdout.flush()

    def console(self, *, width: int = 160) -> Console:
        """
        Where tables and texts for a person go.

        ``width`` is for files and pipes: a table cut to 80 columns would lose words.
        """
        from rich.console import Console  # noqa: PLC0415

        self.clear()
        wide = None if sys.stdout.isatty() else width
        return Console(width=wide, highlight=False)

    def show(self, rows: Iterable[Mapping[str, Any]], *, empty: str) -> None:
        """Rows as JSON lines or as a table, ``empty`` when there are none."""
        listed = list(rows)
        if self.as_json:
            for row in listed:
                self.emit(row)
        elif listed:
            self.console().print(table(listed))
        else:
            self.say(empty)


def table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A rich table of rows with the same keys; web text is never markup."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in rows[0]:
        shown.add_column(Text(name), overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell(value)) for value in row.values()))
    return shown


def cell(value: Any) -> str:
    """A value in a table."""
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case float():
            return f"{value:.12g}"
        case dict() | list():
            return to_json(value)
        case _:
            return str(value)


def to_json(value: Any) -> str:
    """One line of JSON; what JSON does not know becomes text."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    return str(value)


def moment(value: str, now: datetime) -> datetime:
    """
    A time as people write it: an ISO date or time (UTC when it names no zone), or
    ``7d``, ``12h``, ``30m`` ago.

    Raises:
        UsageError: it is none of these.

    """
    units = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}
    try:
        if value[-1:] in units and value[:-1].isdigit():
            return now - timedelta(**{units[value[-1]]: int(value[:-1])})
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"'{value}' is no time; write 2025-03-01, 2025-03-01T12:00 or 7d"
        ) from error
