"""
Where a line is cut before it is parsed.

At sentence ends that an abbreviation hides ("across the U.S. Orel has ...") and at the
labels of an interview, which are no words of what is said: "A: We left".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.claims.gazetteer import Gazetteer
    from extractors.claims.lines import Line

_ABBREVIATION = re.compile(
    r"(?:\bthe (?:[A-Z]\.){2,}|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|p\.m|a\.m|etc)\.)"
    r"(\s+)(?=[A-Z])"
)
_LABEL = re.compile(
    r"(?:^|(?<=[.?!\"”’'])\s+)(?:(?:Q|A|Question|Answer):\s+(?=[\"“‘']?[A-Z])"
    r"|[A-Z][\w'’-]+:\s+(?=[\"“‘']?(?:I|My|Yes|No)\b))"
)
_OPENER = re.compile(
    r"(?:The|It|He|She|They|In|But|And|This|That|A|An|However|Its|His|Her|We|At|On|For)"
    r"\s"
)


def split_line(line: Line, gazetteer: Gazetteer) -> Iterator[Line]:
    """Yield the pieces of ``line``, without labels of question and answer."""
    starts = list(_LABEL.finditer(line.text))
    if not starts:
        yield from _sentences(line, gazetteer)
        return
    ends = [*(match.start() for match in starts), len(line.text)]
    begins = [0, *(match.end() for match in starts)]
    for begin, end in zip(begins, ends, strict=True):
        if begin < end:
            piece = replace(line, text=line.text[begin:end], start=line.start + begin)
            yield from _sentences(piece, gazetteer)


def _sentences(line: Line, gazetteer: Gazetteer) -> Iterator[Line]:
    """Cut it where a name or an opening word follows an abbreviation."""
    cut = 0
    for match in _ABBREVIATION.finditer(line.text):
        rest = line.text[match.end() :]
        if _OPENER.match(rest) or _begins_with_name(rest, gazetteer):
            yield replace(
                line, text=line.text[cut : match.start(1)], start=line.start + cut
            )
            cut = match.end()
    yield replace(line, text=line.text[cut:], start=line.start + cut) if cut else line


def _begins_with_name(rest: str, gazetteer: Gazetteer) -> bool:
    head = rest[:80]
    return any(
        start == 0 and re.match(r"\s+(?:[a-z])", head[end:])
        for start, end, _ in gazetteer.find(head)
    )
