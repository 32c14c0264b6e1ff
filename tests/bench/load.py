"""
Hundreds of feeds at once, one tenth of them sick: who is read, and in what time.

    python -m tests.bench.load                      500 feeds, as the settings' defaults are
    python -m tests.bench.load --feeds 40 --pause 0 --timeout 2

Gathers twice in fresh homes: the healthy ones alone, then all. The figures are the
wall times, their ratio (aim: 1.3 at most), the articles read of those announced by the
healthy, and what each sick one came to.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from extractors.model import Source
from flows.gather import Gathered, gather
from flows.intake.sources import Window
from flows.settings.load import load
from storage.database import Database
from storage.sources import sync_sources
from tests.bench.common import ROOT, options, print_table
from tests.fakes.crowd import ARTICLES, SICK, address

TOPIC = """
[topic]
id = "load"
entities = ["The mill"]
[baseline]
documents = "seed.txt"
[fetch]
min_seconds_per_host = {pause}
timeout_seconds = {timeout}
allow_networks = ["127.0.0.0/8"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What two gatherings gave; seconds are of the wall."""

    alone_s: float
    all_s: float
    read: int
    announced: int
    outcomes: dict[str, str]

    @property
    def ratio(self) -> float:
        """How much longer it takes with the sick ones among them."""
        return self.all_s / self.alone_s


@contextmanager
def crowd(hosts: int) -> Iterator[int]:
    """Serve so many hosts; yields their port."""
    command = [sys.executable, "-m", "tests.fakes.crowd", str(hosts)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def sources_of(feeds: int, sick: list[str], port: int) -> list[Source]:
    """So many feeds, the sick ones spread evenly among them."""
    every = feeds // len(sick)
    found = []
    for n in range(feeds):
        ill = n % every == every // 2 and n // every < len(sick)
        kind = sick[n // every] if ill else "healthy"
        scheme = "https" if kind == "tls" else "http"
        url = f"{scheme}://{address(n)}:{port}/{kind}/feed.xml"
        found.append(Source(id=f"{kind}-{n}", kind="feed", url=url))
    return found


def gathered(
    sources: list[Source], *, pause: float, timeout: float
) -> tuple[Gathered, float]:
    """Gather in a home of its own; and the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        topic = Path(folder) / "topic.toml"
        topic.write_text(TOPIC.format(pause=pause, timeout=timeout))
        topic.with_name("seed.txt").write_text("The mill employs 400 people.")
        settings = load(str(topic), home=Path(folder), environ={})
        database = Database(settings.database)
        database.migrate(topic="load")
        with database.transaction() as con:
            sync_sources(con, sources)
        began = time.monotonic()
        done = gather(
            database,
            settings,
            sources,
            window=Window(),
            manual=True,
            now=lambda: datetime.now(UTC),
            report=lambda _: None,
        )
        return done, time.monotonic() - began


def measure(feeds: int, *, pause: float, timeout: float) -> Load:
    """The healthy alone, then with one tenth sick among them."""
    with crowd(feeds) as port:
        sick = list(islice(cycle(SICK), feeds // 10))
        everyone = sources_of(feeds, sick, port)
        healthy = [each for each in everyone if each.id.startswith("healthy")]
        alone, alone_s = gathered(healthy, pause=pause, timeout=timeout)
        assert len(alone.readings) == ARTICLES * len(healthy), alone.unread[:3]
        mixed, all_s = gathered(everyone, pause=pause, timeout=timeout)
    outcomes = {
        visit.source_id: visit.error.partition(": ")[2].partition(" ")[0]
        for visit in mixed.visits
        if not visit.source_id.startswith("healthy")
    }
    read = [r for r in mixed.readings if r.article.source_id.startswith("healthy")]
    return Load(
        alone_s=alone_s,
        all_s=all_s,
        read=len(read),
        announced=ARTICLES * len(healthy),
        outcomes=outcomes,
    )


def main() -> int:
    """Print the tables; 1 when a healthy one was missed or the sick cost too much."""
    parser = options(__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--pause", type=float, default=1.0, help="min_seconds_per_host")
    parser.add_argument("--timeout", type=float, default=20.0, help="timeout_seconds")
    chosen = parser.parse_args()
    found = measure(chosen.feeds, pause=chosen.pause, timeout=chosen.timeout)
    counted = Counter(
        (name.rpartition("-")[0], said or "its pages only")
        for name, said in found.outcomes.items()
    )
    print_table(
        "What became of the sick",
        ("kind", "outcome", "feeds"),
        [(kind, said, number) for (kind, said), number in sorted(counted.items())],
    )
    figures = {
        "healthy alone, s": round(found.alone_s, 1),
        "one tenth sick, s": round(found.all_s, 1),
        "ratio (aim 1.3)": round(found.ratio, 2),
        "articles of the healthy read": f"{found.read} of {found.announced}",
    }
    print_table(f"{chosen.feeds} feeds", ("figure", "value"), figures.items())
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1))
    return int(found.read < found.announced or found.ratio > 1.3)


if __name__ == "__main__":
    sys.exit(main())
