"""
Where the stateless work of a pass is done: here, in processes, or on a Dask cluster.

Fetching and extracting know nothing of each other and nothing of the database, so
their parts may be done anywhere; the results come back in the order of the parts, and
judging reads them here. A cluster that is lost is no loss: what it did not give back
is done here. Nothing here imports prefect before a runner is asked for.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from threading import Lock
from typing import Any, Protocol, TypeVar

from extractors.model import Article, Claim, Topic
from flows.garbage import search_seldom
from flows.logs import event

PART = 25  # articles in a part: a Prefect task run costs 16 ms and 20 KB, a page 100 ms
_AHEAD = 32  # parts asked for and not yet read, which bounds what a pass holds
_PART_S = 7200.0  # one host's 2,000 pages at a polite pace; beyond, the part is lost
_LOOK_S = 30.0  # so often it is seen whether a cluster still has workers
_CONNECT_S = 20.0

T = TypeVar("T")
R = TypeVar("R")
Report = Callable[[str], None]

_parser = Lock()  # a Dask worker may have several threads, spaCy's pipeline has one


class Spread(Protocol):
    """Does each part and gives the results in the order of the parts."""

    def __call__(
        self, name: str, work: Callable[[T], R], parts: Iterable[T], /
    ) -> Iterator[R]:
        """Do ``work`` on each part; raises what it raises. ``name`` is for people."""
        ...


def here(_name: str, work: Callable[[T], R], parts: Iterable[T]) -> Iterator[R]:
    """Do one part after the other, each when its result is asked for."""
    return map(work, parts)


@contextmanager
def spread_over(task_runner: str, report: Report) -> Iterator[Spread]:
    """
    What ``CLAIMWATCH_TASK_RUNNER`` names, inside a Prefect flow.

    A runner that cannot be started is reported, and the work is done here.
    """
    if task_runner == "thread":
        yield here
        return
    runner = _runner(task_runner)
    try:
        runner.__enter__()
        _ = getattr(runner, "client", None)  # Dask connects at its first use
    except Exception as error:  # noqa: BLE001  # each cluster has its own kinds
        report(f"no task runner at {task_runner} ({error}); the work is done here")
        yield here
        return
    try:
        yield partial(_spread, runner, report)
    finally:
        runner.__exit__(None, None, None)


@cache
def pipeline() -> Any:
    """Load the English pipeline, once for each process."""
    from extractors.claims import load_pipeline  # noqa: PLC0415  most runs parse nothing

    search_seldom()
    return load_pipeline()


def extract_part(topic: Topic, articles: Sequence[Article]) -> list[list[Claim] | None]:
    """Extract the claims of each article, in their order; None where that fails."""
    if not articles:
        return []  # all are copies or off topic: no parser is loaded
    from extractors.claims import extract_claims  # noqa: PLC0415  most runs parse nothing

    with _parser:
        try:
            return [*extract_claims(articles, nlp=pipeline(), topic=topic)]
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # a bug of ours, of whatever kind
            if len(articles) == 1:
                event(
                    "article.extraction_failed",
                    level="error",
                    url=articles[0].url,
                    error=f"{type(error).__name__}: {error}",
                )
                return [None]
    # one article may not stop every run that meets it, nor take the others with it
    return [found for each in articles for found in extract_part(topic, [each])]


def _runner(task_runner: str) -> Any:
    kind, _, where = task_runner.partition(":")
    if kind == "dask":
        from prefect_dask import DaskTaskRunner  # noqa: PLC0415  # an extra

        return DaskTaskRunner(address=where, client_kwargs={"timeout": _CONNECT_S})
    from prefect.task_runners import ProcessPoolTaskRunner  # noqa: PLC0415

    return ProcessPoolTaskRunner(max_workers=int(where) if where else None)


def _spread(
    runner: Any,
    report: Report,
    name: str,
    work: Callable[[T], R],
    parts: Iterable[T],
) -> Iterator[R]:
    from prefect import task  # noqa: PLC0415  # three seconds
    from prefect.cache_policies import NO_CACHE  # noqa: PLC0415

    done_there = task(name=name, cache_policy=NO_CACHE, persist_result=False)(_do)
    todo = iter(parts)
    asked: deque[tuple[T, Any]] = deque()
    try:
        while True:
            for part in islice(todo, _AHEAD - len(asked)):
                asked.append((part, None))
                # Prefect and Dask search parameters for futures; not inside a call.
                future = runner.submit(done_there, {"call": partial(work, part)})
                asked[-1] = (part, future)
            if not asked:
                return
            result: R = _result(runner, asked[0][1])
            asked.popleft()
            yield result
    except Exception as error:  # noqa: BLE001  # Prefect's and Dask's kinds, and bugs
        # A bug of ours is raised again by doing the part here.
        report(f"{name}: the task runner is lost ({type(error).__name__}: {error})")
    for part, _ in asked:
        yield work(part)
    yield from map(work, todo)


def _result(runner: Any, future: Any) -> Any:
    """What a part gave; raises TimeoutError when nobody is left to do it."""
    began = time.monotonic()
    while True:
        asked = time.monotonic()
        try:
            return future.result(timeout=_LOOK_S)
        except TimeoutError:
            now = time.monotonic()
            its_own = now - asked < _LOOK_S / 2
            if its_own or now - began > _PART_S or not _has_workers(runner):
                raise


def _has_workers(runner: Any) -> bool:
    client = getattr(runner, "client", None)
    return client is None or bool(client.scheduler_info()["workers"])


def _do(call: Callable[[], R]) -> R:
    return call()
