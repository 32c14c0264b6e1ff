"""When a source is read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Entry, FetchError, Source
from flows.intake.network import Response, StatusError
from flows.intake.schedule import (
    after_failed_look,
    after_failure,
    after_look,
    after_miss,
    after_success,
    first_look,
    forget_validators,
    is_due,
    retry_after,
)
from storage.revisits import Revisit
from storage.sources import SourceState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(
    id="mill", kind="feed", url="http://mill.example/feed", every_minutes=60
)
FRESH = SourceState(source_id="mill")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(minutes=1)),
        ("-5", timedelta(minutes=1)),
        ("999999999999999999999", timedelta(hours=24)),
        ("Sun, 01 Mar 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(minutes=1)),
        ("Sun, 01 Mar 2036 12:00:00 GMT", timedelta(hours=24)),
        ("soon", None),
        ("", None),
        ("\u0661\u0662", timedelta(minutes=1)),
    ],
)
def test_a_wish_to_wait_is_clamped(value, expected):
    """Row 16."""
    assert retry_after(value, NOW) == expected


@given(st.text(max_size=40))
def test_no_header_breaks_the_clock(value):
    wait = retry_after(value, NOW)

    assert wait is None or timedelta(minutes=1) <= wait <= timedelta(hours=24)


def test_failures_back_off_to_a_day_and_a_success_forgets_them():
    state, waits = FRESH, []
    for _ in range(12):
        state = after_failure(SOURCE, state, FetchError("u", "unreachable"), NOW)
        waits.append(state.next_fetch_at - NOW)

    assert state.failures == 12
    assert state.last_error == "unreachable"
    assert waits[0] < timedelta(minutes=16)
    assert sorted(waits)[:7] == waits[:7]
    assert timedelta(hours=17) < max(waits) <= timedelta(hours=24)
    better = after_success(SOURCE, state, NOW)
    assert (better.failures, better.last_error, better.last_ok_at) == (0, "", NOW)


def test_a_wish_to_wait_overrides_the_back_off():
    state = after_failure(SOURCE, FRESH, StatusError("u", 429, "3600"), NOW)

    assert state.next_fetch_at == NOW + timedelta(hours=1)


def test_a_manual_run_ignores_the_interval_but_not_the_back_off():
    good = after_success(SOURCE, FRESH, NOW)
    bad = after_failure(SOURCE, FRESH, FetchError("u", "deadline"), NOW)
    soon = NOW + timedelta(minutes=1)

    assert is_due(SOURCE, FRESH, NOW)
    assert not is_due(SOURCE, good, soon)
    assert is_due(SOURCE, good, soon, manual=True)
    assert not is_due(SOURCE, bad, soon, manual=True)
    assert is_due(SOURCE, bad, NOW + timedelta(days=2))


@pytest.mark.parametrize(("age_days", "hours"), [(1, 1), (8, 2), (40, 4), (None, 1)])
def test_a_source_that_publishes_rarely_is_visited_less(age_days, hours):
    when = NOW - timedelta(days=age_days) if age_days else None
    entry = Entry(source_id="mill", url="http://mill.example/1", published_at=when)
    state = after_success(SOURCE, FRESH, NOW, entries=[entry])

    assert state.next_fetch_at == NOW + timedelta(hours=hours)


def test_validators_are_kept_as_sent():
    headers = {"etag": 'W/"x "', "last-modified": "never"}
    response = Response(status=200, headers=headers, final_url="http://f/", body=b"")
    state = after_success(SOURCE, FRESH, NOW, response=response)

    assert (state.etag, state.last_modified) == ('W/"x "', "never")
    assert state.validators_url == "http://f/"
    assert forget_validators(state).validators_url == ""


HOUR = timedelta(hours=1)


def planned(published, fetched):
    since, following = first_look(published, fetched)
    return Revisit(
        article_id="v1a", url="u", counted_from=since, next_fetch_at=following
    )


@pytest.mark.parametrize(
    ("age", "looks"),
    [
        (timedelta(0), [1, 6, 24, 168]),
        (2 * HOUR, [4, 22, 166]),
        (20 * HOUR, [4, 148]),
        (timedelta(days=30), [168]),
        (-2 * HOUR, [1, 6, 24, 168]),
    ],
)
def test_an_article_is_looked_at_again_ever_more_rarely(age, looks):
    revisit, seen = planned(NOW - age, NOW), []
    while revisit.next_fetch_at is not None:
        seen.append((revisit.next_fetch_at - NOW) / HOUR)
        revisit = after_look(revisit, revisit.next_fetch_at)

    assert seen == looks


def test_looks_that_were_missed_are_made_up_for_once():
    late = after_look(planned(NOW, NOW), NOW + 30 * HOUR)

    assert late.next_fetch_at == NOW + timedelta(days=7)


def test_what_is_gone_is_believed_at_the_second_look():
    first, believed = after_miss(planned(NOW, NOW), NOW + 6 * HOUR, "http_404")
    _, again = after_miss(first, NOW + 7 * HOUR, "http_404")
    _, at_once = after_miss(planned(NOW, NOW), NOW + HOUR, "http_410")
    back = after_look(first, NOW + 7 * HOUR)

    assert (believed, again, at_once) == (False, True, True)
    assert first.next_fetch_at == NOW + 7 * HOUR
    assert (back.misses, back.last_error) == (0, "")


def test_a_look_that_fails_is_repeated_a_few_times_and_waits_as_it_is_told():
    error, revisit, waits = FetchError("u", "deadline"), planned(NOW, NOW), []
    at = NOW + 24 * HOUR
    while (revisit := after_failed_look(revisit, error, at)).failures < 5:
        waits.append((revisit.next_fetch_at - at) / HOUR)
        at = revisit.next_fetch_at
    slow = StatusError("u", 503, "36000")
    told = after_failed_look(planned(NOW, NOW), slow, NOW + HOUR)

    assert waits[:3] == [1, 2, 4]
    assert waits[3] == 168 - 24 - 7
    assert revisit.next_fetch_at is None
    assert told.next_fetch_at == NOW + 11 * HOUR
