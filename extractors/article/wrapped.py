"""
Paragraphs out of lines that were broken at the edge of a page or a window.

A sentence must not end where a line ran out of room. In a text that was broken by width
a line is full when the next word would not have fit on it; what follows belongs to it.
"""

from __future__ import annotations

import re
from itertools import pairwise

_BULLET = re.compile(r"(?:[-–—*•‣▪◦·]|\(?\d{1,3}[.)]|[a-z]\))\s")
_SPLIT_WORD = re.compile(r"[a-zà-ÿ]-$")
_WIDEST = 140  # lines beyond it are paragraphs, not lines of a page
_FULL = 0.8  # as full a line may hold a fifth fewer letters, when they are wide ones


def unwrapped(text: str) -> str:
    """Join the lines of each paragraph; blank lines and bullets begin another."""
    rows = [row.strip() for row in text.split("\n")]
    lengths = sorted(len(row) for row in rows if row)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    if not width or width > _WIDEST:
        return text
    joined = rows[:1]
    for before, row in pairwise(rows):
        full = len(before) + 1 + len(row.split(" ", 1)[0]) > _FULL * width
        if not before or not row or not full or _BULLET.match(row):
            joined.append(row)
        elif _SPLIT_WORD.search(before) and row[0].islower():
            joined[-1] = joined[-1][:-1] + row
        else:
            joined[-1] += f" {row}"
    return "\n".join(joined)
