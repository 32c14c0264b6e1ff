"""
Being a good guest: robots.txt, the pace of a host, one request at a time to each.

Follows RFC 9309: a robots.txt that is not there allows, one that cannot be had forbids;
it is read up to 500 KiB and kept for a day, over runs as well; a redirect to another
host is asked of that host's robots.txt, and waits for its turn. A host that failed
three times in a row to answer at all, or twice to answer in time, is left alone for the
rest of the guest's life.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import TypeVar
from urllib.parse import urlsplit

from protego import Protego

from extractors.model import FetchError
from flows.intake.network import (
    MAX_FEED_BYTES,
    MAX_HOPS,
    MAX_PAGE_BYTES,
    Door,
    MovedError,
    Response,
    StatusError,
    Validators,
)
from storage.robots import RobotsFile

ROBOTS_KEPT = timedelta(hours=24)
_ROBOTS_BYTES = 500 * 1024
_ROBOTS_RETRY_SECONDS = 600.0
_MAX_CRAWL_DELAY_S = 30.0
_TRIES = 3
# A deadline costs the wait of many refusals, so two of them are enough.
_SILENCE = {"deadline": 2, "unreachable": 1, "tls": 1}

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _Host:
    """What a guest knows of one host; the lock serialises the visits."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    failures: int = 0
    trouble: FetchError | None = None


@dataclass(frozen=True, slots=True)
class _Robots:
    rules: Protego | None
    expires_at: float
    trouble: FetchError | None = None


class Guest:
    """
    The polite door. Safe to share between threads.

    Args:
        door: fetches for us.
        agent: the product token that robots.txt may name.
        min_seconds_per_host: least time between two requests to one host.
        clock: monotonic seconds.
        sleep: waits so many seconds.
        robots: what earlier guests read.
        now: aware UTC; how old that is.

    """

    def __init__(
        self,
        door: Door,
        *,
        agent: str = "claimwatch",
        min_seconds_per_host: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        robots: Iterable[RobotsFile] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._door = door
        self._agent = agent
        self._pause = min_seconds_per_host
        self._clock = clock
        self._sleep = sleep
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._now = now
        self._robots = {each.origin: self._remembered(each) for each in robots}
        self._robots_read: dict[str, RobotsFile] = {}

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_PAGE_BYTES,
        validators: Validators | None = None,
        robots: bool = True,
        pause_s: float = 0.0,
    ) -> Response:
        """
        Fetch one address when its host's turn comes and its robots.txt allows.

        ``robots`` is False for feeds and interfaces, which are made for programs;
        ``pause_s`` is the pace that they ask for.

        Raises:
            FetchError: as the door's, and ``robots_disallowed``,
                ``robots_unreachable``.

        """
        at = url
        for _ in range(MAX_HOPS + 1):
            try:
                return self._get(
                    at, headers, max_bytes, validators, robots=robots, pause_s=pause_s
                )
            except MovedError as moved:
                at = moved.target
        raise FetchError(url, "too_many_redirects", f"more than {MAX_HOPS}")

    def robots_read(self) -> tuple[RobotsFile, ...]:
        """Return what hosts said in this guest's life, to be kept for the next."""
        return tuple(self._robots_read.values())

    def _get(
        self,
        url: str,
        headers: Mapping[str, str] | None,
        max_bytes: int,
        validators: Validators | None,
        *,
        robots: bool,
        pause_s: float,
    ) -> Response:
        """Go as far as one host leads; the next one has a lock and rules of its own."""
        origin = _origin(url)
        host = self._hosts[origin]
        with host.lock:
            if host.trouble is not None and host.failures >= _TRIES:
                raise FetchError(url, host.trouble.reason, "host left alone")
            delay = self._allowed(url, origin, host) if robots else 0.0
            return self._visit(
                host,
                url,
                max(delay, pause_s, self._pause),
                headers=headers,
                max_bytes=max_bytes,
                validators=validators,
                stay=robots,
            )

    def _visit(
        self,
        host: _Host,
        url: str,
        pause_s: float,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_PAGE_BYTES,
        validators: Validators | None = None,
        stay: bool = False,
    ) -> Response:
        if (wait := host.free_at - self._clock()) > 0:
            self._sleep(wait)
        try:
            response = self._door.get(
                url,
                headers=headers,
                max_bytes=max_bytes,
                validators=validators,
                stay=stay,
            )
        except FetchError as error:
            silent = _SILENCE.get(error.reason, 0)
            host.failures, host.trouble = silent and host.failures + silent, error
            raise
        finally:
            host.free_at = self._clock() + pause_s
        host.failures = 0
        return response

    def _allowed(self, url: str, origin: str, host: _Host) -> float:
        """Return the host's crawl delay in seconds when we may fetch."""
        robots = self._robots.get(origin)
        if robots is None or robots.expires_at <= self._clock():
            robots = self._robots[origin] = self._read_robots(origin, host)
        if robots.trouble is not None:
            trouble = robots.trouble
            raise FetchError(url, trouble.reason, f"robots.txt: {trouble.detail}")
        if robots.rules is None:
            return 0.0
        if not robots.rules.can_fetch(url, self._agent):
            raise FetchError(url, "robots_disallowed")
        delay = robots.rules.crawl_delay(self._agent) or 0.0
        return min(float(delay), _MAX_CRAWL_DELAY_S)

    def _read_robots(self, origin: str, host: _Host) -> _Robots:
        now = self._clock()
        url = f"{origin}/robots.txt"
        try:
            response = self._visit(host, url, 0.0, max_bytes=MAX_FEED_BYTES)
        except StatusError as error:
            if 400 <= error.status < 500 and error.status != 429:
                return self._keep(origin, None)
            trouble = FetchError(url, "robots_unreachable", error.reason)
            return _Robots(None, now + _ROBOTS_RETRY_SECONDS, trouble)
        except FetchError as error:
            return _Robots(None, now + _ROBOTS_RETRY_SECONDS, error)
        text = response.body[:_ROBOTS_BYTES].decode("utf-8", "replace")
        return self._keep(origin, text)

    def _keep(self, origin: str, rules: str | None) -> _Robots:
        file = RobotsFile(origin=origin, rules=rules, read_at=self._now())
        self._robots_read[origin] = file
        return self._remembered(file)

    def _remembered(self, file: RobotsFile) -> _Robots:
        rules = None if file.rules is None else Protego.parse(file.rules)
        left = file.read_at + ROBOTS_KEPT - self._now()
        return _Robots(rules, self._clock() + min(left, ROBOTS_KEPT).total_seconds())


def in_parallel(
    work: Callable[[T], R],
    items: Iterable[T],
    url_of: Callable[[T], str],
    *,
    workers: int = 16,
) -> list[R]:
    """
    Work on items side by side across hosts, in turn within one.

    A slow host holds up its own items only. Results come in the order of the items;
    what ``work`` raises is raised here.
    """
    rounds = in_two_rounds(work, items, url_of, patience_s=None, workers=workers)
    return [result for found in rounds for _, result in found]


def in_two_rounds(
    work: Callable[[T], R],
    items: Iterable[T],
    url_of: Callable[[T], str],
    *,
    patience_s: float | None,
    workers: int = 16,
) -> Iterator[list[tuple[int, R]]]:
    """
    As ``in_parallel``, but what is done need not wait for hosts that hang.

    Yields results with the places of their items, in order: first those that came
    until none did for ``patience_s`` seconds, then the rest, on which is worked
    meanwhile; all at once when they all come, or without ``patience_s``.
    """
    queue = list(items)
    by_host: defaultdict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(queue):
        by_host[_origin(url_of(item))].append(index)

    def in_turn(indices: list[int]) -> list[tuple[int, R]]:
        return [(index, work(queue[index])) for index in indices]

    ended: SimpleQueue[Future[list[tuple[int, R]]]] = SimpleQueue()
    with ThreadPoolExecutor(workers, thread_name_prefix="fetch") as pool:
        for indices in by_host.values():
            pool.submit(in_turn, indices).add_done_callback(ended.put)
        left = len(by_host)
        while left:
            found: list[tuple[int, R]] = []
            with suppress(Empty):
                while left:
                    found += ended.get(timeout=patience_s).result()
                    left -= 1
            patience_s = None
            yield sorted(found, key=lambda pair: pair[0])


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
