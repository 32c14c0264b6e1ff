"""Row 18 and the manners of a guest: robots.txt, pace, hosts left alone."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import FetchError
from flows.intake.guest import Guest, in_parallel, in_two_rounds
from flows.intake.network import Fetcher
from tests.fakes.hostile import (
    answer,
    canned_door,
    drip,
    head,
    hostile,
    raw,
    redirect,
)

NETWORK, DOOR = canned_door()
PAGE = answer(b"<p>page</p>")


class Clock:
    """Monotonic seconds that pass only in sleep."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def guest_of(clock=None, **options) -> Guest:
    clock = clock or Clock()
    fetcher = Fetcher(
        allow_networks=("127.0.0.0/8",), timeout_s=options.pop("timeout_s", 30.0)
    )
    return Guest(fetcher, clock=clock, sleep=clock.sleep, **options)


def visited(robots, path="/a/page", **options):
    with hostile({"/robots.txt": robots, "*": PAGE}) as server:
        try:
            return guest_of(**options).get(server.url + path).body
        except FetchError as error:
            return error.reason


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (answer(status=404), b"<p>page</p>"),
        (answer(status=403), b"<p>page</p>"),
        (answer(b""), b"<p>page</p>"),
        (answer(b"<html>no robots here</html>"), b"<p>page</p>"),
        (answer(status=500), "robots_unreachable"),
        (answer(status=503), "robots_unreachable"),
        (answer(status=429), "robots_unreachable"),
        (answer(b"User-agent: *\nDisallow: /"), "robots_disallowed"),
        (answer(b"User-agent: claimwatch\nDisallow: /a\n"), "robots_disallowed"),
        (answer(b"User-agent: other\nDisallow: /"), b"<p>page</p>"),
        (answer(b"User-agent: *\nDisallow: /a\nAllow: /a/page"), b"<p>page</p>"),
        (answer(b"User-agent: *\nDisallow: /*page$"), "robots_disallowed"),
        (raw(b"garbage\r\n\r\n"), "protocol"),
        (raw(head(content_length="90") + b"x"), "truncated"),
    ],
)
def test_robots_txt_decides(robots, expected):
    assert visited(robots) == expected


def test_an_endless_robots_txt_is_read_up_to_half_a_megabyte():
    rules = b"User-agent: *\nDisallow: /early\n"
    filler = b"# comment\n" * 200_000
    big = answer(rules + filler + b"Disallow: /a\n")

    assert visited(big) == b"<p>page</p>"
    assert visited(big, "/early") == "robots_disallowed"


def test_a_robots_txt_that_hangs_forbids():
    assert visited(drip(b"", head(content_length="9")), timeout_s=0.3) in {
        "deadline",
        "truncated",
    }


def test_robots_txt_is_kept_for_a_day():
    clock = Clock()
    with hostile({"/robots.txt": answer(b""), "*": PAGE}) as server:
        guest = guest_of(clock)
        for _ in range(3):
            guest.get(server.url + "/a")
        clock.now += 23 * 3600
        guest.get(server.url + "/a")
        assert server.paths().count("/robots.txt") == 1

        clock.now += 2 * 3600
        guest.get(server.url + "/a")
        assert server.paths().count("/robots.txt") == 2


def test_robots_txt_is_kept_for_a_day_over_runs():
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    robots = answer(b"User-agent: *\nDisallow: /closed\n")
    with hostile({"/robots.txt": robots, "*": PAGE}) as server:
        first = guest_of(now=lambda: at)
        first.get(server.url + "/a")
        [kept] = first.robots_read()

        def later(**passed):
            guest = guest_of(robots=[kept], now=lambda: at + timedelta(**passed))
            guest.get(server.url + "/a")
            with pytest.raises(FetchError, match="robots_disallowed"):
                guest.get(server.url + "/closed")
            return server.paths().count("/robots.txt"), len(guest.robots_read())

        assert (kept.origin, kept.read_at) == (server.url, at)
        assert later(hours=23) == (1, 0)
        assert later(hours=25) == (2, 1)


@pytest.mark.parametrize("status", [404, 500])
def test_no_robots_txt_is_kept_and_an_unreachable_one_is_not(status):
    with hostile({"/robots.txt": answer(status=status), "*": PAGE}) as server:
        guest = guest_of()
        with suppress(FetchError):
            guest.get(server.url + "/a")

    kept = [(each.origin, each.rules) for each in guest.robots_read()]
    assert kept == ([(server.url, None)] if status == 404 else [])


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (answer(b""), b"<p>page</p>"),
        (answer(b"User-agent: *\nDisallow: /there"), "robots_disallowed"),
        (answer(status=503), "robots_unreachable"),
    ],
)
def test_a_redirect_to_another_host_is_asked_of_its_robots_txt(robots, expected):
    with hostile({"/robots.txt": robots, "*": PAGE}) as there:
        moved = {"/robots.txt": answer(b""), "/a": redirect(there.url + "/there")}
        with hostile(moved) as here:
            try:
                got = guest_of().get(here.url + "/a").body
            except FetchError as error:
                got = error.reason

    assert got == expected
    assert ("/there" in there.paths()) is (expected == b"<p>page</p>")


def test_a_robots_txt_may_be_elsewhere():
    """RFC 9309 2.3.1.2: its redirects are followed, to any host."""
    with hostile({"/rules": answer(b"User-agent: *\nDisallow: /a")}) as there:
        rules = {"/robots.txt": redirect(there.url + "/rules"), "*": PAGE}
        with hostile(rules) as here, pytest.raises(FetchError, match="disallowed"):
            guest_of().get(here.url + "/a")


def test_hosts_that_send_us_to_and_fro_are_left():
    routes = {"/robots.txt": answer(status=404)}
    with hostile(routes) as one, hostile(routes) as other:
        one.routes["/a"] = redirect(other.url + "/a")
        other.routes["/a"] = redirect(one.url + "/a")
        with pytest.raises(FetchError, match="too_many_redirects"):
            guest_of().get(one.url + "/a")


def test_feeds_and_interfaces_are_not_asked_for():
    with hostile(
        {"/robots.txt": answer(b"User-agent: *\nDisallow: /"), "*": PAGE}
    ) as s:
        assert guest_of().get(s.url + "/feed", robots=False).body == b"<p>page</p>"
        assert s.paths() == ["/feed"]


def test_a_host_is_visited_at_its_pace():
    clock = Clock()
    slow = answer(b"User-agent: *\nCrawl-delay: 7\n")
    with hostile({"/robots.txt": slow, "*": PAGE}) as server:
        guest = guest_of(clock, min_seconds_per_host=1.0)
        guest.get(server.url + "/1")
        guest.get(server.url + "/2")
        clock.now += 100
        guest.get(server.url + "/3")

    assert clock.slept == [7.0]


def test_a_crawl_delay_of_a_year_is_capped():
    clock = Clock()
    slow = answer(b"User-agent: *\nCrawl-delay: 31536000\n")
    with hostile({"/robots.txt": slow, "*": PAGE}) as server:
        guest = guest_of(clock)
        guest.get(server.url + "/1")
        guest.get(server.url + "/2")

    assert clock.slept == [30.0]


def test_a_host_that_does_not_answer_is_left_alone():
    with hostile({}) as server:
        gone = server.url
    guest = guest_of()
    reasons = []
    for _ in range(5):
        with pytest.raises(FetchError) as caught:
            guest.get(gone + "/feed", robots=False)
        reasons.append((caught.value.reason, caught.value.detail == "host left alone"))

    assert reasons == [("unreachable", False)] * 3 + [("unreachable", True)] * 2


def test_hosts_are_visited_side_by_side_and_each_in_turn():
    busy: dict[str, int] = {}
    together = threading.Barrier(3, timeout=5)
    lock = threading.Lock()

    def work(url):
        host = url.split("/")[2]
        with lock:
            busy[host] = busy.get(host, 0) + 1
            assert busy[host] == 1
        if url.endswith("/0"):
            together.wait()  # broken unless three hosts are at work at once
        time.sleep(0.005)
        with lock:
            busy[host] -= 1
        return url

    urls = [f"http://{host}.example/{n}" for n in range(4) for host in "abc"]

    assert in_parallel(work, urls, lambda url: url, workers=3) == urls


def test_a_bug_in_parallel_work_is_heard():
    with pytest.raises(ZeroDivisionError):
        in_parallel(lambda n: 1 // n, [1, 0], lambda _: "http://a.example/")


def test_what_is_done_does_not_wait_for_a_host_that_hangs():
    """Also the hanging one goes on meanwhile, and its result comes last."""
    others_used = threading.Event()

    def work(host):
        return host, host != "b" or others_used.wait(30)

    rounds = in_two_rounds(
        work, "abc", lambda host: f"http://{host}.example/", patience_s=0.2
    )
    first = []
    while len(first) < 2:  # none yet where the machine is slow
        first += next(rounds)
        others_used.set()
    rest = list(rounds)

    assert first[0] == (0, ("a", True))
    assert [found for part in rest for found in part] == [(1, ("b", True))]


def test_without_patience_all_come_at_once_in_order():
    assert list(in_two_rounds(str, [2, 1], lambda _: "http://a/", patience_s=None)) == [
        [(0, "2"), (1, "1")]
    ]
    assert list(in_two_rounds(str, [], str, patience_s=None)) == []


ANY_LINE = st.lists(
    st.sampled_from(
        ["User-agent:", "Disallow:", "Allow:", "Crawl-delay:", "Sitemap:", "*", "/",
         "/a/page", "claimwatch", "$", " ", "\n", "\r", "\x00", "%2F", "%zz", "9" * 30,
         "-1", "nan", "\ufeff", "é"]
    )
    | st.text(max_size=9),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(ANY_LINE.map(str.encode) | st.binary(max_size=200))
def test_any_robots_txt_allows_or_forbids_and_its_pace_is_bounded(rules):
    """Row 18."""
    clock = Clock()
    NETWORK.data = head(content_length=str(len(rules))) + rules
    guest = Guest(DOOR, clock=clock, sleep=clock.sleep)
    for path in ("/a/page", "/b?c=%zz", "/"):
        try:
            said = guest.get(f"http://mill.example{path}").body
        except FetchError as error:
            said = error.reason
        assert said in {rules, "robots_disallowed"}

    assert all(0 <= seconds <= 30 for seconds in clock.slept)
