"""
A web server made of raw sockets, so that it can break every rule.

Each path has a handler that is given the connection and the request's head; it may
send what it likes, slowly, wrongly or not at all. Every request is kept.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import httpcore

from flows.intake.network import Fetcher

Handler = Callable[[socket.socket, str], None]


class HostileServer:
    """Answers on loopback; ``requests`` holds the heads as received."""

    def __init__(
        self, routes: Mapping[str, Handler], tls: ssl.SSLContext | None = None
    ) -> None:
        self.routes = dict(routes)
        self.requests: list[str] = []
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [head.split(" ")[1] for head in self.requests]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread in accept
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(
                target=self._handle, args=(connection,), daemon=True
            ).start()

    def _handle(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                chunk = connection.recv(65_536)
                if not chunk:
                    return
                head += chunk
            text = head.decode("latin-1")
            self.requests.append(text)
            path = text.split(" ")[1]
            handler = (
                self.routes.get(path) or self.routes.get("*") or answer(status=404)
            )
            handler(connection, text)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


@contextmanager
def hostile(
    routes: Mapping[str, Handler], tls: ssl.SSLContext | None = None
) -> Iterator[HostileServer]:
    """Run a server for a while."""
    server = HostileServer(routes, tls)
    try:
        yield server
    finally:
        server.close()


def answer(body: bytes = b"", status: int = 200, **headers: str) -> Handler:
    """A well-formed answer; ``content_type="text/html"`` and the like are headers."""
    return lambda connection, _: connection.sendall(
        head(status, **{"content_length": str(len(body)), **headers}) + body
    )


def raw(data: bytes) -> Handler:
    """These bytes, whatever they are."""
    return lambda connection, _: connection.sendall(data)


def redirect(target: str, status: int = 302) -> Handler:
    """A redirect to any target."""
    return answer(status=status, location=target)


def drip(data: bytes, first: bytes = b"", seconds: float = 0.05) -> Handler:
    """Send ``first`` at once, then one byte at a time until the client leaves."""

    def handler(connection: socket.socket, _: str) -> None:
        connection.sendall(first)
        pause = threading.Event()
        for byte in data:
            pause.wait(seconds)
            connection.sendall(bytes([byte]))

    return handler


def head(status: int = 200, **headers: str) -> bytes:
    """The head of an answer."""
    lines = [f"HTTP/1.1 {status} Said so", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class Canned(httpcore.NetworkBackend):
    """A network without sockets: each connection is answered with ``data``."""

    data = b""

    def connect_tcp(self, *_arguments, **_more):
        return httpcore.MockStream([self.data])


def canned_door() -> tuple[Canned, Fetcher]:
    """A real door onto such a network; made once, since its TLS store takes 50 ms."""
    network = Canned()
    return network, Fetcher(resolver=lambda *_: ["93.184.216.34"], backend=network)
