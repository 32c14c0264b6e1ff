"""
Structured events on standard error: one line for each outcome, never a text of theirs.

``CLAIMWATCH_LOG=json`` writes JSON Lines, ``text`` lines for people; ``-v`` is
``text``; otherwise a command speaks for itself and events are not written. Names are
stable, ``noun.what_happened``; times are UTC; what looks like a secret is masked.
structlog is loaded with the first event that is written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import MutableMapping
from functools import cache
from typing import Any

from flows.settings.environment import environment, set_environment

# Tokens of Slack, the secret part of webhook addresses, passwords in addresses.
_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=/services/)[\w/]+|(?<=//)[^/\s@]+(?=@)"
)
_NAMES = (
    *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CLAIMWATCH_PING_URL"),
    *("CLAIMWATCH_NOTIFY_URLS", "PREFECT_API_AUTH_STRING", "PREFECT_API_KEY"),
)
_MASK = "***"


def event(name: str, *, level: str = "info", **values: Any) -> None:
    """Write an event; ``level`` is ``info``, ``warning`` or ``error``."""
    if environment().get("CLAIMWATCH_LOG"):
        getattr(_logger(), level)(name, **values)


def write_events(kind: str) -> None:
    """Write events from now on, here and in child processes, unless it is settled."""
    if not environment().get("CLAIMWATCH_LOG"):
        set_environment({"CLAIMWATCH_LOG": kind})


@cache
def _logger() -> Any:
    import structlog  # noqa: PLC0415

    as_json = environment().get("CLAIMWATCH_LOG") == "json"
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            masked,
            last,
        ],
    )


def masked(
    _logger: Any, _method: str, values: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Hide secrets in every text of an event."""
    known = [word for name in _NAMES for word in environment().get(name, "").split()]
    return {name: _without(value, known) for name, value in values.items()}


def _without(value: Any, known: list[str]) -> Any:
    match value:
        case str():
            for word in known:
                value = value.replace(word, _MASK)
            return _SECRET.sub(_MASK, value)
        case dict():
            return {name: _without(each, known) for name, each in value.items()}
        case list() | tuple():
            return [_without(each, known) for each in value]
        case _:
            return value
