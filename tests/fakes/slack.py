"""
A stand-in Slack as a process of its own, which keeps what it accepted.

``python -m tests.fakes.slack --port 0`` prints its port. It knows the calls that the
program makes, refuses what Block Kit would refuse, and plays the faults that it was
told to play over ``/_control/fault``: taken and never answered, answered and never
taken, taken after the caller gave up. Any other fault name is Slack's own error code.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flows.alerting.limits import validate_blocks

FAULTS = (
    "accept_reset",
    "accept_close",
    "accept_hang",
    "late_accept",
    "reject_reset",
    "http_500_accepted",
    "http_500_rejected",
    "fatal_error_accepted",
    "ratelimited",
    "garbage_200_accepted",
    "partial_200_accepted",
)
ACCEPTED = {fault for fault in FAULTS if "accept" in fault}
DEFAULT_CHANNELS = ("#alerts", "#ops", "#ai-watch", "#ai-watch-ops")
MAX_TOTAL_CHARS = 13_200
MAX_TEXT_CHARS = 40_000
_READING = ("parse", "link_names", "unfurl_links", "unfurl_media")  # of the text


class Workspace:
    """The channels and their messages, in the order in which they were accepted."""

    def __init__(self, token, channels, state):
        self.token = token
        self.lock = threading.Lock()
        self._first_channels = channels
        self._state = state
        self._last_ts = 0.0
        self.reset()

    def reset(self):
        """As it was at the start."""
        self.channels = {
            name: f"C{number:08}" for number, name in enumerate(self._first_channels)
        }
        self.messages = []
        self.faults = []
        self.calls = []
        self.visible_after_s = 0.0
        self.page_limit = 1000
        self.socket_url = ""
        self.files = {}
        self.responses = []
        self.scopes = ["chat:write", "channels:read", "channels:history"]
        self.scopes += ["metadata.message:read"]

    def channel_id(self, channel):
        known = self.channels.get(channel, channel)
        return known if known in self.channels.values() else None

    def add(self, message):
        with self.lock:
            self._last_ts = max(time.time(), self._last_ts + 0.000001)
            message = message | {
                "type": "message",
                "ts": f"{self._last_ts:.6f}",
                "accepted_at": time.time(),
            }
            self.messages.append(message)
            self._keep()
        return message

    def change(self, message, values):
        with self.lock:
            message.update(values)
            message["edits"] = message.get("edits", 0) + 1
            self._keep()

    def find(self, channel_id, ts):
        with self.lock:
            return next(
                (
                    message
                    for message in self.messages
                    if message["channel"] == channel_id and message["ts"] == ts
                ),
                None,
            )

    def visible(self, channel_id):
        horizon = time.time() - self.visible_after_s
        with self.lock:
            return [
                message
                for message in self.messages
                if message["channel"] == channel_id
                and message["accepted_at"] <= horizon
            ]

    def next_fault(self, method):
        """The fault to play on this call; each counts down on calls of its method."""
        with self.lock:
            self.calls.append(method)
            for fault in self.faults:
                if fault["method"] != method or fault["times"] <= 0:
                    continue
                if fault["skip"] > 0:
                    fault["skip"] -= 1
                    return None
                fault["times"] -= 1
                return fault
        return None

    def _keep(self):
        if self._state:
            self._state.write_text(json.dumps(self.messages))


class RefusedError(Exception):
    """Slack's answer ``{"ok": false, "error": ...}``."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments):
        pass

    def do_GET(self):
        self._route()

    def do_POST(self):
        self._route()

    def _route(self):
        if self.path.startswith("/upload/"):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.workspace.files[self.path.rsplit("/", 1)[1]] = body
            self._raw(200, b"OK", "text/plain")
            return
        self._parameters = self._read()
        path = urlsplit(self.path).path
        if path.startswith("/_control/"):
            self._json(
                control(self.server.workspace, path.rsplit("/", 1)[1], self._parameters)
            )
            return
        if path.startswith("/response/"):
            self.server.workspace.responses.append(self._parameters)
            self._json({"ok": True})
            return
        method = path.rsplit("/", 1)[1]
        fault = self.server.workspace.next_fault(method)
        if fault:
            self._play(method, fault)
        else:
            self._json(self._answer(method))

    def _read(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        query = urlsplit(self.path).query
        values = {key: value[0] for key, value in parse_qs(query).items()}
        if "json" in self.headers.get("Content-Type", ""):
            return values | json.loads(body or b"{}")
        form = parse_qs(body.decode())
        values |= {key: value[0] for key, value in form.items()}
        for key in ("blocks", "metadata"):
            if isinstance(values.get(key), str):
                values[key] = json.loads(values[key])
        return values

    def _answer(self, method):
        authorization = self.headers.get("Authorization", "")
        token = authorization.removeprefix("Bearer ") or self._parameters.get("token")
        if method == "apps.connections.open":
            token = "xoxb-test" if token == "xapp-test" else ""
        if token != self.server.workspace.token:
            return {"ok": False, "error": "invalid_auth"}
        if method not in METHODS:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True} | METHODS[method](
                self.server.workspace, self._parameters
            )
        except RefusedError as error:
            return {"ok": False, "error": str(error)}

    def _play(self, method, fault):
        name, after_s = fault["fault"], fault["after_s"]
        if name == "late_accept":
            time.sleep(after_s)
        answer = self._answer(method) if name in ACCEPTED else {}
        if name in ("accept_hang", "late_accept"):
            time.sleep(after_s)
            self._drop()
        elif name in ("accept_reset", "reject_reset"):
            self._drop(reset=True)
        elif name == "accept_close":
            self._drop()
        elif name.startswith("http_500"):
            self._raw(500, b"<html>server error</html>", "text/html")
        elif name == "garbage_200_accepted":
            self._raw(200, b"<html>all is well</html>", "text/html")
        elif name == "partial_200_accepted":
            body = json.dumps(answer).encode()
            self._raw(200, body[:10], length=len(body))
            self._drop()
        elif name == "ratelimited":
            wait = {"Retry-After": str(fault["retry_after_s"])}
            body = b'{"ok": false, "error": "ratelimited"}'
            self._raw(429, body, headers=wait)
        else:
            code = name.removesuffix("_accepted")
            self._json({"ok": False, "error": code})

    def _drop(self, *, reset=False):
        if reset:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()
        self.close_connection = True

    def _json(self, value):
        scopes = {"X-OAuth-Scopes": ",".join(self.server.workspace.scopes)}
        self._raw(200, json.dumps(value).encode(), headers=scopes)

    def _raw(self, status, body, kind="application/json", *, headers=None, length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def finish(self):
        with suppress(
            OSError, ValueError
        ):  # the caller, or a fault, closed the connection first
            super().finish()


def control(workspace, action, values):
    """What a test may ask and tell; no part of Slack."""
    if action == "fault":
        defaults = {
            "method": "chat.postMessage",
            "times": 1,
            "skip": 0,
            "after_s": 2.0,
            "retry_after_s": 1,
        }
        workspace.faults.append(defaults | values)
    elif action == "reset":
        workspace.reset()
    elif action == "clear":
        workspace.faults.clear()
    elif action == "visible_after":
        workspace.visible_after_s = float(values["seconds"])
    elif action == "page_limit":
        workspace.page_limit = int(values["limit"])
    elif action == "channel":
        name = values["name"]
        workspace.channels.setdefault(name, f"C{len(workspace.channels):08}")
    elif action == "scopes":
        workspace.scopes = values["names"]
    elif action == "socket":
        workspace.socket_url = values["url"]
    elif action == "delete":
        workspace.messages.remove(workspace.find(values["channel"], values["ts"]))
    return {
        "ok": True,
        "messages": workspace.messages,
        "calls": workspace.calls,
        "channels": workspace.channels,
        "responses": workspace.responses,
    }


def post_message(workspace, values):
    channel_id = workspace.channel_id(values.get("channel", ""))
    if channel_id is None:
        raise RefusedError("channel_not_found")
    check_content(values)
    thread_ts = values.get("thread_ts", "")
    if thread_ts and workspace.find(channel_id, thread_ts) is None:
        raise RefusedError("thread_not_found")
    kept = ("text", "blocks", "metadata", "thread_ts", "reply_broadcast")
    message = {key: values[key] for key in kept if values.get(key)}
    message |= {key: values[key] for key in _READING if key in values}
    message = workspace.add(message | {"channel": channel_id})
    return {"channel": channel_id, "ts": message["ts"], "message": message}


def update_message(workspace, values):
    channel_id = values.get("channel", "")
    if channel_id not in workspace.channels.values():
        raise RefusedError("channel_not_found")
    message = workspace.find(channel_id, values.get("ts", ""))
    if message is None:
        raise RefusedError("message_not_found")
    check_content(values)
    kept = ("text", "blocks", "metadata")
    workspace.change(message, {key: values[key] for key in kept if key in values})
    return {"channel": channel_id, "ts": message["ts"], "text": message["text"]}


def check_content(values):
    text, blocks = values.get("text") or "", values.get("blocks") or []
    if not text and not blocks:
        raise RefusedError("no_text")
    if len(text) > MAX_TEXT_CHARS:
        raise RefusedError("msg_too_long")
    if len(json.dumps(blocks)) > 4 * MAX_TOTAL_CHARS:
        raise RefusedError("msg_blocks_too_long")
    if validate_blocks(blocks):
        raise RefusedError("invalid_blocks")
    if len(json.dumps(values.get("metadata") or {})) > 16_000:
        raise RefusedError("metadata_too_large")


def history(workspace, values):
    messages = [
        message
        for message in workspace.visible(history_channel(workspace, values))
        if not message.get("thread_ts") or message.get("reply_broadcast")
    ]
    return page(list(reversed(messages)), values, workspace.page_limit)


def replies(workspace, values):
    ts = values.get("ts", "")
    messages = [
        message
        for message in workspace.visible(history_channel(workspace, values))
        if ts in (message["ts"], message.get("thread_ts"))
    ]
    if not messages:
        raise RefusedError("thread_not_found")
    return page(messages, values, workspace.page_limit)


def history_channel(workspace, values):
    """History knows ids only, unlike chat.postMessage."""
    channel_id = values.get("channel", "")
    if channel_id not in workspace.channels.values():
        raise RefusedError("channel_not_found")
    return channel_id


def page(messages, values, page_limit):
    """Slack may give fewer than it was asked for."""
    oldest = float(values.get("oldest") or 0)
    start = int(values.get("cursor") or 0)
    limit = min(int(values.get("limit") or 100), page_limit)
    found = [message for message in messages if float(message["ts"]) > oldest]
    shown = [dict(message) for message in found[start : start + limit]]
    if str(values.get("include_all_metadata", "")).lower() not in ("1", "true"):
        for message in shown:
            message.pop("metadata", None)
    more = start + limit < len(found)
    cursor = str(start + limit) if more else ""
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


def channel_list(workspace, values):
    start = int(values.get("cursor") or 0)
    limit = int(values.get("limit") or 100)
    channels = [
        {"id": channel_id, "name": name.removeprefix("#"), "is_member": True}
        for name, channel_id in workspace.channels.items()
    ]
    cursor = str(start + limit) if start + limit < len(channels) else ""
    return {
        "channels": channels[start : start + limit],
        "response_metadata": {"next_cursor": cursor},
    }


def auth_test(_workspace, _values):
    return {"team": "Loopback", "user": "claimwatch", "bot_id": "B0", "user_id": "U0"}


def connections_open(workspace, _values):
    if not workspace.socket_url:
        raise RefusedError("internal_error")
    return {"url": workspace.socket_url}


def upload_url(workspace, values):
    file_id = f"F{len(workspace.files):08}"
    workspace.files[file_id] = b""
    return {"upload_url": f"{workspace.origin}/upload/{file_id}", "file_id": file_id}


def complete_upload(workspace, values):
    channel_id = history_channel(workspace, {"channel": values.get("channel_id", "")})
    files = json.loads(values["files"])
    for file in files:
        if not workspace.files.get(file["id"]):
            raise RefusedError("file_not_found")
        sizes = {"size": len(workspace.files[file["id"]])}
        head = {"head": workspace.files[file["id"]][:8].hex()}
        message = {"text": "", "channel": channel_id, "files": [file | sizes | head]}
        workspace.add(message | {"thread_ts": values.get("thread_ts", "")})
    return {"files": files}


METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
    "apps.connections.open": connections_open,
    "chat.postMessage": post_message,
    "chat.update": update_message,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.list": channel_list,
    "auth.test": auth_test,
}


class Server(ThreadingHTTPServer):
    """One thread for each connection, all in one workspace."""

    daemon_threads = True

    def __init__(self, port, workspace):
        super().__init__(("127.0.0.1", port), Handler)
        self.workspace = workspace

    def handle_error(self, _request, _client_address):
        """A caller that went away is what this server is for."""
        if not isinstance(sys.exc_info()[1], OSError | ValueError):
            super().handle_error(_request, _client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="xoxb-test")
    parser.add_argument("--channel", action="append", default=list(DEFAULT_CHANNELS))
    parser.add_argument("--state", type=Path, help="the history as JSON")
    options = parser.parse_args()
    workspace = Workspace(options.token, options.channel, options.state)
    server = Server(options.port, workspace)
    workspace.origin = f"http://127.0.0.1:{server.server_address[1]}"
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
