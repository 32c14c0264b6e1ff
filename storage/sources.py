"""What we know about each source: cache validators, next fetch, health, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """
    What the last visits to a source left behind.

    ``etag`` and ``last_modified`` are stored verbatim and belong to ``validators_url``,
    the address that answered; ``failures`` counts the visits that failed in a row.
    """

    source_id: str
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    next_fetch_at: datetime | None = None
    failures: int = 0
    last_ok_at: datetime | None = None
    last_error: str = ""
    entries_24h: int = 0
