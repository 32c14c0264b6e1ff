"""What every benchmark shares: where the data is, how a table and progress look."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


def options(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser with what every benchmark takes."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures as JSON")
    return parser


def data_folder(name: str) -> Path:
    """
    Return the folder ``name`` of the public data.

    Raises:
        SystemExit: the data is not there: says so, with exit code 0.

    """
    root = Path(os.environ.get("CLAIMWATCH_BENCH", "../shared/bench"))
    folder = (root if root.is_absolute() else ROOT / root) / name
    if not folder.is_dir():
        print(
            f"skipped: no {name} data (CLAIMWATCH_BENCH names its folder, "
            "tests/bench/README.md says where each set comes from)"
        )
        raise SystemExit(0)
    return folder


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read JSON Lines."""
    return [
        json.loads(line)
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def is_held_back(key: str) -> bool:
    """Whether a row belongs to the fifth that nothing is fitted to."""
    return int(sha256(key.encode()).hexdigest(), 16) % 100 >= 80


def sampled(rows: Sequence[T], key: Callable[[T], str], limit: int) -> list[T]:
    """Return the first ``limit`` rows by the hash of their key; 0 takes all."""
    if not limit:
        return list(rows)
    mixed = sorted(rows, key=lambda row: sha256(key(row).encode()).hexdigest())
    return mixed[:limit]


_OPENS = re.compile(r"([(\[$€£#]) ")
_CLOSES = re.compile(
    r" ([.,;:!?%)\]](?=[\s.,;:!?%)\]\"]|$)|'s\b|'\B|n't\b|'(?:re|ve|ll|d|m)\b)"
)
_QUOTED = re.compile(r"(?:``|''|\") (.+?) (?:''|\")")


def prose(text: str) -> str:
    """
    Write a text whose tokens stand apart (``2.5 % of ( all )``) as people write it.

    The sets were tokenised for other programs; ours reads prose.
    """
    text = _QUOTED.sub(r'"\1"', text.replace("\ufffd", " "))
    return _CLOSES.sub(r"\1", _OPENS.sub(r"\1", text)).strip()


def progress(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Pass items on; on a terminal, say every second how far it is."""
    shown = time.monotonic()
    for done, item in enumerate(items, 1):
        if sys.stderr.isatty() and time.monotonic() - shown > 1:
            shown = time.monotonic()
            print(f"\r{label} {done} of {total}", end="", file=sys.stderr)
        yield item
    if sys.stderr.isatty():
        print(f"\r{label} {total}{' ' * 12}", file=sys.stderr)


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print one table: numbers to three places, None as a dash."""
    lines = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        cells = [
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def save(path: Path | None, figures: dict[str, Any]) -> None:
    """Write the figures with the commit they were measured at."""
    if path is None:
        return
    path.write_text(
        json.dumps(
            {"commit": commit(), "at": datetime.now(UTC).isoformat(), **figures},
            indent=1,
        )
        + "\n",
        "utf-8",
    )


def commit() -> str:
    """Return the short hash of what is checked out, empty outside a checkout."""
    done = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def ratio(part: float, whole: float) -> float:
    """Return ``part / whole``, 0 where there is nothing."""
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean, 0 when both are."""
    return ratio(2 * precision * recall, precision + recall)
