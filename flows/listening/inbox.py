"""
What people said, on disk before it is acknowledged and until it is done.

Slack wants an answer within three seconds, whatever the database does: so the request
is a file first, and the work comes after. A crash between the two loses nothing.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

_REMEMBERED = 1000


class Inbox:
    """A folder with one file for each request, in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, None] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, envelope_id: str, request: dict[str, Any]) -> bool:
        """Keep a request; False when Slack sent it again."""
        if envelope_id in self._seen:
            return False
        name = f"{time.time_ns():020}-{os.getpid()}-{len(self._seen)}"
        half, whole = self._folder / f"{name}.tmp", self._folder / f"{name}.json"
        with half.open("w", encoding="utf-8") as file:
            json.dump(request, file)
            file.flush()
            os.fsync(file.fileno())
        half.rename(whole)
        self._seen[envelope_id] = None
        while len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return True

    def waiting(self) -> list[tuple[Path, dict[str, Any]]]:
        """Return what is not done, the oldest first; broken files are put aside."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                found.append((path, json.loads(path.read_text(encoding="utf-8"))))
            except ValueError:  # a disk that was full
                path.rename(path.with_suffix(".broken"))
        return found

    def done(self, path: Path) -> None:
        """Forget a request."""
        path.unlink(missing_ok=True)
