"""The stand-in Slack, started for a test and asked what it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]
TOKEN = "xoxb-test"


class FakeSlack:
    """``base_url`` and ``token`` for the program, the rest for the test."""

    def __init__(self, port):
        self._origin = f"http://127.0.0.1:{port}"
        self.base_url = f"{self._origin}/api/"
        self.token = TOKEN

    def posts(self, channel="#alerts"):
        """What was accepted in the channel, oldest first; ``None`` for all channels."""
        state = self._control("state")
        chosen = state["channels"].get(channel, channel)
        return [
            m for m in state["messages"] if channel is None or m["channel"] == chosen
        ]

    def post_ids(self, channel="#alerts"):
        return [m["metadata"]["event_payload"]["post_id"] for m in self.posts(channel)]

    def alert_ids(self, channel="#alerts"):
        """The alert that each first message of a thread tells, oldest first."""
        told = [m["metadata"]["event_payload"] for m in self.posts(channel)]
        return [each["alert_id"] for each in told if each["kind"] == "root"]

    def calls(self, method=None):
        made = self._control("state")["calls"]
        return [one for one in made if method in (None, one)]

    def fault(self, name, **options):
        """Play it on the next call (``method times skip after_s retry_after_s``)."""
        self._control("fault", fault=name, **options)

    def reset(self):
        """An empty workspace without faults."""
        self._control("reset")

    def clear_faults(self):
        self._control("clear")

    def visible_after(self, seconds):
        self._control("visible_after", seconds=seconds)

    def page_limit(self, limit):
        self._control("page_limit", limit=limit)

    def add_channel(self, name):
        self._control("channel", name=name)

    def grant(self, *names):
        """The token's scopes."""
        self._control("scopes", names=names)

    def connect_to(self, url):
        """Where Socket Mode is."""
        self._control("socket", url=url)

    @property
    def response_url(self):
        return f"{self._origin}/response/1"

    def responses(self):
        """What was answered at ``response_url``."""
        return self._control("state")["responses"]

    def delete(self, message):
        self._control("delete", channel=message["channel"], ts=message["ts"])

    def _control(self, action, **values):
        request = Request(
            f"{self._origin}/_control/{action}",
            data=json.dumps(values).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=10) as response:
            return json.load(response)


@contextmanager
def running_slack():
    """The server as a child process, gone at the end."""
    command = [sys.executable, "-m", "tests.fakes.slack", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            yield FakeSlack(int(child.stdout.readline()))
        finally:
            child.kill()
