"""The run lock: whoever judges or posts holds it, one process per topic."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.model import LockedError


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """
    Hold the lock file, with our process id in it, for the length of the block.

    The kernel lets go of it when the process dies, however it dies.

    Raises:
        LockedError: another process holds it; ``pid`` says which.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            pid = _read_pid(handle)
            raise LockedError(f"another run holds {path} (PID {pid})", pid) from e
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def holder(path: Path) -> int | None:
    """
    Who holds the lock: a process id (0 when unknown), None when nobody does.

    Raises:
        OSError: the lock file cannot be looked at.

    """
    if not path.exists():
        return None
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read_pid(handle)
    finally:
        os.close(handle)
    return None


def _read_pid(handle: int) -> int:
    text = os.pread(handle, 32, 0).strip()
    return int(text) if text.isdigit() else 0
