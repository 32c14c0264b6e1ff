"""``claimwatch listen``: Slack's buttons and ``/claimwatch``."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime

import typer

from extractors.model import ConfigError
from flows.cli.command import command
from flows.cli.desk import Desk


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(listen)


def listen(desk: Desk) -> None:
    """
    Take answers from Slack until Ctrl-C: the buttons under alerts, and /claimwatch.

    Needs SLACK_APP_TOKEN and SLACK_BOT_TOKEN; deploy/SLACK.md says how to get them.

    claimwatch listen
    """
    settings = desk.settings()
    tokens = {
        "SLACK_APP_TOKEN": settings.slack.app_token,
        "SLACK_BOT_TOKEN": settings.slack.bot_token,
    }
    missing = [name for name, token in tokens.items() if not token.get_secret_value()]
    if missing:
        raise ConfigError(
            [f"{name} is not set; see deploy/SLACK.md" for name in missing]
        )
    from flows.listening.listen import listen as stay  # noqa: PLC0415

    stop = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        stay(
            settings,
            now=lambda: datetime.now(UTC),
            say=desk.say,
            warn=desk.warn,
            stop=stop,
        )
    finally:
        signal.signal(signal.SIGTERM, before)
