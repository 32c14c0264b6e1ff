"""
One article gone, with everything that rests on it: for who has to forget it.

Its copies go too, and alerts that show its words on either side. What it had superseded
is held again. The file still has the bytes in free blocks until it is compacted, and
backups have them until they are rotated out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extractors.model import Claim
from storage.baseline import rekey
from storage.baseline.history import restate
from storage.rows import scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much is gone; ``posted`` are messages that still stand in a channel."""

    articles: int
    claims: int
    baseline_claims: int
    alerts: int
    posted: tuple[tuple[str, str], ...]


def find_articles(con: duckdb.DuckDBPyConnection, what: str) -> list[str]:
    """Return the ids of the article with this id or address, and of its copies."""
    rows = con.execute(
        "with recursive gone as (select article_id from store.articles "
        "where $what in (article_id, url, canonical_url, entry_url) union "
        "select a.article_id from store.articles a join gone g "
        "on a.copy_of = g.article_id) select distinct article_id from gone order by 1",
        {"what": what},
    ).fetchall()
    return [row[0] for row in rows]


def erase(
    con: duckdb.DuckDBPyConnection,
    article_ids: list[str],
    *,
    keys: Callable[[Claim], frozenset[str]],
    keys_version: str,
    at: datetime,
) -> Erased:
    """
    Erase articles in the open transaction.

    Args:
        con: the open transaction.
        article_ids: which, as ``find_articles`` gives them.
        keys: the keys under which what is left is found again.
        keys_version: their version.
        at: when what they had superseded is held again (aware UTC).

    """
    con.execute(
        "create or replace temp table gone as select unnest(?::varchar[]) as id",
        [article_ids],
    )
    con.execute(f"create or replace temp table gone_claims as {_CLAIMS}")
    con.execute(f"create or replace temp table gone_alerts as {_ALERTS}")
    posted = con.execute(
        "select channel, ts from store.outbox where ts is not null "
        "and alert_id in (from gone_alerts) order by all"
    ).fetchall()
    erased = Erased(
        articles=len(article_ids),
        claims=_count(con, "store.claims where article_id in (from gone)"),
        baseline_claims=_count(
            con, "(select distinct claim_id from store.baseline "
            "where article_id in (from gone))"
        ),
        alerts=_count(con, "gone_alerts"),
        posted=tuple(posted),
    )  # fmt: skip
    _hold_again(con, at)
    con.execute(_STATEMENTS)
    rekey(con, keys, version=keys_version, anyway=True)
    for table in ("gone", "gone_claims", "gone_alerts"):
        con.execute(f"drop table temp.{table}")
    return erased


_CLAIMS = (
    "select claim_id from store.claims where article_id in (from gone) union "
    "select claim_id from store.baseline where article_id in (from gone)"
)
_ALERTS = (
    "select alert_id from store.alerts where article_id in (from gone) "
    "or claim_id in (from gone_claims) or baseline_claim_id in (from gone_claims) "
    "or alert->>'$.verdict.features.perhaps.claim_id' in (from gone_claims)"
)
EVIDENCE_ERASED = "evidence_erased"
# What others said in or against these alerts is still a claim, with an outcome; of a
# digest, which quotes many, nothing is needed any more once it is sent.
_STATEMENTS = f"""
update store.decisions
set outcome = 'unclear', reason = '{EVIDENCE_ERASED}', verdict = null,
    confidence = null, slot = null, old_value = null, new_value = null,
    would_change = null, alert_id = null, baseline_claim_id = null, features = '{{}}'
where alert_id in (from gone_alerts) or baseline_claim_id in (from gone_claims);
update store.decisions set features = json_merge_patch(features, '{{"perhaps": null}}')
where features->>'$.perhaps.claim_id' in (from gone_claims);
update store.baseline set alert_id = null where alert_id in (from gone_alerts);
delete from store.feedback where alert_id in (from gone_alerts);
delete from store.outbox where alert_id in (from gone_alerts);
delete from store.outbox where kind = 'reply' and exists (
  from gone where contains(post_id, ':reply:' || id)
  or contains(post_id, ':edit:' || id));
delete from store.claim_changes where article_id in (from gone);
delete from store.revisits where article_id in (from gone);
update store.outbox set payload = '{{}}'
where kind = 'digest' and state = 'sent' and exists (from gone_alerts);
delete from store.alert_sources
where alert_id in (from gone_alerts) or article_id in (from gone);
delete from store.alerts where alert_id in (from gone_alerts);
delete from store.rejected_pairs where baseline_claim_id in (from gone_claims);
delete from store.decisions where article_id in (from gone);
delete from store.claims where article_id in (from gone);
delete from store.baseline where article_id in (from gone);
delete from store.evidence where article_id in (from gone);
delete from store.articles where article_id in (from gone);
"""  # noqa: S608


def _hold_again(con: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Each claim that was superseded by an erased one is held as it was before."""
    rows = con.execute(
        "select new.claim_id, max(old.row_id) "
        "from store.baseline new join store.baseline old "
        "on old.claim_id = new.claim_id and old.row_id < new.row_id "
        "where new.retired_at is null and new.status = 'superseded' "
        "and new.superseded_by in (from gone_claims) "
        "and new.article_id not in (from gone) group by all order by all"
    ).fetchall()
    for claim_id, row_id in rows:
        restate(con, claim_id, as_in_row=row_id, at=at)


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    return int(scalar(con, f"select count(*) from {what}"))  # noqa: S608
