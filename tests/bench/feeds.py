"""
Public corpora of feeds through our parsers: outcomes, time, share of what was read.

Usage: python tests/bench/bench_feeds.py [FOLDER]

FOLDER holds the test data of feedparser and gofeed; without it
``$CLAIMWATCH_BENCH/feeds``. Anything but entries or a ParseError is a crash.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

from extractors.article.feed import parse_feed
from extractors.model import ParseError


def main() -> None:
    """Print the table."""
    default = Path(os.environ.get("CLAIMWATCH_BENCH", "../shared/bench")) / "feeds"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    if not folder.is_dir():
        print(f"{folder} is not there: skipped")
        return
    outcomes: Counter[str] = Counter()
    read: Counter[str] = Counter()
    slowest = 0.0
    for path in sorted(folder.rglob("*.*")):
        answer = path.suffix == ".json" and path.with_suffix(".xml").exists()
        if not path.is_file() or answer or path.stem.endswith("_expected"):
            continue
        began = time.perf_counter()
        outcomes[_outcome(path, read)] += 1
        slowest = max(slowest, time.perf_counter() - began)
    print(dict(outcomes), f"slowest {slowest:.3f} s")
    for name in ("title", "link", "date"):
        print(f"{name:6} {read[name]} of {read['entries']} entries")


def _outcome(path: Path, read: Counter[str]) -> str:
    try:
        parsed = parse_feed(
            path.read_bytes(), source_id="bench", base_url="http://bench.example/feed"
        )
    except ParseError as error:
        return error.reason
    except Exception as error:  # noqa: BLE001  what the bench looks for
        print(f"{path}: {error!r}")
        return "crash"
    for entry in parsed.entries:
        dated = entry.published_at or entry.modified_at
        read.update(entries=1, title=bool(entry.title), link=bool(entry.url))
        read.update(date=dated is not None)
    return "read"


if __name__ == "__main__":
    main()
