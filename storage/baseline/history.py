"""
How a baseline claim changes: never overwritten, always a new row of its history.

``observed -> superseded`` by a later state; ``seed, observed, disputed -> confirmed or
rejected`` by an analyst. The row in force is the one with ``retired_at is null``; a
claim whose article took it back has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from extractors.model import Article, BaselineClaim, Claim, Status
from storage.articles import quantities_of
from storage.baseline.keys import add_keys
from storage.baseline.read import the_same
from storage.rows import insert, number

# Keys and claims of one statement; a larger batch gains nothing more.
_BATCH_CLAIMS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """
    A claim that enters the baseline, with the article that says it.

    ``valid_from`` and ``valid_to`` default to the claim's own period.
    """

    claim: Claim
    article: Article
    keys: frozenset[str]
    status: Status = Status.OBSERVED
    alert_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def as_held(self) -> BaselineClaim:
        """Return the claim as it is read back once it is held."""
        claim, article = self.claim, self.article
        day = article.published_at.date() if article.published_at else None
        return BaselineClaim(
            claim=claim,
            status=self.status,
            document=article.title
            or article.publisher
            or article.url
            or article.source_id,
            document_date=day,
            document_url=article.url,
            trust=article.trust,
            valid_from=self.valid_from or claim.period.valid_from,
            valid_to=self.valid_to or claim.period.valid_to,
            alert_id=self.alert_id,
        )


# The number of its row, and when we hold it from (aware UTC).
Entering = tuple[int, Holding, datetime]


def observe(
    con: duckdb.DuckDBPyConnection,
    claim: Claim,
    article: Article,
    *,
    keys: frozenset[str],
    at: datetime,
    status: Status = Status.OBSERVED,
    alert_id: str = "",
) -> bool:
    """Enter one claim; False when it is held already."""
    holding = Holding(
        claim=claim,
        article=article,
        keys=keys,
        status=status,
        alert_id=alert_id,
    )
    return bool(hold(con, [holding], at=at))


def hold(
    con: duckdb.DuckDBPyConnection, holdings: Sequence[Holding], *, at: datetime
) -> int:
    """
    Enter claims that are not held yet, in the order given.

    Args:
        con: the open transaction.
        holdings: what to enter.
        at: when we hold them from (aware UTC).

    Returns:
        How many were entered.

    """
    entered = 0
    for first in range(0, len(holdings), _BATCH_CLAIMS):
        batch = {number(h.claim.claim_id): h for h in holdings[first:][:_BATCH_CLAIMS]}
        for claim_no in held_numbers(con, list(batch)):
            del batch[claim_no]
        if not batch:
            continue
        for holding in batch.values():
            the_same(holding.claim)  # is what will be read of it
        rows = next_rows(con, len(batch))
        enter(con, [(n, h, at) for n, h in zip(rows, batch.values(), strict=True)])
        entered += len(batch)
    return entered


def next_rows(con: duckdb.DuckDBPyConnection, count: int) -> list[int]:
    """Return the numbers of so many rows to come, in ascending order."""
    sql = "select nextval('store.baseline_row') from range(?)"
    return [row_id for (row_id,) in con.execute(sql, [count]).fetchall()]


def enter(con: duckdb.DuckDBPyConnection, entering: Sequence[Entering]) -> None:
    """Write claims that are not held."""
    insert(con, "baseline", [_row(*each) for each in entering])
    add_keys(con, [(row_id, holding.keys) for row_id, holding, _ in entering])


def supersede(
    con: duckdb.DuckDBPyConnection,
    claim_id: str,
    *,
    by_claim_id: str,
    valid_to: date | None,
    at: datetime,
) -> bool:
    """Close a claim's validity for a later one; False when it is not held."""
    return change(
        con,
        claim_id,
        at,
        status=Status.SUPERSEDED,
        valid_to=valid_to,
        superseded_by=by_claim_id,
    )


def confirm(con: duckdb.DuckDBPyConnection, claim_id: str, *, at: datetime) -> bool:
    """Hold a claim as confirmed by an analyst; False when it is not held."""
    return change(con, claim_id, at, status=Status.CONFIRMED)


def reject(con: duckdb.DuckDBPyConnection, claim_id: str, *, at: datetime) -> bool:
    """Stop holding a claim, but remember it; False when it is not held."""
    return change(con, claim_id, at, status=Status.REJECTED)


def settle(con: duckdb.DuckDBPyConnection, claim_id: str, *, at: datetime) -> bool:
    """Believe a disputed claim that nothing contradicts any more."""
    return change(con, claim_id, at, status=Status.OBSERVED)


def retire(con: duckdb.DuckDBPyConnection, claim_id: str, *, at: datetime) -> bool:
    """Hold a claim no longer, as if nobody had said it; False when it is not held."""
    rows = con.execute(
        "update store.baseline set retired_at = greatest(recorded_at, ?) "
        "where claim_no = ? and claim_id = ? and retired_at is null returning row_id",
        [at, number(claim_id), claim_id],
    ).fetchall()
    return bool(rows)


def restate(
    con: duckdb.DuckDBPyConnection, claim_id: str, *, as_in_row: int, at: datetime
) -> bool:
    """Hold a claim again as an earlier row of its history has it."""
    row = con.execute(
        "select status, valid_from, valid_to, superseded_by from store.baseline "
        "where claim_no = ? and row_id = ?",
        [number(claim_id), as_in_row],
    ).fetchone()
    if row is None:
        return False
    names = ("status", "valid_from", "valid_to", "superseded_by")
    return change(con, claim_id, at, **dict(zip(names, row, strict=True)))


def reject_pair(
    con: duckdb.DuckDBPyConnection,
    baseline_claim_id: str,
    pair_key: str,
    *,
    at: datetime,
) -> None:
    """Remember that what ``pair_key`` says does not contradict this claim."""
    con.execute(
        "insert into store.rejected_pairs values (?, ?, ?) on conflict do nothing",
        [baseline_claim_id, pair_key, at],
    )


def forget_pair(
    con: duckdb.DuckDBPyConnection, baseline_claim_id: str, pair_key: str
) -> None:
    """Take a remembered pair back."""
    con.execute(
        "delete from store.rejected_pairs where baseline_claim_id = ? and pair_key = ?",
        [baseline_claim_id, pair_key],
    )


def rejected_pairs(con: duckdb.DuckDBPyConnection) -> frozenset[tuple[str, str]]:
    """Return the dismissed pairs as (baseline claim id, pair key)."""
    sql = "select baseline_claim_id, pair_key from store.rejected_pairs"
    return frozenset(con.execute(sql).fetchall())


def change(
    con: duckdb.DuckDBPyConnection, claim_id: str, at: datetime, **changed: Any
) -> bool:
    """
    Retire the row in force and add its successor, which differs in ``changed``.

    Its names are columns, never data; False when the claim is not held.
    """
    # A second condition would turn the look-up in the index into a scan.
    rows = con.execute(
        "select row_id, greatest(recorded_at, ?), claim_id, retired_at "
        "from store.baseline where claim_no = ?",
        [at, number(claim_id)],
    ).fetchall()
    current = next((row for row in rows if row[2:] == (claim_id, None)), None)
    if current is None:
        return False
    row_id, changed_at, *_ = current
    replaced = ", ".join(f"? as {name}" for name in changed)
    con.execute(
        "insert into store.baseline by name select * exclude (row_id) "  # noqa: S608
        f"replace (?::timestamptz as recorded_at, {replaced}) from store.baseline "
        "where claim_no = ? and row_id = ?",
        [changed_at, *changed.values(), number(claim_id), row_id],
    )
    con.execute(
        "update store.baseline set retired_at = ? where claim_no = ? and row_id = ?",
        [changed_at, number(claim_id), row_id],
    )
    return True


def held_numbers(
    con: duckdb.DuckDBPyConnection, numbers: Sequence[int]
) -> frozenset[int]:
    """Return which of these claim numbers are held, in whatever state."""
    listed = ",".join(map(str, numbers))
    sql = (
        "select distinct claim_no from store.baseline "  # noqa: S608
        f"where claim_no in ({listed})"
    )
    return frozenset(row[0] for row in con.execute(sql).fetchall())


def _row(row_id: int, holding: Holding, at: datetime) -> dict[str, Any]:
    claim, article, held = holding.claim, holding.article, holding.as_held()
    return {
        "row_id": row_id,
        "entered": row_id,
        "claim_no": number(claim.claim_id),
        "claim_id": claim.claim_id,
        "matter": claim.matter,
        "text": claim.quote,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "quantities": quantities_of(claim),
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "attribution": claim.attribution,
        "status": held.status,
        "document": held.document,
        "document_date": held.document_date,
        "document_url": held.document_url,
        "trust": held.trust,
        "origin": article.origin,
        "article_id": article.article_id,
        "alert_id": held.alert_id,
        "recorded_at": at,
        "claim": claim,
    }
