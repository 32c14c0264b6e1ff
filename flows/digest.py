"""What changed in so many days: counted, listed, drawn and told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import duckdb

from flows.alerting import wording
from flows.alerting.blocks import Block, context, escaped, header, line, link, words
from flows.alerting.message import MAX_TEXT_CHARS, Message
from flows.alerting.wording import VERDICT_MARKS
from storage.outbox import Kind, Post

_VERDICTS = ("contradicts", "updates", "new")
_MOST, _MOST_OVERDUE = 12, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """
    What there is to tell about ``[since, until)``, aware UTC.

    ``findings`` are the gravest first, with ``verdict said before url origins``;
    ``overdue`` are deadlines that passed unconfirmed within these days, the first of
    ``newly_overdue``; ``by_day`` has a row for each day and verdict.
    """

    topic: str
    since: datetime
    until: datetime
    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[dict[str, Any], ...] = ()
    overdue: tuple[dict[str, Any], ...] = ()
    newly_overdue: int = 0
    by_day: tuple[dict[str, Any], ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The topic and its days."""
        days = (self.until - self.since).days
        span = "1 day" if days == 1 else f"{days} days"
        return f"{self.topic}: what changed in {span} to {wording.day(self.until)}"


def gather(
    con: duckdb.DuckDBPyConnection, topic: str, *, until: datetime, days: int
) -> Digest:
    """Read it from the database or a snapshot."""
    since = until - timedelta(days=days)
    span = {"since": since, "until": until}
    counts = dict(
        con.execute(
            "select verdict, count(*) from alerts "
            "where created_at >= $since and created_at < $until group by 1",
            span,
        ).fetchall()
    )
    overdue = _overdue(con, span)
    return Digest(
        topic=topic,
        since=since,
        until=until,
        counts={verdict: counts.get(verdict, 0) for verdict in _VERDICTS},
        findings=tuple(_findings(con, span)),
        overdue=tuple(overdue[:_MOST_OVERDUE]),
        newly_overdue=len(overdue),
        by_day=tuple(_by_day(con, span)),
        lines=tuple(_lines(con, span)),
    )


def message(digest: Digest) -> Message:
    """The digest for Slack; foreign words are plain text and links."""
    counted = ", ".join(f"{number} {kind}" for kind, number in digest.counts.items())
    more = sum(digest.counts.values()) - len(digest.findings)
    late = digest.newly_overdue - len(digest.overdue)
    said = [
        line(words(f"{counted}\n", bold=True)),
        *_listing([_item(row) for row in digest.findings]),
        *_rest(more, "claimwatch alerts"),
    ]
    if digest.overdue:
        said += [
            line(words(f"\n{_overdue_title(digest)}\n", bold=True)),
            *_listing([[words(_late(row), 300)] for row in digest.overdue]),
            *_rest(late, "claimwatch query --name overdue"),
        ]
    blocks = (
        header(digest.title),
        {"type": "rich_text", "elements": said},
        context(*digest.lines[:8]),
    )
    return Message(text=escaped(plain(digest), MAX_TEXT_CHARS), blocks=blocks)


def plain(digest: Digest) -> str:
    """The digest for a terminal, and for those who see no blocks."""
    counted = ", ".join(f"{number} {kind}" for kind, number in digest.counts.items())
    found = [
        f"{_mark(row)} {row['said'][:200]}"
        + (f" (before: {row['before'][:120]})" if row["before"] else "")
        for row in digest.findings
    ]
    late = [_overdue_title(digest), *map(_late, digest.overdue)] * bool(digest.overdue)
    return "\n".join([digest.title, counted, *found, *late, *digest.lines])


def digest_post(digest: Digest, *, channel: str, now: datetime) -> Post:
    """Queued once for its last day and length."""
    days = (digest.until - digest.since).days
    return Post(
        post_id=f"digest:{digest.until:%Y-%m-%d}:{days}d",
        kind=Kind.DIGEST,
        channel=channel,
        payload=message(digest).payload(),
        created_at=now,
    )


def _findings(
    con: duckdb.DuckDBPyConnection, span: dict[str, Any]
) -> Sequence[dict[str, Any]]:
    rows = con.execute(
        "select verdict, claim_text, coalesce(baseline_text, ''), article_url, origins "
        "from alerts where created_at >= $since and created_at < $until "
        "and feedback is distinct from 'dismissed' "
        "order by array_position(['high', 'medium', 'low'], severity), "
        "array_position(['contradicts', 'updates', 'new'], verdict), origins desc, "
        "created_at desc, alert_id limit $most",
        span | {"most": _MOST},
    ).fetchall()
    return [
        {
            "verdict": verdict,
            "said": wording.one_line(said),
            "before": wording.one_line(before),
            "url": url or "",
            "origins": origins,
        }
        for verdict, said, before, url, origins in rows
    ]


def _overdue(
    con: duckdb.DuckDBPyConnection, span: dict[str, Any]
) -> Sequence[dict[str, Any]]:
    rows = con.execute(
        "select due::varchar, text, coalesce(document, '') from overdue "
        "where due >= $since::date and due < $until::date order by due, text",
        span,
    ).fetchall()
    return [
        {"due": due, "text": wording.one_line(text), "document": wording.one_line(by)}
        for due, text, by in rows
    ]


def _by_day(
    con: duckdb.DuckDBPyConnection, span: dict[str, Any]
) -> Sequence[dict[str, Any]]:
    rows = con.execute(
        "select d::date::varchar, v, count(a.alert_id) "
        "from range($since + interval 1 day, $until + interval 1 day, interval 1 day) "
        "days(d), (select unnest(['contradicts', 'updates', 'new']) as v) "
        "left join alerts a on a.created_at::date = d::date and a.verdict = v "
        "and a.created_at >= $since and a.created_at < $until "
        "group by 1, 2 order by 1, 2",
        span,
    ).fetchall()
    return [{"day": day, "verdict": v, "alerts": n} for day, v, n in rows]


def _lines(con: duckdb.DuckDBPyConnection, span: dict[str, Any]) -> list[str]:
    [(ran, articles)] = con.execute(
        "select count(*), coalesce(sum(articles), 0) from runs "
        "where started_at >= $since and started_at < $until",
        span,
    ).fetchall()
    [(disputes,)] = con.execute(
        "select count(*) from disputes where closed_at is null"
    ).fetchall()
    sick = con.execute(
        "select source_id from sources where failures > 0 order by 1"
    ).fetchall()
    silent = con.execute(
        "select source_id, silent_hours from silent_sources order by 1"
    ).fetchall()
    answers = con.execute(
        "select action, count(*) from feedback where at_time >= $since "
        "and at_time < $until and undone_at is null group by 1 order by 1",
        span,
    ).fetchall()
    [(overdue,)] = con.execute("select count(*) from overdue").fetchall()
    lines = [f"{ran} runs, {articles} new articles", f"open disputes: {disputes}"]
    lines += [f"overdue in all: {overdue}"] * bool(overdue)
    lines += [", ".join(f"{number} {action}" for action, number in answers)] * bool(
        answers
    )
    names = ", ".join(row[0] for row in sick)
    hours = ", ".join(f"{name} for {hours} h" for name, hours in silent)
    lines += [f"sources not well: {names}"[:280]] * bool(sick)
    return lines + [f"sources silent beyond their habit: {hours}"[:280]] * bool(silent)


def _listing(items: list[list[Block]]) -> list[Block]:
    lines = [line(*each) for each in items]
    return [{"type": "rich_text_list", "style": "bullet", "elements": lines}] * bool(
        lines
    )


def _rest(more: int, where: str) -> list[Block]:
    return [line(words(f"and {more} more: {where}"))] * (more > 0)


def _overdue_title(digest: Digest) -> str:
    count = digest.newly_overdue
    return f"Overdue: {count} deadline{'' if count == 1 else 's'} passed unconfirmed"


def _late(row: dict[str, Any]) -> str:
    return f"⏰ {row['due']}: {row['text'][:200]} ({row['document'][:80]})"


def _item(row: dict[str, Any]) -> list[Block]:
    before = [words(f" · before: {row['before']}", 160)] if row["before"] else []
    return [words(f"{_mark(row)} "), link(row["url"], row["said"], 200), *before]


def _mark(row: dict[str, Any]) -> str:
    marks = {kind.value: mark for kind, mark in VERDICT_MARKS.items()}
    return marks.get(row["verdict"], "⚪")
