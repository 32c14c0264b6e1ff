"""
Clean text and safe addresses: what may leave this package.

Promises that cleaned text is NFC, holds no control or format characters except the
newline, at most four combining marks per base and no runs of spaces. Does not judge
what the text says.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# An article beyond this is a page gone wrong; parsers of sentences are not linear.
MAX_TEXT_CHARS = 200_000
_MAX_MARKS = 4
_MAX_URL_CHARS = 2_000
_DROPPED = frozenset({"Cf", "Cc", "Cs", "Co"})
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINES = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Letters of Western European languages, quotation marks, dashes, currencies: no control
# or format character, no mark, nothing that NFC changes.
_ORDINARY = re.compile(
    "[\n\x20-\x7e\xa1-\xac\xae-\u017f\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*"
)


def clean(text: str) -> str:
    """
    Bring text to the one form that spans and hashes refer to.

    ``clean(clean(t)) == clean(t)``. Lines stay lines; blank lines are kept, at most one
    in a row; tabs and odd spaces become one space.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not _ORDINARY.fullmatch(text):
        text = unicodedata.normalize("NFC", _without_tricks(text))
    text = _SPACES.sub(" ", text)
    text = _AROUND_NEWLINES.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def line(text: str) -> str:
    """Clean text on one line, as titles and names want it."""
    return " ".join(clean(text).split())


def safe_url(url: str) -> str | None:
    """
    Return the address when it may be fetched or linked, else None.

    Only absolute http and https without user names, backslashes, spaces or control
    characters; a port must be a port.
    """
    url = url.strip()
    if not url or len(url) > _MAX_URL_CHARS or _unprintable(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    plain = "@" not in parts.netloc and bool(host) and port != 0
    return url if plain and parts.scheme in {"http", "https"} else None


def _unprintable(url: str) -> bool:
    return any(
        c.isspace() or c in '\\<>"`' or unicodedata.category(c) in _DROPPED for c in url
    )


def _without_tricks(text: str) -> str:
    # Decomposed first: a composed letter would hide some of the marks being counted.
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFD", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if character in "\n\t" or (category not in _DROPPED and marks <= _MAX_MARKS):
            kept.append(character)
    return "".join(kept)
