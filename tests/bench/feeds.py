"""
Public corpora of feeds through our parsers: outcomes, time, share of what was read.

``python -m tests.bench.feeds [--json FILE]``

The data are those of feedparser and gofeed: mostly files that hold one element each, so
what we read is shown beside what bare feedparser finds in the same files, in entries
that have a title or a link (without either there is nothing to fetch or to tell).
Anything but entries or a ParseError is a crash.
"""

from __future__ import annotations

import io
import time
from collections import Counter
from pathlib import Path

import feedparser

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
        [name, read[name], read[f"bare {name}"], ratio(read[name], read["entries"])]
        for name in ("title", "link", "date")
    ]
    print_table(
        f"Of {read['entries']} entries (bare feedparser: {read['bare entries']}) have",
        ("", "ours", "bare", "share of ours"),
        rows,
    )
    print(dict(outcomes), f"slowest {slowest:.3f} s")
    save(chosen.json, {"outcomes": dict(outcomes), "read": dict(read)})


def _outcome(path: Path, read: Counter[str]) -> str:
    data = path.read_bytes()
    try:
        parsed = parse_feed(
            data, source_id="bench", base_url="http://bench.example/feed"
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
    for item in feedparser.parse(io.BytesIO(data), sanitize_html=False).entries:
        if item.get("title") or item.get("link"):
            dated = item.get("published_parsed") or item.get("updated_parsed")
            bare = {"entries": 1, "title": item.get("title"), "link": item.get("link")}
            read.update({f"bare {name}": bool(v) for name, v in bare.items()})
            read.update({"bare date": bool(dated)})
    return "read"


if __name__ == "__main__":
    main()
