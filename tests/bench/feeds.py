"""
Public corpora of feeds through our parsers: outcomes, time, share of what was read.

``python -m tests.bench.feeds [--json FILE]``

The data are those of feedparser and gofeed. Anything but entries or a ParseError is a
crash.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from extractors.article.feed import parse_feed
from extractors.model import ParseError
from tests.bench.common import data_folder, options, print_table, ratio, save


def main() -> None:
    """Print the table."""
    chosen = options(__doc__).parse_args()
    folder = data_folder("feeds")
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
    rows = [
        [name, read[name], read["entries"], ratio(read[name], read["entries"])]
        for name in ("title", "link", "date")
    ]
    print_table("Entries with", ("", "entries", "of", "share"), rows)
    print(dict(outcomes), f"slowest {slowest:.3f} s")
    save(chosen.json, {"outcomes": dict(outcomes), "read": dict(read)})


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
