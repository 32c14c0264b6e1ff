"""
The inverted index from keys to claims, kept in buckets.

The n-th claim of a key stands in bucket ``n // BUCKET`` of that key. So the newest
claims of a key that a million claims share are read as quickly as those of a rare one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import duckdb

from storage.rows import number

BUCKET = 256
# Beyond so many keys a join over all is cheaper than one index look-up each.
_MANY_KEYS = 500


def add_keys(
    con: duckdb.DuckDBPyConnection, claims: Iterable[tuple[int, frozenset[str]]]
) -> None:
    """Enter claims, given by number, under their keys, in the order given."""
    listed = list(claims)
    counts = count_claims(con, {key for _, keys in listed for key in keys})
    buckets: list[int] = []
    entries: list[int] = []
    for claim_no, keys in listed:
        for key in sorted(keys):
            position = counts.get(key, 0)
            counts[key] = position + 1
            bucket = bucket_of(key, position // BUCKET)
            buckets.append(bucket)
            entries.append(claim_no ^ bucket)
    con.execute(
        "insert into store.baseline_keys "
        "select unnest(?::bigint[]), unnest(?::bigint[])",
        [buckets, entries],
    )
    con.execute(
        "insert into store.keys select unnest(?::varchar[]), unnest(?::bigint[]) "
        "on conflict do update set claims = excluded.claims",
        [list(counts), list(counts.values())],
    )


def count_claims(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, int]:
    """Return how many claims carry each key; keys that none carries are left out."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    if len(wanted) > _MANY_KEYS:
        sql = (
            "select key, claims from store.keys "
            "join (select unnest(?::varchar[]) as key) using (key)"
        )
        return dict(con.execute(sql, [wanted]).fetchall())
    marks = ",".join("?" * len(wanted))
    sql = f"select key, claims from store.keys where key in ({marks})"  # noqa: S608
    return dict(con.execute(sql, wanted).fetchall())


def rarest_buckets(counts: Mapping[str, int], cap: int) -> Iterator[tuple[str, int]]:
    """Yield (key, bucket), rarest key and newest claims first, for ``cap`` claims."""
    left = cap
    for key in sorted(counts, key=lambda key: (counts[key], key)):
        last = (counts[key] - 1) // BUCKET
        for chunk in range(last, -1, -1):
            if left <= 0:
                return
            yield key, bucket_of(key, chunk)
            left -= counts[key] - chunk * BUCKET if chunk == last else BUCKET


def bucket_of(key: str, chunk: int) -> int:
    """Return the number under which a key's chunk of claims stands."""
    return number(key, str(chunk))


def read_buckets(
    con: duckdb.DuckDBPyConnection, buckets: Iterable[int]
) -> list[tuple[int, int, int]]:
    """Return (bucket, claim number, order of entry) for each claim of the buckets."""
    # A list of constants is answered from the index; a bound list would be a scan.
    listed = ",".join(str(int(bucket)) for bucket in buckets)
    sql = (
        "select bucket, entry, rowid from store.baseline_keys "  # noqa: S608
        f"where bucket in ({listed})"
    )
    return sorted((b, entry ^ b, row) for b, entry, row in con.execute(sql).fetchall())
