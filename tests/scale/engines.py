"""Real engines on loopback: PostgreSQL, a Prefect server, its workers, a Dask cluster."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from flows.prefect_server import is_healthy

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
HOW = "PostgreSQL is missing: deploy/test --postgres installs it"
BIN = Path(sys.executable).parent
PATIENCE_S = 240


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, seconds=PATIENCE_S):
    """The first true answer of ``condition``; on a busy machine that takes a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.3)
    raise TimeoutError(f"{what} did not happen within {seconds} s")


@contextmanager
def process(command, log, **options):
    """A process group of its own, gone in the end; ``log`` takes what it says."""
    with log.open("ab") as said:
        child = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL,
            stdout=said, stderr=said, start_new_session=True, **options,
        )  # fmt: skip
    try:
        yield child
    finally:
        end(child, signal.SIGTERM)


def end(child, sign=signal.SIGKILL):
    """Send a signal to the whole group and wait; what does not go is killed."""
    for each in (sign, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, each)
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            continue
        return


@contextmanager
def postgres():
    """The address, for Prefect, of a fresh PostgreSQL that does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="claimwatch-postgres-"))
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, **user)
    bin_, data, port = POSTGRES[-1], folder / "data", free_port()
    try:
        subprocess.run(
            [bin_ / "initdb", "-D", data, "-A", "trust", "-U", "prefect", "--no-sync"],
            check=True, capture_output=True, **user,
        )  # fmt: skip
        command = [bin_ / "postgres", "-D", data, "-k", folder, "-p", port, "-F"]
        log = folder / "log"
        log.touch()
        with process([*command, "-h", "127.0.0.1"], log, **user):
            ready = [bin_ / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            until(lambda: not subprocess.run(ready, check=False).returncode, "postgres")
            query(port, "create database prefect")
            yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"
    finally:
        shutil.rmtree(folder)


def query(port, sql, database="postgres"):
    """What ``psql`` answers."""
    command = [POSTGRES[-1] / "psql", "-h", "127.0.0.1", "-p", str(port), "-At"]
    command += ["-U", "prefect", "-d", database, "-c", sql]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def clean_environment(**more):
    """This environment without what points a program at somebody's own servers."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "PREFECT_", "CLAIMWATCH_"))
    }
    quiet = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    return kept | quiet | {"NO_PROXY": "127.0.0.1,localhost"} | more


@contextmanager
def prefect(home, database="", port=0):
    """The API's address of a Prefect server with its state in ``home``."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}/api"
    environ = clean_environment(PREFECT_HOME=str(home))
    if database:
        environ["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    command = [
        BIN / "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        port,
    ]
    home.mkdir(parents=True, exist_ok=True)
    with process(command, home / "server.log", env=environ) as server:
        until(lambda: is_healthy(url), f"the Prefect server ({home})")
        yield url, server


@contextmanager
def worker(home, api, pool, queue="", **environ):
    """A process worker of a pool, for one queue of it or for all."""
    more = {"PREFECT_API_URL": api, "PREFECT_HOME": str(home)}
    more |= {
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_LOGGING_TO_API_ENABLED": "true",
    }
    command = [BIN / "prefect", "worker", "start", "--pool", pool, "--type", "process"]
    command += ["--work-queue", queue] if queue else []
    home.mkdir(parents=True, exist_ok=True)
    log = home / "worker.log"
    with process(command, log, env=clean_environment(**more, **environ)) as started:
        until(lambda: "started!" in log.read_text(), f"a worker ({log})")
        yield started


@contextmanager
def dask(folder, workers=2):
    """The address of a scheduler with so many worker processes of one thread."""
    folder.mkdir(parents=True, exist_ok=True)
    port, environ = free_port(), clean_environment()
    address, log = f"tcp://127.0.0.1:{port}", folder / "scheduler.log"
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    with ExitStack() as stack:
        command = [BIN / "dask", "scheduler", *here, "--port", port, "--no-show"]
        stack.enter_context(process(command, log, env=environ))
        for number in range(workers):
            scratch = ["--local-directory", folder / f"scratch-{number}"]
            command = [
                BIN / "dask",
                "worker",
                address,
                *here,
                "--nthreads",
                "1",
                *scratch,
            ]
            stack.enter_context(process(command, folder / f"{number}.log", env=environ))
        registered = "Register worker"
        until(lambda: log.read_text().count(registered) >= workers, "two Dask workers")
        yield address
