"""
Block Kit pieces that foreign text cannot break out of.

Every string that comes from the web goes through ``plain``, ``words`` or ``escaped``:
cut to its limit after escaping, control characters dropped. Links are made only from
URLs that ``checked_url`` let through. Nothing here is mrkdwn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

Block = dict[str, Any]

MAX_URL_CHARS = 1000
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What may stand in a URL besides letters and digits; the rest is percent-encoded.
_URL_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def escaped(text: str, limit: int) -> str:
    """
    The text for a Slack string of at most ``limit`` characters, escaped, not empty.

    A cut text ends in an ellipsis; an entity is never cut in two.
    """
    shown = printable(text)
    whole = shown.translate(_ENTITIES)
    return (whole if len(whole) <= limit else _shortened(shown, limit)) or " "


def _shortened(text: str, limit: int) -> str:
    pieces: list[str] = []
    left = limit - 1
    for character in text:
        piece = character.translate(_ENTITIES)
        left -= len(piece)
        if left < 0:
            break
        pieces.append(piece)
    return "".join(pieces) + "…"


def printable(text: str) -> str:
    """Drop what draws nothing or turns the line around: controls, formats, halves."""
    shown = text.replace("\n", "").isprintable()
    return text if shown else "".join(_printable(text))


def _printable(text: str) -> Iterator[str]:
    for character in text:
        category = unicodedata.category(character)
        if category in ("Zl", "Zp") or character in "\t\r":
            yield " "
        elif character == "\n" or category not in ("Cc", "Cf", "Cs", "Co", "Cn"):
            yield character


def plain(text: str, limit: int = 3000) -> Block:
    """A ``plain_text`` object; ``:smile:`` stays what it is."""
    return {"type": "plain_text", "text": escaped(text, limit), "emoji": False}


def words(text: str, limit: int = 3000, **style: bool) -> Block:
    """A rich-text element of literal words, such as ``words("x", bold=True)``."""
    element: Block = {"type": "text", "text": escaped(text, limit)}
    return element | ({"style": style} if style else {})


def link(url: str, label: str, limit: int = 200) -> Block:
    """A rich-text link, or the label alone when the URL does not pass."""
    target = checked_url(url)
    if not target:
        return words(label, limit)
    return {"type": "link", "url": target, "text": escaped(label, limit)}


def line(*elements: Block) -> Block:
    """One line of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quotation(text: str, limit: int) -> Block:
    """Words of somebody else, with a bar at their side."""
    return {"type": "rich_text_quote", "elements": [words(text, limit)]}


def rich(*parts: Block) -> Block:
    """A rich-text block of lines and quotations."""
    return {"type": "rich_text", "elements": list(parts)}


def header(text: str) -> Block:
    """The large first line, in our own words."""
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Block:
    """Small grey print."""
    return {"type": "context", "elements": [plain(text, 300) for text in texts if text]}


def button(text: str, action: str, value: str, **more: str) -> Block:
    """A button that says which alert it is about."""
    return {
        "type": "button",
        "text": plain(text, 75),
        "action_id": f"claimwatch_{action}",
        "value": value[:2000],
        **more,
    }


def checked_url(url: str) -> str:
    """
    The URL when it is safe to link to, else an empty string.

    Only http and https with a host and without userinfo pass; whatever could end a link
    or open markup is percent-encoded; the text fragment is dropped before the link is.
    """
    try:
        parts = urlsplit(url)
        netloc, scheme = parts.netloc, parts.scheme
        valid = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    if scheme not in ("http", "https") or not valid or "@" in netloc or "\\" in url:
        return ""
    if any(c.isspace() or c in '<>|"`' for c in netloc):
        return ""
    safe = quote(url, safe=_URL_SAFE, errors="replace")
    if len(safe) > MAX_URL_CHARS:
        safe = safe.partition(":~:text=")[0].rstrip("#")
    return safe if len(safe) <= MAX_URL_CHARS else ""
