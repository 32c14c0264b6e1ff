"""
Two texts -> one verdict: what ``claimwatch compare`` and the benchmarks ask.

Every claim of the new text is judged against every claim of the old one; the strongest
verdict speaks: contradicts, updates, known, new, unclear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from spacy.language import Language

from extractors.claims import extract_claims
from extractors.model import (
    Article,
    BaselineClaim,
    Claim,
    Status,
    Topic,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.compare import compare
from extractors.verdicts.lexicon import Lexicon

_STRENGTH = (
    VerdictKind.CONTRADICTS,
    VerdictKind.UPDATES,
    VerdictKind.KNOWN,
    VerdictKind.NEW,
    VerdictKind.UNCLEAR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPair:
    """A baseline text and a new text, each with its date where it is known."""

    baseline: str
    claim: str
    baseline_date: date | None = None
    claim_date: date | None = None


def compare_texts(
    pairs: Iterable[TextPair], *, nlp: Language, topic: Topic, lexicon: Lexicon
) -> Iterator[Verdict]:
    """Yield one verdict per pair, in order."""
    batch = list(pairs)
    articles = [
        article
        for pair in batch
        for article in (
            as_article("old", pair.baseline, pair.baseline_date),
            as_article("new", pair.claim, pair.claim_date),
        )
    ]
    claims = extract_claims(articles, nlp=nlp, topic=topic)
    for pair, old, new in zip(batch, claims, claims, strict=True):
        yield _strongest(pair, old, new, lexicon)


def as_article(side: str, text: str, published: date | None) -> Article:
    """A bare text as an article; ``side`` becomes its id."""
    at = datetime.combine(published, datetime.min.time(), UTC) if published else None
    return Article(
        article_id=side,
        url="",
        canonical_url="",
        source_id="",
        published_at=at,
        fetched_at=at or datetime.min.replace(tzinfo=UTC),
        text=_closed(text),
    )


def _closed(text: str) -> str:
    """A pasted text is prose, whether or not it ends with a full stop."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", '"', "”")) else f"{text}."


def _strongest(
    pair: TextPair, old: list[Claim], new: list[Claim], lexicon: Lexicon
) -> Verdict:
    rows = [
        BaselineClaim(
            claim=claim,
            status=Status.SEED,
            document="baseline",
            document_date=pair.baseline_date,
        )
        for claim in old
    ]
    verdicts = [compare(claim, rows, lexicon=lexicon) for claim in new]
    if not verdicts or not rows:
        return Verdict(kind=VerdictKind.UNCLEAR, reason="no_claim", confidence=0.0)
    return min(verdicts, key=lambda v: (_STRENGTH.index(v.kind), -v.confidence))
