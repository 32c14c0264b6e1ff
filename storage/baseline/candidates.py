"""
Which baseline claims are worth comparing with a new one.

Found by shared keys, rarest first, and never by a scan: the cost depends on ``cap``,
not on how many claims are held (tests/bench/bench_storage.py has the measurements).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import duckdb

from extractors.model import BaselineClaim, Claim, Status
from storage.baseline.keys import count_claims, rarest_buckets, read_buckets
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
    found: list[BaselineClaim] = []
    for first in range(0, len(ranked), limit):
        numbers = [n for n in ranked[first : first + limit] if n != own]
        found += [
            claim
            for claim in _read(con, numbers)
            if include_superseded or claim.status is not Status.SUPERSEDED
        ]
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
    scores: dict[int, float] = {}
    entered: dict[int, int] = {}
    for bucket, claim_no, row in read_buckets(con, weights):
        scores[claim_no] = scores.get(claim_no, 0.0) + weights[bucket]
        entered[claim_no] = max(entered.get(claim_no, 0), row)
    return sorted(scores, key=lambda n: (-round(scores[n], 9), -entered[n]))


def _read(
    con: duckdb.DuckDBPyConnection, numbers: Sequence[int]
) -> list[BaselineClaim]:
    if not numbers:
        return []
    listed = ",".join(map(str, numbers))
    # "not in" instead of "<>" would turn the look-up in the index into a scan.
    sql = (
        f"select claim_no, {COLUMNS} from store.baseline "  # noqa: S608
        f"where claim_no in ({listed}) "
        "and retired_at is null and status <> 'rejected'"
    )
    by_number = {
        row[0]: to_baseline_claim(row[1:]) for row in con.execute(sql).fetchall()
    }
    return [by_number[n] for n in numbers if n in by_number]
