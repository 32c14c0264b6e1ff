"""
When a source or an article is read again: interval, back-off, Retry-After; no I/O.

A success waits for the source's interval, longer when the source publishes rarely; a
failure doubles the wait up to a day. The spread of the waits is drawn from the source's
name, so that a run can be repeated and sources do not march in step. An article is
looked at again an hour, six hours, a day and a week after it was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zlib import crc32

from extractors.model import Entry, Source, SourceError
from flows.intake.network import Response, StatusError
from storage.revisits import Revisit
from storage.sources import SourceState

_DAY = timedelta(days=1)
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)
_MAX_DOUBLINGS = 10
_LOOKS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
)
_CONFIRM = timedelta(hours=1)
_MISSES = 2
_MAX_FAILURES = 4
_RARE = ((timedelta(days=30), 4), (timedelta(days=7), 2))


def is_due(
    source: Source, state: SourceState, now: datetime, *, manual: bool = False
) -> bool:
    """
    Whether a source's time has come.

    A manual run ignores the interval, not the back-off of a source that failed.
    """
    if state.next_fetch_at is None or (manual and not state.failures):
        return source.enabled
    return source.enabled and now >= state.next_fetch_at


def after_success(
    source: Source,
    state: SourceState,
    now: datetime,
    *,
    response: Response | None = None,
    entries: Sequence[Entry] = (),
) -> SourceState:
    """State after a good visit; ``response`` is None when nothing was transferred."""
    state = replace(
        state,
        failures=0,
        last_ok_at=now,
        last_error="",
        next_fetch_at=now + _interval(source, entries, now),
    )
    if response is None:
        return state
    return replace(
        state,
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
        validators_url=response.final_url,
        entries_24h=sum(1 for entry in entries if _age(entry, now) <= _DAY),
    )


def after_failure(
    source: Source, state: SourceState, error: SourceError, now: datetime
) -> SourceState:
    """State after a visit that failed: one more failure, a longer wait."""
    failures = state.failures + 1
    return replace(
        state,
        failures=failures,
        last_error=": ".join(filter(None, (error.reason, error.detail)))[:300],
        next_fetch_at=now + _back_off(source, failures, error, now),
    )


def forget_validators(state: SourceState) -> SourceState:
    """State that makes the next visit transfer the listing whole."""
    return replace(state, etag="", last_modified="", validators_url="")


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Read a Retry-After header, seconds or a date, clamped to [1 min, 24 h]."""
    value = value.strip()
    try:
        if value.lstrip("+-").isdigit():
            wait = timedelta(seconds=max(-1, min(int(value[:12]), 10**6)))
        else:
            until = parsedate_to_datetime(value)
            wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(wait, _SHORTEST), _LONGEST)


def first_look(
    published_at: datetime | None, fetched_at: datetime
) -> tuple[datetime, datetime]:
    """
    From when the looks at an article are counted, and when the first one is due.

    From its publication; what was old when it was read gets one look, a week later.
    """
    since = min(published_at or fetched_at, fetched_at)
    following = _next_look(since, fetched_at)
    if following is None:
        return fetched_at, fetched_at + _LOOKS[-1]
    return since, following


def after_look(
    revisit: Revisit, now: datetime, *, response: Response | None = None
) -> Revisit:
    """State after the article was seen; ``response`` is None when it is unchanged."""
    seen = replace(
        revisit,
        misses=0,
        failures=0,
        last_error="",
        next_fetch_at=_next_look(revisit.counted_from, now),
    )
    if response is None:
        return seen
    return replace(
        seen,
        url=response.final_url,
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
    )


def after_miss(revisit: Revisit, now: datetime, reason: str) -> tuple[Revisit, bool]:
    """State after the article was gone or cut short, and whether that is believed."""
    misses = revisit.misses + 1
    believed = misses >= _MISSES or reason == "http_410"
    following = _next_look(revisit.counted_from, now) if believed else now + _CONFIRM
    missed = replace(
        revisit, misses=misses, failures=0, last_error=reason, next_fetch_at=following
    )
    return missed, believed


def after_failed_look(revisit: Revisit, error: SourceError, now: datetime) -> Revisit:
    """State after nothing was found out: soon again, a few times, then as planned."""
    failures = revisit.failures + 1
    following = _next_look(revisit.counted_from, now)
    if failures < _MAX_FAILURES:
        soon = now + min(_CONFIRM * 2 ** (failures - 1), _LONGEST)
        following = min(following or soon, soon)
    if following and isinstance(error, StatusError) and error.retry_after:
        asked = retry_after(error.retry_after, now) or _SHORTEST
        following = max(following, now + asked)
    why = ": ".join(filter(None, (error.reason, error.detail)))[:300]
    return replace(revisit, failures=failures, last_error=why, next_fetch_at=following)


def _next_look(since: datetime, now: datetime) -> datetime | None:
    return next((since + look for look in _LOOKS if since + look > now), None)


def _interval(source: Source, entries: Sequence[Entry], now: datetime) -> timedelta:
    base = timedelta(minutes=max(1, source.every_minutes))
    ages = [_age(entry, now) for entry in entries if entry.published_at]
    quiet = min(ages) if ages else timedelta(0)
    factor = next((factor for since, factor in _RARE if quiet > since), 1)
    return max(base, min(base * factor, _LONGEST))


def _back_off(
    source: Source, failures: int, error: SourceError, now: datetime
) -> timedelta:
    if isinstance(error, StatusError) and error.retry_after:
        asked = retry_after(error.retry_after, now)
        if asked is not None:
            return asked
    base = timedelta(minutes=max(1, min(source.every_minutes, 15)))
    doublings: int = 2 ** min(failures - 1, _MAX_DOUBLINGS)
    spread = crc32(f"{source.id} {failures}".encode()) / 2**32
    wait = min(base * doublings, _LONGEST) * (0.75 + spread / 4)
    return max(_SHORTEST, wait)


def _age(entry: Entry, now: datetime) -> timedelta:
    return now - entry.published_at if entry.published_at else timedelta.max
