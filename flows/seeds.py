"""
Documents -> baseline: what is held to be known before the first article is read.

The same extractor reads seeds and articles. Adding a document again adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING

from extractors.article.document import read_document
from extractors.claims import extract_claims
from extractors.model import (
    Article,
    BaselineClaim,
    Claim,
    ConfigError,
    Entry,
    ExtractError,
    Source,
    Status,
    Topic,
    Verdict,
    VerdictKind,
)
from extractors.verdicts import candidate_keys, compare, load_lexicon
from flows.intake.sandbox import Reader, Sandbox
from flows.settings.load import Document
from storage.baseline import Added, add_documents
from storage.database import Database

if TYPE_CHECKING:  # it takes two seconds, and most runs read nothing new
    from spacy.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two documents that cannot both be right: ``claim`` against the other's."""

    claim: Claim
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was added, and where the documents disagree."""

    added: Added
    conflicts: tuple[Conflict, ...] = ()


def read_documents(documents: Sequence[Document], now: datetime) -> Iterator[Article]:
    """
    Read seed documents; a PDF in the sandbox.

    Raises:
        ConfigError: a file is no UTF-8 text, a PDF without text, or is gone.

    """
    with closing(Sandbox()) as sandbox:
        for document in documents:
            try:
                yield _read(document, sandbox, now)
            except (OSError, UnicodeDecodeError) as error:
                problem = f"{document.path}: cannot be read: {error}"
                raise ConfigError([problem]) from error
            except ExtractError as error:
                problem = f"{document.path}: {error.reason}: {error.detail}"
                raise ConfigError([problem]) from error


def _read(document: Document, sandbox: Reader, now: datetime) -> Article:
    path, day = document.path, document.published
    published_at = datetime.combine(day, time(), UTC) if day else None
    if path.suffix.lower() == ".pdf":
        data = path.read_bytes()
        entry = Entry(
            source_id=path.name,
            url=document.url,
            guid=sha256(data).hexdigest(),  # another text is another document
            published_at=published_at,
            publisher=document.publisher,
        )
        source = Source(id=path.name, kind="document")
        return sandbox.read_file(
            data, suffix=".pdf", entry=entry, source=source, fetched_at=now
        )
    return read_document(
        path.read_text(encoding="utf-8"),
        source_id=path.name,
        published_at=published_at,
        publisher=document.publisher,
        url=document.url,
        fetched_at=now,
    )


def build(
    database: Database,
    articles: Sequence[Article],
    *,
    topic: Topic,
    nlp: Language,
    now: datetime,
    status: Status = Status.SEED,
) -> Built:
    """Hold the claims of these documents in one transaction."""
    claims = list(extract_claims(articles, nlp=nlp, topic=topic))
    documents = list(zip(articles, claims, strict=True))
    with database.transaction() as con:
        added = add_documents(
            con, documents, keys=candidate_keys, at=now, status=status
        )
    return Built(added=added, conflicts=tuple(_conflicts(documents)))


def _conflicts(
    documents: Sequence[tuple[Article, Sequence[Claim]]],
) -> Iterator[Conflict]:
    lexicon = load_lexicon()
    held: list[BaselineClaim] = []
    for article, claims in documents:
        for claim in claims:
            keys = candidate_keys(claim)
            near = [each for each in held if keys & candidate_keys(each.claim)]
            verdict = compare(claim, near, lexicon=lexicon)
            if verdict.kind is VerdictKind.CONTRADICTS:
                yield Conflict(claim=claim, verdict=verdict)
        held += [_as_held(claim, article) for claim in claims]


def _as_held(claim: Claim, article: Article) -> BaselineClaim:
    return BaselineClaim(
        claim=claim,
        status=Status.SEED,
        document=article.title or article.source_id,
        document_date=article.published_at.date() if article.published_at else None,
        valid_from=claim.period.valid_from,
        valid_to=claim.period.valid_to,
    )
