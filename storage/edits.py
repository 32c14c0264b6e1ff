"""
Versions of an article: what they changed in its claims, and what rested on these.

A later version adds only the claims that it brought; what it left alone stays with the
version that said it first. Every function takes the connection of the open transaction,
that of the edit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import msgspec

from extractors.model import Article, Claim, Status
from storage import baseline
from storage.rows import insert, number, scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The newest text of an article, and the claims that it still stands by."""

    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """
    What an edit did to one claim, as it is stored.

    ``effect`` is what became of the old claim in the baseline: ``retired``,
    ``supported`` (others say it as well), the status that it keeps, or empty when it
    was not held.
    """

    change: str
    old_claim_id: str = ""
    new_claim_id: str = ""
    effect: str = ""


def standing(con: duckdb.DuckDBPyConnection, article_id: str) -> Standing:
    """Return what an article says, by the versions that were recorded so far."""
    text = scalar(
        con,
        "select text from store.articles where article_id = ? "
        "order by version desc limit 1",
        [article_id],
    )
    rows = con.execute(
        "select slots from store.claims c where article_id = ? and not exists "
        "(select 1 from store.claim_changes g where g.old_claim_id = c.claim_id) "
        "order by article_version, claim_start, claim_id",
        [article_id],
    ).fetchall()
    claims = (msgspec.json.decode(row[0], type=Claim) for row in rows)
    return Standing(text=text or "", claims=tuple(claims))


def withdraw(con: duckdb.DuckDBPyConnection, claim_id: str, *, at: datetime) -> str:
    """
    Hold a claim no longer that its article does not stand by any more.

    It stays held when another article says it as well, when an analyst confirmed it, or
    when a later state has taken its place. What it had superseded is held again; what
    was disputed for its sake is believed.

    Returns:
        The effect, as in ``Revised``.

    """
    status = scalar(
        con,
        "select status from store.baseline "
        "where claim_no = ? and claim_id = ? and retired_at is null",
        [number(claim_id), claim_id],
    )
    if status not in (Status.OBSERVED, Status.DISPUTED):
        return status or ""
    if _is_supported(con, claim_id):
        return "supported"
    baseline.retire(con, claim_id, at=at)
    for old in _superseded_by(con, claim_id):
        baseline.reopen(con, old, at=at)
    for disputed in _disputed_for(con, claim_id):
        baseline.settle(con, disputed, at=at)
    return "retired"


def leaned_on(con: duckdb.DuckDBPyConnection, claim_id: str) -> str:
    """
    Return the withdrawn claim that was still held because this one said it too.

    Empty when there is none: then nobody else's claim falls with this one.
    """
    return scalar(
        con,
        "select d.baseline_claim_id from store.decisions d "
        "where d.claim_id = ? and d.verdict = 'known' and exists (select 1 "
        "from store.claim_changes g where g.old_claim_id = d.baseline_claim_id)",
        [claim_id],
    ) or ""  # fmt: skip


def record_changes(
    con: duckdb.DuckDBPyConnection,
    article: Article,
    changes: Sequence[Revised],
    *,
    run_id: str,
    at: datetime,
) -> None:
    """Record what this version of the article changed."""
    rows = [
        {
            "article_id": article.article_id,
            "version": article.version,
            "change": each.change,
            "old_claim_id": each.old_claim_id or None,
            "new_claim_id": each.new_claim_id or None,
            "run_id": run_id,
            "changed_at": at,
        }
        for each in changes
    ]
    insert(con, "claim_changes", rows)


def record_effect(con: duckdb.DuckDBPyConnection, claim_id: str, effect: str) -> None:
    """Record what became of a claim that an edit took back."""
    con.execute(
        "update store.claim_changes set effect = nullif(?, '') where old_claim_id = ?",
        [effect, claim_id],
    )


def alerts_with(con: duckdb.DuckDBPyConnection, claim_id: str) -> list[str]:
    """Return the alerts that show a claim, on either side, the first one first."""
    rows = con.execute(
        "select alert_id from store.alerts where claim_id = $claim "
        "or baseline_claim_id = $claim or alert_id in "
        "(select alert_id from store.alert_sources where claim_id = $claim union all "
        "select alert_id from store.decisions where claim_id = $claim "
        "and outcome in ('alerted', 'joined')) order by created_at, alert_id",
        {"claim": claim_id},
    ).fetchall()
    return [row[0] for row in rows]


def corrected_alert(con: duckdb.DuckDBPyConnection, claim_id: str) -> str:
    """Return the alert that told of the claim which this one replaced; else empty."""
    return scalar(
        con,
        "select d.alert_id from store.claim_changes g join store.decisions d "
        "on d.claim_id = g.old_claim_id where g.new_claim_id = ?",
        [claim_id],
    ) or ""  # fmt: skip


def taken_back(
    con: duckdb.DuckDBPyConnection, alert_ids: Collection[str]
) -> dict[str, str]:
    """Return by alert how the claim that it raised fell, for those whose claim did."""
    rows = con.execute(
        "select a.alert_id, g.change from store.alerts a join store.claim_changes g "
        "on g.old_claim_id = a.claim_id "
        "where a.alert_id in (select unnest(?::varchar[]))",
        [list(alert_ids)],
    ).fetchall()
    return dict(reversed(rows))


def _is_supported(con: duckdb.DuckDBPyConnection, claim_id: str) -> bool:
    return bool(
        scalar(
            con,
            "select count(*) from store.decisions d "
            "where d.baseline_claim_id = ? and d.verdict = 'known' and not exists "
            "(select 1 from store.claim_changes g where g.old_claim_id = d.claim_id)",
            [claim_id],
        )
    )


def _superseded_by(con: duckdb.DuckDBPyConnection, claim_id: str) -> list[str]:
    rows = con.execute(
        "select claim_id from store.baseline where superseded_by = ? "
        "and status = 'superseded' and retired_at is null order by row_id",
        [claim_id],
    ).fetchall()
    return [row[0] for row in rows]


def _disputed_for(con: duckdb.DuckDBPyConnection, claim_id: str) -> list[str]:
    rows = con.execute(
        "select b.claim_id from store.decisions d join store.baseline b "
        "using (claim_id) where d.baseline_claim_id = ? and d.verdict = 'contradicts' "
        "and b.status = 'disputed' and b.retired_at is null order by b.row_id",
        [claim_id],
    ).fetchall()
    return [row[0] for row in rows]
