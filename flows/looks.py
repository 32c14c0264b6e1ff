"""Articles that were read before and are due for another look -> further versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import duckdb

from extractors.model import Article, Source
from flows.intake.revisit import Looked
from flows.judge import Reading
from storage.cases import read_article
from storage.revisits import Revisit, due_revisits

# With a run every half hour 2,880 a day; within one host they come at its pace.
LOOKS_PER_RUN = 60


def due_again(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Source], now: datetime
) -> list[tuple[Revisit, Article, Source]]:
    """What these sources announced and is to be looked at now, a bounded number."""
    by_id = {source.id: source for source in sources}
    due = due_revisits(con, now, source_ids=by_id.keys(), most=LOOKS_PER_RUN)
    found = []
    for revisit, version in due:
        article, _ = read_article(con, revisit.article_id, version)
        if article is not None:
            found.append((revisit, article, by_id[article.source_id]))
    return found


def further(looked: Sequence[Looked], readings: Sequence[Reading]) -> Iterator[Reading]:
    """Edited and removed articles, unless a source led to a further version as well."""
    read = {each.article.article_id for each in readings}
    for each in looked:
        if each.article is not None and each.article.article_id not in read:
            yield Reading(article=each.article, page=each.page, gone=each.gone)
