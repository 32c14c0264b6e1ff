"""
The door to the network: which addresses may be connected to, and for how long.

The address that is checked is the address that is connected to; a name is resolved
once per connection and every answer must pass. What is denied is never tried, not even
by a probe. Deadlines are absolute and act at the socket, because time-outs per read do
not end a server that drips.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

import httpcore

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

PORTS = frozenset({80, 443, 8080, 8443})

# is_global of Python 3.11 lets these through: NAT64 and 6to4 can carry a private
# address, the others are no hosts of the public web.
_DENIED = tuple(
    ip_network(net)
    for net in (
        "100.64.0.0/10",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "ff00::/8",
        "3fff::/20",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
    )
)


class RefusedError(Exception):
    """The guard did not connect; ``reason`` is stable, the text says what and where."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def is_public(address: Address) -> bool:
    """Whether an address is a host of the public internet, through every wrapping."""
    if any(address in net for net in _DENIED if net.version == address.version):
        return False
    inner = _wrapped(address)
    if inner is not None and not is_public(inner):
        return False
    return address.is_global and not address.is_multicast


def _wrapped(address: Address) -> Address | None:
    if isinstance(address, IPv4Address):
        return None
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver for every address of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


class Guard(httpcore.NetworkBackend):
    """
    A network backend that checks before it connects and ends on time.

    Args:
        allowed: networks that may be fetched though private, on any port.
        deadline: end of all work, in the seconds of ``time.monotonic``.
        resolver: called once per connection.
        backend: makes the connections; tests record what it is asked for.
        exempt: name of a configured proxy, which is trusted.

    """

    def __init__(
        self,
        allowed: Sequence[Network],
        deadline: float,
        *,
        resolver: Resolve = resolve,
        backend: httpcore.NetworkBackend | None = None,
        exempt: str = "",
    ) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._resolve = resolver
        self._backend = backend or httpcore.SyncBackend()
        self._exempt = exempt

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a checked address of the host, the first one that answers."""
        trouble: Exception | None = None
        for address in self.checked(host, port):
            try:
                left = _left(self._deadline, timeout)
                stream = self._backend.connect_tcp(
                    address, port, left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return _TimedStream(stream, self._deadline)
        raise trouble or RefusedError("unreachable", f"{host} has no address")

    def checked(self, host: str, port: int) -> list[str]:
        """
        Resolve a host, every answer of which may be connected to.

        Raises:
            RefusedError: ``unreachable``, ``deadline``, ``blocked_address`` or
                ``bad_port``.

        """
        answers = self._answers(host.rstrip(".") or host, port)
        if host == self._exempt:
            return answers
        for answer in answers:
            self._check(host, answer, port)
        return answers

    def _check(self, host: str, answer: str, port: int) -> None:
        try:
            address = ip_address(answer.partition("%")[0])
        except ValueError as error:
            raise RefusedError("blocked_address", f"{host} is {answer!r}") from error
        if any(address in n for n in self._allowed if n.version == address.version):
            return
        if not is_public(address):
            raise RefusedError("blocked_address", f"{host} is {address}, not public")
        if port not in PORTS:
            raise RefusedError("bad_port", f"port {port} is not one of the web's")

    def _answers(self, host: str, port: int) -> list[str]:
        # getaddrinfo knows no time-out: it is left behind in its thread when it hangs.
        answers: list[str] = []
        trouble: list[Exception] = []

        def ask() -> None:
            try:
                answers.extend(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                trouble.append(error)

        thread = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
        thread.start()
        thread.join(_left(self._deadline, None))
        if thread.is_alive():
            raise RefusedError("deadline", f"{host} was not resolved in time")
        if trouble or not answers:
            why = trouble[0] if trouble else "no address"
            raise RefusedError("unreachable", f"{host}: {why}")
        return answers


class _TimedStream(httpcore.NetworkStream):
    """A stream every operation of which ends at one absolute deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise RefusedError("deadline", "out of time")
    return left if timeout is None else min(left, timeout)
