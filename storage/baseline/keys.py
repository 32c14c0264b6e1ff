"""
The inverted index from keys to claims, kept in buckets.

The n-th claim of a key stands in bucket ``n // BUCKET`` of that key. So the newest
claims of a key that a million claims share are read as quickly as those of a rare one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

import duckdb
from msgspec.json import decode

from extractors.model import Claim
from storage.rows import among, number, scalar

BUCKET = 256
# Beyond so many keys a join over all is cheaper than one index look-up each.
_MANY_KEYS = 500
_REKEYED = 5_000


def add_keys(
    con: duckdb.DuckDBPyConnection, claims: Iterable[tuple[int, frozenset[str]]]
) -> None:
    """Enter claims, given by number, under their keys, in the order given."""
    listed = list(claims)
    held = count_claims(con, {key for _, keys in listed for key in keys})
    counts = dict(held)
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
    _save_counts(con, held, counts)


def _save_counts(
    con: duckdb.DuckDBPyConnection, held: dict[str, int], counts: dict[str, int]
) -> None:
    """Updates and inserts apart: an upsert takes three times as long as both."""
    fresh = {key: n for key, n in counts.items() if key not in held}
    con.execute(
        "insert into store.keys select unnest(?::varchar[]), unnest(?::bigint[])",
        [list(fresh), list(fresh.values())],
    )
    if len(held) > _MANY_KEYS:
        con.execute(
            "update store.keys set claims = n.claims from (select "
            "unnest(?::varchar[]) as key, unnest(?::bigint[]) as claims) n "
            "where keys.key = n.key",
            [list(held), [counts[key] for key in held]],
        )
        return
    for grown in {counts[key] - held[key] for key in held}:
        keys = [key for key in held if counts[key] - held[key] == grown]
        marks = ",".join("?" * len(keys))
        con.execute(
            f"update store.keys set claims = claims + ? where key in ({marks})",  # noqa: S608
            [grown, *keys],
        )


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
    seen: set[int] = set()
    last = int(scalar(con, "select coalesce(max(row_id), 0) from store.baseline"))
    # In pieces: a million claims are more than a gigabyte as text.
    for first in range(0, last + 1, _REKEYED):
        rows = con.execute(
            "select claim_no, claim from store.baseline "
            "where row_id >= ? and row_id < ? order by row_id",
            [first, first + _REKEYED],
        ).fetchall()
        fresh = {no: claim for no, claim in rows if no not in seen}
        if fresh:
            claims = ((n, decode(claim, type=Claim)) for n, claim in fresh.items())
            add_keys(con, ((n, keys(claim)) for n, claim in claims))
        seen |= fresh.keys()
    return len(seen)


def count_claims(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, int]:
    """Return how many claims carry each key; keys that none carries are left out."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    which, bound = among("key", wanted, most=_MANY_KEYS)
    sql = f"select key, claims from store.keys {which}"  # noqa: S608
    return dict(con.execute(sql, bound).fetchall())


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


@lru_cache(maxsize=50_000)
def bucket_of(key: str, chunk: int) -> int:
    """Return the number under which a key's chunk of claims stands."""
    return number(key, str(chunk))


def read_buckets(
    con: duckdb.DuckDBPyConnection, buckets: Iterable[int]
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield each bucket with (claim number, order of entry) of its claims."""
    which, bound = among("bucket", list(buckets), most=_MANY_KEYS)
    sql = (
        "select bucket, list(xor(entry, bucket)), list(rowid) "  # noqa: S608
        f"from store.baseline_keys {which} group by bucket"
    )
    for bucket, numbers, rows in con.execute(sql, bound).fetchall():
        yield bucket, list(zip(numbers, rows, strict=True))
