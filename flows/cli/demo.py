"""``claimwatch demo``: the whole pipeline on the bundled sample newsroom."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractors.model import Source, Trust
from flows.cli.command import command
from flows.cli.desk import Desk, FailedError, UsageError

if TYPE_CHECKING:
    from flows.monitor_outcome import Outcome
    from flows.newsroom import Newsroom
    from flows.settings.load import Settings


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(demo)


def demo(
    desk: Desk,
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep the newsroom up until Ctrl-C.")
    ] = False,
    direct: Annotated[
        bool, typer.Option("--direct", help="Without Prefect: the same work, here.")
    ] = False,
) -> None:
    """
    Show the whole pipeline on a sample newsroom, in a home of its own, afresh.

    Builds the baseline from the two seed documents, reads the newsroom, shows the
    alerts as they would look in Slack, then reads it again and must stay silent.

    claimwatch demo --serve
    """
    from flows.newsroom import serve as newsroom  # noqa: PLC0415

    if desk.topic:
        raise UsageError("the demo has a topic of its own; leave --topic out")
    with newsroom() as site:
        desk.say(f"the sample newsroom is at {site.url}")
        settings = _following(desk.settings(), site)
        _empty(settings)
        first, second = _two_passes(desk, settings, direct=direct)
        _next_steps(desk, settings, first)
        if second.alerts:
            raise FailedError(f"the second pass raised {len(second.alerts)} alerts")
        if serve:
            _keep_up(desk, site)


def _following(settings: Settings, site: Newsroom) -> Settings:
    """The bundled topic, with the newsroom for sources and nobody else told."""
    from pydantic import SecretStr  # noqa: PLC0415

    fetch = settings.fetch.model_copy(
        update={
            "allow_networks": (ip_network("127.0.0.0/8"),),
            "min_seconds_per_host": 0.0,
            "proxy": "",
        }
    )
    return replace(
        settings,
        home=settings.home / "demo",
        sources=tuple(_source(values) for values in site.sources()),
        fetch=fetch,
        learn_articles=0,
        slack=replace(settings.slack, bot_token=SecretStr("")),
    )


def _source(values: dict[str, Any]) -> Source:
    return Source(**{**values, "trust": Trust(values.get("trust", Trust.PRESS))})


def _empty(settings: Settings) -> None:
    from storage.lock import run_lock  # noqa: PLC0415

    with run_lock(settings.lock):
        for file in settings.home.glob(f"{settings.topic.id}.*"):
            if file != settings.lock:
                file.unlink()


def _two_passes(
    desk: Desk, settings: Settings, *, direct: bool
) -> tuple[Outcome, Outcome]:
    from flows.cli.run import perform, show  # noqa: PLC0415
    from flows.monitor_params import MonitorParams  # noqa: PLC0415

    params = MonitorParams(topic=settings.topic.id)
    with ExitStack() as stack:
        if not direct:
            from flows.prefect_server import prefect_server  # noqa: PLC0415

            # Held over both passes, so that the second finds it running.
            url = settings.prefect_api_url
            server = prefect_server(settings.home, url, report=desk.progress)
            direct = not stack.enter_context(server)
        first = perform(desk, settings, params, direct=direct)
        show(desk, first, most=settings.alerts.max_per_run)
        desk.say("reading the newsroom once more; nothing may be told twice ...")
        second = perform(desk, settings, params, direct=direct)
        show(desk, second, most=settings.alerts.max_per_run)
    return first, second


def _next_steps(desk: Desk, settings: Settings, first: Outcome) -> None:
    home = _near(settings.home)
    shown = next(iter(first.alerts), None)
    desk.say(f"the database is {_near(settings.database)}; try these three:")
    sql = "select verdict, count(*) from alerts group by 1"
    for line in (
        f'./deploy/run query "{sql}" --home {home}',
        f"./deploy/run explain {shown.alert_id if shown else 'ID'} --home {home}",
        "./deploy/run demo --serve      # and look at the newsroom in a browser",
    ):
        desk.say(f"  {line}")


def _near(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _keep_up(desk: Desk, site: Newsroom) -> None:
    desk.say(f"the newsroom stays at {site.url} until Ctrl-C")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        desk.say("closed")
