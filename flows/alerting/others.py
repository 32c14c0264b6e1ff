"""
Alerts for those without Slack: mail, Teams, Discord, ntfy, a webhook, through apprise.

At least once: an alert is marked as told after the channels took it, so a crash between
the two tells it again. What was raised before the first address was given is not told.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from extractors.model import Alert
from flows.alerting import wording
from flows.alerting.message import short_form
from storage import alerts as raised
from storage import told
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How many alerts were taken, and what is wrong, if anything."""

    sent: int = 0
    problem: str = ""


def notify(
    database: Database,
    addresses: Sequence[str],
    *,
    run_id: str,
    max_per_run: int,
    at: datetime,
) -> Told:
    """Tell the alerts that were not told yet; beyond so many one message sums up."""
    with database.transaction() as con:
        told.begin(con, run_id, at=at)
        waiting = told.untold(con)
        alerts = _alerts(con, waiting)
    channels = _channels(addresses)
    if channels is None:
        return Told(problem="CLAIMWATCH_NOTIFY_URLS holds an address nobody knows")
    sent = 0
    for title, body, ids in _messages(alerts, max_per_run):
        if not channels.notify(title=title, body=body):
            return Told(
                sent=sent,
                problem="a channel of CLAIMWATCH_NOTIFY_URLS did not take an alert; "
                "the next run tells it again",
            )
        with database.transaction() as con:
            told.mark(con, ids, at=at)
        sent += len(ids)
    return Told(sent=sent)


def _alerts(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Alert]:
    found = (raised.read_alert(con, alert_id) for alert_id in ids)
    return [alert for alert in found if alert is not None]


def _channels(addresses: Sequence[str]) -> Any | None:
    """All addresses behind one call; None when one of them is no address."""
    import apprise  # noqa: PLC0415

    channels = apprise.Apprise()
    return channels if all(channels.add(each) for each in addresses) else None


def _messages(alerts: Sequence[Alert], most: int) -> list[tuple[str, str, list[str]]]:
    """Title, plain text and the alerts it is about."""
    messages = [
        (wording.headline(each), plain(each), [each.alert_id]) for each in alerts[:most]
    ]
    if rest := alerts[most:]:
        lines = [wording.one_line(each.claim.quote)[:200] for each in rest[:25]]
        body = "\n".join(["claimwatch alerts lists them all", *lines])
        messages.append(
            (f"and {len(rest)} more findings", body, [each.alert_id for each in rest])
        )
    return messages


def plain(alert: Alert) -> str:
    """The alert without markup; apprise is told that it is text."""
    _headline, *lines = html.unescape(short_form(alert).text).splitlines()
    return "\n".join(line.removeprefix("<").removesuffix(">") for line in lines)
