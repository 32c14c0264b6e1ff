"""
``up``: starts what is missing, looks after it, and ends all of it.

The lock ``<home>/<topic>.up.lock`` admits one at a time. State is in the home alone, so
that one that was killed is taken up where it was.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from extractors.model import StorageError
from flows.logs import event
from flows.prefect_server import PATIENT
from flows.settings.environment import child_environment, set_environment
from flows.settings.load import Settings
from flows.settings.places import ROOT
from flows.up.metrics import Metrics
from flows.up.page import make_app, serving
from flows.up.parts import Part, Registry
from flows.up.prefect import Prefect
from flows.up.screen import Lines, Screen, View, near
from flows.up.status import Reader, Status
from storage.lock import run_lock

_WORKER = ["-m", "prefect", "worker", "start", "--pool", "claimwatch"]
_MOST_RUNS = 4  # of all topics in the home at a time; a backlog must not fill memory
_LATE = 3  # so many schedule periods without a completed run are not well
_GRACE = timedelta(minutes=10)


def stay(
    settings: Settings, *, port: int, view: Lines | Screen, stop: threading.Event
) -> None:
    """
    Keep everything going until ``stop`` is set; nothing is left running then.

    Raises:
        LockedError: another ``up`` looks after this topic.
        ConfigError: the port is taken.

    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(run_lock(settings.home / f"{settings.topic.id}.up.lock"))
        registry = Registry(settings.home / f"{settings.topic.id}.up.json")
        for name in registry.end_strays():
            event("part.left_over", part=name)
        up = _Up(settings=settings, stop=stop, registry=registry)
        app = make_app(
            settings.home / f"{settings.topic.id}.html",
            metrics=up.metrics.text,
            health=up.health,
        )
        up.page_url = stack.enter_context(serving(app, port))
        set_environment({"CLAIMWATCH_PAGE_URL": up.page_url})
        event("up.started", topic=settings.topic.id, page=up.page_url, pid=os.getpid())
        keeper = threading.Thread(target=up.prefect.keep, name="prefect", daemon=True)
        keeper.start()
        stack.callback(keeper.join)
        stack.callback(stop.set)
        stack.callback(up.end)
        while not stop.wait(1.0):
            up.tend()
            view.show(up.view())
    event("up.stopped", topic=settings.topic.id)


@dataclass(kw_only=True)
class _Up:
    """The parts together."""

    settings: Settings
    stop: threading.Event
    registry: Registry
    page_url: str = ""
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    _drawing: subprocess.Popen[bytes] | None = None
    _drawn_of: int = 0
    _worker_at: str = ""

    def __post_init__(self) -> None:
        self.reader = Reader(self.settings.snapshot)
        self.prefect = Prefect(
            settings=self.settings, stop=self.stop, good_at=lambda: self.status.good_at
        )
        topic = self.settings.topic.id
        name = f"claimwatch-{topic}"
        limit = ["--type", "process", "--name", name, "--limit", str(_MOST_RUNS)]
        self.worker = self._part("worker", [*_WORKER, *limit])
        self.listener = self._part("listener", ["-m", "flows.cli", "listen"], own=True)
        self.metrics = Metrics(
            topic,
            status=lambda: self.status,
            parts=self._running,
            now=lambda: datetime.now(UTC),
        )

    @property
    def status(self) -> Status:
        """What the snapshot says; nothing while it cannot be read."""
        try:
            return self.reader.status()
        except StorageError as error:
            event("snapshot.refused", level="error", error=str(error))
            return Status()

    def tend(self) -> None:
        """Start what is missing and may be started."""
        if self.prefect.url:
            if self.prefect.url != self._worker_at:
                self.worker.stop()  # the server it knows has moved
                self._worker_at = self.prefect.url
            self.worker.tend()
        if self._listens:
            self.listener.tend()
        self._draw()

    def end(self) -> None:
        """End the children; the page and Prefect's server go with their contexts."""
        self.listener.stop()
        self.worker.stop()
        if self._drawing is not None:
            self._drawing.terminate()
            self._drawing.wait()

    def view(self) -> View:
        """Return what there is to see."""
        password = near(self.settings.home / "prefect" / "password")
        ui = self.prefect.url.removesuffix("/api")
        where = f"{ui} (user and password: {password})" if ui else ""
        listens = self.listener.state if self._listens else "not wanted"
        return View(
            topic=self.settings.topic.id,
            parts=(
                ("page", "running", self.page_url),
                ("Prefect", self.prefect.state, where),
                ("worker", self.worker.state, near(self.worker.log)),
                ("listener", listens, "" if self._listens else "no Slack app token"),
            ),
            status=self.status,
            next_at=self.prefect.next_at,
            period=self.prefect.period,
        )

    def health(self) -> Mapping[str, object]:
        """Whether all is well, and if not, why."""
        wrong = []
        if not self.prefect.answers:
            wrong.append(f"Prefect: {self.prefect.state}")
        if not self.worker.pid:
            wrong.append(f"worker: {self.worker.state}")
        if self._listens and not self.listener.pid:
            wrong.append(f"listener: {self.listener.state}")
        seen = max(self.since, self.status.good_at or self.since)
        period = self.prefect.period
        if period and datetime.now(UTC) - seen > _LATE * period + _GRACE:
            wrong.append(f"no run completed since {seen:%Y-%m-%d %H:%M} UTC")
        return {"ok": not wrong, "topic": self.settings.topic.id, "wrong": wrong}

    @property
    def _listens(self) -> bool:
        slack = self.settings.slack
        tokens = (slack.app_token, slack.bot_token)
        return all(token.get_secret_value() for token in tokens)

    def _running(self) -> Mapping[str, tuple[bool, int]]:
        parts = {
            "prefect": (self.prefect.answers, self.prefect.restarts),
            "worker": (bool(self.worker.pid), self.worker.restarts),
        }
        if self._listens:
            parts["listener"] = (bool(self.listener.pid), self.listener.restarts)
        return parts

    def _part(self, name: str, command: list[str], *, own: bool = False) -> Part:
        here = ["--home", str(self.settings.home), "--topic", str(self.settings.path)]
        # In the system's own, Prefect's folder belongs to whoever was there first.
        scratch = self.settings.home / "tmp"
        scratch.mkdir(exist_ok=True)
        return Part(
            name=name,
            command=[sys.executable, *command, *(here if own else [])],
            environ={
                "CLAIMWATCH_HOME": str(self.settings.home),
                "CLAIMWATCH_LOG": "json",
                "TMPDIR": str(scratch),
                "PREFECT_LOGGING_LEVEL": "WARNING",
                "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
                "PREFECT_WORKER_QUERY_SECONDS": "5",
                **PATIENT,
            },
            log=self.settings.home / "logs" / f"{self.settings.topic.id}.{name}.log",
            registry=self.registry,
        )

    def _draw(self) -> None:
        """Have the page written anew when there is a new snapshot."""
        if self._drawing is not None:
            if self._drawing.poll() is None:
                return
            if self._drawing.returncode:
                code = self._drawing.returncode
                event("page.not_written", level="warning", code=code)
            self._drawing = None
        snapshot = self.settings.snapshot
        changed = snapshot.stat().st_mtime_ns if snapshot.exists() else 0
        if changed == self._drawn_of:
            return
        self._drawn_of = changed
        here = ["--home", str(self.settings.home), "--topic", str(self.settings.path)]
        self._drawing = subprocess.Popen(  # noqa: S603  # our own interpreter
            [sys.executable, "-m", "flows.cli", "report", "-q", *here],
            cwd=ROOT,
            env=child_environment({}),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
