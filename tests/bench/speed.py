"""
What a run costs beside its bare libraries, in CPU time of one process.

``python -m tests.bench.speed [--pages N] [--public] [--json FILE]``

The same pages go through ``trafilatura.extract`` and the English model as it comes, by
``nlp.pipe``, and through a run: page to article, copies known, article to claims, judged
against a baseline of the bundled topic's seeds, recorded, published. Batch by batch in
turn, so that both meet the same load of the machine. Pages come from the sample
newsroom's stories (``edition``): two of five are syndicated copies, a fifth of the
others is off topic. ``--public`` takes the public page set instead, each page once and
all on topic: the dearest case. Then the same pages go through news-please and newspaper4k
where they are: in an interpreter of their own, which ``CLAIMWATCH_PEERS`` names.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import trafilatura

from extractors.article.page import read_page
from extractors.claims import extract_claims, load_pipeline
from extractors.model import Entry, Source, SourceError, TopicRule
from extractors.verdicts import load_lexicon
from flows.copies import Originals, looked_at, to_parse, with_claims
from flows.judge import (
    BATCH,
    Bench,
    Reading,
    in_order,
    judge_batch,
)
from flows.seeds import build, read_documents
from flows.settings.load import Settings, load
from storage.articles import pack
from storage.database import Database
from tests.bench.common import data_folder, options, print_table, ratio, save
from tests.bench.edition import stand

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(id="bench", kind="page")
BARE = ("bare: trafilatura.extract", "bare: nlp.pipe")
RUN = ("page to article", "article to claims", "judge and record", "publish")
PEERS = ("newsplease", "newspaper")
Page = tuple[str, bytes]


@dataclass
class Meter:
    """Seconds of CPU per stage, what was counted, the peak memory by each batch."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: Counter[str] = field(default_factory=Counter)
    peaks_mb: list[int] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the CPU time of the block to ``name``."""
        began = time.process_time()
        yield
        self.seconds[name] += time.process_time() - began

    def total(self, names: Sequence[str]) -> float:
        """Seconds of these stages together."""
        return sum(self.seconds[name] for name in names)


def public_pages() -> Iterator[Page]:
    """Yield ``(url, html)`` of the public page set."""
    for path in sorted((data_folder("pages") / "html").glob("*.html.gz")):
        name = path.name.split(".")[0]
        yield f"https://pages.example/{name}", gzip.decompress(path.read_bytes())


class Bare:
    """Only the libraries: main text, and the whole model over it."""

    def __init__(self) -> None:
        import spacy  # noqa: PLC0415

        self._nlp = spacy.load(f"en_{load_pipeline().meta['name']}")

    def __call__(self, pages: Sequence[Page], meter: Meter) -> None:
        """Read the pages."""
        with meter.stage(BARE[0]):
            texts = [
                trafilatura.extract(
                    html.decode("utf-8", "replace"), include_comments=False
                )
                for _, html in pages
            ]
        with meter.stage(BARE[1]):
            for doc in self._nlp.pipe(text for text in texts if text):
                meter.counts["tokens, bare"] += len(doc)


class Whole:
    """
    Ours, from the page to the database; one run, batch by batch.

    The topic's seeds are held first, beside what the database holds already.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._nlp = load_pipeline()
        self.database = database
        self.database.migrate()
        build(
            self.database,
            list(read_documents(settings.documents, NOW)),
            topic=settings.topic,
            nlp=self._nlp,
            now=NOW,
        )
        with self.database.transaction() as con:
            self._originals = Originals(con, NOW)
        self._lines = set[str]()
        self._bench = Bench(
            topic=settings.topic,
            lexicon=load_lexicon(),
            run_id="bench",
            channel="#bench",
            min_confidence=0.6,
            learn_articles=0,
            now=lambda: NOW,
        )

    def __call__(self, pages: Sequence[Page], meter: Meter) -> None:
        """Read, judge and record the pages as one batch."""
        with meter.stage(RUN[0]):
            batch = in_order(read_pages(pages))
        with meter.stage(RUN[1]):
            seen = list(looked_at(batch, self._originals, self._settings.topic))
            topic = self._settings.topic
            found = extract_claims(to_parse(seen), nlp=self._nlp, topic=topic)
            readings = with_claims(seen, found)
        with meter.stage(RUN[2]), self.database.transaction() as con:
            alerts = judge_batch(con, readings, self._bench)
        texts = [each.text.splitlines() for each in to_parse(seen)]
        lines = [line for text in texts for line in text if line]
        meter.counts["lines"] += len(lines)
        meter.counts["lines read before"] += sum(line in self._lines for line in lines)
        self._lines.update(lines)
        meter.counts["alerts"] += len(alerts)
        meter.counts["articles"] += len(readings)
        meter.counts["copies"] += sum(bool(each.copy_of) for each in readings)
        meter.counts["claims"] += sum(len(each.claims) for each in readings)

    def publish(self, meter: Meter) -> None:
        """The end of the run."""
        with meter.stage(RUN[3]):
            self.database.publish_snapshot()


def read_pages(pages: Iterable[Page]) -> Iterator[Reading]:
    """Read each page; what holds no article is left out."""
    for url, html in pages:
        entry = Entry(source_id=SOURCE.id, url=url)
        try:
            article = read_page(
                html, entry=entry, source=SOURCE, final_url=url, fetched_at=NOW
            )
        except SourceError:
            continue
        yield Reading(article=article, page=pack(html))


def measure(pages: Sequence[Page], settings: Settings) -> Meter:
    """Both over the same pages, in turn; a first page warms each up."""
    bare, meter, rest = Bare(), Meter(), iter(pages)
    with tempfile.TemporaryDirectory() as folder:
        warm, cold = (Database(Path(folder, f"{n}.duckdb")) for n in ("warm", "cold"))
        bare(pages[:3], Meter())
        Whole(settings, warm)(pages[:3], Meter())
        run = Whole(settings, cold)
        while part := list(islice(rest, BATCH)):
            bare(part, meter)
            run(part, meter)
            meter.peaks_mb.append(_peak_mb())
        run.publish(meter)
    return meter


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


_PEER = """
import json, sys, time
from pathlib import Path
name, folder = sys.argv[1:]
pages = [(p.stem, p.read_text("utf-8", "replace")) for p in Path(folder).glob("*.html")]
if name == "newsplease":
    from newsplease import NewsPlease
    read = lambda html, url: NewsPlease.from_html(html, url=url, fetch_images=False).maintext
else:
    from newspaper import Article
    def read(html, url):
        article = Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return article.text
read(pages[0][1], "https://stand.example/x")
began = time.process_time()
words = sum(len((read(html, f"https://stand.example/{name}") or "").split()) for name, html in pages)
print(json.dumps({"seconds": time.process_time() - began, "words": words}))
"""


def peers(pages: Sequence[Page]) -> dict[str, dict[str, float] | str]:
    """What others take from the same pages to main text; no claims, no verdicts."""
    python = os.environ.get("CLAIMWATCH_PEERS", "")
    found: dict[str, dict[str, float] | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, (_, html) in enumerate(pages):
            (Path(folder) / f"{number}.html").write_bytes(html)
        for name in PEERS:
            found[name] = "not installed"
            if python:
                done = subprocess.run(
                    [python, "-c", _PEER, name, folder],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                if done.returncode == 0:
                    found[name] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--pages", type=int, default=200, help="of the sample newsroom")
    parser.add_argument("--public", action="store_true", help="the public page set")
    chosen = parser.parse_args()
    settings = load("microsoft-openai")
    if chosen.public:
        everything = TopicRule(entities=0)
        topic = replace(settings.topic, on_topic=(everything,))
        settings = replace(settings, topic=topic)
        pages = list(islice(public_pages(), chosen.pages))
    else:
        pages = [(sheet.url, sheet.html) for sheet in stand(chosen.pages)]
    meter = measure(pages, settings)
    save(chosen.json, _report(meter, len(pages), peers(pages)))


def _report(
    meter: Meter, pages: int, others: dict[str, dict[str, float] | str]
) -> dict[str, Any]:
    libraries, run = meter.total(BARE), meter.total(RUN)
    seconds = {name: meter.seconds[name] for name in (*BARE, *RUN)}
    seconds |= {"bare libraries": libraries, "whole run": run}
    rows: list[list[Any]] = [
        [name, value, 1000 * value / pages] for name, value in seconds.items()
    ]
    rows += [
        [f"{name}: page to text", found["seconds"], 1000 * found["seconds"] / pages]
        if isinstance(found, dict)
        else [f"{name}: {found}", None, None]
        for name, found in others.items()
    ]
    print_table(f"{pages} pages", ("", "s of CPU", "ms per page"), rows)
    each_ms = 1000 * ratio(meter.seconds[RUN[2]], meter.counts["claims"])
    count = len(meter.peaks_mb)
    quarters = [meter.peaks_mb[(count * n - 1) // 4] for n in (1, 2, 3, 4)]
    print(
        f"ratio {run / libraries:.2f}, {each_ms:.2f} ms per claim judged and recorded, "
        f"peak memory of both together by each quarter of the pages {quarters} MB"
    )
    print(dict(meter.counts))
    return {
        "pages": pages,
        "seconds": seconds,
        "counts": dict(meter.counts),
        "ratio": run / libraries,
        "ms_per_claim_judged": each_ms,
        "peaks_mb": quarters,
        "peers": others,
    }


if __name__ == "__main__":
    main()
