"""
What is dropped after a while, and what never is: the evidence of an alert.

An article that an alert was raised from, or that joined one, keeps its page, its text
and its decisions as long as the alert is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

# Decisions that nothing else rests on: the others are counted as origins or told.
_SILENT = "('off_topic', 'not_newsworthy', 'unclear', 'copy', 'learning', 'muted')"
_EVIDENCE = (
    "article_id in (select article_id from store.alert_sources union all "
    "select article_id from store.alerts)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How many days each kind is kept; None keeps it for good."""

    pages: int | None = None
    text: int | None = None
    versions: int | None = None
    decisions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """How many of each kind were dropped."""

    pages: int = 0
    texts: int = 0
    versions: int = 0
    decisions: int = 0


def drop_old(con: duckdb.DuckDBPyConnection, keep: Keep, *, at: datetime) -> Dropped:
    """
    Drop what is older than its days, by when it was fetched or decided.

    ``pages`` are the bytes as fetched; ``text`` empties articles, which stay known by
    their hash; ``versions`` drops what a later edit replaced; ``decisions`` drops
    claims that led to silence, together with what was decided on them.
    """
    return Dropped(
        pages=_drop(con, keep.pages, at, _PAGES),
        texts=_drop(con, keep.text, at, _TEXTS),
        versions=_drop(con, keep.versions, at, _VERSIONS),
        decisions=_decisions(con, keep.decisions, at),
    )


_PAGES = f"""
delete from store.evidence where (article_id, version) in (
  select article_id, version from store.articles
  where fetched_at < $before and not {_EVIDENCE})
"""  # noqa: S608
_TEXTS = f"""
update store.articles set text = null
where text is not null and status <> 'seed' and fetched_at < $before
  and not {_EVIDENCE}
"""  # noqa: S608
_VERSIONS = f"""
delete from store.articles a
where fetched_at < $before and not {_EVIDENCE} and exists (
  select 1 from store.articles b
  where b.article_id = a.article_id and b.version > a.version)
"""  # noqa: S608
_OLD = f"""
select claim_id from store.decisions
where decided_at < $before and outcome in {_SILENT} and not {_EVIDENCE}
"""  # noqa: S608


def _drop(
    con: duckdb.DuckDBPyConnection, days: int | None, at: datetime, sql: str
) -> int:
    if days is None:
        return 0
    row = con.execute(sql, {"before": at - timedelta(days=days)}).fetchone()
    return int(row[0]) if row else 0


def _decisions(con: duckdb.DuckDBPyConnection, days: int | None, at: datetime) -> int:
    if days is None:
        return 0
    values = {"before": at - timedelta(days=days)}
    con.execute(f"delete from store.claims where claim_id in ({_OLD})", values)  # noqa: S608
    row = con.execute(
        f"delete from store.decisions where claim_id in ({_OLD})",  # noqa: S608
        values,
    ).fetchone()
    return int(row[0]) if row else 0
