"""
What storage costs at 10 k, 100 k and 1 M baseline claims: a table of medians.

``python -m tests.bench.storage [--sizes 10000,100000,1000000] [--home DIR] [--json FILE]``

Each size has a database of its own with claims as ``newsroom.py`` makes them; beyond
100,000 the same come again with names of their own. A run's batch is 25 articles of 20
claims each about eight stories, in one transaction, with the opening and closing of the
file: candidates are looked up, all claims enter the baseline, and all is recorded. The
README has the table.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from extractors.model import Article, Claim, Decision, Outcome
from extractors.verdicts import candidate_keys
from storage.articles import (
    Decisions,
    Recorded,
    pack,
    record_article,
    record_articles,
    record_claims,
    record_decisions,
)
from storage.baseline import Holding, Working, candidates, hold, observe, supersede
from storage.baseline.keys import add_keys
from storage.database import Database, open_snapshot
from storage.rows import number, scalar
from tests.bench.common import options, print_table, save
from tests.bench.newsroom import MARK, STORY_CLAIMS, claim

START = datetime(2025, 1, 1, tzinfo=UTC)
SIZES = (10_000, 100_000, 1_000_000)
ARTICLES, CLAIMS = 25, 20
ROUNDS = 3
# Beyond so many claims the same come again under new ids.
BASE = 100_000
_AT_ONCE = 10_000
# Articles of one batch are about so many stories, each held already.
STORIES = 8


class _Held(NamedTuple):
    claim_id: str
    keys: frozenset[str]


def article(n: int, at: datetime) -> Article:
    return Article(
        article_id=f"v1article{n}",
        url=f"https://news.example/{n}",
        canonical_url=f"https://news.example/{n}",
        source_id=f"s{n % 20}",
        origin=f"o{n % 50}",
        title=f"Article {n}",
        published_at=at,
        fetched_at=at,
        text=f"Article {n}\n" + "Some words of the text that was read. " * 80,
    )


_Batch = tuple[Sequence[Article], Mapping[str, Sequence[Claim]]]


def copy_keys(keys: frozenset[str], copy: int) -> frozenset[str]:
    """The keys of the same claim, told of other names."""
    return frozenset(f"{key}{copy}" if MARK in key else key for key in keys)


def multiply(database: Database, copy: int, first: Sequence[_Held]) -> None:
    """Hold the first claims once more, under new ids and new names."""
    with database.transaction() as con:
        numbers = [number(f"{held.claim_id}-{copy}") for held in first]
        con.execute(
            "insert into store.baseline by name select b.* exclude (row_id) "
            "replace (n.claim_no as claim_no, b.claim_id || '-' || ? as claim_id) "
            "from store.baseline b join (select unnest(?::bigint[]) as old_no, "
            "unnest(?::bigint[]) as claim_no) n on b.claim_no = n.old_no",
            [str(copy), [number(held.claim_id) for held in first], numbers],
        )
        con.execute(
            "insert into store.claims select c.* replace (c.claim_id || '-' || ? "
            "as claim_id) from store.claims c where c.claim_id not like '%-%'",
            [str(copy)],
        )
        add_keys(
            con,
            (
                (claim_no, copy_keys(held.keys, copy))
                for claim_no, held in zip(numbers, first, strict=True)
            ),
        )


def build(home: Path, size: int) -> Database:
    database = Database(home / f"bench{size}.duckdb")
    if database.path.exists():
        return database
    database.migrate(topic="bench")
    began, random_ = time.perf_counter(), random.Random(1)
    held: list[_Held] = []
    for first in range(0, min(size, BASE), _AT_ONCE):
        count = min(_AT_ONCE, size - first)
        listed = [
            claim(n // STORY_CLAIMS, f"v1article{n // CLAIMS}", random_)
            for n in range(first, first + count)
        ]
        held += [_Held(c.claim_id, candidate_keys(c)) for c in listed]
        _hold(database, listed, first)
    for copy in range(1, size // BASE):
        multiply(database, copy, held)
    print(
        f"  built {size:,} in {time.perf_counter() - began:.0f} s, {database.path.stat().st_size / 1e6:.0f} MB",
        flush=True,
    )
    return database


def _hold(database: Database, listed: Sequence[Claim], first: int) -> None:
    last = first + len(listed)
    articles = [article(n, START) for n in range(first // CLAIMS, last // CLAIMS)]
    with database.transaction() as con:
        holdings = [
            Holding(claim=c, article=articles[i // CLAIMS], keys=candidate_keys(c))
            for i, c in enumerate(listed)
        ]
        hold(con, holdings, at=START)
        record_claims(con, listed)
        for a in articles[::25]:
            record_article(con, a)


class Clock:
    """Medians in milliseconds, of the wall clock and of the processor."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    def time(self, row: str, times: int, run: Callable[[], object], per: int = 1):
        """Run it once to warm up, then so many times; ``per`` things are in one run."""
        run()
        wall, cpu = [], []
        for _ in range(times):
            began, used = time.perf_counter(), _processor_s()
            run()
            wall.append(time.perf_counter() - began)
            cpu.append(_processor_s() - used)
        self.wall[row] = statistics.median(wall) * 1000 / per
        self.cpu[row] = statistics.median(cpu) * 1000 / per
        print(f"  {row}: {self.cpu[row]:.2f} of {self.wall[row]:.2f} ms", flush=True)


def _processor_s() -> float:
    """All threads and children: what a load of others on the machine does not change."""
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def measure(built: Database) -> tuple[dict[str, float], dict[str, float]]:
    """Return medians of the processor and of the wall clock, by row, for a copy."""
    with tempfile.TemporaryDirectory(dir=built.path.parent) as folder:
        built.copy_to(Path(folder, built.path.name))
        return _measure(Database(Path(folder, built.path.name)))


def _measure(database: Database) -> tuple[dict[str, float], dict[str, float]]:
    clock, random_ = Clock(), random.Random(time.time_ns())
    stories = _stories(database)
    fresh = (claim(random_.randrange(stories), "v1new", random_) for _ in range(300))
    _measure_calls(clock, database, fresh)
    _measure_batches(clock, database, random_)
    memory = {"peak memory of a writer, MB": _peak_mb()}
    _measure_questions(clock, database)
    memory["peak memory with a reader, MB"] = _peak_mb()
    return clock.cpu | memory, clock.wall | memory


def _measure_calls(clock: Clock, database: Database, fresh: Iterator[Claim]) -> None:
    held: list[str] = []
    with database.transaction() as con:

        def ask() -> None:
            wanted = next(fresh)
            candidates(con, wanted, candidate_keys(wanted))

        def enter() -> None:
            entered = next(fresh)
            observe(
                con, entered, article(0, START), keys=candidate_keys(entered), at=START
            )
            held.append(entered.claim_id)

        def close() -> None:
            supersede(con, held.pop(), by_claim_id="x", valid_to=None, at=START)

        # Candidates last: with the first retired row DuckDB plans otherwise.
        clock.time("observe, a claim", 15, enter)
        clock.time("supersede, a claim", 7, close)
        clock.time("candidates, a claim", 30, ask)


def _measure_batches(clock: Clock, database: Database, random_: random.Random) -> None:
    stories = _stories(database)
    batches = [_batch(random_, stories) for _ in range(8)]

    def batch(*, judged: bool) -> None:
        articles, listed = batches.pop()
        with database.transaction() as con:
            if judged:
                _judge(con, articles, listed)
            _record(con, articles, listed)

    def publish() -> None:
        with database.transaction() as con:
            con.execute("update store.meta set seq = seq + 1")
        database.publish_snapshot()

    def empty() -> None:
        with database.transaction() as con:
            con.execute("select 1").fetchall()

    many = ARTICLES * CLAIMS
    clock.time("record, an article", 3, lambda: batch(judged=False), ARTICLES)
    clock.time("all that a run does, a claim", 3, lambda: batch(judged=True), many)
    clock.time("snapshot", 1, publish)
    clock.time("open and close", 5, empty)
    clock.time("migrate (check only)", 1, database.migrate)


def _stories(database: Database) -> int:
    """How many are held, copies aside."""
    with database.transaction() as con:
        held = scalar(con, "select count(*) from store.baseline")
    return min(int(held), BASE) // STORY_CLAIMS


def _batch(random_: random.Random, stories: int) -> _Batch:
    """Articles about a few of the stories, their keys known."""
    at, base = datetime.now(UTC), random_.getrandbits(60)
    about = random_.sample(range(stories), STORIES)
    articles = [article(base + n, at) for n in range(ARTICLES)]
    listed = {
        a.article_id: [
            claim(about[n % STORIES], a.article_id, random_) for _ in range(CLAIMS)
        ]
        for n, a in enumerate(articles)
    }
    for claims in listed.values():
        for each in claims:
            candidate_keys(each)
    return articles, listed


def _judge(
    con: duckdb.DuckDBPyConnection,
    articles: Sequence[Article],
    listed: Mapping[str, Sequence[Claim]],
) -> None:
    """What flows/sitting.py asks of the working set for a batch."""
    working = Working(con)
    wanted = {
        name: [(c, candidate_keys(c)) for c in said] for name, said in listed.items()
    }
    working.expect([pair for said in wanted.values() for pair in said])
    for each in articles:
        said = wanted[each.article_id]
        working.candidates(said)
        entering = [Holding(claim=c, article=each, keys=k) for c, k in said]
        working.hold(entering, at=START)
    working.flush()


def _record(
    con: duckdb.DuckDBPyConnection,
    articles: Sequence[Article],
    listed: Mapping[str, Sequence[Claim]],
) -> None:
    page = pack(b"<p>words</p>" * 2000)
    record_articles(
        con, [Recorded(article=a, page=page, fingerprint="f") for a in articles]
    )
    record_claims(con, [c for claims in listed.values() for c in claims])
    record_decisions(con, _decided(listed), run_id="r", decided_at=START)


def _measure_questions(clock: Clock, database: Database) -> None:
    con = open_snapshot(database.snapshot_path)
    held = "baseline_as_of(date '2025-06-01', now())"

    def ask(sql: str) -> Callable[[], object]:
        return lambda: con.execute(sql).fetchall()

    clock.time(
        "as-of, all matters", 3, ask(f"select count(distinct matter) from {held}")
    )
    one = (
        f"select * from {held} where matter = "
        "(select matter from baseline where claim_id not like '%-%' limit 1)"
    )
    clock.time("as-of, one matter", 3, ask(one))
    con.close()


def _decided(listed: Mapping[str, Sequence[Claim]]) -> list[Decisions]:
    return [
        Decisions(
            article_id=article_id,
            decisions=[
                Decision(claim_id=c.claim_id, outcome=Outcome.KNOWN, reason="same")
                for c in claims
            ],
            versions={"rules": "1"},
        )
        for article_id, claims in listed.items()
    ]


def report(sizes: Sequence[int] = SIZES, home: Path | None = None) -> dict[str, Any]:
    """Measure each size in a process of its own, print the table and return both."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as temporary:
        databases = [build(home or Path(temporary), size) for size in sizes]
        with context.Pool(1, maxtasksperchild=1) as pool:
            # In turn, so that what else the machine does falls on all sizes alike.
            measured = list(pool.imap(measure, databases * ROUNDS))
    tables = {
        kind: {
            row: [
                statistics.median(each[n][row] for each in measured[size :: len(sizes)])
                for size in range(len(sizes))
            ]
            for row in measured[0][n]
        }
        for n, kind in enumerate(("processor", "wall clock"))
    }
    head = [f"{size:,}" for size in sizes]
    for kind, table in tables.items():
        rows = [[row, *map(_shown, ms), _growth(ms)] for row, ms in table.items()]
        print_table(f"Storage, median ms, {kind}", ("", *head, "growth"), rows)
    return {"sizes": list(sizes), **tables}


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _growth(values: Sequence[float]) -> str:
    return f"{values[-1] / values[0]:.2f}"


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--home", type=Path, help="keep the databases here")
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    save(chosen.json, {"storage": report(sizes, chosen.home)})


if __name__ == "__main__":
    main()
