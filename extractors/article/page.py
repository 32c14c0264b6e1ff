"""
A page as an Article: main text by trafilatura, facts of its own, fallbacks.

Promises that a page either yields readable text or an :class:`ExtractError` that says
why not. May take seconds on hostile pages: run it in the sandbox. Reads no clock.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from extractors.article.assemble import assemble
from extractors.article.bare import read_bare, readable
from extractors.article.dates import moment
from extractors.article.markup import decode
from extractors.article.metadata import Facts, read_facts
from extractors.article.text import MAX_TEXT_CHARS, clean
from extractors.model import Article, Entry, ExtractError, Source

_ROW = re.compile(r"\|(.*)\|")
_BULLET = re.compile(r"^\s*(?:[-*•‣▪]|\d{1,2}[.)])\s+(?=\S)")
_RULE = re.compile(r"[\s|:_=-]*")
_MIN_CHARS = 250
_MAX_CELL_CHARS = 600
_SHORT_CHARS = 400  # a teaser longer than this is worth reading as it stands
_WALL = re.compile(
    r"are you (?:a robot|human)|verify (?:that )?you are (?:a )?human|captcha"
    r"|just a moment|enable javascript(?: and cookies)?|checking your browser"
    r"|unusual traffic|access denied|request blocked",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe to (?:continue|read|unlock)|already a subscriber"
    r"|to continue reading|subscribers? only|unlock this article"
    r"|create (?:a free )?account to (?:continue|read)",
    re.IGNORECASE,
)


def read_page(
    html: bytes,
    *,
    entry: Entry,
    source: Source,
    final_url: str,
    fetched_at: datetime,
    charset: str = "",
) -> Article:
    """
    Read the article on a page.

    Args:
        html: the page as fetched.
        entry: how its source announced it; fills what the page leaves out.
        source: where the entry comes from.
        final_url: the address after redirects.
        fetched_at: the present, bounds the dates.
        charset: the HTTP header's word.

    Raises:
        ExtractError: ``empty bad_encoding not_html no_article login_wall bot_wall
            paywall``.

    """
    text = decode(html, charset)
    if text is None:
        raise ExtractError(final_url, "bad_encoding", "over 1 % undecodable")
    if not text.strip():
        raise ExtractError(final_url, "empty", "the page has no content")
    tree = _tree(text, final_url)
    facts = read_facts(tree, url=final_url, now=fetched_at)
    dated = bool(facts.published_at or entry.published_at)
    raw, date = _main_text(tree, final_url, fetched_at, dated=dated)
    body = readable(text) if _laid_out_by_table(raw) else tidy(raw)
    _refuse_walls(tree, body, facts, final_url)
    if len(body) < _MIN_CHARS and not _says_enough(body):
        return read_bare(
            text, entry=entry, source=source, final_url=final_url,
            fetched_at=fetched_at, facts=facts,
        )  # fmt: skip
    return assemble(
        body, facts=facts, entry=entry, source=source, url=final_url,
        fetched_at=fetched_at, fallback_date=date,
    )  # fmt: skip


def _tree(text: str, url: str) -> Any:
    try:
        # Not load_html: it looks for a date in what it takes for no HTML at all.
        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
        tree = lxml_html.document_fromstring(_undeclared(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ExtractError(url, "not_html", str(error)[:100]) from error
    return tree


def _undeclared(text: str) -> str:
    # lxml refuses text that still carries an encoding declaration.
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)


def _main_text(
    tree: Any, url: str, fetched_at: datetime, *, dated: bool
) -> tuple[str, datetime | None]:
    """The text; the day too, which takes as long again, unless the page is dated."""
    # max_date: without it the date finder asks the clock.
    latest = (fetched_at + timedelta(days=1)).strftime("%Y-%m-%d")
    found: Any = trafilatura.bare_extraction(
        tree,
        url=url,
        with_metadata=not dated,
        include_comments=False,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": latest,
        },
    )
    if found is None:
        return "", None
    return found.text or "", moment(found.date or "", fetched_at)


def tidy(text: str) -> str:
    """Turn trafilatura's text into bare lines: no bullets, no table rules."""
    kept = []
    for raw in clean(text[:MAX_TEXT_CHARS]).split("\n"):
        row = _ROW.fullmatch(raw.strip())
        plain = _cells(row[1]) if row else raw
        plain = _BULLET.sub("", plain, count=1)
        if not _RULE.fullmatch(plain):
            kept.append(plain.strip())
    return "\n".join(kept)


def _cells(row: str) -> str:
    cells = (cell.strip() for cell in row.split("|"))
    return ", ".join(cell for cell in cells if not _RULE.fullmatch(cell))


def _laid_out_by_table(text: str) -> bool:
    # A whole article in one cell: its paragraphs would come as a single line.
    rows = (_ROW.fullmatch(row.strip()) for row in text.split("\n"))
    cells = (cell for row in rows if row for cell in row[1].split("|"))
    return any(len(cell) > _MAX_CELL_CHARS for cell in cells)


def _says_enough(body: str) -> bool:
    # Short news items are articles too: two whole sentences.
    return len(re.findall(r"\w{2,}[.!?][\u201d\"\u2019')\]]*(?:\s|$)", body)) >= 2


def _refuse_walls(tree: Any, body: str, facts: Facts, url: str) -> None:
    if len(body) > _SHORT_CHARS:
        return
    shown = f"{facts.title}\n{' '.join(readable_text(tree).split())[:5_000]}"
    if tree.xpath("//input[@type='password']"):
        raise ExtractError(url, "login_wall", "asks for a password")
    if facts.paywalled or _PAYWALL.search(shown):
        raise ExtractError(url, "paywall", "only a teaser is shown")
    if _WALL.search(f"{facts.title}\n{body}") or (not body and _WALL.search(shown)):
        raise ExtractError(url, "bot_wall", "a check for robots")


def readable_text(tree: Any) -> str:
    """Text of the body without scripts and styles."""
    path = "//body//text()[not(parent::script or parent::style or parent::noscript)]"
    return " ".join(tree.xpath(path)[:2_000])
