"""
The frame of a pass: its lock, its row among the runs, and how it ends.

What is delivered was decided before and stands in the database; a pass that dies
between two of these is mended by the next one.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Self

from flows.monitor_outcome import Outcome
from flows.monitor_params import MonitorParams
from flows.monitor_summary import log
from flows.outgoing import cry, ping, tell_all
from flows.settings.load import Settings
from storage import incidents, retention, runs
from storage.database import Database
from storage.lock import run_lock
from storage.sources import SourceState


class Books:
    """
    A context manager that holds the run lock and completes the run's row.

    Raises LockedError when another run holds the lock, StorageError when the database
    is refused.
    """

    def __init__(
        self,
        settings: Settings,
        params: MonitorParams,
        *,
        now: Callable[[], datetime],
        trigger: str,
    ) -> None:
        self.settings = settings
        self.params = params
        self.now = now
        self.trigger = trigger
        self.outcome = Outcome(run_id=uuid.uuid4().hex)
        self.database = Database(settings.database)
        self._states: dict[str, SourceState] = {}
        self._began = time.monotonic()
        self._recorded = False
        self._lock = ExitStack()

    def __enter__(self) -> Self:
        """Take the run lock."""
        self._lock.enter_context(run_lock(self.settings.lock))
        return self

    def __exit__(self, *error: object) -> None:
        """Complete the run's row when that was not reached, and let go of the lock."""
        try:
            if self._recorded:
                self._finish("failed")
                if self.params.deliver and isinstance(error[1], Exception):
                    why = type(error[1]).__name__
                    cry(self.settings, self.database, why, now=self.now)
        finally:
            self._lock.close()

    def _deliver(self) -> None:
        began = self.now()
        if self.params.deliver:
            states = self._states.values()
            self.outcome.delivery, self.outcome.elsewhere = tell_all(
                self.settings,
                self.database,
                run_id=self.outcome.run_id,
                failures={s.source_id: (s.failures, s.last_error) for s in states},
                now=self.now,
            )
        with self.database.transaction() as con:
            opened = incidents.open_incidents(con)
        self.outcome.incidents = [each for each in opened if each.opened_at >= began]

    def _drop_old(self) -> None:
        keep = retention.Keep(**self.settings.retention.model_dump())
        if keep != retention.Keep():
            with self.database.transaction() as con:
                retention.drop_old(con, keep, at=self.now())

    def _publish(self) -> None:
        self._finish("completed")
        self.database.publish_snapshot()
        self._lock.close()
        url = self.settings.ping_url.get_secret_value()
        if url and self.params.deliver and self.outcome.is_good:
            self.outcome.elsewhere = self.outcome.elsewhere or ping(url)

    def _finish(self, status: str) -> None:
        self.outcome.seconds = round(time.monotonic() - self._began, 3)
        with self.database.transaction() as con:
            runs.finish_run(
                con,
                self.outcome.run_id,
                at=self.now(),
                status=status,
                counts=self.outcome.counts,
                seconds=self.outcome.seconds,
            )
        self._recorded = False
        log(self.outcome, trigger=self.trigger, status=status)
