"""Slack's side of Socket Mode: a real WebSocket server that sends what people do."""

from __future__ import annotations

import json
import threading
import time
import uuid
from contextlib import contextmanager

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve


class SocketMode:
    """One app's connections; each envelope goes to the newest of them."""

    def __init__(self):
        self.url = ""
        self.connections = []
        self.acknowledged = {}
        self._changed = threading.Condition()

    def handle(self, connection):
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        with self._changed:
            self.connections.append(connection)
            self._changed.notify_all()
        try:
            for message in connection:
                answer = json.loads(message)
                with self._changed:
                    self.acknowledged[answer["envelope_id"]] = time.monotonic()
                    self._changed.notify_all()
        except ConnectionClosed:
            pass

    def wait_for_connection(self, number=1, timeout=60):
        with self._changed:
            assert self._changed.wait_for(
                lambda: len(self.connections) >= number, timeout
            )

    def send(self, kind, payload, *, envelope_id=""):
        """Send an envelope; seconds until it was acknowledged."""
        envelope_id = envelope_id or uuid.uuid4().hex
        envelope = {
            "type": kind, "envelope_id": envelope_id, "payload": payload,
            "accepts_response_payload": True,
        }  # fmt: skip
        with self._changed:
            self.acknowledged.pop(envelope_id, None)
        began = time.monotonic()
        self.connections[-1].send(json.dumps(envelope))
        with self._changed:
            assert self._changed.wait_for(lambda: envelope_id in self.acknowledged, 10)
        return self.acknowledged[envelope_id] - began

    def press(self, verb, alert_id, *, user="ann", response_url="", **more):
        payload = {
            "type": "block_actions",
            "user": {"id": "U1", "name": user},
            "actions": [{"action_id": f"claimwatch_{verb}", "value": alert_id}],
            "response_url": response_url,
        }
        return self.send("interactive", payload, **more)

    def command(self, text, *, user="ann", response_url="", **more):
        payload = {
            "command": "/claimwatch", "text": text, "user_id": "U1",
            "user_name": user, "response_url": response_url,
        }  # fmt: skip
        return self.send("slash_commands", payload, **more)

    def disconnect(self):
        """Slack renews connections from time to time."""
        self.connections[-1].send(
            json.dumps({"type": "disconnect", "reason": "warning"})
        )

    def cut(self):
        """The connection is gone without a word."""
        self.connections[-1].socket.close()


@contextmanager
def running_socket_mode():
    """The server, in threads of its own."""
    mode = SocketMode()
    with serve(mode.handle, "127.0.0.1", 0) as server:
        mode.url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/link"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield mode
        server.shutdown()
