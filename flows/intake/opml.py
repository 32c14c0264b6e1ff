"""Subscription lists: OPML in and out, as feed readers exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from extractors.article.markup import has_subset
from extractors.article.text import line, safe_url
from extractors.model import ParseError, Source

_NOT_ID = re.compile(r"[^a-z0-9]+")


def read_opml(data: bytes) -> list[Source]:
    """
    Read the feeds of a list, in order, folders flattened, ids made of their titles.

    Raises:
        ParseError: ``doctype``, ``not_opml``.

    """
    if has_subset(data):
        raise ParseError("OPML", "doctype", "declares entities of its own")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError("OPML", "not_opml", str(error)[:100]) from error
    if str(root.tag).lower() != "opml":
        raise ParseError("OPML", "not_opml", f"root element {root.tag!r}"[:60])
    found: dict[str, Source] = {}
    for outline in root.iter("outline"):
        url = safe_url(outline.get("xmlUrl") or "")
        if url and url not in {source.url for source in found.values()}:
            name = line(outline.get("title") or outline.get("text") or url)
            source_id = _free(_NOT_ID.sub("-", name.lower()).strip("-")[:40], found)
            found[source_id] = Source(id=source_id, kind="feed", url=url)
    return list(found.values())


def write_opml(sources: Iterable[Source], title: str = "claimwatch") -> bytes:
    """Write the feeds among the sources as OPML 2.0."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind == "feed" and source.url:
            etree.SubElement(
                body, "outline", type="rss", text=source.id, xmlUrl=source.url
            )
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    )


def _free(name: str, taken: Iterable[str]) -> str:
    used, wanted, number = set(taken), name or "feed", 1
    while wanted in used:
        number += 1
        wanted = f"{name or 'feed'}-{number}"
    return wanted
