"""
The claims of a text -> those of a copy of it, without parsing the same words again.

What the copy says in other words is not among them: a copy is never judged, its claims
only say what it repeats.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.sentence import claim_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.model import Article, Claim


def carried_claims(claims: Iterable[Claim], article: Article) -> Iterator[Claim]:
    """
    Yield those claims of the original whose sentence stands in the copy, in its place.

    ``article.text[c.start:c.end] == c.quote``, as in claims that were extracted.
    """
    published_on = article.published_at.date() if article.published_at else None
    for claim in claims:
        begins = article.text.find(claim.sentence)
        inside = claim.sentence.find(claim.quote)
        if begins < 0 or inside < 0:
            continue
        start = begins + inside
        end = start + len(claim.quote)
        yield replace(
            claim,
            claim_id=claim_id(article, start, end, claim.relation),
            article_id=article.article_id,
            article_version=article.version,
            start=start,
            end=end,
            in_title=start < len(article.title),
            published_on=published_on,
        )
