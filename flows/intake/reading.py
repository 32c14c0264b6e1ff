"""
Do a job: the parsers behind one call. Runs in the sandbox's child, or in process.

The only module of the intake that imports the page extractor, which takes half a second
to load.
"""

from __future__ import annotations

from extractors.article.page import read_page
from flows.intake.messages import Job, ListingJob, ListingRead, PageRead
from flows.intake.sources import KINDS


def read(job: Job) -> ListingRead | PageRead:
    """Parse what a job holds; raises SourceError."""
    if isinstance(job, ListingJob):
        kind = KINDS[job.source.kind]
        return ListingRead(
            kind.parse(job.data, source=job.source, base_url=job.base_url, now=job.now)
        )
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
