"""
What was read and how it was judged: articles with their evidence, claims, decisions.

Every function takes the connection of the open transaction, so that a batch of articles
is one transaction; recording the same thing twice changes nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import msgspec

from extractors.model import Article, Claim, Decision
from storage.rows import insert, missing

_ARTICLE_FIELDS = (
    "article_id",
    "version",
    "url",
    "canonical_url",
    "source_id",
    "trust",
    "publisher",
    "origin",
    "title",
    "author",
    "published_at",
    "modified_at",
    "fetched_at",
    "language",
    "headline_only",
    "low_confidence",
    "text",
    "text_sha256",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """The newest version of an article that was read before."""

    article_id: str
    version: int
    text_sha256: str
    status: str
    copy_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What near-duplicates are found by; ``value`` is as it was recorded."""

    article_id: str
    origin: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """
    One version of an article, as it is recorded.

    ``page`` is the evidence, as ``pack`` gives it; ``entry_url`` the address that
    the source gave, where it led elsewhere; ``status`` what became of it: a word, such
    as ``read``, ``copy`` or ``off_topic``, ``status_reason`` why, a snake_case code
    (``extraction_failed`` where a bug of ours left it without claims);
    ``fingerprint`` what near-duplicates are found by, any JSON value.
    """

    article: Article
    page: bytes = b""
    entry_url: str = ""
    copy_of: str = ""
    status: str = "read"
    status_reason: str = ""
    fingerprint: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The decisions about an article's claims, with the versions of what decided."""

    article_id: str
    decisions: Sequence[Decision]
    versions: Mapping[str, str]


def pack(html: bytes) -> bytes:
    """Compress a page as fetched, to a sixth; nothing stays nothing."""
    return zlib.compress(html) if html else b""


def unpack(page: bytes) -> bytes:
    """Return a page as it was fetched."""
    return zlib.decompress(page) if page else b""


def record_article(
    con: duckdb.DuckDBPyConnection, article: Article, html: bytes = b"", **details: Any
) -> None:
    """Record one version of an article; the details are those of ``Recorded``."""
    record_articles(con, [Recorded(article=article, page=pack(html), **details)])


def record_articles(
    con: duckdb.DuckDBPyConnection, records: Iterable[Recorded]
) -> None:
    """Record versions of articles, and the pages as fetched beside them."""
    by_key = {(r.article.article_id, r.article.version): r for r in records}
    marks = ",".join("?" * len(by_key)) or "null"
    held = con.execute(
        "select article_id, version from store.articles "  # noqa: S608
        f"where article_id in ({marks})",
        [article_id for article_id, _ in by_key],
    ).fetchall()
    fresh = [record for key, record in by_key.items() if key not in set(held)]
    insert(con, "articles", [_article_row(record) for record in fresh])
    pages = [
        [r.article.article_id, r.article.version, r.page, len(unpack(r.page))]
        for r in fresh
        if r.page
    ]
    if pages:
        con.execute(
            "insert into store.evidence select unnest(?::varchar[]), "
            "unnest(?::integer[]), unnest(?::blob[]), unnest(?::bigint[])",
            [list(column) for column in zip(*pages, strict=True)],
        )


def record_claims(con: duckdb.DuckDBPyConnection, claims: Sequence[Claim]) -> int:
    """Record extracted claims; return how many were not recorded before."""
    by_id = {claim.claim_id: claim for claim in claims}
    fresh = missing(con, "claims", "claim_id", by_id)
    return insert(con, "claims", [_claim_row(by_id[name]) for name in fresh])


def record_decisions(
    con: duckdb.DuckDBPyConnection,
    decided: Iterable[Decisions],
    *,
    run_id: str,
    decided_at: datetime,
) -> int:
    """
    Record the one outcome of each claim; the first one stays.

    Args:
        con: the open transaction.
        decided: one decision per claim, by article.
        run_id: the run that decided.
        decided_at: aware UTC.

    Returns:
        How many were recorded.

    """
    common = {"run_id": run_id, "decided_at": decided_at}
    rows = {
        decision.claim_id: {
            **decision_row(decision, each.article_id),
            "versions": each.versions,
            **common,
        }
        for each in decided
        for decision in each.decisions
    }
    fresh = missing(con, "decisions", "claim_id", rows)
    return insert(con, "decisions", [rows[claim_id] for claim_id in fresh])


def known_articles(
    con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]
) -> dict[str, KnownArticle]:
    """Return the newest recorded version of each of these articles, by article id."""
    sql = (
        "select article_id, version, text_sha256, status, coalesce(copy_of, '') "
        "from store.articles join (select distinct unnest(?::varchar[]) as article_id) "
        "using (article_id) qualify row_number() over "
        "(partition by article_id order by version desc) = 1"
    )
    names = ("article_id", "version", "text_sha256", "status", "copy_of")
    rows = con.execute(sql, [list(article_ids)]).fetchall()
    return {row[0]: KnownArticle(**dict(zip(names, row, strict=True))) for row in rows}


def known_urls(con: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> frozenset[str]:
    """Return which of these addresses lead to an article that was read before."""
    sql = (
        "select url from (select unnest(?::varchar[]) as url) where url in ("
        "select url from store.articles union all "
        "select canonical_url from store.articles union all "
        "select entry_url from store.articles)"
    )
    return frozenset(row[0] for row in con.execute(sql, [list(urls)]).fetchall())


def fingerprints(
    con: duckdb.DuckDBPyConnection, *, since: datetime
) -> list[Fingerprint]:
    """Return the fingerprints of originals fetched since then, oldest first."""
    sql = (
        "select article_id, origin, fingerprint from store.articles "
        "where fetched_at >= ? and fingerprint is not null and copy_of is null "
        "order by fetched_at, article_id, version"
    )
    return [
        Fingerprint(article_id=row[0], origin=row[1], value=msgspec.json.decode(row[2]))
        for row in con.execute(sql, [since]).fetchall()
    ]


def read_page(
    con: duckdb.DuckDBPyConnection, article_id: str, version: int
) -> bytes | None:
    """Return the page as it was fetched; None when it was not kept."""
    row = con.execute(
        "select html from store.evidence where article_id = ? and version = ?",
        [article_id, version],
    ).fetchone()
    return unpack(row[0]) if row else None


def read_claims(
    con: duckdb.DuckDBPyConnection, claim_ids: Iterable[str]
) -> dict[str, Claim]:
    """Return recorded claims by id, as they were extracted."""
    sql = (
        "select claim_id, slots from store.claims "
        "join (select unnest(?::varchar[]) as claim_id) using (claim_id)"
    )
    rows = con.execute(sql, [list(claim_ids)]).fetchall()
    return {row[0]: msgspec.json.decode(row[1], type=Claim) for row in rows}


def quantities_of(claim: Claim) -> list[dict[str, Any]]:
    """Return the quantities as the contract's structs."""
    return [
        {
            "role": q.role,
            "low": q.low,
            "high": q.high,
            "unit": q.unit,
            "per": q.per,
            "approximate": q.approximate,
            "text": q.text,
        }
        for q in claim.quantities
    ]


def _article_row(recorded: Recorded) -> dict[str, Any]:
    article = recorded.article
    return {name: getattr(article, name) for name in _ARTICLE_FIELDS} | {
        "entry_url": recorded.entry_url or article.url,
        "copy_of": recorded.copy_of or None,
        "status": recorded.status,
        "status_reason": recorded.status_reason,
        "fingerprint": recorded.fingerprint,
    }


def _claim_row(claim: Claim) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "article_id": claim.article_id,
        "article_version": claim.article_version,
        "sentence": claim.sentence,
        "quote": claim.quote,
        "claim_start": claim.start,
        "claim_end": claim.end,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "quantities": quantities_of(claim),
        "valid_from": claim.period.valid_from,
        "valid_to": claim.period.valid_to,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "attribution": claim.attribution,
        "place": claim.place,
        "matter": claim.matter,
        "slots": claim,
    }


def decision_row(decision: Decision, article_id: str | None) -> dict[str, Any]:
    """Return what is stored of a decision, besides when, by what and in which run."""
    verdict = decision.verdict
    counterpart = verdict.counterpart if verdict else None
    return {
        "claim_id": decision.claim_id,
        "article_id": article_id,
        "outcome": decision.outcome,
        "verdict": verdict.kind if verdict else None,
        "reason": decision.reason,
        "confidence": verdict.confidence if verdict else None,
        "slot": verdict.slot if verdict else None,
        "old_value": verdict.old_value if verdict else None,
        "new_value": verdict.new_value if verdict else None,
        "would_change": verdict.would_change if verdict else None,
        "alert_id": decision.alert_id or None,
        "baseline_claim_id": counterpart.claim_id if counterpart else None,
        "candidates": decision.candidates,
        "features": verdict.features if verdict else {},
    }
