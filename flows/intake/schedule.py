"""
When a source is read again: its interval, back-off, Retry-After. No I/O, no clock.

A success waits for the source's interval, longer when the source publishes rarely; a
failure doubles the wait up to a day. The spread of the waits is drawn from the source's
name, so that a run can be repeated and sources do not march in step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zlib import crc32

from extractors.model import Entry, Source, SourceError
from flows.intake.network import Response, StatusError
from storage.sources import SourceState

_DAY = timedelta(days=1)
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)
_MAX_DOUBLINGS = 10
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
