"""
Do a job: the parsers behind one call. Runs in the sandbox's child, or in process.

The only module of the intake that imports the page extractor, which takes half a second
to load.
"""

from __future__ import annotations

from extractors.article.document import read_document
from extractors.article.mail import read_mail
from extractors.article.markup import decode
from extractors.article.page import read_page
from extractors.article.pdf import read_pdf
from extractors.model import Article, ExtractError
from flows.intake.messages import FileJob, Job, ListingJob, ListingRead, PageRead
from flows.intake.sources import KINDS


def read(job: Job) -> ListingRead | PageRead:
    """Parse what a job holds; raises SourceError."""
    if isinstance(job, ListingJob):
        kind = KINDS[job.source.kind]
        return ListingRead(
            kind.parse(job.data, source=job.source, base_url=job.base_url, now=job.now)
        )
    if isinstance(job, FileJob):
        return PageRead(_file(job))
    return PageRead(
        read_page(
            job.html,
            entry=job.entry,
            source=job.source,
            final_url=job.final_url,
            fetched_at=job.fetched_at,
            charset=job.charset,
        )
    )


def _file(job: FileJob) -> Article:
    readers = {".pdf": read_pdf, ".eml": read_mail}
    if job.suffix in readers:
        return readers[job.suffix](
            job.data, entry=job.entry, source=job.source, fetched_at=job.fetched_at
        )
    text = decode(job.data)
    if not text:
        reason = "bad_encoding" if text is None else "empty"
        raise ExtractError(job.entry.guid or job.entry.url, reason)
    return read_document(
        text,
        title=job.entry.title,
        url=job.entry.url,
        source_id=job.source.id,
        published_at=job.entry.published_at,
        publisher=job.entry.publisher,
        fetched_at=job.fetched_at,
        trust=job.source.trust,
        name=job.entry.guid,
    )
