"""
What was decided, as it was decided: the inputs of a replay.

A case is one version of an article with the decision on each of its claims; cases come
in the order in which they were judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import msgspec

from extractors.model import Article, BaselineClaim, Claim, Trust
from storage.articles import read_claims
from storage.baseline import held_at_row

_ARTICLE_COLUMNS = (
    "article_id, version, url, canonical_url, source_id, trust, publisher, origin, "
    "title, author, published_at, modified_at, fetched_at, language, text, "
    "headline_only, low_confidence"
)
_STORED = (
    "claim_id, article_id, outcome, verdict, reason, confidence, slot, old_value, "
    "new_value, would_change, alert_id, baseline_claim_id, candidates, features"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """
    A claim with the decision that was taken on it.

    ``row`` is what is stored, JSON decoded; ``candidates`` are the claims looked at, as
    they were held then.
    """

    claim: Claim
    candidates: tuple[BaselineClaim, ...]
    row: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One version of an article and everything that was decided on it.

    ``inputs`` are the versions and settings it was decided with; ``article`` is None
    when its text was dropped since, so that nothing can be decided anew.
    """

    article_id: str
    version: int
    run_id: str
    copy_of: str
    inputs: dict[str, str]
    article: Article | None
    decided: tuple[Decided, ...]


def cases(con: duckdb.DuckDBPyConnection) -> Iterator[Case]:
    """Yield every case, in the order in which they were judged."""
    order = con.execute(
        "select d.article_id, c.article_version, any_value(d.run_id), "
        "any_value(d.versions) from store.decisions d "
        "join store.claims c using (claim_id) group by all order by min(d.rowid)"
    ).fetchall()
    for article_id, version, run_id, inputs in order:
        yield _case(con, article_id, version, run_id, msgspec.json.decode(inputs))


def _case(
    con: duckdb.DuckDBPyConnection,
    article_id: str,
    version: int,
    run_id: str,
    inputs: dict[str, str],
) -> Case:
    article, copy_of = read_article(con, article_id, version)
    return Case(
        article_id=article_id,
        version=version,
        run_id=run_id,
        copy_of=copy_of,
        inputs=inputs,
        article=article,
        decided=tuple(_decided(con, article_id, version, inputs)),
    )


def read_article(
    con: duckdb.DuckDBPyConnection, article_id: str, version: int
) -> tuple[Article | None, str]:
    """Return a version, None without its text, and what it is a copy of, or empty."""
    row = con.execute(
        f"select coalesce(copy_of, ''), {_ARTICLE_COLUMNS} "  # noqa: S608
        "from store.articles where article_id = ? and version = ?",
        [article_id, version],
    ).fetchone()
    if row is None:
        return None, ""
    names = _ARTICLE_COLUMNS.split(", ")
    values = dict(zip(names, row[1:], strict=True))
    if values["text"] is None:
        return None, row[0]
    return Article(**{**values, "trust": Trust(values["trust"])}), row[0]


def _decided(
    con: duckdb.DuckDBPyConnection,
    article_id: str,
    version: int,
    inputs: dict[str, str],
) -> Iterator[Decided]:
    names = _STORED.split(", ")
    rows = [
        dict(zip(names, row, strict=True))
        for row in con.execute(
            f"select {', '.join('d.' + name for name in names)} "  # noqa: S608
            "from store.decisions d join store.claims c using (claim_id) "
            "where d.article_id = ? and c.article_version = ? order by d.rowid",
            [article_id, version],
        ).fetchall()
    ]
    claims = read_claims(con, [row["claim_id"] for row in rows])
    ids = {each for row in rows for each in row["candidates"]}
    held = held_at_row(con, ids, row=int(inputs.get("baseline_row", 0))) if ids else {}
    for row in rows:
        row["features"] = msgspec.json.decode(row["features"])
        found = tuple(held[each] for each in row["candidates"] if each in held)
        yield Decided(claim=claims[row["claim_id"]], candidates=found, row=row)


def claims_of(
    con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]
) -> dict[str, list[Claim]]:
    """Return the claims of the newest version of articles, by article, in order."""
    wanted = list(article_ids)
    if not wanted:
        return {}
    sql = (
        "select article_id, slots from store.claims "  # noqa: S608
        f"where article_id in ({','.join('?' * len(wanted))}) "
        "qualify article_version = max(article_version) over (partition by article_id) "
        "order by article_id, claim_start, rowid"
    )
    found: dict[str, list[Claim]] = {}
    for article_id, slots in con.execute(sql, wanted).fetchall():
        claim = msgspec.json.decode(slots, type=Claim)
        found.setdefault(article_id, []).append(claim)
    return found
