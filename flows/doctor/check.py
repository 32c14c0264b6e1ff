"""A check's outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """``warn`` is worth a look; ``fail`` keeps alerts from being raised or told."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what mends it (empty when nothing need)."""

    name: str
    state: State
    said: str
    remedy: str = ""
