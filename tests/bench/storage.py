"""
What storage costs at 10 k, 100 k and 1 M baseline claims: a table of medians.

``python -m tests.bench.storage [--sizes 10000,100000,1000000] [--home DIR] [--json FILE]``

Each size has a database of its own with claims as ``newsroom.py`` makes them. First a
run over pages of the sample newsroom, from the page to the last record, as ``speed.py``
does it; then storage by itself. There a batch is 25 articles of 20 claims, in one
transaction, with the opening and closing of the file: candidates are looked up, all
claims enter the baseline, and all is recorded. The README has the table.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from extractors.model import Article, Claim, Decision, Outcome
from extractors.verdicts import candidate_keys
from flows.judge import BATCH
from flows.settings.load import load
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
from storage.baseline.history import next_rows
from storage.baseline.keys import add_keys
from storage.database import Database, open_snapshot
from storage.rows import number, scalar
from tests.bench.common import options, print_table, save
from tests.bench.edition import stand
from tests.bench.newsroom import Retelling, said, told
from tests.bench.speed import RUN, Meter, Whole

START = datetime(2025, 1, 1, tzinfo=UTC)
SIZES = (10_000, 100_000, 1_000_000)
ARTICLES, CLAIMS = 25, 20
ROUNDS = 3
TOPIC = "microsoft-openai"
# Claims that are read from pages; the others are these, told of other things.
BASE = 1_000
_COPIES_AT_ONCE = 20
# Of a run, after a batch that warms up.
PAGES = 50
# Of storage by itself.
BATCHES, CALLS = 8, 60


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
_Rows = dict[str, float]


def build(home: Path, sizes: Sequence[int]) -> list[Database]:
    """The databases of these sizes, made where they are not there yet."""
    built = [Database(home / f"bench{size}.duckdb") for size in sizes]
    missing = [database for database in built if not database.path.exists()]
    if missing:
        topic = load(TOPIC).topic
        retelling = Retelling(told(topic, BASE), topic)
    for size, database in zip(sizes, built, strict=True):
        if database in missing:
            _fill(database, retelling, size)
    return built


def _fill(database: Database, retelling: Retelling, size: int) -> None:
    began = time.perf_counter()
    database.migrate(topic="bench")
    _hold(database, list(retelling.copy(0)))
    copies = iter(range(1, size // BASE))
    while part := list(islice(copies, _COPIES_AT_ONCE)):
        _copy(database, retelling, part)
    print(
        f"  built {size:,} in {time.perf_counter() - began:.0f} s, {database.path.stat().st_size / 1e6:.0f} MB",
        flush=True,
    )


def _hold(database: Database, listed: Sequence[Claim]) -> None:
    articles = [article(n, START) for n in range(BASE // CLAIMS)]
    with database.transaction() as con:
        holdings = [
            Holding(claim=c, article=articles[i // CLAIMS], keys=candidate_keys(c))
            for i, c in enumerate(listed)
        ]
        hold(con, holdings, at=START)
        record_claims(con, listed)
        for a in articles[::25]:
            record_article(con, a)


def _copy(database: Database, retelling: Retelling, copies: Sequence[int]) -> None:
    """Hold the claims as these copies tell them; their rows are those of the first."""
    told = [claim for n in copies for claim in retelling.copy(n)]
    first = [claim.claim_id for claim in retelling.copy(0)]
    with database.transaction() as con:
        rows = next_rows(con, len(told))
        con.execute(
            "create temp table copied as select unnest(?::varchar[]) as first, "
            "unnest(?::varchar[]) as claim_id, unnest(?::bigint[]) as claim_no, "
            "unnest(?::bigint[]) as entered, unnest(?::varchar[]) as matter, "
            "unnest(?::varchar[]) as claim",
            [
                first * len(copies),
                [claim.claim_id for claim in told],
                [number(claim.claim_id) for claim in told],
                rows,
                [claim.matter for claim in told],
                [msgspec.json.encode(claim).decode() for claim in told],
            ],
        )
        con.execute(
            "insert into store.baseline by name select b.* replace (n.entered as row_id, "
            "n.entered as entered, n.claim_no as claim_no, n.claim_id as claim_id, "
            "n.matter as matter, n.claim as claim) from store.baseline b "
            "join copied n on b.claim_id = n.first order by n.entered"
        )
        con.execute(
            "insert into store.claims select c.* replace (n.claim_id as claim_id) "
            "from store.claims c join copied n on c.claim_id = n.first"
        )
        keys = map(candidate_keys, told)
        add_keys(con, list(zip(rows, keys, strict=True)))
        con.execute("drop table copied")


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


def measure(fresh: Sequence[Claim], built: Database) -> list[_Rows]:
    """Return medians of the processor and of the wall clock, by row, for a copy."""
    with tempfile.TemporaryDirectory(dir=built.path.parent) as folder:
        built.copy_to(Path(folder, built.path.name))
        return _measure(Database(Path(folder, built.path.name)), iter(fresh))


def _measure(database: Database, fresh: Iterator[Claim]) -> list[_Rows]:
    clock = Clock()
    _measure_calls(clock, database, fresh)
    _measure_batches(clock, database, fresh)
    memory = {"peak memory of a writer, MB": _peak_mb()}
    _measure_questions(clock, database)
    memory["peak memory with a reader, MB"] = _peak_mb()
    return [clock.cpu | memory, clock.wall | memory]


def measure_run(built: Database) -> list[_Rows]:
    """Return what a run over pages costs a claim, by stage, with a copy."""
    pages = [(sheet.url, sheet.html) for sheet in stand(BATCH + PAGES, seed=2)]
    meter = Meter()
    with tempfile.TemporaryDirectory(dir=built.path.parent) as folder:
        built.copy_to(Path(folder, built.path.name))
        run = Whole(load(TOPIC), Database(Path(folder, built.path.name)))
        run(pages[:BATCH], Meter())
        for first in range(BATCH, len(pages), BATCH):
            run(pages[first : first + BATCH], meter)
        with run.database.transaction() as con:
            found = scalar(
                con,
                "select avg(len(candidates)) from store.decisions where verdict is not null",
            )
    ms = {name: 1000 * meter.seconds[name] / meter.counts["claims"] for name in RUN[:3]}
    total = {"a claim of a run, in all": sum(ms.values())}
    return [
        ms | total | {"candidates of a claim": found, "peak memory, MB": _peak_mb()}
    ]


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


def _measure_batches(clock: Clock, database: Database, fresh: Iterator[Claim]) -> None:
    batches = [_batch(fresh, n) for n in range(BATCHES)]

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


def _batch(fresh: Iterator[Claim], number: int) -> _Batch:
    """The next claims, as those of so many articles, their keys known."""
    at = datetime.now(UTC)
    articles = [article((number + 1) * 1_000_000 + n, at) for n in range(ARTICLES)]
    listed = {a.article_id: list(islice(fresh, CLAIMS)) for a in articles}
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
    one = f"select * from {held} where matter = (select matter from baseline limit 1)"
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
    """Measure each size in a process of its own, print the tables, return them."""
    with tempfile.TemporaryDirectory() as temporary:
        databases = build(home or Path(temporary), sizes)
        [runs] = _in_turn(measure_run, databases)
        _show("A run, CPU ms a claim", sizes, runs)
        pages = said(load(TOPIC).topic, seed=2)
        several = BATCHES * ARTICLES * CLAIMS + CALLS
        fresh = list(islice(chain.from_iterable(pages), several))
        processor, wall = _in_turn(partial(measure, fresh), databases)
    _show("Storage, median ms, processor", sizes, processor)
    _show("Storage, median ms, wall clock", sizes, wall)
    return {
        "sizes": list(sizes), "run": runs, "processor": processor, "wall clock": wall
    }  # fmt: skip


_Table = dict[str, list[float]]


def _in_turn(
    measure: Callable[[Database], list[_Rows]], databases: Sequence[Database]
) -> list[_Table]:
    """The medians by row of each table that it returns, one for each database."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, maxtasksperchild=1) as pool:
        # So that what else the machine does falls on all sizes alike.
        measured = list(pool.imap(measure, [*databases] * ROUNDS))
    by_size = [measured[n :: len(databases)] for n in range(len(databases))]
    return [
        {
            row: [statistics.median(each[n][row] for each in one) for one in by_size]
            for row in rows
        }
        for n, rows in enumerate(measured[0])
    ]


def _show(title: str, sizes: Sequence[int], table: _Table) -> None:
    rows = [[row, *map(_shown, ms), _growth(ms)] for row, ms in table.items()]
    print_table(title, ("", *(f"{size:,}" for size in sizes), "growth"), rows)


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
