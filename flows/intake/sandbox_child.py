"""
The child that parses: reads jobs on its input, writes results on its output.

Started by :mod:`flows.intake.sandbox`, never by hand. Limits itself before it touches
foreign bytes: memory, no files written, no network, no further process, and for each
job the processor seconds it may use, after which the kernel ends it.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

import msgspec

from extractors.model import SourceError
from flows.intake.messages import Job, Read, Trouble
from flows.intake.reading import read

_OUT_OF_MEMORY = 12
_DENIED = ("socket.connect", "socket.bind", "subprocess.", "os.system", "os.exec")
_DENIED_TOO = ("os.posix_spawn", "os.fork", "os.remove", "os.rename", "ctypes.")


def main() -> None:
    """Serve until the input ends."""
    jobs, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the frames
    _limit(memory_bytes=int(sys.argv[1]))
    _send(results, b"ready")
    decoder: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)
    while head := jobs.read(4):
        (size,) = struct.unpack(">I", head)
        job = decoder.decode(jobs.read(size))
        signal.setitimer(signal.ITIMER_PROF, job.cpu_s)
        _send(results, msgspec.msgpack.encode(_result(job)))
        signal.setitimer(signal.ITIMER_PROF, 0)


def _result(job: Job) -> Read:
    try:
        return read(job)
    except SourceError as error:
        return Trouble(reason=error.reason, detail=error.detail)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except RecursionError:
        return Trouble(reason="too_deep", detail="nested beyond the parser's stack")
    except Exception as error:  # noqa: BLE001  a parser's bug is an outcome here
        detail = f"{type(error).__name__}: {error}"[:200]
        return Trouble(reason="extract_crash", detail=detail)


def _limit(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_deny)


def _deny(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_DENIED) or event.startswith(_DENIED_TOO):
        raise PermissionError(event)


def _send(results: BinaryIO, data: bytes) -> None:
    results.write(struct.pack(">I", len(data)) + data)
    results.flush()


if __name__ == "__main__":
    main()
