"""
Plain documents as Articles: seeds, pasted text, files; text, markdown or HTML.

Every line of the document stays a line of its own, because bullets, headings and
navigation are told apart from prose by their lines.
"""

from __future__ import annotations

import re
from datetime import datetime

from extractors.article.assemble import assemble
from extractors.article.keys import article_id
from extractors.article.markup import lines
from extractors.article.metadata import Facts
from extractors.article.text import clean, line
from extractors.model import Article, Entry, Source, Trust

_HTML = re.compile(r"\s*(?:<!doctype html|<html|<body|<article|<head)\b", re.IGNORECASE)
_FENCE = re.compile(r"^(?:```|~~~).*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)([^\n*`]{1,500}?)(?<=\S)\1")
_QUOTE = re.compile(r"^>\s?", re.MULTILINE)


def read_document(  # noqa: PLR0913  each is a fact about the document
    text: str,
    *,
    title: str = "",
    url: str = "",
    source_id: str,
    published_at: datetime | None,
    publisher: str,
    fetched_at: datetime,
    trust: Trust = Trust.PRESS,
    name: str = "",
) -> Article:
    """
    Make an Article of a document that needs no extraction.

    Markdown loses its marks, HTML its tags; a missing title is not made up. The id
    rests on the address, else on ``name`` (unique within its source: a file's), else on
    title, publisher and text.
    """
    body = "\n".join(lines(text)) if _HTML.match(text) else clean(_unmarked(text))
    source = Source(id=source_id, kind="document", trust=trust)
    entry = Entry(
        source_id=source_id, url=url, title=title, publisher=publisher,
        published_at=published_at, guid=name or _name(title, publisher, body),
    )  # fmt: skip
    facts = Facts(title=line(title))
    return assemble(
        body, facts=facts, entry=entry, source=source, url=url, fetched_at=fetched_at
    )


def _name(title: str, publisher: str, body: str) -> str:
    return article_id("", "", f"{title} {publisher} {body}", None)


def _unmarked(text: str) -> str:
    text = _IMAGE.sub(r"\1", _FENCE.sub("", text))
    text = _HEADING.sub(r"\1", _QUOTE.sub("", _LINK.sub(r"\1", text)))
    return _EMPHASIS.sub(r"\2", text)
