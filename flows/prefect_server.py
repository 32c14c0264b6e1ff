"""
A Prefect server to run on: the one configured, or a local one of our own.

Ours is a process on loopback with its SQLite file under ``<home>/prefect``; it is
started when none is up, shared by runs at the same time and stopped by the last of
them. Its port stays the same from start to start, and so does the password that it
asks for (``<home>/prefect/password``): a web page that is open in a browser can reach
loopback, and may not start runs. Prefect's own temporary server is never used: it times
out on a new user's first run and prints tracebacks when it leaves. No server is no
error: the caller then works without one. Nothing here imports prefect.
"""

from __future__ import annotations

import fcntl
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from flows import processes
from flows.settings.environment import child_environment, environment, set_environment

START_TIMEOUT_S = 300.0  # 14 s on an idle machine, 130 s seen on one very busy
STOP_TIMEOUT_S = 20.0

# For whoever cannot do without the server: one that is started again is worth waiting
# for, and SQLite that is locked answers 500, by which runs crashed before they began.
PATIENT = {
    "PREFECT_CLIENT_MAX_RETRIES": "5",
    "PREFECT_CLIENT_RETRY_EXTRA_CODES": "500",
}

Report = Callable[[str], None]


@contextmanager
def prefect_server(
    home: Path,
    configured_url: str = "",
    *,
    report: Report,
    wanted: Callable[[], bool] = lambda: True,
) -> Iterator[str]:
    """
    The address of an API that answers, or an empty string when there is none.

    ``report`` is told, in a sentence each, what takes time and what went wrong; no
    server is waited for that is no longer ``wanted``.
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
        url = _join(folder, users, report, wanted)
        if url:
            own = {
                "PREFECT_HOME": str(folder),
                "PREFECT_API_AUTH_STRING": _auth(folder),
            }
            set_environment(_client_settings(url) | own)
        try:
            yield url
        finally:
            _leave(folder, users)


def revive(
    home: Path, *, report: Report, wanted: Callable[[], bool] = lambda: True
) -> str:
    """
    Start the local server again where it died; its address, empty if it does not come.

    For who is inside ``prefect_server`` without a configured address.
    """
    folder = home / "prefect"
    with _starting(folder):
        return _running(folder) or _start(folder, report, wanted)


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


def _server_settings(folder: Path, url: str) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": "",
        "PREFECT_SERVER_UI_API_URL": url,
        "PREFECT_SERVER_API_AUTH_STRING": _auth(folder),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        "DO_NOT_TRACK": "1",
    }


def _auth(folder: Path) -> str:
    """The user and password of the server; made once, for its owner's eyes only."""
    file = folder / "password"
    if not file.exists():
        new = file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(f"claimwatch:{secrets.token_urlsafe(18)}\n")
        new.replace(file)
    return file.read_text().strip()


def _join(
    folder: Path, users: IO[str], report: Report, wanted: Callable[[], bool]
) -> str:
    with _starting(folder):
        fcntl.flock(users, fcntl.LOCK_SH)
        return _running(folder) or _start(folder, report, wanted)


@contextmanager
def _starting(folder: Path) -> Iterator[None]:
    """One at a time looks and starts, so that two never start two servers."""
    with (folder / "start.lock").open("a+") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        yield


def _running(folder: Path) -> str:
    state = _state(folder)
    return state["url"] if state and is_healthy(state["url"]) else ""


def _state(folder: Path) -> dict[str, str]:
    """What is known of the server that was started last: ``url pid since``."""
    try:
        found = json.loads((folder / "server.json").read_text())
        return {name: str(found[name]) for name in ("url", "pid", "since")}
    except (OSError, ValueError, KeyError):
        return {}


def _start(folder: Path, report: Report, wanted: Callable[[], bool]) -> str:
    _stop(folder)  # one that hangs keeps the port and the database
    port = _port(folder)
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "uvicorn", "--factory", "--lifespan", "on"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter
            [*command, "prefect.server.api.server:create_app"],
            env=child_environment(_server_settings(folder, url)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is ours to handle, then the server's
        )
    since = processes.began(process.pid)
    state = {"url": url, "pid": process.pid, "since": since}
    (folder / "server.json").write_text(json.dumps(state))
    if _await(process, url, report, wanted):
        return url
    _stop(folder)
    report(f"the Prefect server did not start, see {folder / 'server.log'}; going on")
    return ""


def _await(
    process: subprocess.Popen[bytes],
    url: str,
    report: Report,
    wanted: Callable[[], bool],
) -> bool:
    report("starting a local Prefect server (10 to 30 s) ...")
    began = time.monotonic()
    said = 0.0
    while (
        process.poll() is None
        and (past := time.monotonic() - began) < START_TIMEOUT_S
        and wanted()
    ):
        if is_healthy(url):
            return True
        if past - said >= 10:
            said = past
            report(f"still starting the Prefect server ({past:.0f} s) ...")
        time.sleep(0.2)
    return False


def _leave(folder: Path, users: IO[str]) -> None:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another run uses it, and will stop it
    _stop(folder)


def _stop(folder: Path) -> None:
    """End the server that was started last, if it is still the same process."""
    if state := _state(folder):
        processes.stop(int(state["pid"]), state["since"], within_s=STOP_TIMEOUT_S)
    (folder / "server.json").unlink(missing_ok=True)


def _port(folder: Path) -> int:
    """The port of last time when it is free, so that bookmarks and workers hold."""
    file = folder / "port"
    known = int(file.read_text()) if file.exists() else 0
    for port in (known, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            free = int(probe.getsockname()[1])
            file.write_text(str(free))
            return free
    raise OSError("no port is free on 127.0.0.1")
