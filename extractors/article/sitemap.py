"""
Sitemaps as entries: plain, news and index files (https://www.sitemaps.org/protocol.html).

The parser neither expands entities nor loads anything; a file with entities of its own
is refused before it is parsed. Unzipping is the fetcher's business.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lxml import etree

from extractors.article.dates import moment
from extractors.article.feed import MAX_ITEMS, Parsed, unique
from extractors.article.markup import has_subset
from extractors.article.text import line, safe_url
from extractors.model import Entry, ParseError

_MAX_PARTS = 500


def parse_sitemap(
    data: bytes,
    *,
    source_id: str,
    base_url: str,
    max_items: int = MAX_ITEMS,
    now: datetime | None = None,
) -> Parsed:
    """
    Read a sitemap, newest entries first, or the parts of an index, newest first.

    Raises:
        ParseError: ``doctype``, ``empty``, ``not_a_sitemap``.

    """
    root = _root(data, base_url)
    if _name(root) == "sitemapindex":
        return Parsed(more=tuple(_parts(root, now)))
    if _name(root) != "urlset":
        raise ParseError(
            base_url, "not_a_sitemap", f"root element {_name(root)[:40]!r}"
        )
    found = [e for e in (_entry(node, source_id, now) for node in root) if e]
    # Stable: entries without a date keep their place at the end.
    found.sort(key=lambda e: _age(e.published_at or e.modified_at))
    dropped = len(found) - max_items
    problems = (f"{dropped} of {len(found)} entries dropped",) if dropped > 0 else ()
    return Parsed(entries=tuple(unique(found[:max_items])), problems=problems)


def _root(data: bytes, base_url: str) -> Any:
    if not data.strip():
        raise ParseError(base_url, "empty", "the answer has no content")
    if has_subset(data):
        raise ParseError(base_url, "doctype", "declares entities of its own")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(base_url, "not_a_sitemap", str(error)[:100]) from error
    if root is None:
        raise ParseError(base_url, "not_a_sitemap", "no XML")
    return root


def _parts(root: Any, now: datetime | None) -> list[str]:
    dated = []
    for node in root:
        words = _words(node)
        if url := safe_url(words.get("loc", "")):
            dated.append((_age(moment(words.get("lastmod", ""), now)), url))
    dated.sort(key=lambda pair: pair[0])
    return [url for _, url in dated[:_MAX_PARTS]]


def _entry(node: Any, source_id: str, now: datetime | None) -> Entry | None:
    words = _words(node)
    url = safe_url(words.get("loc", ""))
    if not url:
        return None
    return Entry(
        source_id=source_id,
        url=url,
        title=line(words.get("title", "")),
        published_at=moment(words.get("publication_date", ""), now),
        modified_at=moment(words.get("lastmod", ""), now),
        publisher=line(words.get("name", "")),
    )


def _words(node: Any) -> dict[str, str]:
    """Texts by local name; the first wins, images and videos have titles as well."""
    words: dict[str, str] = {}
    for child in node.iter():
        if _namespace(child) in {"image", "video"}:
            continue
        if child.text and child.text.strip():
            words.setdefault(_name(child), child.text.strip())
    return words


def _namespace(node: Any) -> str:
    kind = etree.QName(node).namespace if isinstance(node.tag, str) else None
    return (
        "image"
        if "sitemap-image" in (kind or "")
        else "video"
        if "sitemap-video" in (kind or "")
        else ""
    )


def _name(node: Any) -> str:
    return str(etree.QName(node).localname).lower() if isinstance(node.tag, str) else ""


def _age(when: datetime | None) -> float:
    return -when.timestamp() if when else 0.0
