"""A sandbox child whose parser tries what the source's id names."""

import ctypes
import os
import socket
import subprocess
import sys
from pathlib import Path

from flows.intake import sandbox_child

ACTIONS = {
    "connect": lambda _: socket.create_connection(("127.0.0.1", 9), 0.1),
    "write": lambda _: Path(f"/tmp/claimwatch-{os.getpid()}").write_text("x" * 99),
    "spawn": lambda _: subprocess.run(["true"], check=False),
    "fork": lambda _: os.fork(),
    "unlink": lambda _: Path(__file__).unlink(),
    "ctypes": lambda _: ctypes.CDLL(None),
}


def _read(job):
    try:
        return ACTIONS[job.source.id](job)
    except OSError as error:
        raise ValueError(f"{type(error).__name__} {error}") from error


sandbox_child.read = _read
sys.argv = sys.argv[:2]
sandbox_child.main()
