"""Put an Article together from its text, what the page says and what the feed said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from extractors.article.copies import agency, origin_of
from extractors.article.keys import article_id, canonical_url, registered_domain
from extractors.article.language import detect
from extractors.article.markup import lines
from extractors.article.metadata import Facts, without_site
from extractors.article.text import MAX_TEXT_CHARS, clean, line
from extractors.model import Article, Entry, Source

_WORDLIKE = re.compile(r"\W+")


def assemble(
    body: str,
    *,
    facts: Facts,
    entry: Entry,
    source: Source,
    url: str,
    fetched_at: datetime,
    fallback_date: datetime | None = None,
    low_confidence: bool = False,
) -> Article:
    """
    Make the Article of a body of lines.

    The page's own dates are preferred to the feed's, the feed's to a guessed one; the
    feed's word on the publisher is preferred to the page's.
    """
    canonical = facts.canonical_url or canonical_url(url)
    site = facts.site or registered_domain(url)
    publisher = entry.publisher or site
    title = facts.title or without_site(entry.title, site, url)
    published = facts.published_at or entry.published_at or fallback_date
    guid = f"{source.id} {entry.guid}" if entry.guid else ""
    author = facts.author or entry.author
    text = with_title(title, body)[:MAX_TEXT_CHARS]
    byline = f"By {author}" if author else ""
    credited = agency(f"{title}\n{byline}\n{body}")
    return Article(
        article_id=article_id(canonical, guid, title, published),
        url=url,
        canonical_url=canonical,
        source_id=source.id,
        trust=source.trust,
        publisher=publisher,
        origin=origin_of(credited, publisher, url),
        title=title,
        author=author,
        published_at=published,
        modified_at=facts.modified_at or entry.modified_at,
        fetched_at=fetched_at,
        language=detect(text, facts.language),
        text=_without_byline(text, author),
        low_confidence=low_confidence,
    )


def headline(entry: Entry, source: Source, fetched_at: datetime) -> Article:
    """Make the Article of an entry whose page cannot be had: title and summary."""
    article = from_feed(entry, source, fetched_at)
    return replace(article, headline_only=True)


def from_feed(entry: Entry, source: Source, fetched_at: datetime) -> Article:
    """Make the Article of the text that the feed itself carries."""
    return assemble(
        "\n".join(lines(entry.content)),
        facts=Facts(),
        entry=entry,
        source=source,
        url=entry.url,
        fetched_at=fetched_at,
    )


def with_title(title: str, body: str) -> str:
    """Text whose first line is the title, once."""
    title = line(title)
    rows = [row for row in clean(body).split("\n") if row]
    if title and rows[:1] and _same(rows[0], title):
        rows = rows[1:]
    return "\n".join(filter(None, [title, *rows]))


def _without_byline(text: str, author: str) -> str:
    """Drop the line that only names the author: a name is no statement."""
    rows = text.split("\n")
    bylines = (f"by {author}", author) if author else ()
    kept = [r for r in rows[1:4] if not any(_same(r, b) for b in bylines)]
    return "\n".join([*rows[:1], *kept, *rows[4:]])


def _same(one: str, other: str) -> bool:
    return _WORDLIKE.sub("", one).casefold() == _WORDLIKE.sub("", other).casefold()
