"""``claimwatch up`` as a process of its own, and what it says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]


class Up:
    """Started when made; ``events`` is everything that it logged."""

    def __init__(self, home, topic, environ):
        command = [sys.executable, "-m", "flows.cli", "up", "--port", "0"]
        self.home = home
        self.events = []
        self._news = threading.Condition()
        self.process = subprocess.Popen(
            [*command, "--home", str(home), "--topic", str(topic)],
            cwd=ROOT, env=environ | {"CLAIMWATCH_LOG": "json"},
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, name, timeout_s=600, **values):
        """The first event of that name with these values."""

        def found():
            return next(
                (
                    e
                    for e in self.events
                    if e["event"] == name and values.items() <= e.items()
                ),
                None,
            )

        with self._news:
            # Woken at times without news too: it may have ended meanwhile.
            deadline = time.monotonic() + timeout_s
            while not (event := found()) and time.monotonic() < deadline:
                if self.process.poll() is not None and not self._reader.is_alive():
                    break
                self._news.wait(1)
        assert event, f"{name} {values} not among {self.events}"
        return event

    def prefect(self, path, body=None, tries=10):
        """Prefect's answer to a GET, or to a POST of ``body``; SQLite may be locked."""
        folder = self.home / "prefect"
        url = json.loads((folder / "server.json").read_text())["url"]
        password = b64encode((folder / "password").read_bytes().strip()).decode()
        headers = {
            "Authorization": f"Basic {password}",
            "Content-Type": "application/json",
        }
        data = None if body is None else json.dumps(body).encode()
        try:
            with urlopen(Request(url + path, data, headers), timeout=120) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.code < 500 or not tries:
                raise
        except ConnectionError:  # dropped: a server under load does
            if not tries:
                raise
        time.sleep(1)
        return self.prefect(path, body, tries - 1)

    def children(self):
        """The process ids that it keeps, by part."""
        files = [*self.home.glob("*.up.json")]
        parts = {k: v[0] for f in files for k, v in json.loads(f.read_text()).items()}
        server = self.home / "prefect" / "server.json"
        if server.exists():
            parts["prefect"] = json.loads(server.read_text())["pid"]
        return parts

    def everything(self):
        """The ids of all that runs in its home, also of what it does not know."""
        home, found = str(self.home).encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                said = [(folder / name).read_bytes() for name in ("cmdline", "environ")]
                if any(home in each for each in said):
                    found.append(int(folder.name))
        return found

    def send(self, sign):
        """Send a signal to all of it."""
        for pid in self.everything():
            with suppress(ProcessLookupError):
                os.kill(pid, sign)

    def kill(self):
        """``kill -9`` of all of it; nothing is left then."""
        while self.everything():
            self.send(signal.SIGKILL)
        self.process.wait()
        self._reader.join()

    def stop(self, sign=signal.SIGTERM):
        """Its exit code."""
        self.process.send_signal(sign)
        code = self.process.wait(timeout=600)
        self._reader.join(timeout=60)
        return code

    def _read(self):
        with self.process.stderr as lines:
            for line in lines:
                self._note(line)

    def _note(self, line):
        with self._news:
            try:
                self.events.append(json.loads(line))
            except ValueError:
                self.events.append({"event": "text", "line": line})
            self._news.notify_all()
