"""
Main text of real pages against gold text: F1, outcomes, seconds per page.

``python -m tests.bench.pages [--json FILE]``

The data are those of the article extraction benchmark
(github.com/scrapinghub/article-extraction-benchmark), and so is the score: precision
and recall over shingles of four tokens, each page weighing the same. The title that our
text starts with is not part of the gold body and is left out.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import time
from collections import Counter
from datetime import UTC, datetime

import trafilatura

from extractors.article.page import read_page
from extractors.model import Entry, Source, SourceError
from tests.bench.common import data_folder, f1, options, print_table, save

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(id="bench", kind="page")
PUBLISHED = {"trafilatura 2.3.1": 0.957, "newspaper4k": 0.949, "readability": 0.922}


def main() -> None:
    """Print the table."""
    chosen = options(__doc__).parse_args()
    folder = data_folder("pages")
    outcomes: Counter[str] = Counter()
    seconds: list[float] = []
    ours: list[tuple[str, str]] = []
    bare: list[tuple[str, str]] = []
    for key, gold in json.loads((folder / "ground-truth.json").read_text()).items():
        html = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        began = time.perf_counter()
        body, outcome = _body(html, gold["url"])
        seconds.append(time.perf_counter() - began)
        outcomes[outcome] += 1
        ours.append((gold["articleBody"], body))
        plain = trafilatura.extract(
            html.decode("utf-8", "replace"), include_comments=False
        )
        bare.append((gold["articleBody"], plain or ""))
    scores = {"claimwatch": _score(ours), "trafilatura.extract": _score(bare)}
    rows = [[name, p, r, f1(p, r), None] for name, (p, r) in scores.items()]
    rows += [[name, None, None, None, value] for name, value in PUBLISHED.items()]
    head = ("", "precision", "recall", "F1", "F1 published")
    print_table("Main text of pages", head, rows)
    print(dict(outcomes), f"median {statistics.median(seconds):.3f} s per page")
    save(chosen.json, {"scores": scores, "outcomes": dict(outcomes)})


def _body(html: bytes, url: str) -> tuple[str, str]:
    entry = Entry(source_id="bench", url=url)
    try:
        article = read_page(
            html, entry=entry, source=SOURCE, final_url=url, fetched_at=NOW
        )
    except SourceError as error:
        return "", error.reason
    outcome = "low_confidence" if article.low_confidence else "read"
    return article.text.removeprefix(article.title), outcome


def _score(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    precisions, recalls = [], []
    for gold, found in pairs:
        wanted, got = _shingles(gold), _shingles(found)
        hits = (wanted & got).total()
        if got:
            precisions.append(hits / got.total())
        if wanted:
            recalls.append(hits / wanted.total())
    return statistics.mean(precisions), statistics.mean(recalls)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


if __name__ == "__main__":
    main()
