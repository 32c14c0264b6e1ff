"""Where an alert is posted, and when: pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from extractors.model import Alert, VerdictKind
from flows.settings.file import QuietHours, Route


def channel_of(alert: Alert, routes: Sequence[Route], default: str) -> str:
    """The channel of the first route that the alert meets in full, else the usual."""
    return next((each.channel for each in routes if _meets(alert, each)), default)


def _meets(alert: Alert, route: Route) -> bool:
    subject = (route.subject or "").casefold()
    names = {
        name.casefold()
        for name in (alert.claim.subject, alert.claim.matter, *alert.claim.entities)
    }
    return (
        (route.verdict is None or route.verdict is alert.verdict.kind)
        and (route.severity is None or route.severity is alert.severity)
        and (route.trust is None or route.trust is alert.article.trust)
        and (not subject or subject in names)
    )


def quiet_until(
    hours: QuietHours | None, verdict: VerdictKind, now: datetime
) -> datetime | None:
    """
    The end of the quiet hours that ``now`` lies in; None when it may be told now.

    The hours are local times, so that summer time moves them along with people.
    """
    if hours is None or verdict in hours.except_ or hours.from_ == hours.to:
        return None
    zone = ZoneInfo(hours.timezone)
    local = now.astimezone(zone)
    start = local.replace(
        hour=hours.from_.hour, minute=hours.from_.minute, second=0, microsecond=0
    )
    if local < start:
        start -= timedelta(days=1)
    end = start.replace(hour=hours.to.hour, minute=hours.to.minute)
    if end <= start:
        end += timedelta(days=1)
    return end.astimezone(now.tzinfo) if local < end else None
