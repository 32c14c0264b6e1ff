"""
Main text of real pages against gold text: F1, outcomes, seconds per page.

Usage: python tests/bench/bench_pages.py [FOLDER]

FOLDER holds ``ground-truth.json`` and ``html/*.html.gz`` of the article extraction
benchmark (github.com/scrapinghub/article-extraction-benchmark); without it
``$CLAIMWATCH_BENCH/pages``. The score is that benchmark's own: precision and recall
over shingles of four tokens, each page weighing the same. The title that our text
starts with is not part of the gold body and is left out.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from extractors.article.page import read_page
from extractors.model import Entry, Source, SourceError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(id="bench", kind="page")


def main() -> None:
    """Print the table."""
    default = Path(os.environ.get("CLAIMWATCH_BENCH", "../shared/bench")) / "pages"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    if not folder.is_dir():
        print(f"{folder} is not there: skipped")
        return
    outcomes, seconds = Counter(), []
    ours, bare = [], []
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
    for name, pairs in (("claimwatch", ours), ("trafilatura", bare)):
        precision, recall = _score(pairs)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:12} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    print(dict(outcomes), f"median {statistics.median(seconds):.3f} s per page")


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
