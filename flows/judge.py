"""
Articles -> verdicts -> records: one transaction for a batch, in the order of the news.

Calls the pure deciders and obeys them; decides nothing itself. A batch either stands
whole in the database, with its alerts in the outbox, or has not happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import duckdb

from extractors.model import Alert, Article, Claim, Topic
from flows.copies import Originals, looked_at
from flows.garbage import search_seldom
from flows.settings.file import Route

if TYPE_CHECKING:
    from extractors.verdicts import Lexicon

BATCH = 50  # articles per transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    An article as it was read, with its evidence (``page``, packed) and its claims.

    ``fingerprint`` is None as long as nobody looked whether it is a copy (``copy_of``)
    and whether its text is on topic; ``off_topic`` says why it is not. ``etag`` and
    ``last_modified`` came with the page; ``gone`` says why there is no page any more:
    then it is a version without text. ``has_failed`` when a bug of ours left it unread.
    """

    article: Article
    claims: Sequence[Claim] = ()
    page: bytes = b""
    entry_url: str = ""
    fingerprint: bytes | None = None
    copy_of: str = ""
    off_topic: str = ""
    etag: str = ""
    last_modified: str = ""
    gone: str = ""
    has_failed: bool = False

    def with_claims(self, claims: Sequence[Claim] | None) -> Reading:
        """Return it with what was extracted from it; None where our own code failed."""
        return replace(self, claims=tuple(claims or ()), has_failed=claims is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a judge needs to know besides the articles."""

    topic: Topic
    lexicon: Lexicon
    run_id: str
    channel: str
    routes: Sequence[Route] = ()
    min_confidence: float
    learn_articles: int
    now: Callable[[], datetime]
    versions: Mapping[str, str] = field(default_factory=dict)


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """By publication, then key: the same whatever order they were fetched in."""
    return sorted(
        readings,
        key=lambda each: (
            each.article.published_at or each.article.fetched_at,
            each.article.article_id,
            each.article.version,
        ),
    )


def batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """So many articles at a time as one transaction holds."""
    rest = iter(readings)
    while batch := list(islice(rest, BATCH)):
        yield batch


def judge_batch(
    con: duckdb.DuckDBPyConnection, batch: Sequence[Reading], bench: Bench
) -> list[Alert]:
    """Judge and record each article; return the alerts that were raised."""
    from flows.sitting import Sitting  # noqa: PLC0415  most runs read nothing new

    search_seldom()
    if any(reading.fingerprint is None for reading in batch):
        batch = list(looked_at(batch, Originals(con, bench.now()), bench.topic))
    sitting = Sitting(con, batch, bench)
    found = [alert for reading in batch for alert in sitting.judge(reading)]
    sitting.record()
    return found
