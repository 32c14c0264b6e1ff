"""
Which baseline claims are worth comparing with a new one.

Found by shared keys, rarest first, and never by a scan: the cost depends on ``cap``,
not on how many claims are held (tests/bench/bench_storage.py has the measurements).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import islice

import duckdb

from extractors.model import BaselineClaim, Claim, Status
from storage.baseline.keys import count_claims, rarest_buckets, read_buckets
from storage.baseline.read import COLUMNS, to_baseline_claim
from storage.rows import number, scalar

_SPARE = 10


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
    return candidates_of_all(
        con,
        [(claim, keys)],
        limit=limit,
        cap=cap,
        include_superseded=include_superseded,
    )[0]


def candidates_of_all(
    con: duckdb.DuckDBPyConnection,
    wanted: Sequence[tuple[Claim, frozenset[str]]],
    *,
    limit: int = 50,
    cap: int = 500,
    include_superseded: bool = True,
    rejected: bool = False,
) -> list[list[BaselineClaim]]:
    """
    Return the candidates of each claim, as ``candidates`` does for one.

    With ``rejected`` only the claims that were rejected, else all but these.

    An article's claims share most of their keys: together they cost little more than
    one of them alone.
    """
    ranked = _rank(con, [keys for _, keys in wanted], cap)
    # A few more than asked for: rejected claims are known only when they are read.
    best = [numbers[: limit + _SPARE] for numbers in ranked]
    everyone = {n for numbers in best for n in numbers}
    by_number = _read(con, everyone, rejected=rejected)
    found = []
    for (claim, _), numbers in zip(wanted, best, strict=True):
        own = number(claim.claim_id)
        rows = (by_number[n] for n in numbers if n != own and n in by_number)
        kept = (
            row
            for row in rows
            if include_superseded or row.status is not Status.SUPERSEDED
        )
        found.append(list(islice(kept, limit)))
    return found


def _rank(
    con: duckdb.DuckDBPyConnection, wanted: Sequence[frozenset[str]], cap: int
) -> list[list[int]]:
    """Return claim numbers for each set of keys, best first."""
    counts = count_claims(con, frozenset().union(*wanted))
    held = scalar(con, "select count(*) from store.baseline")
    weights = [
        {
            bucket: math.log1p(held / counts[key])
            for key, bucket in rarest_buckets(
                {key: counts[key] for key in keys if key in counts}, cap
            )
        }
        for keys in wanted
    ]
    entries: dict[int, list[tuple[int, int]]] = {}
    everything = sorted({bucket for each in weights for bucket in each})
    for bucket, claim_no, row in read_buckets(con, everything) if everything else ():
        entries.setdefault(bucket, []).append((claim_no, row))
    return [_best(each, entries) for each in weights]


def _best(
    weights: dict[int, float], entries: dict[int, list[tuple[int, int]]]
) -> list[int]:
    scores: dict[int, float] = {}
    entered: dict[int, int] = {}
    for bucket, weight in sorted(weights.items()):
        for claim_no, row in entries.get(bucket, ()):
            scores[claim_no] = scores.get(claim_no, 0.0) + weight
            entered[claim_no] = max(entered.get(claim_no, 0), row)
    return sorted(scores, key=lambda n: (-round(scores[n], 9), -entered[n]))


def _read(
    con: duckdb.DuckDBPyConnection, numbers: Collection[int], *, rejected: bool
) -> dict[int, BaselineClaim]:
    if not numbers:
        return {}
    listed = ",".join(map(str, sorted(numbers)))
    # "not in" instead of "<>" would turn the look-up in the index into a scan.
    sql = (
        f"select claim_no, {COLUMNS} from store.baseline "  # noqa: S608
        f"where claim_no in ({listed}) "
        "and retired_at is null "
        f"and status {'=' if rejected else '<>'} 'rejected'"
    )
    return {row[0]: to_baseline_claim(row[1:]) for row in con.execute(sql).fetchall()}
