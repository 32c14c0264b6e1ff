"""
Prefect's side of ``up``: a server that answers, the deployments, the schedule.

Works in a thread of its own, for its beginnings take a minute. Prefect itself is only
spoken to: by its API, and by the child that runs ``deploy/bootstrap.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from extractors.model import LockedError
from flows.logs import event
from flows.monitor_params import CATCH_UP
from flows.prefect_server import PATIENT, is_healthy, prefect_server, revive
from flows.settings.environment import child_environment, environment
from flows.settings.load import Settings
from flows.settings.places import ROOT
from storage.lock import run_lock

_LOOK_S = 5.0
_PATIENCE = 6  # a busy machine may be late with an answer


@dataclass(slots=True, kw_only=True)
class Prefect:
    """
    ``url`` is empty until the deployments stand; ``period`` is None until it is known.

    ``state`` is for the screen, ``next_at`` when the next run is scheduled (aware UTC).
    """

    settings: Settings
    stop: threading.Event
    good_at: Callable[[], datetime | None]
    state: str = "starting"
    url: str = ""
    answers: bool = False
    next_at: datetime | None = None
    period: timedelta | None = None
    restarts: int = 0
    _deployment: str = ""
    _caught_up: bool = False
    _misses: int = 0
    _since: datetime = field(default_factory=lambda: datetime.now(UTC))

    def keep(self) -> None:
        """Keep it going until ``stop`` is set."""
        while not self.stop.is_set():
            with prefect_server(
                self.settings.home,
                self.settings.prefect_api_url,
                report=self._say,
                wanted=self._wanted,
            ) as url:
                if url and self._bootstrap():
                    self._release_dead(url)
                    self.url, self.answers = url, True
                    self._say("running")
                    self._watch()
                self.url, self.answers = "", False
            self.stop.wait(_LOOK_S)

    def _wanted(self) -> bool:
        return not self.stop.is_set()

    def _say(self, state: str) -> None:
        self.state = state

    def _bootstrap(self) -> bool:
        self._say("making the deployments")
        path, home = str(self.settings.path), str(self.settings.home)
        script = str(ROOT / "deploy" / "bootstrap.py")
        command = [sys.executable, script, "--topic", path, "--home", home]
        with subprocess.Popen(  # noqa: S603  # our own interpreter
            command,
            cwd=ROOT,
            env=child_environment(PATIENT),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as child:
            while self._wanted():
                try:
                    out, err = child.communicate(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    continue
            else:
                child.terminate()
                return False
        if child.returncode:
            last = (err.strip().splitlines() or [""])[-1]
            self._say(f"the deployments were not made: {last[:200]}")
            return False
        made = json.loads(out.strip().splitlines()[-1])
        self._deployment = made[f"monitor/{self.settings.topic.id}"]
        return True

    def _release_dead(self, url: str) -> None:
        """
        Mark runs as crashed that an ``up`` before this one started and took with it.

        Prefect holds them for running, and their slot, until its lease is over: five
        minutes in which every run is cancelled. A run that lives holds the run lock.
        """
        # A worker takes runs up to ten seconds ahead. On a server that others share,
        # what is due now may be in the hands of one of theirs.
        shared = bool(self.settings.prefect_api_url)
        before = self._since if shared else datetime.now(UTC) + timedelta(minutes=1)
        asked = {
            "deployments": {"id": {"any_": [self._deployment]}},
            "flow_runs": {
                "state": {"type": {"any_": ["RUNNING", "PENDING"]}},
                "expected_start_time": {"before_": before.isoformat()},
            },
        }
        crashed = {"type": "CRASHED", "message": "Its process was gone at a restart."}
        with suppress(LockedError), run_lock(self.settings.lock):
            for run in self._ask(f"{url}/flow_runs/filter", asked) or []:
                path = f"{url}/flow_runs/{run['id']}/set_state"
                self._ask(path, {"state": crashed})
                event("run.released", flow_run_id=run["id"])

    def _watch(self) -> None:
        """Return when the server is at another address, or no longer wanted."""
        while not self.stop.wait(_LOOK_S):
            if is_healthy(self.url):
                self._misses, self.answers = 0, True
                self._say("running")
                self._look_ahead()
                continue
            self._misses += 1
            if self._misses < _PATIENCE and not self._is_gone():
                continue
            self.answers = False
            self._say("does not answer")
            if self.settings.prefect_api_url:
                continue
            self.restarts += 1
            if (
                revive(self.settings.home, report=self._say, wanted=self._wanted)
                != self.url
            ):
                return

    def _is_gone(self) -> bool:
        """Whether nothing even takes the connection."""
        try:
            httpx.get(self.url, timeout=1, trust_env=False)
        except httpx.ConnectError:
            return True
        except httpx.HTTPError:
            return False
        return False

    def _look_ahead(self) -> None:
        """When the next runs are due; one now if that of last time was missed."""
        asked = {
            "deployments": {"id": {"any_": [self._deployment]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
            "sort": "EXPECTED_START_TIME_ASC",
            "limit": 5,
        }
        found = self._ask(f"{self.url}/flow_runs/filter", asked) or []
        times = [datetime.fromisoformat(run["expected_start_time"]) for run in found]
        ahead = [at for at in times if at > datetime.now(UTC)]
        self.next_at = ahead[0] if ahead else None
        if len(ahead) < 2:
            return
        self.period = ahead[1] - ahead[0]
        if not self._caught_up:
            self._caught_up = True
            last = self.good_at()
            if last is None or datetime.now(UTC) - last > self.period:
                self._catch_up()

    def _catch_up(self) -> None:
        event("run.missed", instead="one run now")
        path = f"{self.url}/deployments/{self._deployment}/create_flow_run"
        self._ask(path, {"tags": [CATCH_UP], "state": {"type": "SCHEDULED"}})

    def _ask(self, url: str, body: dict[str, Any]) -> Any:
        user, _, password = (
            environment().get("PREFECT_API_AUTH_STRING", "").partition(":")
        )
        try:
            answer = httpx.post(
                url,
                json=body,
                auth=(user, password) if user else None,
                timeout=10,
                trust_env=bool(self.settings.prefect_api_url),
            )
            return answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            event("prefect.refused", level="warning", error=type(error).__name__)
            return None
