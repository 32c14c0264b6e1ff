"""
What a page says about itself: title, site, author, dates, language, address.

Reads JSON-LD, meta elements and a few well-known places of an lxml tree. Everything is
a claim of the page's; what is believed is decided in :mod:`extractors.article.page`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec

from extractors.article.dates import moment
from extractors.article.keys import canonical_url, registered_domain
from extractors.article.text import line

_MAX_JSON_CHARS = 500_000
_MAX_NODES = 2_000
_ARTICLE_TYPES = ("article", "posting", "report")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "cxenseparse:recs:publishtime",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
_TITLE_MARKS = (" | ", " - ", " \u2013 ", " \u2014 ", " \u00b7 ", " :: ")
_BRANCHES = ("@graph", "mainEntity", "itemListElement")
_TIMES = (
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//article//header//time/@datetime",
    "//header//time/@datetime",
    "//article//time/@datetime",
    "//time/@datetime",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of itself; empty strings and None where it is silent."""

    title: str = ""
    site: str = ""
    author: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    paywalled: bool = False


def read_facts(tree: Any, *, url: str, now: datetime | None = None) -> Facts:
    """Collect the facts of a parsed page. ``now`` bounds the dates."""
    metas = _metas(tree)
    news = next(_linked_data(tree), {})
    site = line(metas.get("og:site_name", "")) or _name(news.get("publisher"))
    title = (
        _text(news.get("headline")) or metas.get("og:title") or _only(tree, "//h1")
        or metas.get("twitter:title") or _only(tree, "//head/title")
    )  # fmt: skip
    published = [_text(news.get("datePublished")), *_each(metas, _PUBLISHED)]
    modified = [_text(news.get("dateModified")), *_each(metas, _MODIFIED)]
    return Facts(
        title=without_site(line(title or ""), site, url),
        site=site,
        author=_name(news.get("author")) or _author(tree, metas),
        published_at=_first_moment([*published, *_times(tree)], now),
        modified_at=_first_moment(modified, now),
        language=_first(tree, "/html/@lang") or metas.get("og:locale", ""),
        canonical_url=_canonical(tree, url),
        paywalled=str(news.get("isAccessibleForFree", "")).lower() == "false",
    )


def without_site(title: str, site: str, url: str) -> str:
    """Drop the site's name from the end of a title: "Mill sold | The Gazette"."""
    names = {site.casefold(), registered_domain(url).casefold(), "news"}
    names |= {name.partition(".")[0] for name in names} | {f"the {n}" for n in names}
    for mark in _TITLE_MARKS:
        head, _, tail = title.rpartition(mark)
        if head and tail.strip().casefold() in names - {""}:
            return head.strip()
    return title


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.xpath("//meta[@content]")[:_MAX_NODES]:
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = node.get(key, "").strip().lower()
            if name and node.get("content").strip():
                found.setdefault(name, node.get("content").strip())
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        text = (script.text or "")[:_MAX_JSON_CHARS]
        try:
            data = msgspec.json.decode(text.strip().encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        for node in _nodes(data):
            kind = str(node.get("@type", "")).lower()
            if any(word in kind for word in _ARTICLE_TYPES):
                yield node


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    queue, seen = [data], 0
    while queue and seen < _MAX_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            queue.extend(node.get(k) for k in _BRANCHES)
        elif isinstance(node, list):
            queue.extend(node[:50])


def _name(value: Any) -> str:
    if isinstance(value, list):
        names = [name for name in map(_name, value[:10]) if name]
        return ", ".join(dict.fromkeys(names))
    if isinstance(value, dict):
        return _text(value.get("name"))
    text = _text(value)
    return "" if text.startswith("http") else text


def _text(value: Any) -> str:
    return line(value)[:500] if isinstance(value, str) else ""


def _each(metas: dict[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (metas[name] for name in names if name in metas)


def _times(tree: Any) -> Iterator[str]:
    for path in _TIMES:
        found = tree.xpath(path)
        # Several dates on a page with no word on which is the article's say nothing.
        if found and (len(set(found)) == 1 or "header" in path or "itemprop" in path):
            yield str(found[0])


def _first_moment(words: list[str], now: datetime | None) -> datetime | None:
    return next((m for m in (moment(w, now) for w in words) if m), None)


def _author(tree: Any, metas: dict[str, str]) -> str:
    said = metas.get("author") or metas.get("article:author") or ""
    if said and not said.startswith("http"):
        return line(said)[:200]
    path = "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline')]"
    names = [line(node.text_content())[:200] for node in tree.xpath(path)[:1]]
    return names[0].removeprefix("By ").removeprefix("by ") if names else ""


def _only(tree: Any, path: str) -> str:
    found = tree.xpath(path)
    return line(found[0].text_content())[:500] if len(found) == 1 else ""


def _first(tree: Any, path: str) -> str:
    found = tree.xpath(path)
    return str(found[0]) if found else ""


def _canonical(tree: Any, url: str) -> str:
    """
    Return the address the page gives itself, when it may speak for it.

    Another site's address would let a page pass for that site's article, and a bare
    home page is what broken templates write.
    """
    said = _first(tree, "//link[@rel='canonical']/@href")
    try:
        found = canonical_url(urljoin(url, said)) if said else ""
    except ValueError:
        return ""
    same = bool(found) and registered_domain(found) == registered_domain(url)
    home = not urlsplit(found).path.strip("/") and bool(urlsplit(url).path.strip("/"))
    return found if same and not home else ""
