"""
Which baseline claims are worth comparing with a new one.

Found by shared keys, rarest first, and never by a scan: the cost depends on ``cap``,
not on how many claims are held (tests/bench/storage.py has the measurements).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import duckdb

from extractors.model import BaselineClaim, Claim
from storage.baseline.keys import count_claims, rarest_buckets
from storage.baseline.read import COLUMNS, to_baseline_claim
from storage.rows import number, scalar


def candidates(
    con: duckdb.DuckDBPyConnection,
    claim: Claim,
    keys: frozenset[str],
    *,
    limit: int = 50,
    cap: int = 500,
    include_superseded: bool = True,
) -> list[BaselineClaim]:
    """
    Return the claims held now that share the rarest keys with this one.

    Best first by the summed rarity of the shared keys, then newest first; the same
    database gives the same list. Rejected claims and the claim itself are left out;
    disputed ones are in.

    Args:
        con: the open transaction, or a snapshot.
        claim: what is to be compared.
        keys: its keys, as the baseline claims were entered with.
        limit: how many claims to return.
        cap: about how many claims to consider.
        include_superseded: whether claims come too that are no longer true.

    """
    ranked = _rank(con, keys, cap)
    own = number(claim.claim_id)
    unwanted = "('rejected')" if include_superseded else "('rejected', 'superseded')"
    found: list[BaselineClaim] = []
    for first in range(0, len(ranked), limit):
        numbers = [n for n in ranked[first : first + limit] if n != own]
        found += _read(con, numbers, unwanted)
        if len(found) >= limit:
            break
    return found[:limit]


def _rank(con: duckdb.DuckDBPyConnection, keys: frozenset[str], cap: int) -> list[int]:
    """Return claim numbers, best first."""
    counts = count_claims(con, keys)
    held = scalar(con, "select count(*) from store.baseline")
    weights = {
        bucket: math.log1p(held / counts[key])
        for key, bucket in rarest_buckets(counts, cap)
    }
    if not weights:
        return []
    # A list of constants is answered from the index; a bound list would be a scan.
    sql = (
        "select bucket, claim_no, rowid from store.baseline_keys "  # noqa: S608
        f"where bucket in ({_listed(weights)})"
    )
    scores: dict[int, float] = {}
    entered: dict[int, int] = {}
    for bucket, claim_no, row in sorted(con.execute(sql).fetchall()):
        scores[claim_no] = scores.get(claim_no, 0.0) + weights[bucket]
        entered[claim_no] = max(entered.get(claim_no, 0), row)
    return sorted(scores, key=lambda n: (-round(scores[n], 9), -entered[n]))


def _read(
    con: duckdb.DuckDBPyConnection, numbers: Sequence[int], unwanted: str
) -> list[BaselineClaim]:
    if not numbers:
        return []
    sql = (
        f"select claim_no, {COLUMNS} from store.baseline "  # noqa: S608
        f"where claim_no in ({_listed(numbers)}) "
        f"and retired_at is null and status not in {unwanted}"
    )
    by_number = {
        row[0]: to_baseline_claim(row[1:]) for row in con.execute(sql).fetchall()
    }
    return [by_number[n] for n in numbers if n in by_number]


def _listed(numbers: Sequence[int] | dict[int, float]) -> str:
    return ",".join(str(int(n)) for n in numbers)
