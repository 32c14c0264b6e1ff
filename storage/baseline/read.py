"""Baseline claims as values: what is held now, and what was held at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import duckdb
import msgspec

from extractors.model import BaselineClaim, Claim, Status, Trust
from storage.rows import scalar

COLUMNS = (
    "claim, status, document, document_date, document_url, trust, valid_from, "
    "valid_to, alert_id"
)
# claims kept, some 8 kB each: the candidates of a batch
_REMEMBERED = 5_000


def held(
    con: duckdb.DuckDBPyConnection,
    *,
    valid_at: date | None = None,
    known_at: datetime | None = None,
) -> list[BaselineClaim]:
    """
    Return what we hold, in the order of entry; rejected claims are left out.

    Args:
        con: the open transaction, or a snapshot.
        valid_at: only what is true on that day; None for any time.
        known_at: as we held it then (aware UTC); None for now.

    """
    sql = (
        f"select {COLUMNS} from store.baseline where status <> 'rejected' "  # noqa: S608
        "and case when $known is null then retired_at is null else "
        "recorded_at <= $known and (retired_at is null or retired_at > $known) end "
        "and ($valid is null or ((valid_from is null or valid_from <= $valid) "
        "and (valid_to is null or valid_to > $valid))) order by row_id"
    )
    values = {"known": known_at, "valid": valid_at}
    return [to_baseline_claim(row) for row in con.execute(sql, values).fetchall()]


def held_by_id(
    con: duckdb.DuckDBPyConnection,
    claim_ids: Iterable[str],
    *,
    known_at: datetime | None = None,
) -> list[BaselineClaim]:
    """
    Return the claims with these ids in the order asked for; unknown ones are left out.

    Args:
        con: the open transaction, or a snapshot.
        claim_ids: which claims; rejected ones too.
        known_at: as we held them then (aware UTC); None for now.

    """
    wanted = list(claim_ids)
    sql = (
        f"select {COLUMNS} from store.baseline "  # noqa: S608
        "join (select unnest($ids::varchar[]) as claim_id) using (claim_id) "
        "where case when $known is null then retired_at is null else "
        "recorded_at <= $known and (retired_at is null or retired_at > $known) end"
    )
    rows = con.execute(sql, {"ids": wanted, "known": known_at}).fetchall()
    by_id = {claim.claim_id: claim for claim in map(to_baseline_claim, rows)}
    return [by_id[claim_id] for claim_id in wanted if claim_id in by_id]


def held_by_entry(
    con: duckdb.DuckDBPyConnection, entered: Sequence[int]
) -> Iterator[tuple[int, BaselineClaim]]:
    """Yield those of the claims that entered with these rows that are held now."""
    # Passes over the numbers even for one of them: single values take longer, and an
    # index over numbers, which lie in order, gains nothing.
    sql = (
        f"select entered, {COLUMNS} from store.baseline "  # noqa: S608
        "join (select unnest(?::bigint[]) as entered) using (entered) "
        "where retired_at is null"
    )
    for first_row, *row in con.execute(sql, [list(entered)]).fetchall():
        yield first_row, to_baseline_claim(row)


def last_row(con: duckdb.DuckDBPyConnection) -> int:
    """
    Return the number of the row that was entered last; 0 for an empty baseline.

    Rows are only ever added, so the number names a state of the baseline, whatever
    the clock did.
    """
    return int(scalar(con, "select coalesce(max(row_id), 0) from store.baseline"))


def held_at_row(
    con: duckdb.DuckDBPyConnection, claim_ids: Iterable[str], *, row: int
) -> dict[str, BaselineClaim]:
    """Return the claims with these ids by id, as held when ``row`` was the last one."""
    sql = (
        f"select {COLUMNS} from store.baseline "  # noqa: S608
        "join (select unnest($ids::varchar[]) as claim_id) using (claim_id) "
        "where row_id <= $row "
        "qualify row_number() over (partition by claim_id order by row_id desc) = 1"
    )
    rows = con.execute(sql, {"ids": list(claim_ids), "row": row}).fetchall()
    return {claim.claim_id: claim for claim in map(to_baseline_claim, rows)}


@lru_cache(maxsize=_REMEMBERED)
def the_same(claim: Claim) -> Claim:
    """The first of equal claims: what is kept of a claim is found by identity."""
    return claim


@lru_cache(maxsize=_REMEMBERED)
def _decoded(claim: str) -> Claim:
    return the_same(msgspec.json.decode(claim, type=Claim))


def to_baseline_claim(row: Sequence[Any]) -> BaselineClaim:
    """Turn a row of COLUMNS into the value that it was stored from."""
    claim, status, document, day, url, trust, valid_from, valid_to, alert_id = row
    return BaselineClaim(
        claim=_decoded(claim),
        status=Status(status),
        document=document or "",
        document_date=day,
        document_url=url or "",
        trust=Trust(trust),
        valid_from=valid_from,
        valid_to=valid_to,
        alert_id=alert_id or "",
    )
