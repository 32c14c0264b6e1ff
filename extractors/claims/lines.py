"""
Article text -> lines of prose, with their place in the text.

Page dumps carry navigation, headings, bullets and credits between the sentences. A line
is kept when it can hold a claim; bullets lose their marker and stand for themselves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_MARKER = re.compile(r"^[\s\W_]*?(?:[•●▪◦‣∙·*+–—-]|\(?\d{1,2}[.)])\s+")
_LEADING = re.compile(r"^[^\w\"'“‘«(\[$€£¥₹]+")
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_WORD = re.compile(r"\w[\w'’.-]*")
# a dateline: "BERLIN, March 3 (Reuters) - " or "LONDON — "
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Za-z.'’-]+,?\s){1,4}(?:\w+\.?\s\d{1,2}(?:,\s\d{4})?\s|\d{1,2}\s\w+\.?(?:\s\d{4})?\s)?"
    r"(?:\([A-Z][\w .&/-]{1,30}\)\s)?[–—-]{1,2}\s"
)
# an entry of a running report: "10:17 - ", "[14.55] "
_CLOCK = re.compile(
    r"^[\[(]?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\.?)?[\]\)*]*\s*[|:–—-]?\s+"
    r"(?=[\W_]*[A-Z\d])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    A line of prose: ``text`` stands at ``start`` in the article's text.

    A heading tells nothing; it only says of what the lines after it speak.
    """

    text: str
    start: int
    is_title: bool = False
    is_bullet: bool = False
    is_heading: bool = False


def _credits() -> re.Pattern[str]:
    data = tomllib.loads(
        files("extractors.claims.lexicon").joinpath("lines.toml").read_text("utf-8")
    )
    words = sorted(data["credits"], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace("'", "['’]") for word in words)
    return re.compile(rf"^(?:{joined})\s*(?:[:|–—-].*|$)", re.IGNORECASE)


_CREDITS = _credits()
# "The car", "**The new bus terminal**"
_HEADING = re.compile(r"(The(?: [a-z][a-z'’-]*){1,4})[\s*_#:]*$")
_BYLINE = re.compile(r"^(?:by|from)\s+(?:[A-Z][\w.'’-]+[\s,]*(?:and\s)?){1,6}[^.]*$")


def prose_lines(text: str, title: str = "") -> Iterator[Line]:
    """
    Yield the lines of ``text`` that can hold a claim, in order.

    A line without a closing mark is a heading, unless it is the title, a bullet or
    longer than any heading; of these only "The car" and the like are yielded.
    """
    position = 0
    for raw in text.split("\n"):
        start, position = position, position + len(raw) + 1
        line = _prose(raw, start, title)
        if line is not None:
            yield line


def _prose(raw: str, start: int, title: str) -> Line | None:
    marker = _MARKER.match(raw)
    body = raw[marker.end() :] if marker else raw
    lead = _LEADING.match(body)
    dropped = (marker.end() if marker else 0) + (lead.end() if lead else 0)
    body = raw[dropped:].rstrip()
    clock = _CLOCK.match(body)
    if clock:
        dropped, body = dropped + clock.end(), body[clock.end() :]
    dateline = _DATELINE.match(body)
    if dateline and _TERMINAL.search(body):
        dropped, body = dropped + dateline.end(), body[dateline.end() :]
    words = _WORD.findall(body)
    is_title = bool(title) and body == title.strip()
    heading = None if marker or is_title else _HEADING.match(body)
    if heading:
        return Line(text=heading[1], start=start + dropped, is_heading=True)
    if len(words) < 3 or _CREDITS.match(body) or _BYLINE.match(body):
        return None
    complete = bool(_TERMINAL.search(body)) or is_title or len(words) > 18
    if not complete and not (marker and len(words) > 4):
        return None
    return Line(
        text=body, start=start + dropped, is_title=is_title, is_bullet=bool(marker)
    )
