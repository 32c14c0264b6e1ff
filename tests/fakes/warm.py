"""
The command line without its start: a process that has imported everything forks.

Each call is a process of its own, with arguments, environment and streams of its own and
the exit code that it ends with. Only what an interpreter does before ``main`` is spared,
3 s of processor time for a run. Prefect is not imported here: it reads the environment
when it is.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer
from typing import TextIO

ROOT = Path(__file__).parents[2]


@dataclass
class Child:
    """A command that was started, as :class:`subprocess.Popen` has it."""

    pid: int
    line: socket.socket
    told: TextIO
    returncode: int | None = None

    def send_signal(self, sign):
        if self.returncode is None:
            os.kill(self.pid, sign)

    def kill(self):
        with suppress(ProcessLookupError):
            self.send_signal(signal.SIGKILL)

    def wait(self, timeout=240):
        if self.returncode is None:
            self.line.settimeout(timeout)
            self.returncode = int(self.told.readline())
        return self.returncode


class Warm:
    """Asks the warm process for a call."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="warm-")
        self._path = str(Path(self._folder.name) / "socket")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.warm", self._path],
            cwd=ROOT, stdout=subprocess.PIPE,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        assert self._server.stdout.readline() == b"ready\n"

    def __call__(self, command, environ, stdin="", timeout=240):
        """What :func:`subprocess.run` would give for ``command``."""
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            given.write(stdin.encode())
            given.seek(0)
            with self.start(command, environ, (given, out, err)) as child:
                code = child.wait(timeout)
            said = [_read(each) for each in (out, err)]
        return subprocess.CompletedProcess(command, code, *said)

    @contextmanager
    def start(self, command, environ, streams):
        """``command`` while it runs; it is killed when it still does at the end."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._path)
            socket.send_fds(line, [b"."], [each.fileno() for each in streams])
            with line.makefile("rw") as told:
                told.write(json.dumps([command, environ, str(Path.cwd())]) + "\n")
                told.flush()
                child = Child(int(told.readline()), line, told)
                try:
                    yield child
                finally:
                    child.kill()

    def close(self):
        """End the warm process."""
        self._server.terminate()
        self._server.wait()
        self._server.stdout.close()
        self._folder.cleanup()


def _read(file):
    file.seek(0)
    return file.read().decode()


@cache
def warm():
    """The warm process of this one."""
    made = Warm()
    atexit.register(made.close)
    return made


class _Call(StreamRequestHandler):
    """Runs in a fork: forks the command, and tells how it ended."""

    def handle(self):
        _, fds, *_ = socket.recv_fds(self.request, 1, 3)
        command, environ, folder = json.loads(self.rfile.readline())
        pid = os.fork()
        if not pid:
            self.request.close()
            _become(command, environ, folder, fds)
        self.wfile.write(f"{pid}\n".encode())
        _, status = os.waitpid(pid, 0)
        self.wfile.write(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(command, environ, folder, fds):
    """Be ``command`` as if the interpreter had just been started with it."""
    from flows.cli import main  # noqa: PLC0415

    code = 1
    try:
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environ)
        sys.argv = command
        sys.modules["__main__"].__package__ = None  # a script by its name, for --help
        sys.stdin = open(0, closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


class _Server(ForkingMixIn, UnixStreamServer):
    """A fork for each call; ends when the one who asks has ended without a word."""

    parent = os.getppid()

    def service_actions(self):
        super().service_actions()
        if os.getppid() != self.parent:
            os._exit(0)


def _serve(path):
    import flows.cli.run  # noqa: PLC0415
    import flows.doctor  # noqa: PLC0415
    import flows.monitor_pass  # noqa: PLC0415
    import flows.monitor_summary  # noqa: F401, PLC0415
    from flows.fanout import pipeline  # noqa: PLC0415

    pipeline()
    assert "prefect" not in sys.modules
    assert threading.active_count() == 1
    with _Server(path, _Call) as server:
        os.write(1, b"ready\n")
        server.serve_forever()


if __name__ == "__main__":
    _serve(sys.argv[1])
