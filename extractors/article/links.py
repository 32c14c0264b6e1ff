"""Links of an index page: to articles, by selector or by looks, and to feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from courlan import is_navigation_page, is_not_crawlable
from lxml import etree
from lxml import html as lxml_html

from extractors.article.dates import moment
from extractors.article.feed import MAX_ITEMS, Parsed, unique
from extractors.article.keys import registered_domain
from extractors.article.markup import decode
from extractors.article.text import line, safe_url
from extractors.model import Entry, ParseError

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_STEP = re.compile(r"\s*([>\s])\s*")
_PART = re.compile(
    r"(?P<tag>^(?:[a-zA-Z][\w-]*|\*))|\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)"
    r"|\[(?P<name>[\w-]+)(?:=[\"']?(?P<value>[^\"'\]]*)[\"']?)?\]"
)
_DATED = re.compile(r"/(?:19|20)\d\d/\d\d?/")
_MIN_TITLE_WORDS = 4


def parse_index(
    data: bytes,
    *,
    source_id: str,
    base_url: str,
    selector: str = "",
    max_items: int = MAX_ITEMS,
    now: datetime | None = None,
) -> Parsed:
    """
    Read the articles that an index page links to, in page order.

    ``selector`` is CSS of tags, classes, ids, attributes, descendants and children that
    names the links or what holds them; without it links are judged by their looks: same
    site, a headline for a text or a date in the address.

    Raises:
        ParseError: ``bad_encoding not_html bad_selector no_links``.

    """
    tree = _tree(data, base_url)
    nodes = (
        _selected(tree, selector, base_url) if selector else tree.xpath("//a[@href]")
    )
    found = (_entry(node, source_id, base_url, now) for node in nodes)
    if not selector:
        found = (e for e in found if e and _looks_like_article(e, base_url))
    entries = tuple(unique(found))[:max_items]
    if not entries:
        raise ParseError(base_url, "no_links", "no link looks like an article")
    return Parsed(entries=entries)


def feed_links(data: bytes, base_url: str) -> list[str]:
    """Return the feeds that a page announces in its head."""
    tree = _tree(data, base_url)
    found = [
        safe_url(urljoin(base_url, node.get("href").strip()))
        for node in tree.xpath("//link[@href and @type]")
        if node.get("type").strip().lower() in _FEED_TYPES
    ]
    return list(dict.fromkeys(filter(None, found)))


def to_xpath(selector: str) -> str:
    """
    Translate simple CSS: ``main .teaser > a[rel=bookmark], h2 a``.

    Raises:
        ValueError: it holds more than tags, ``.class``, ``#id``, ``[name=value]``,
            spaces and ``>``.

    """
    return " | ".join(_path(part.strip()) for part in selector.split(","))


def _path(selector: str) -> str:
    path, axis = "", "//"
    for step in _STEP.split(selector):
        if step.strip() in {"", ">"}:
            axis = "/" if step.strip() else "//"
            continue
        path += axis + _step(step)
        axis = "//"
    if not path:
        raise ValueError("empty selector")
    return path


def _step(step: str) -> str:
    tag, tests, end = "*", "", 0
    while found := _PART.match(step, end) if end else _PART.match(step):
        end = found.end()
        if found["tag"]:
            tag = found["tag"].lower()
        elif found["class"]:
            spaced = "concat(' ', normalize-space(@class), ' ')"
            tests += f"[contains({spaced}, ' {found['class']} ')]"
        elif found["id"]:
            tests += f"[@id='{found['id']}']"
        elif found["value"] is None:
            tests += f"[@{found['name']}]"
        else:
            tests += f"[@{found['name']}='{found['value']}']"
    if end != len(step):
        raise ValueError(f"cannot read {step!r}")
    return tag + tests


def _tree(data: bytes, base_url: str) -> Any:
    text = decode(data)
    if text is None:
        raise ParseError(base_url, "bad_encoding", "over 1 % undecodable")
    try:
        return lxml_html.document_fromstring(text.encode(), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(base_url, "not_html", str(error)[:100]) from error


def _parser() -> Any:
    return lxml_html.HTMLParser(encoding="utf-8", remove_comments=True)


def _selected(tree: Any, selector: str, base_url: str) -> Iterator[Any]:
    try:
        nodes = tree.xpath(to_xpath(selector))
    except (ValueError, etree.XPathError) as error:
        raise ParseError(base_url, "bad_selector", str(error)[:100]) from error
    for node in nodes:
        links = [node] if node.tag == "a" else node.xpath(".//a[@href]")[:1]
        yield from (link for link in links if link.get("href"))


def _entry(
    node: Any, source_id: str, base_url: str, now: datetime | None
) -> Entry | None:
    try:
        url = safe_url(urljoin(base_url, node.get("href").strip()))
    except ValueError:
        return None
    if not url:
        return None
    heading = node.xpath(".//h1|.//h2|.//h3|.//h4")
    title = line((heading[0] if heading else node).text_content())[:500]
    times = node.xpath(".//time/@datetime") or node.xpath("..//time/@datetime")
    when = moment(str(times[0]), now) if len(times) == 1 else None
    return Entry(source_id=source_id, url=url, title=title, published_at=when)


def _looks_like_article(entry: Entry, base_url: str) -> bool:
    path = urlsplit(entry.url).path
    same_site = registered_domain(entry.url) == registered_domain(base_url)
    poor = is_not_crawlable(entry.url) or is_navigation_page(entry.url)
    headline = len(entry.title.split()) >= _MIN_TITLE_WORDS and len(path) > 8
    return same_site and not poor and (headline or bool(_DATED.search(path)))
