"""
The inverted index from keys to claims, kept in buckets.

The n-th claim of a key stands in bucket ``n // BUCKET`` of that key. So the newest
claims of a key that a million claims share are read as quickly as those of a rare one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import duckdb
from msgspec.json import decode

from extractors.model import Claim
from storage.rows import number, scalar

BUCKET = 256
# A pass over all buckets, even for one: it is nearly as quick as an index, which would
# be larger than what it points at.
_AMONG_BUCKETS = "join (select unnest(?::bigint[]) as bucket) using (bucket)"
_REKEYED = 5_000
# Rows for each bucket, in the mean, before they are made one.
_MOST_ROWS = 2


def add_keys(
    con: duckdb.DuckDBPyConnection, claims: Sequence[tuple[int, frozenset[str]]]
) -> None:
    """Enter claims, given by the row they entered with, under their keys."""
    held = count_claims(con, {key for _, keys in claims for key in keys})
    counts = dict(held)
    buckets = defaultdict[int, list[int]](list)
    for entered, keys in claims:
        for key in sorted(keys):
            position = counts.get(key, 0)
            counts[key] = position + 1
            buckets[bucket_of(key, position // BUCKET)].append(entered)
    con.execute(
        "insert into store.baseline_keys "
        "select unnest(?::bigint[]) as bucket, unnest(?::integer[][]) order by bucket",
        [list(buckets), list(buckets.values())],
    )
    _save_counts(con, held, counts)
    _merge(con)


def _save_counts(
    con: duckdb.DuckDBPyConnection, held: dict[str, int], counts: dict[str, int]
) -> None:
    """Updates and inserts apart: an upsert takes three times as long as both."""
    fresh = {bucket_of(key, 0): n for key, n in counts.items() if key not in held}
    grown = {bucket_of(key, 0): counts[key] for key in held}
    con.execute(
        "insert into store.keys select unnest(?::bigint[]), unnest(?::bigint[])",
        [list(fresh), list(fresh.values())],
    )
    con.execute(
        "update store.keys set claims = n.claims from (select "
        "unnest(?::bigint[]) as bucket, unnest(?::bigint[]) as claims) n "
        "where keys.bucket = n.bucket",
        [list(grown), list(grown.values())],
    )


def _merge(con: duckdb.DuckDBPyConnection) -> None:
    """Make the rows one a bucket, in order, when there are more than twice as many."""
    rows = scalar(con, "select count(*) from store.baseline_keys")
    needed = scalar(con, "select sum(ceil(claims / ?)) from store.keys", [BUCKET])
    if rows <= _MOST_ROWS * needed:
        return
    con.execute(
        "create temp table merged as select bucket, "
        "list_sort(flatten(list(entries))) as entries "
        "from store.baseline_keys group by bucket"
    )
    con.execute("delete from store.baseline_keys")
    con.execute("insert into store.baseline_keys from temp.merged order by bucket")
    con.execute("drop table temp.merged")


def rekey(
    con: duckdb.DuckDBPyConnection,
    keys: Callable[[Claim], frozenset[str]],
    *,
    version: str,
    anyway: bool = False,
) -> int:
    """
    Enter every claim anew when its keys were made by another version of ``keys``.

    So an upgrade of the extractor strands no claim: what is held stays as it is, only
    the index over it is built again.

    Returns:
        How many claims were entered anew; 0 when the index is of this version.

    """
    held = scalar(con, "select version from store.index_version")
    if held == version and not anyway:
        return 0
    con.execute("delete from store.index_version")
    con.execute("insert into store.index_version values (?)", [version])
    con.execute("delete from store.keys")
    con.execute("delete from store.baseline_keys")
    done = 0
    last = int(scalar(con, "select coalesce(max(row_id), 0) from store.baseline"))
    # In pieces: a million claims are more than a gigabyte as text.
    for first in range(0, last + 1, _REKEYED):
        rows = con.execute(
            "select row_id, claim from store.baseline where row_id = entered "
            "and row_id >= ? and row_id < ? order by row_id",
            [first, first + _REKEYED],
        ).fetchall()
        if rows:
            add_keys(con, [(n, keys(decode(claim, type=Claim))) for n, claim in rows])
        done += len(rows)
    return done


def count_claims(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, int]:
    """Return how many claims carry each key; keys that none carries are left out."""
    firsts = {bucket_of(key, 0): key for key in sorted(keys)}
    sql = f"select bucket, claims from store.keys {_AMONG_BUCKETS}"  # noqa: S608
    return {
        firsts[n]: claims for n, claims in con.execute(sql, [list(firsts)]).fetchall()
    }


def rarest_buckets(counts: Mapping[str, int], cap: int) -> Iterator[tuple[str, int]]:
    """Yield (key, bucket), rarest key and newest claims first, for ``cap`` claims."""
    left = cap
    for count, key in sorted((count, key) for key, count in counts.items()):
        last = (count - 1) // BUCKET
        for chunk in range(last, -1, -1):
            if left <= 0:
                return
            yield key, bucket_of(key, chunk)
            left -= count - chunk * BUCKET if chunk == last else BUCKET


@lru_cache(maxsize=50_000)
def bucket_of(key: str, chunk: int) -> int:
    """Return the number under which a key's chunk of claims stands."""
    return number(key, str(chunk))


def read_buckets(
    con: duckdb.DuckDBPyConnection, buckets: Iterable[int]
) -> list[tuple[int, list[int]]]:
    """Return each bucket with the rows that its claims entered with, in parts."""
    sql = f"select bucket, entries from store.baseline_keys {_AMONG_BUCKETS}"  # noqa: S608
    return con.execute(sql, [list(buckets)]).fetchall()
