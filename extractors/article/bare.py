"""
The fallback reader: text by stripping tags, in linear time, marked low confidence.

For pages that the real extractor gives up on (nesting beyond libxml2's 256 levels, a
killed child). Keeps only lines that read like sentences.
"""

from __future__ import annotations

import re
from datetime import datetime

from extractors.article.assemble import assemble
from extractors.article.markup import lines
from extractors.article.metadata import Facts
from extractors.article.text import MAX_TEXT_CHARS, line
from extractors.model import Article, Entry, ExtractError, Source

_MAX_MARKUP_CHARS = 2_000_000
_MIN_CHARS = 150
_SENTENCE = re.compile(r"[.!?…][\u201d\"\u2019')\]]*$")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)


def read_bare(
    markup: str,
    *,
    entry: Entry,
    source: Source,
    final_url: str,
    fetched_at: datetime,
    facts: Facts | None = None,
) -> Article:
    """
    Read what sentences a page has, without a parser.

    Raises:
        ExtractError: ``no_article`` when hardly anything reads like prose.

    """
    body = readable(markup)
    if len(body) < _MIN_CHARS:
        raise ExtractError(final_url, "no_article", f"{len(body)} characters of prose")
    return assemble(
        body, facts=facts or Facts(title=_title(markup)), entry=entry, source=source,
        url=final_url, fetched_at=fetched_at, low_confidence=True,
    )  # fmt: skip


def readable(markup: str) -> str:
    """Lines of six words or more that end like a sentence, capped in length."""
    found = lines(markup[:_MAX_MARKUP_CHARS], furniture=False)
    prose = (
        text for text in found if len(text.split()) >= 6 and _SENTENCE.search(text)
    )
    return "\n".join(prose)[:MAX_TEXT_CHARS]


def _title(markup: str) -> str:
    found = _TITLE.search(markup[:100_000])
    return line(lines(found[1])[0]) if found and lines(found[1]) else ""
