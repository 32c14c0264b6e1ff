"""
A child process that is to run for as long as ``up`` does.

One that ends is started again, later each time; which processes are ours stands in a
file, so that the next ``up`` finds what a killed one left.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows import processes
from flows.logs import event
from flows.settings.environment import child_environment
from flows.settings.places import ROOT

STOP_TIMEOUT_S = 30.0  # a run under way may finish its step
MAX_LOG_BYTES = 10_000_000
_PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0)
_STEADY_S = 120.0  # what ran this long before it ended starts again at once


@dataclass(slots=True, kw_only=True)
class Part:
    """``name`` is its word on the screen and in the logs."""

    name: str
    command: list[str]
    environ: Mapping[str, str]
    log: Path
    registry: Registry
    restarts: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _began: float = 0.0
    _failures: int = 0
    _next: float = 0.0

    @property
    def pid(self) -> int:
        """The process id; 0 while it does not run."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process and alive else 0

    @property
    def state(self) -> str:
        """One word or a short sentence."""
        if self.pid:
            return "running"
        if self._process is None:
            return "waiting"
        return f"ended with code {self._process.returncode}, starts again"

    def tend(self) -> None:
        """Start it when it is time; note that it ended; keep its log small."""
        if self.pid:
            _trim(self.log)
            return
        now = time.monotonic()
        if self._process is not None and self._began:
            self._ended(now)
        if now >= self._next:
            self._start(now)

    def stop(self) -> None:
        """End it; it is gone when this returns."""
        if self.pid:
            since = processes.began(self.pid)
            processes.stop(self.pid, since, within_s=STOP_TIMEOUT_S)
            event("part.stopped", part=self.name)
        if self._process is not None:
            self._process.wait()
            self._process = None
        self.registry.forget(self.name)

    def _start(self, now: float) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
                self.command,
                cwd=ROOT,
                env=child_environment(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to handle
            )
        self._began = now
        self.registry.note(self.name, self._process.pid)
        event("part.started", part=self.name, pid=self._process.pid)

    def _ended(self, now: float) -> None:
        code = self._process.returncode if self._process else 0
        steady = now - self._began > _STEADY_S
        self._failures = 0 if steady else self._failures + 1
        self._next = now + _PAUSES_S[min(self._failures, len(_PAUSES_S) - 1)]
        self._began = 0.0
        self.restarts += 1
        event("part.ended", level="warning", part=self.name, code=code)


@dataclass(slots=True)
class Registry:
    """The children of an ``up``, by name, in a file."""

    file: Path
    _known: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, name: str, pid: int) -> None:
        """Remember a child."""
        self._known[name] = (pid, processes.began(pid))
        self._write()

    def forget(self, name: str) -> None:
        """A child has ended and is not started again."""
        if self._known.pop(name, None):
            self._write()

    def end_strays(self) -> list[str]:
        """End what an ``up`` that was killed left running; return their names."""
        try:
            left = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return []
        found = []
        for name, (pid, since) in left.items():
            if processes.is_same(pid, since):
                processes.stop(pid, since, within_s=STOP_TIMEOUT_S)
                found.append(name)
        self.file.unlink()
        return found

    def _write(self) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self._known))
        new.replace(self.file)


def _trim(log: Path) -> None:
    """Move what a log holds aside; the child goes on at its now empty end."""
    if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".old.log"))
        with log.open("r+b") as file:
            file.truncate()
