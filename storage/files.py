"""Files on disk: copied by a child, forced to disk, and where DuckDB keeps its log."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def copy_file(source: Path, target: Path) -> None:
    """
    Copy by a child and force it to disk: see the module's promise on locks.

    Raises:
        OSError: it cannot be read or written.

    """
    done = subprocess.run(  # noqa: S603
        ["/bin/cp", "--", str(source), str(target)], capture_output=True, check=False
    )
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace").strip())
    sync(target)


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wal(path: Path) -> Path:
    """Return where DuckDB keeps the log of what is not in the file yet."""
    return path.with_name(path.name + ".wal")
