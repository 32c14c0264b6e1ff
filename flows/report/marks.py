"""Two quotations side by side: which of their words differ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_DENIALS = frozenset({"no", "not", "never", "neither", "nor", "nobody", "none"})
# So many letters stand for a word in all its forms: "sell", "selling".
_STEM = 4
_MOST = 0.6


def marked(text: str, other: str, value: str, other_value: str = "") -> Markup:
    """
    Escape ``text`` and mark where it differs from ``other``.

    Marked is ``value``, the part the verdict rests on, where the text has it as it is;
    else the words of it, and denials, that the other side does not have; else every
    word of weight that the other text does not have.
    """
    spans = list(_of_value(text, value)) or list(
        _of_words(text, _stems(value) - _stems(other_value), other)
    )
    spans = spans or list(_of_words(text, None, other))
    parts: list[Markup] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end])]
        parts.append(Markup("</mark>"))
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def _of_value(text: str, value: str) -> Iterator[tuple[int, int]]:
    """Spans of the value as it is; none where it is most of the text."""
    if value.strip() and len(value) < _MOST * len(text):
        for found in re.finditer(re.escape(value.strip()), text, re.IGNORECASE):
            yield found.span()


def _of_words(
    text: str, wanted: frozenset[str] | None, other: str
) -> Iterator[tuple[int, int]]:
    """Spans of words that ``other`` lacks: the wanted ones, or all of weight."""
    if not other:
        return
    there = _stems(other)
    for found in _WORD.finditer(text):
        stem = _stem(found[0])
        weighty = len(stem) >= _STEM or stem[0].isdigit()
        fits = weighty if wanted is None else stem in wanted
        if stem not in there and (fits or _denies(found[0])):
            yield found.span()


def _denies(word: str) -> bool:
    return word.casefold() in _DENIALS or word.casefold().endswith(("n't", "n’t"))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, _WORD.findall(text)))


def _stem(word: str) -> str:
    return word if word[0].isdigit() else word.casefold()[:_STEM]
