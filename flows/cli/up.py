"""``claimwatch up``: the thing one leaves running."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Annotated

import typer

from flows.cli.command import command
from flows.cli.desk import Desk
from flows.logs import write_events


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(up)


def up(
    desk: Desk,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The page's; 0 takes a free one.")
    ] = 8765,
) -> None:
    """
    Keep watching: Prefect with the topic's schedule, the Slack listener, the page.

    Ends with Ctrl-C or SIGTERM, and everything that it started with it. The page is
    on 127.0.0.1 only, with /metrics for Prometheus and /healthz beside it.

    claimwatch up --port 8765
    """
    from flows.up.screen import screen  # noqa: PLC0415
    from flows.up.stay import stay  # noqa: PLC0415

    settings = desk.settings()
    is_terminal = sys.stderr.isatty() and not (desk.as_json or desk.verbose)
    if not is_terminal:
        write_events("json")
    stop = threading.Event()
    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in signs}
    try:
        with screen(is_terminal=is_terminal) as view:
            stay(settings, port=port, view=view, stop=stop)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
