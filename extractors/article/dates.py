"""
Moments as feeds and pages write them: aware UTC within sane bounds, or None.

A date that cannot be true is worse than none, because order and validity rest on it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=48)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?")
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_YEAR_OF_ROME = re.compile(r"\b00\d\d\b(?!:)(?=.*:)")
_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")


def moment(value: str, now: datetime | None = None) -> datetime | None:
    """
    Read a date of any of the forms that feeds, sitemaps and pages use.

    Args:
        value: ISO 8601, RFC 822 or ``YYYYMMDDTHHMMSSZ``; without a zone it is UTC.
        now: the present; what lies more than 48 hours after it gives None.

    """
    value = value.strip()
    if not value or len(value) > 80:
        return None
    try:
        found = _iso(value) or _compact(value) or _rfc822(value)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return within(found, now)


def within(value: datetime | None, now: datetime | None = None) -> datetime | None:
    """Return the moment in UTC when it lies in [1990, now + 48 h], else None."""
    if value is None:
        return None
    try:
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        utc = aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    late = now is not None and utc > now + _AHEAD
    return None if utc < _EARLIEST or late else utc


def _iso(value: str) -> datetime | None:
    found = _ISO.fullmatch(value)
    if not found:
        return _month(value)
    zone = (found["zone"] or "Z").upper()
    offset = "+00:00" if zone in {"Z", "UTC", "GMT"} else zone
    return datetime.fromisoformat(f"{found['day']}T{found['time'] or '00:00'}{offset}")


def _month(value: str) -> datetime | None:
    found = _MONTH.fullmatch(value)
    if not found:
        return None
    return datetime(int(found[1]), int(found[2] or 1), 1, tzinfo=UTC)


def _compact(value: str) -> datetime | None:
    found = _COMPACT.fullmatch(value)
    return datetime(*map(int, found.groups()), tzinfo=UTC) if found else None  # type: ignore[arg-type,misc]


def _rfc822(value: str) -> datetime | None:
    if _YEAR_OF_ROME.search(value):  # parsedate reads the year 0001 as 2001
        return None
    return parsedate_to_datetime(value)
