"""
Frames over the pipes of a child: four bytes of length, then the message, by a deadline.

Sends and receives at once, so that neither side waits for the other with a full pipe.
"""

from __future__ import annotations

import os
import selectors
import signal
import struct
import subprocess
import time

_MAX_RESULT_BYTES = 64 * 1024 * 1024
# By exit code: out of memory as the child says it, its processor seconds used up.
_EXITS = {12: "extract_memory", -signal.SIGPROF: "extract_timeout"}


class DiedError(Exception):
    """The child gave no answer; ``reason`` says how it ended."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def exchange(child: subprocess.Popen[bytes], data: bytes, deadline: float) -> bytes:
    """
    Send a frame (none when ``data`` is empty) and await one.

    ``deadline`` is in the seconds of ``time.monotonic``.

    Raises:
        DiedError: ``extract_timeout``, ``extract_memory`` or ``extract_crash``.

    """
    assert child.stdin is not None
    assert child.stdout is not None
    to_send = memoryview(struct.pack(">I", len(data)) + data if data else b"")
    got = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        if to_send:
            os.set_blocking(child.stdin.fileno(), False)
            ready.register(child.stdin, selectors.EVENT_WRITE)
        while (missing := _missing(got)) > 0:
            left = deadline - time.monotonic()
            events = ready.select(left) if left > 0 else []
            if not events:
                raise DiedError("extract_timeout")
            for key, _ in events:
                if key.fileobj is child.stdout:
                    got += _received(child, missing)
                    continue
                to_send = to_send[_sent(child, to_send) :]
                if not to_send:
                    ready.unregister(child.stdin)
    return bytes(got[4:])


def _missing(got: bytearray) -> int:
    if len(got) < 4:
        return 4 - len(got)
    size = int.from_bytes(got[:4], "big")
    if size > _MAX_RESULT_BYTES:
        raise DiedError("extract_crash")
    return 4 + size - len(got)


def _received(child: subprocess.Popen[bytes], size: int) -> bytes:
    assert child.stdout is not None
    chunk = os.read(child.stdout.fileno(), min(size, 1 << 20))
    if not chunk:
        raise DiedError(_EXITS.get(child.wait(), "extract_crash"))
    return chunk


def _sent(child: subprocess.Popen[bytes], data: memoryview) -> int:
    assert child.stdin is not None
    try:
        return os.write(child.stdin.fileno(), data[: 1 << 16])
    except BrokenPipeError as error:
        raise DiedError(_EXITS.get(child.wait(), "extract_crash")) from error
