"""
Markup as text: decoding, refusal of DTDs, tags stripped.

What stands here runs in time linear to its input and needs no parser, so that it is
safe on hostile bytes and serves as the fallback when the real parsers give up.
"""

from __future__ import annotations

import codecs
import html
import re

from extractors.article.text import clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
# Seven-bit encodings are valid UTF-8 too, so the declaration must go first.
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
_MAX_REPLACED = 0.01
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,4096}\[|<!ENTITY", re.IGNORECASE)

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section"
    "|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INVISIBLE = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "textarea")
)
_FURNITURE = frozenset(("head", "nav", "aside", "form", "footer", "select", "button"))
_TAG = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:-]*)")


def has_subset(data: bytes) -> bool:
    """Whether bytes of XML declare entities of their own, in any wide encoding."""
    plain = data.replace(b"\0", b"")
    found = _SUBSET.search(plain)
    return bool(found) and bool(_SUBSET.search(_CDATA.sub(b"", plain)))


def tags(data: bytes) -> int:
    """How many tags XML has: what a parser's time goes by."""
    return _CDATA.sub(b"", data).count(b"<")


def decode(data: bytes, charset: str = "") -> str | None:
    """
    Decode a page by byte order mark, validity, header, its own word, then by guess.

    Args:
        data: the bytes of a page.
        charset: the HTTP header's word, empty when it said nothing.

    Returns:
        The text, or None when more than 1 % of it cannot be decoded.

    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _mostly(data[len(mark) :] if encoding == "utf-8" else data, encoding)
    meta = _META_CHARSET.search(data[:4096])
    declared = [_codec(charset), _codec(meta[1].decode()) if meta else ""]
    order = [c for c in declared if c in _SEVEN_BIT] + ["utf-8"] + declared
    for encoding in filter(None, order):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return _mostly(data, next(filter(None, declared), "utf-8")) or _guessed(data)


def lines(markup: str, *, furniture: bool = True) -> list[str]:
    """
    Return the visible text of markup, one clean line per block.

    Args:
        markup: HTML, however broken; plain text passes through.
        furniture: keep navigation, forms, footers and the like.

    """
    skipped = _INVISIBLE if furniture else _INVISIBLE | _FURNITURE
    text = html.unescape("".join(_pieces(markup, skipped)))
    return [line for line in clean(text).split("\n") if line]


def _pieces(markup: str, skipped: frozenset[str]) -> list[str]:
    first, *rest = markup.split("<")
    pieces = [first]
    inside = ""
    for part in rest:
        if inside == "!--":
            inside = "" if "-->" in part else inside
            pieces.append("" if inside else part.partition("-->")[2])
            continue
        found = _TAG.match(part)
        name = found[2].lower() if found else ""
        if inside:
            if not (found and found[1] and name == inside):
                continue
            inside = ""
        elif part.startswith("!--"):
            if "-->" not in part:
                inside = "!--"
                continue
        elif name in skipped and not (found and found[1]):
            inside = name
            continue
        pieces.append(_piece(part, name))
    return pieces


def _piece(part: str, name: str) -> str:
    if not name and not part.startswith(("!", "?", "/")):
        return "<" + part  # a less-than sign, not a tag
    end = "-->" if part.startswith("!--") else ">"
    text = part.partition(end)[2].replace("\n", " ").replace("\r", " ")
    return ("\n" if _BLOCKS.fullmatch(name) else "") + text


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name.replace("-", "_") if name else ""
    except (LookupError, ValueError):
        return ""
    # As browsers do: latin-1 and ascii mean windows-1252; utf-7 hides markup.
    aliases = {"iso8859_1": "cp1252", "ascii": "cp1252", "utf_7": "", "utf_8": "utf-8"}
    return aliases.get(found, found)


def _mostly(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if text.count("\ufffd") <= _MAX_REPLACED * len(text) else None


def _guessed(data: bytes) -> str | None:
    # Bytes that cp1252 leaves undefined or that are controls are no Western text.
    text = _mostly(data, "cp1252")
    odd = sum(1 for b in data[:65_536] if b < 9 or 13 < b < 27)
    return (
        text if text is not None and odd <= _MAX_REPLACED * len(data[:65_536]) else None
    )
