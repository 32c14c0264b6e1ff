"""
Other processes by id, without mistaking a reused id for the process that had it.

A process is named by its id and the moment it began, as the system tells it; both can
be kept in a file and still mean the same process, or none, after a crash.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path


def began(pid: int) -> str:
    """When the process began, in the system's own words; empty when it has ended."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        # Threads may outlive the first one, and hold its files and ports till they end.
        return "" if fields[0] == "Z" and int(fields[17]) <= 1 else fields[19]
    asked = subprocess.run(  # noqa: S603  # no words of others in it
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, since = asked.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else since.strip()


def is_same(pid: int, since: str) -> bool:
    """Whether the process that began then still runs."""
    return bool(since) and began(pid) == since


def stop(pid: int, since: str, *, within_s: float) -> bool:
    """
    End a process, our child or not; it is gone when this returns.

    Asked first; killed when it is not gone in time. False when it had to be killed.
    """
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if not is_same(pid, since):
            return sign == signal.SIGTERM
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if not is_same(pid, since):
                return sign == signal.SIGTERM
            time.sleep(0.05)
    return False
