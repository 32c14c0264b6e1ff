"""Which channel, and whether at this hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from extractors.model import Severity, Trust, VerdictKind
from flows.alerting.routing import channel_of, quiet_until
from flows.settings.file import QuietHours, Route
from tests.fakes.slack_samples import alert

NIGHT = QuietHours(**{
    "from": time(20), "to": time(7), "timezone": "Europe/Berlin", "except": ("contradicts",),
})  # fmt: skip
NOON = QuietHours(**{"from": time(12), "to": time(13)})


@pytest.mark.parametrize(
    ("condition", "meets"),
    [
        ({}, True),
        ({"verdict": VerdictKind.CONTRADICTS}, True),
        ({"verdict": VerdictKind.NEW}, False),
        ({"severity": Severity.HIGH, "trust": Trust.PRESS}, True),
        ({"severity": Severity.LOW, "trust": Trust.PRESS}, False),
        ({"trust": Trust.PRIMARY}, False),
        ({"subject": "THE MILL"}, True),
        ({"subject": "mill"}, False),
    ],
)
def test_a_route_takes_what_meets_all_its_conditions(condition, meets):
    first = alert(1)
    verdict = replace(first.verdict, kind=VerdictKind.CONTRADICTS)
    told = replace(
        first,
        verdict=verdict,
        severity=Severity.HIGH,
        claim=replace(first.claim, subject="the mill", matter=""),
        article=replace(first.article, trust=Trust.PRESS),
    )

    channel = channel_of(told, [Route(channel="#desk", **condition)], "#usual")

    assert channel == ("#desk" if meets else "#usual")


def test_the_first_route_counts():
    routes = [Route(channel="#one"), Route(channel="#two")]

    assert channel_of(alert(1), routes, "#usual") == "#one"


@pytest.mark.parametrize(
    ("hours", "verdict", "now", "until"),
    [
        (NIGHT, "new", "2025-01-10T21:00", "2025-01-11T06:00"),
        (NIGHT, "new", "2025-01-11T05:59", "2025-01-11T06:00"),
        (NIGHT, "new", "2025-01-11T06:00", None),
        (NIGHT, "new", "2025-01-10T18:59", None),
        (NIGHT, "new", "2025-07-10T18:00", "2025-07-11T05:00"),
        (NIGHT, "contradicts", "2025-01-10T21:00", None),
        (NOON, "updates", "2025-01-10T12:30", "2025-01-10T13:00"),
        (NOON, "updates", "2025-01-10T13:00", None),
        (None, "new", "2025-01-10T03:00", None),
    ],
)
def test_quiet_hours_end_when_they_say(hours, verdict, now, until):
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None

    assert quiet_until(hours, VerdictKind(verdict), at) == expected
