"""
Articles -> verdicts -> records: one transaction for a batch, in the order of the news.

Calls the pure deciders and obeys them; decides nothing itself. A batch either stands
whole in the database, with its alerts in the outbox, or has not happened.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

import duckdb

from extractors.article.copies import fingerprint, is_copy
from extractors.model import (
    Alert,
    Article,
    Claim,
    Topic,
)
from extractors.verdicts import (
    Judged,
    Judgement,
    Lexicon,
    candidate_keys,
    compare,
    decide,
    is_on_topic,
)
from flows import edits, silence
from flows.alerting.follow import Desk, join, tell
from flows.settings.file import Route
from storage import alerts as raised
from storage import articles as read
from storage import baseline, mutes

BATCH = 25  # articles per transaction
COPY_WINDOW = timedelta(days=30)
MIN_COPY_CHARS = 500  # a headline or a teaser is alike without being a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    An article as it was read, with its evidence and its claims.

    ``etag`` and ``last_modified`` came with the page; ``gone`` says why there is no
    page any more: then it is a version without text.
    """

    article: Article
    claims: Sequence[Claim] = ()
    html: bytes = b""
    entry_url: str = ""
    etag: str = ""
    last_modified: str = ""
    gone: str = ""

    def with_claims(self, claims: Sequence[Claim]) -> Reading:
        """Return it with what was extracted from it."""
        return replace(self, claims=tuple(claims))


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
    found: list[Alert] = []
    for reading in batch:
        found += _judge(con, reading, bench)
    return found


def _judge(
    con: duckdb.DuckDBPyConnection, reading: Reading, bench: Bench
) -> list[Alert]:
    article, reason = reading.article, ""
    if article.version > 1:
        taken = edits.take(
            con,
            article,
            reading.claims,
            lexicon=bench.lexicon,
            run_id=bench.run_id,
            at=bench.now(),
            gone=reading.gone,
        )
        reading, reason = reading.with_claims(taken.claims), taken.reason
    print_of = _fingerprint(article)
    copy_of = _original(con, article, print_of, bench.now())
    comparable = not copy_of and is_on_topic(article.text, bench.topic)
    learning = bool(bench.learn_articles) and _read_so_far(con) < bench.learn_articles
    versions = inputs(bench, baseline_row=baseline.last_row(con), learning=learning)
    judgement = decide(
        article,
        _judged(con, reading, bench, comparable=comparable),
        bench.topic,
        min_confidence=bench.min_confidence,
        copy_of=copy_of,
        created_at=bench.now(),
        run_id=bench.run_id,
    )
    if learning:
        judgement = silence.learning(judgement)
    _record_article(con, reading, print_of, copy_of, reason)
    if comparable and reading.html and article.version == 1:
        edits.look_again(con, article, reading.etag, reading.last_modified)
    if copy_of and reading.claims:
        _count_copy(con, reading, copy_of, bench)
    judgement = silence.without_dismissed(con, judgement, bench.lexicon)
    muted = mutes.active(con, bench.now())
    judgement = silence.without_muted(judgement, article, muted)
    ids = [alert.alert_id for alert in judgement.alerts]
    before = [each for each in ids if raised.read_alert(con, each)]
    judgement = silence.without_repeats(judgement, before)
    return _obey(con, reading, judgement, versions, bench)


def inputs(bench: Bench, *, baseline_row: int, learning: bool) -> dict[str, str]:
    """Everything that a decision rests on besides claims: enough to replay it."""
    return {
        **bench.versions,
        "baseline_row": str(baseline_row),
        "min_confidence": str(bench.min_confidence),
        **({"learning": "yes"} if learning else {}),
    }


def _judged(
    con: duckdb.DuckDBPyConnection, reading: Reading, bench: Bench, *, comparable: bool
) -> list[Judged]:
    if not comparable:
        return [Judged(claim=claim, verdict=None) for claim in reading.claims]
    wanted = [(claim, candidate_keys(claim)) for claim in reading.claims]
    held = baseline.candidates_of_all(con, wanted)
    return [
        Judged(
            claim=claim,
            verdict=compare(claim, rows, lexicon=bench.lexicon),
            candidates=tuple(each.claim_id for each in rows),
        )
        for claim, rows in zip(reading.claims, held, strict=True)
    ]


def _count_copy(
    con: duckdb.DuckDBPyConnection, reading: Reading, copy_of: str, bench: Bench
) -> None:
    """A copy counts as an article, but not as an origin of its own."""
    told = con.execute(
        "select distinct d.alert_id, s.origin "
        "from decisions d join store.alert_sources s using (alert_id, article_id) "
        "where d.article_id = ? order by all",
        [copy_of],
    ).fetchall()
    for alert_id, origin in told:
        join(
            con,
            alert_id,
            reading.claims[0],
            replace(reading.article, origin=origin or ""),
            at=bench.now(),
            run_id=bench.run_id,
            quietly=True,
        )


def _obey(
    con: duckdb.DuckDBPyConnection,
    reading: Reading,
    judgement: Judgement,
    versions: Mapping[str, str],
    bench: Bench,
) -> list[Alert]:
    article, at = reading.article, bench.now()
    read.record_claims(con, reading.claims)
    read.record_decisions(
        con,
        judgement.decisions,
        run_id=bench.run_id,
        versions=versions,
        decided_at=at,
    )
    for alert in judgement.alerts:
        tell(con, alert, Desk(channel=bench.channel, routes=bench.routes))
    for alert_id, claim in judgement.joined:
        join(con, alert_id, claim, article, at=at, run_id=bench.run_id)
    baseline.hold(
        con,
        [
            baseline.Holding(
                claim=entry.claim,
                article=article,
                keys=candidate_keys(entry.claim),
                status=entry.status,
                alert_id=entry.alert_id,
            )
            for entry in judgement.observe
        ],
        at=at,
    )
    for end in judgement.supersede:
        baseline.supersede(
            con,
            end.old_claim_id,
            by_claim_id=end.new_claim_id,
            valid_to=end.valid_to,
            at=at,
        )
    return list(judgement.alerts)


def _record_article(
    con: duckdb.DuckDBPyConnection,
    reading: Reading,
    print_of: bytes,
    copy_of: str,
    reason: str,
) -> None:
    read.record_article(
        con,
        reading.article,
        html=reading.html,
        entry_url=reading.entry_url,
        copy_of=copy_of,
        status="removed" if reading.gone else "copy" if copy_of else "read",
        status_reason=reason,
        fingerprint=b64encode(print_of).decode() if print_of else None,
    )


def _fingerprint(article: Article) -> bytes:
    if article.headline_only or len(article.text) < MIN_COPY_CHARS:
        return b""
    return fingerprint(article.text)


def _original(
    con: duckdb.DuckDBPyConnection, article: Article, print_of: bytes, now: datetime
) -> str:
    """Return the id of the article that this one is a copy of, empty for none."""
    if not print_of:
        return ""
    for each in read.fingerprints(con, since=now - COPY_WINDOW):
        other = b64decode(each.value)
        if each.article_id != article.article_id and is_copy(print_of, other):
            return each.article_id
    return ""


def _read_so_far(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute(
        "select count(*) from articles where status in ('read', 'copy')"
    ).fetchone()
    return row[0] if row else 0
