"""
One article, one key: canonical addresses and versioned ids.

The key starts with the version of its making, so that a better one can come without
old keys changing. Two addresses that differ only in scheme, ``www.``, tracking
parameters, fragment or a trailing slash are one article.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from courlan import extract_domain, normalize_url

from extractors.article.text import line, safe_url
from extractors.model import Entry

_VERSION = "v1"


def canonical_url(url: str) -> str:
    """Return the address without tracking and fragment, empty when it is not safe."""
    safe = safe_url(url)
    if safe is None:
        return ""
    try:
        parts = urlsplit(str(normalize_url(safe)))
    except (ValueError, TypeError, AttributeError):
        parts = urlsplit(safe)
    return urlunsplit(parts._replace(fragment="", path=parts.path or "/"))


def article_id(
    canonical: str, guid: str, title: str, published_at: datetime | None
) -> str:
    """Hash the best name an article has: its address, its guid, its title and day."""
    if canonical:
        name = f"url {_bare(canonical)}"
    elif guid:
        name = f"guid {guid}"
    else:
        day = published_at.date().isoformat() if published_at else ""
        name = f"title {line(title).casefold()} {day}"
    return _VERSION + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:24]


def entry_id(entry: Entry) -> str:
    """Key of an entry before its page was read; what a run looks up to skip it."""
    # A guid is unique within its source only.
    guid = f"{entry.source_id} {entry.guid}" if entry.guid else ""
    return article_id(canonical_url(entry.url), guid, entry.title, entry.published_at)


def registered_domain(url: str) -> str:
    """Return ``example.co.uk`` for any host below it, empty when there is none."""
    host = urlsplit(url).hostname or "" if safe_url(url) else ""
    found = str(extract_domain(url) or host) if host else ""
    return found.removeprefix("www.")  # a suffix that the list does not know


def _bare(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, parts.path.rstrip("/"), parts.query, ""))
