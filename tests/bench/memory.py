"""
What one run holds in memory as it reads more and more articles.

``python -m tests.bench.memory [--articles 10000] [--paragraphs 17] [--json FILE]``

A folder of pages from the sample newsroom's stories (``edition``: two of five are
syndicated copies, a fifth of the others is off topic) is read, judged, recorded and
published by one direct pass, in a process of its own. The table has what that process
holds when all pages are read, and as their batches are judged; the sandbox that reads
the pages is a child with a limit of its own.
"""

from __future__ import annotations

import multiprocessing
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from extractors.model import Source
from flows.judge import BATCH
from flows.monitor_params import MonitorParams
from flows.monitor_pass import Pass
from flows.settings.load import load
from tests.bench.common import options, print_table, save
from tests.bench.edition import stand

TOPIC = "microsoft-openai"
NOW = datetime(2025, 7, 1, tzinfo=UTC)
_STEP = re.compile(r"judge batch (\d+) of")
# articles judged, memory now and at most so far, in MB
Mark = tuple[int, int, int]


def write_pages(folder: Path, count: int, paragraphs: int) -> None:
    """Write so many pages, of about so many paragraphs, as files."""
    length = (max(2, paragraphs - 5), paragraphs + 5)
    for number, sheet in enumerate(stand(count, paragraphs=length)):
        (folder / f"{number:06}.html").write_bytes(sheet.html)


def run(folder: Path, home: Path) -> list[Mark]:
    """Read the folder in one pass; a mark before each batch, and one at the end."""
    settings = load(TOPIC, home=home)
    source = Source(id="folder", kind="directory", options={"path": str(folder)})
    settings = replace(settings, sources=(source,))
    marks: list[Mark] = []

    def mark(message: str) -> None:
        if found := _STEP.match(message):
            marks.append(((int(found[1]) - 1) * BATCH, *_memory_mb()))

    with Pass(
        settings, MonitorParams(topic=TOPIC), now=lambda: NOW, report=mark
    ) as work:
        work.go_on()
    marks.append((work.outcome.counts.articles, *_memory_mb()))
    return marks


def _memory_mb() -> tuple[int, int]:
    """What this process holds now, and what it held at most."""
    status = Path("/proc/self/status").read_text("ascii")
    now, most = (
        int(re.findall(rf"{name}:\s+(\d+)", status)[0]) // 1024
        for name in ("VmRSS", "VmHWM")
    )
    return now, most


def shown(marks: Sequence[Mark]) -> list[Mark]:
    """The first mark, and those nearest to a hundredth, tenths and halves of all."""
    last = marks[-1][0]
    wanted = [0, *(round(last * share) for share in (0.01, 0.1, 0.25, 0.5, 0.75, 1.0))]
    return [min(marks, key=lambda mark: abs(mark[0] - each)) for each in wanted]


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--paragraphs", type=int, default=17)
    chosen = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as temporary,
        context.Pool(1, maxtasksperchild=1) as pool,
    ):
        folder, home = Path(temporary, "pages"), Path(temporary, "home")
        folder.mkdir()
        pool.apply(write_pages, (folder, chosen.articles, chosen.paragraphs))
        marks = pool.apply(run, (folder, home))
    head = ("articles judged", "MB now", "MB at most")
    print_table("One run", head, shown(marks))
    save(chosen.json, {"articles": chosen.articles, "marks": marks})


if __name__ == "__main__":
    main()
