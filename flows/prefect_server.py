"""
A Prefect server to run on: the one configured, or a local one of our own.

Ours is a process on loopback with its SQLite file under ``<home>/prefect``; it is
started when none is up, shared by runs at the same time and stopped by the last of
them. Prefect's own temporary server is never used: it times out on a new user's first
run and prints tracebacks when it leaves. No server is no error: the caller then works
without one. Nothing here imports prefect.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from flows.settings.environment import child_environment, environment, set_environment

START_TIMEOUT_S = 120.0  # 14 s on an idle machine, 75 s seen on a busy one
STOP_TIMEOUT_S = 20.0

Report = Callable[[str], None]


@contextmanager
def prefect_server(
    home: Path, configured_url: str = "", *, report: Report
) -> Iterator[str]:
    """
    The address of an API that answers, or an empty string when there is none.

    ``report`` is told, in a sentence each, what takes time and what went wrong.
    """
    if configured_url:
        set_environment(_client_settings(configured_url))
        healthy = is_healthy(configured_url)
        if not healthy:
            report(f"no Prefect server answers at {configured_url}; going on without")
        yield configured_url if healthy else ""
        return
    folder = home / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "users.lock").open("a+") as users:
        url, started = _join(folder, users, report)
        if url:
            set_environment({**_client_settings(url), "PREFECT_HOME": str(folder)})
        try:
            yield url
        finally:
            _leave(folder, users, started)


def is_healthy(url: str) -> bool:
    """Whether a Prefect API answers at ``url``."""
    try:
        # A proxy of the environment must not stand between us and loopback.
        own = url.startswith("http://127.0.0.1:")
        answer = httpx.get(f"{url}/health", timeout=5, trust_env=not own)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.status_code == httpx.codes.OK


def _client_settings(url: str) -> dict[str, str]:
    direct = {environment().get("NO_PROXY", ""), "127.0.0.1", "localhost"} - {""}
    return {
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        # A server that dies costs the work seconds: 163 s with Prefect's five tries.
        "PREFECT_CLIENT_MAX_RETRIES": "1",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": ",".join(sorted(direct)),
    }


def _server_settings(folder: Path) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": "",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        "DO_NOT_TRACK": "1",
    }


def _join(
    folder: Path, users: IO[str], report: Report
) -> tuple[str, subprocess.Popen[bytes] | None]:
    # One at a time looks and starts, so that two runs never start two servers.
    with (folder / "start.lock").open("a+") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        running = _running(folder)
        return (running, None) if running else _start(folder, report)


def _running(folder: Path) -> str:
    try:
        state = json.loads((folder / "server.json").read_text())
        url = str(state["url"])
    except (OSError, ValueError, KeyError):
        return ""
    return url if is_healthy(url) else ""


def _start(folder: Path, report: Report) -> tuple[str, subprocess.Popen[bytes] | None]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "uvicorn", "--factory", "--lifespan", "on"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter
            [*command, "prefect.server.api.server:create_app"],
            env=child_environment(_server_settings(folder)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is ours to handle, then the server's
        )
    (folder / "server.json").write_text(json.dumps({"url": url, "pid": process.pid}))
    if _await(process, url, report):
        return url, process
    _stop(process.pid, process)
    report(f"the Prefect server did not start, see {folder / 'server.log'}; going on")
    return "", None


def _await(process: subprocess.Popen[bytes], url: str, report: Report) -> bool:
    report("starting a local Prefect server (10 to 30 s) ...")
    began = time.monotonic()
    said = 0.0
    while (
        process.poll() is None and (past := time.monotonic() - began) < START_TIMEOUT_S
    ):
        if is_healthy(url):
            return True
        if past - said >= 10:
            said = past
            report(f"still starting the Prefect server ({past:.0f} s) ...")
        time.sleep(0.2)
    return False


def _leave(
    folder: Path, users: IO[str], started: subprocess.Popen[bytes] | None
) -> None:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another run uses it, and will stop it
    file = folder / "server.json"
    if file.exists():
        pid = int(json.loads(file.read_text())["pid"])
        # A pid alone proves nothing: it may have been given to another process.
        if _running(folder) or (started and started.pid == pid):
            _stop(pid, started)
        file.unlink()


def _stop(pid: int, started: subprocess.Popen[bytes] | None) -> None:
    """End the server, our child or not; it is gone when this returns."""
    own = started if started and started.pid == pid else None
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while time.monotonic() < deadline:
            if not _is_alive(pid, own):
                return
            time.sleep(0.05)


def _is_alive(pid: int, own: subprocess.Popen[bytes] | None) -> bool:
    if own is not None:
        return own.poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
