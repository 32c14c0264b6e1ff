"""
Which baseline claims are worth comparing with a new one.

Found by shared keys, rarest first, and never by a scan: the cost depends on ``cap``,
not on how many claims are held (tests/bench/storage.py has the measurements).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import duckdb

from extractors.model import BaselineClaim, Claim, Status
from storage.baseline.keys import (
    BUCKET,
    bucket_of,
    count_claims,
    rarest_buckets,
    read_buckets,
)
from storage.baseline.read import held_by_entry
from storage.rows import scalar

LIMIT = 50
CAP = 500
_SPARE = 10
# scores that differ by less are ties
_ROUNDING = 1e-9

Wanted = Sequence[tuple[Claim, frozenset[str]]]


def candidates(
    con: duckdb.DuckDBPyConnection,
    claim: Claim,
    keys: frozenset[str],
    *,
    limit: int = LIMIT,
    cap: int = CAP,
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
    wanted: Wanted,
    *,
    limit: int = LIMIT,
    cap: int = CAP,
    include_superseded: bool = True,
    rejected: bool = False,
) -> list[list[BaselineClaim]]:
    """
    Return the candidates of each claim, as ``candidates`` does for one.

    With ``rejected`` only the claims that were rejected, else all but these.

    An article's claims share most of their keys: together they cost little more than
    one of them alone.
    """
    index = Index(con, limit=limit, cap=cap, rejected=rejected)
    return index.candidates(wanted, include_superseded=include_superseded)


class Index:
    """
    The index of the baseline as one transaction sees it: what was looked up is kept.

    Claims are named by the row that they entered with: the higher, the newer.

    Others may be asked for their candidates later, and claims entered between: the
    answers are those that the database would give if it held these claims already.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        *,
        limit: int = LIMIT,
        cap: int = CAP,
        rejected: bool = False,
    ) -> None:
        self._con = con
        self._limit = limit
        self._cap = cap
        self._rejected = rejected
        self._rows = int(scalar(con, "select count(*) from store.baseline"))
        self._counts: dict[str, int] = {}
        self._buckets: dict[int, list[int]] = {}
        self._claims: dict[int, BaselineClaim | None] = {}
        self._numbers: dict[str, int] = {}
        self._entered: dict[int, list[int]] = {}
        self._ours: set[int] = set()

    def expect(self, wanted: Wanted) -> None:
        """Look up at once which claims share keys with these."""
        self._weigh([keys for _, keys in wanted])

    def candidates(
        self, wanted: Wanted, *, include_superseded: bool = True
    ) -> list[list[BaselineClaim]]:
        """Return the candidates of each claim, best first, then newest first."""
        own = [claim.claim_id for claim, _ in wanted]
        best = [self._best(each) for each in self._weigh([keys for _, keys in wanted])]
        kept = partial(self._kept, include_superseded=include_superseded)
        # To read claims is most of the price: the spare ones only where some fall out.
        first = [numbers[: self._limit] for numbers in best]
        self._know_claims({n for numbers in first for n in numbers})
        found = list(map(kept, own, first))
        short = [i for i, rows in enumerate(found) if len(rows) < len(first[i])]
        self._know_claims({n for i in short for n in best[i]})
        for i in short:
            found[i] = kept(own[i], best[i])[: self._limit]
        return found

    def enter(self, row_id: int, keys: frozenset[str], row: BaselineClaim) -> None:
        """Hold one more claim under these keys, here."""
        self._know_counts(keys)
        for key in keys:
            position = self._counts[key]
            self._counts[key] = position + 1
            bucket = bucket_of(key, position // BUCKET)
            if position % BUCKET == 0:
                self._buckets[bucket] = []  # none of it is stored yet
            self._entered.setdefault(bucket, []).append(row_id)
        self._claims[row_id] = row
        self._numbers[row.claim_id] = row_id
        self._ours.add(row_id)
        self._rows += 1

    def forget(self, claim_id: str) -> None:
        """The database has a further row of this claim's history."""
        self._claims.pop(self._numbers.pop(claim_id, 0), None)
        self._rows += 1

    def _kept(
        self, own: str, numbers: Sequence[int], *, include_superseded: bool
    ) -> list[BaselineClaim]:
        """Those of these claims, all known, that ``own`` may be held against."""
        rows = (self._claims[n] for n in numbers)
        return [
            row
            for row in rows
            if row is not None
            and row.claim_id != own
            and (include_superseded or row.status is not Status.SUPERSEDED)
        ]

    def _weigh(self, wanted: Sequence[frozenset[str]]) -> list[dict[int, float]]:
        """Return for each set of keys the buckets to look into, with their weights."""
        self._know_counts(frozenset[str]().union(*wanted))
        weights = [dict(self._weights(keys)) for keys in wanted]
        self._know_buckets({bucket for each in weights for bucket in each})
        return weights

    def _weights(self, keys: frozenset[str]) -> Iterator[tuple[int, float]]:
        counts = {key: n for key in keys if (n := self._counts[key])}
        for key, bucket in rarest_buckets(counts, self._cap):
            yield bucket, math.log1p(self._rows / counts[key])

    def _best(self, weights: dict[int, float]) -> list[int]:
        """The claims of these buckets that can be asked for, best first."""
        scores = defaultdict[int, float](float)
        for bucket, weight in sorted(weights.items()):
            for n in self._buckets[bucket]:
                scores[n] += weight
            for n in self._entered.get(bucket, ()):
                scores[n] += weight
        # A few more than asked for: rejected claims are known only when they are read.
        most = self._limit + _SPARE
        if len(scores) > most:
            least = sorted(scores.values(), reverse=True)[most - 1] - _ROUNDING
        else:
            least = 0.0
        best = sorted(
            [(-int(s / _ROUNDING), -n) for n, s in scores.items() if s >= least]
        )
        return [-n for _, n in best[:most]]

    def _know_counts(self, keys: Iterable[str]) -> None:
        missing = [key for key in keys if key not in self._counts]
        if missing:
            found = count_claims(self._con, missing)
            self._counts |= {key: found.get(key, 0) for key in missing}

    def _know_buckets(self, buckets: Iterable[int]) -> None:
        missing = sorted(bucket for bucket in buckets if bucket not in self._buckets)
        if missing:
            self._buckets |= {bucket: [] for bucket in missing}
            for bucket, entries in read_buckets(self._con, missing):
                # What was entered here may have been written since.
                self._buckets[bucket] += [n for n in entries if n not in self._ours]

    def _know_claims(self, numbers: Iterable[int]) -> None:
        missing = sorted(n for n in numbers if n not in self._claims)
        if not missing:
            return
        self._claims |= dict.fromkeys(missing)
        for n, row in held_by_entry(self._con, missing):
            self._numbers[row.claim_id] = n
            if (row.status is Status.REJECTED) is self._rejected:
                self._claims[n] = row
