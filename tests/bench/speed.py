"""
What a run costs beside its bare libraries, in CPU time of one process.

``python -m tests.bench.speed [--pages N] [--storage] [--json FILE]``

The same pages go through ``trafilatura.extract`` and ``nlp.pipe`` alone, and through
ours: page to article, article to claims, claims judged against the baseline and
recorded. Every page counts as on topic, which is the dearest case. Pages come from the
public page set, or from the bundled newsroom where that is not there; when more are
asked for than there are, a further round starts on an empty database, because repeated
pages would be taken for copies and cost nothing. ``--storage`` goes on with the cost
per claim at growing baselines.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import trafilatura

from extractors.article.page import read_page
from extractors.claims import extract_claims, load_pipeline
from extractors.model import Article, Entry, Source, SourceError, Topic, TopicRule
from extractors.verdicts import load_lexicon
from flows.judge import Bench, Reading, batches, in_order, judge_batch
from flows.newsroom import serve
from storage.database import Database
from tests.bench import storage
from tests.bench.common import ROOT, options, print_table, ratio, save

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(id="bench", kind="page")
TOPIC = Topic(id="bench", on_topic=(TopicRule(entities=0),))
STAGES = (
    "bare: trafilatura.extract",
    "bare: nlp.pipe",
    "page to article",
    "article to claims",
    "judge and record",
)


@dataclass
class Meter:
    """Seconds of CPU per stage, and what was counted."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the CPU time of the block to ``name``."""
        began = time.process_time()
        yield
        self.seconds[name] += time.process_time() - began


def pages() -> list[tuple[str, bytes]]:
    """Return ``(url, html)`` of the page set, else of the bundled newsroom."""
    root = Path(os.environ.get("CLAIMWATCH_BENCH", "../shared/bench"))
    folder = (root if root.is_absolute() else ROOT / root) / "pages" / "html"
    if folder.is_dir():
        return [
            (
                f"https://pages.example/{path.name.split('.')[0]}",
                gzip.decompress(path.read_bytes()),
            )
            for path in sorted(folder.glob("*.html.gz"))
        ]
    print("no page set (CLAIMWATCH_BENCH names its folder): the newsroom's pages")
    with serve() as newsroom, httpx.Client() as client:
        links = [f"{newsroom.url}{story.path}" for story in newsroom.published()]
        return [(link, client.get(link).content) for link in links]


def bare(chosen: Sequence[tuple[str, bytes]], nlp: Any, meter: Meter) -> None:
    """Only the libraries: main text and parse."""
    with meter.stage(STAGES[0]):
        texts = [
            trafilatura.extract(html.decode("utf-8", "replace"), include_comments=False)
            for _, html in chosen
        ]
    with meter.stage(STAGES[1]):
        for doc in nlp.pipe(text for text in texts if text):
            meter.counts["tokens, bare"] += len(doc)


def whole(
    chosen: Sequence[tuple[str, bytes]], nlp: Any, lexicon: Any, meter: Meter
) -> None:
    """Ours, from the page to the database."""
    with meter.stage(STAGES[2]):
        articles = list(_articles(chosen))
    with meter.stage(STAGES[3]):
        claims = list(extract_claims((a for a, _ in articles), nlp=nlp, topic=TOPIC))
    readings = [
        Reading(article=article, claims=found, html=html)
        for (article, html), found in zip(articles, claims, strict=True)
    ]
    meter.counts["articles"] += len(readings)
    meter.counts["claims"] += sum(map(len, claims))
    bench = Bench(
        topic=TOPIC,
        lexicon=lexicon,
        run_id="bench",
        channel="#bench",
        min_confidence=0.6,
        learn_articles=0,
        now=lambda: NOW,
    )
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "bench.duckdb")
        database.migrate()
        with meter.stage(STAGES[4]):
            for batch in batches(in_order(readings)):
                with database.transaction() as con:
                    meter.counts["alerts"] += len(judge_batch(con, batch, bench))


def _articles(chosen: Sequence[tuple[str, bytes]]) -> Iterator[tuple[Article, bytes]]:
    for url, html in chosen:
        entry = Entry(source_id=SOURCE.id, url=url)
        try:
            article = read_page(
                html, entry=entry, source=SOURCE, final_url=url, fetched_at=NOW
            )
        except SourceError:
            continue
        yield article, html


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--pages", type=int, default=0, help="default: each once")
    parser.add_argument("--storage", action="store_true", help="growing baselines too")
    chosen = parser.parse_args()
    there = pages()
    wanted = chosen.pages or len(there)
    nlp, lexicon, meter = load_pipeline(), load_lexicon(), Meter()
    bare(there[:3], nlp, Meter())
    whole(there[:3], nlp, lexicon, Meter())
    for first in range(0, wanted, len(there)):
        part = there[: min(len(there), wanted - first)]
        bare(part, nlp, meter)
        whole(part, nlp, lexicon, meter)
    figures = _report(meter, wanted)
    if chosen.storage:
        figures["storage"] = storage.report()
    save(chosen.json, figures)


def _report(meter: Meter, wanted: int) -> dict[str, Any]:
    libraries = sum(meter.seconds[name] for name in STAGES[:2])
    run = sum(meter.seconds[name] for name in STAGES[2:])
    rows = [
        [name, meter.seconds[name], 1000 * meter.seconds[name] / wanted]
        for name in STAGES
    ]
    rows += [
        ["bare libraries", libraries, 1000 * libraries / wanted],
        ["whole run", run, 1000 * run / wanted],
    ]
    head = ("", "s of CPU", "ms per page")
    print_table(f"{wanted} pages", head, rows)
    each_ms = 1000 * ratio(meter.seconds[STAGES[4]], meter.counts["claims"])
    print(
        f"ratio {run / libraries:.2f}, {each_ms:.2f} ms per claim judged and recorded"
    )
    print(dict(meter.counts))
    return {
        "pages": wanted,
        "seconds": dict(meter.seconds),
        "counts": dict(meter.counts),
        "ratio": run / libraries,
        "ms_per_claim_judged": each_ms,
    }


if __name__ == "__main__":
    main()
