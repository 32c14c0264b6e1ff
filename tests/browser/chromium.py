"""
A page in Debian's Chromium, driven over its DevTools protocol.

Headless and without a network beyond loopback; nothing but ``chromium`` is needed.
"""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import connect

HOW = "Chromium is missing: apt-get install chromium"


class Page:
    """An open page; ``said`` holds what its console and its errors said."""

    def __init__(self, socket):
        self._socket = socket
        self._ids = itertools.count(1)
        self.said = []
        self.asked = []
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")

    def call(self, method, **params):
        number = next(self._ids)
        message = {"id": number, "method": method, "params": params}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=60))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]
            self._note(answer)

    def _note(self, event):
        params = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.said.append(params)
            case "Log.entryAdded":
                self.said.append(params["entry"])
            case "Network.requestWillBeSent":
                self.asked.append(params["request"]["url"])

    def open(self, file: Path):
        self.call("Page.navigate", url=file.as_uri())
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'")

    def run(self, script):
        """The value of an expression on the page."""
        result = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, script):
        for _ in range(200):
            if self.run(script):
                return
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}")

    def look(self, *, width=1200, height=900, dark=False, media=""):
        """Take on a size, a colour scheme, a medium."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def shoot(self, file: Path):
        shot = self.call("Page.captureScreenshot", format="png")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def press(self, key, text=""):
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, **typed)

    def type(self, text):
        self.call("Input.insertText", text=text)


@contextmanager
def chromium(profile: Path):
    """A page in a browser of its own; says how to get the browser when it is missing."""
    program = shutil.which("chromium")
    assert program, HOW
    command = [
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-dev-shm-usage", "--disable-background-networking",
        "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank",
    ]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        try:
            for line in browser.stderr:
                if "DevTools listening on " in line:
                    break
            address = line.split("listening on ")[1].strip()
            with connect(address, max_size=None, open_timeout=60) as root:
                target = _page_of(root)
            host = address.split("/devtools")[0]
            with connect(
                f"{host}/devtools/page/{target}", max_size=None, open_timeout=60
            ) as socket:
                yield Page(socket)
        finally:
            browser.terminate()


def _page_of(root):
    root.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
    while True:
        answer = json.loads(root.recv(timeout=30))
        if answer.get("id") == 1:
            found = answer["result"]["targetInfos"]
            return next(each["targetId"] for each in found if each["type"] == "page")
