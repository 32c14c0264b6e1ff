"""The documents that the baseline starts from; adding them again adds what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extractors.model import Article, Claim, Status
from storage.articles import known_articles, record_article
from storage.baseline.history import Holding, hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a build of the baseline did: ``known`` were held before."""

    documents: int = 0
    new_documents: int = 0
    claims: int = 0
    known: int = 0


def add_documents(
    con: duckdb.DuckDBPyConnection,
    documents: Iterable[tuple[Article, Sequence[Claim]]],
    *,
    keys: Callable[[Claim], frozenset[str]],
    at: datetime,
    status: Status = Status.SEED,
) -> Added:
    """
    Hold the claims of documents, and keep the documents as their evidence.

    Args:
        con: the open transaction.
        documents: each with its claims; a document is known by its article id.
        keys: the keys under which a claim is found again.
        at: when we hold them from (aware UTC).
        status: how we hold them.

    """
    listed = list(documents)
    known = known_articles(con, [article.article_id for article, _ in listed])
    holdings: list[Holding] = []
    for article, claims in listed:
        if article.article_id not in known:
            record_article(con, article, status=status)
        holdings += [
            Holding(claim=c, article=article, keys=keys(c), status=status)
            for c in claims
        ]
    added = hold(con, holdings, at=at)
    return Added(
        documents=len(listed),
        new_documents=sum(a.article_id not in known for a, _ in listed),
        claims=added,
        known=len(holdings) - added,
    )
