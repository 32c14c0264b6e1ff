"""
What storage costs at 10 k, 100 k and 1 M baseline claims: a table of medians.

``python -m tests.bench.storage [--sizes 10000,100000,1000000] [--home DIR] [--json FILE]``

Each size has a database of its own with claims over the same 2,000 matters, so that
keys grow common as they do in a real baseline. Recording is a batch of 25 articles of
20 claims each in one transaction, with the opening and closing of the file.

Measured on two cores under a load of 7 (10 k, 100 k, 1 M, in ms): candidates 33, 44, 38;
observe 31, 53, 41; record 51, 53, 36 an article; snapshot 508, 900, 3773; as-of over all
matters 29, 43, 361.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from extractors.model import Article, Claim, Decision, Outcome, Period, Quantity
from storage.articles import (
    Decisions,
    Recorded,
    pack,
    record_article,
    record_articles,
    record_claims,
    record_decisions,
)
from storage.baseline import Holding, candidates, hold, observe
from storage.baseline.keys import add_keys
from storage.database import Database, open_snapshot
from storage.rows import number
from tests.bench.common import options, print_table, save

START = datetime(2025, 1, 1, tzinfo=UTC)
MATTERS = 2_000
ENTITIES = 40
SIZES = (10_000, 100_000, 1_000_000)
# Beyond so many claims the same come again under new ids.
BASE = 100_000


def claim(n: int, article: str, random_: random.Random) -> Claim:
    matter = random_.randrange(MATTERS)
    value = float(random_.randrange(1, 1000))
    sentence = f"Firm {matter % ENTITIES} has {value:.0f} of measure {matter} in {n}, it said on Friday."
    return Claim(
        claim_id=f"v1{random_.getrandbits(128):032x}",
        article_id=article,
        sentence=sentence,
        quote=sentence[:-1],
        start=0,
        end=len(sentence) - 1,
        subject=f"Firm {matter % ENTITIES}",
        relation="have",
        object=f"measure {matter}",
        quantities=(
            Quantity(
                role=f"measure {matter}",
                low=value,
                high=value,
                unit="unit",
                text=f"{value:.0f}",
            ),
        ),
        period=Period(valid_from=date(2025, 1, 1) + timedelta(days=n % 365)),
        matter=f"Firm {matter % ENTITIES} measure {matter}",
        terms=tuple(sentence.lower().split()[:8]),
        entities=(f"Firm {matter % ENTITIES}",),
    )


def keys(claim_: Claim) -> frozenset[str]:
    return keys_of(claim_.subject, claim_.object, claim_.quantities[0].text)


def keys_of(subject: str, measure: str, value: str) -> frozenset[str]:
    e, m, t, r = f"e:{subject}", f"m:{measure}", f"t:{value}", "r:have"
    return frozenset({e, m, t, r, f"{e}|{m}", f"{e}|{r}", f"{m}|{t}"})


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


def multiply(database: Database, copy: int) -> None:
    """Hold the first claims once more, under new ids."""
    with database.transaction() as con:
        first = con.execute(
            "select row_id, claim_id, subject, object, quantities[1].text "
            "from store.baseline where row_id <= ?",
            [BASE],
        ).fetchall()
        numbers = [number(str(copy), row[1]) for row in first]
        con.execute(
            "insert into store.baseline by name select b.* exclude (row_id) "
            "replace (n.claim_no as claim_no, b.claim_id || '-' || ? as claim_id) "
            "from store.baseline b join (select unnest(?::bigint[]) as row_id, "
            "unnest(?::bigint[]) as claim_no) n using (row_id)",
            [str(copy), [row[0] for row in first], numbers],
        )
        con.execute(
            "insert into store.claims select c.* replace (c.claim_id || '-' || ? "
            "as claim_id) from store.claims c where c.claim_id not like '%-%'",
            [str(copy)],
        )
        add_keys(
            con,
            (
                (claim_no, keys_of(row[2], row[3], row[4]))
                for claim_no, row in zip(numbers, first, strict=True)
            ),
        )


def build(home: Path, size: int) -> Database:
    database = Database(home / f"bench{size}.duckdb")
    if database.path.exists():
        return database
    database.migrate(topic="bench")
    random_ = random.Random(1)
    began = time.perf_counter()
    base = min(size, BASE)
    for first in range(0, base, 50_000):
        count = min(50_000, base - first)
        listed = [
            claim(n, f"v1article{n // 20}", random_)
            for n in range(first, first + count)
        ]
        articles = [
            article(n, START) for n in range(first // 20, (first + count) // 20)
        ]
        with database.transaction() as con:
            hold(
                con,
                [
                    Holding(claim=c, article=articles[i // 20], keys=keys(c))
                    for i, c in enumerate(listed)
                ],
                at=START,
            )
            record_claims(con, listed)
            for a in articles[::25]:
                record_article(con, a)
    for copy in range(1, size // BASE):
        multiply(database, copy)
    print(
        f"  built {size:,} in {time.perf_counter() - began:.0f} s, {database.path.stat().st_size / 1e6:.0f} MB",
        flush=True,
    )
    return database


def median_ms(times: int, run: Callable[[], object]) -> float:
    measured = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        measured.append(time.perf_counter() - began)
    return statistics.median(measured) * 1000


def measure(database: Database, seed: int) -> dict[str, float]:
    random_ = random.Random(time.time_ns())
    fresh = (claim(n, "v1new", random_) for n in range(10**6))
    result: dict[str, float] = {}
    with database.transaction() as con:

        def ask(limit: int = 50) -> None:
            wanted = next(fresh)
            candidates(con, wanted, keys(wanted), limit=limit)

        ask()
        result["candidates, a claim"] = median_ms(60, ask)

        def enter() -> None:
            entered = next(fresh)
            observe(con, entered, article(0, START), keys=keys(entered), at=START)

        enter()
        result["observe, a claim"] = median_ms(30, enter)

    def record() -> None:
        at = datetime.now(UTC)
        base = random_.getrandbits(60)
        with database.transaction() as con:
            articles = [article(base + n, at) for n in range(25)]
            record_articles(
                con,
                [
                    Recorded(
                        article=a, page=pack(b"<p>words</p>" * 2000), fingerprint="f"
                    )
                    for a in articles
                ],
            )
            listed = {
                a.article_id: [claim(n, a.article_id, random_) for n in range(20)]
                for a in articles
            }
            record_claims(con, [c for claims in listed.values() for c in claims])
            record_decisions(con, _decided(listed), run_id="r", decided_at=at)

    result["record, an article"] = median_ms(9, record) / 25

    def publish() -> None:
        with database.transaction() as con:
            con.execute("update store.meta set seq = seq + 1")
        database.publish_snapshot()

    result["snapshot"] = median_ms(5, publish)

    def empty() -> None:
        with database.transaction() as con:
            con.execute("select 1").fetchall()

    result["open and close"] = median_ms(9, empty)
    result["migrate (check only)"] = median_ms(5, database.migrate)

    con = open_snapshot(database.snapshot_path)
    ask_then = "select count(*), count(distinct matter) from baseline_as_of(date '2025-06-01', now())"
    result["as-of, all matters"] = median_ms(
        5, lambda: con.execute(ask_then).fetchall()
    )
    one = "select * from baseline_as_of(date '2025-06-01', now()) where matter = 'Firm 7 measure 7'"
    result["as-of, one matter"] = median_ms(5, lambda: con.execute(one).fetchall())
    con.close()
    return result


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


def report(
    sizes: Sequence[int] = SIZES, home: Path | None = None
) -> dict[str, dict[int, float]]:
    """Measure each size, print the table and return it, in milliseconds."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = home or Path(temporary)
        by_size = {size: measure(build(folder, size), size) for size in sizes}
    table = {
        name: {size: by_size[size][name] for size in sizes}
        for name in by_size[sizes[0]]
    }
    rows = [
        [name, *(f"{ms:.1f}" for ms in values.values()), _growth(values)]
        for name, values in table.items()
    ]
    head = ("median ms", *(f"{size:,}" for size in sizes), "growth")
    print_table("Storage at growing baselines", head, rows)
    return table


def _growth(values: Mapping[int, float]) -> str:
    first, *_, last = [*values.values(), *values.values()]
    return f"{last / first:.1f}x"


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
