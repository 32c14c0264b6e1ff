"""Headlines In Title Case -> sentence case, letter for letter, so that they parse."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.claims.gazetteer import Gazetteer
    from extractors.claims.lines import Line

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def sentence_case(line: Line, body: str, gazetteer: Gazetteer) -> Line:
    """
    Return ``line`` with the words lowered that the article itself writes so.

    Only a headline of which nearly every long word is capitalised is touched, and never
    a name of the topic; the length stays the same.
    """
    words = [m for m in _WORD.finditer(line.text) if len(m.group()) > 3]
    capital = sum(m.group()[0].isupper() for m in words)
    if len(words) < 3 or capital < 0.8 * len(words):
        return line
    lower = set(re.findall(r"\b[a-z][\w’'-]*", body))
    kept = [(start, end) for start, end, _ in gazetteer.find(line.text)]

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        small = word.lower()
        if match.start() == 0 or small not in lower or len(small) != len(word):
            return word
        inside = any(start <= match.start() < end for start, end in kept)
        return word if inside or word.isupper() else small

    return replace(line, text=_WORD.sub(lowered, line.text))
