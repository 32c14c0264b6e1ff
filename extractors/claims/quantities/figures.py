"""Lexemes -> plain numbers, in figures or in words, without magnitudes."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.claims.quantities.lexemes import Lexeme
from extractors.claims.quantities.words import CARDINALS, FRACTIONS, GLYPHS

_DASHES = frozenset({"-", "–", "—", "‑"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """
    Lexemes ``start:stop`` as a number.

    ``plain`` holds for a bare figure without decimals or magnitude, which may be a year
    or a label; ``scaled`` where a magnitude was written.
    """

    start: int
    stop: int
    low: float
    high: float
    kind: str = "count"
    vague: bool = False
    plain: bool = False
    scaled: bool = False


def word(items: Sequence[Lexeme], i: int) -> str:
    """Lower-case text of lexeme ``i``, empty outside."""
    return items[i].low if 0 <= i < len(items) else ""


def skip_dash(items: Sequence[Lexeme], i: int) -> int:
    """The index after a hyphen that ties two words, else ``i``."""
    tied = word(items, i) in _DASHES and items[i].glued
    return i + 1 if tied and i + 1 < len(items) and items[i + 1].glued else i


def is_dash(text: str) -> bool:
    """Whether the text is a hyphen or a dash."""
    return text in _DASHES


def figure(items: Sequence[Lexeme], i: int) -> Number | None:
    """A figure at ``i``, with the fraction sign after it."""
    item = items[i]
    if item.kind == "glyph":
        value = GLYPHS[item.text]
        return Number(start=i, stop=i + 1, low=value, high=value)
    if item.kind != "figure":
        return None
    value, stop = float(item.text.replace(",", "")), i + 1
    if stop < len(items) and items[stop].kind == "glyph":
        value, stop = value + GLYPHS[items[stop].text], stop + 1
    plain = item.text.isdigit() and stop == i + 1
    return Number(start=i, stop=stop, low=value, high=value, plain=plain)


def number_words(items: Sequence[Lexeme], i: int) -> Number | None:
    """``twenty-five``, ``three hundred and twenty``, ``one and a half``."""
    if word(items, i) not in CARDINALS:
        return None
    value, stop = CARDINALS[word(items, i)], i + 1
    following = skip_dash(items, stop)
    units = CARDINALS.get(word(items, following), 0)
    if value >= 20 and value % 10 == 0 and 0 < units < 10:
        value, stop = value + units, following + 1
    part = _part_after(items, stop)
    if part:
        value, stop = value + part, stop + 3
    return Number(start=i, stop=stop, low=value, high=value)


def _part_after(items: Sequence[Lexeme], i: int) -> float:
    """As in "two *and a quarter*"; "a hundred and a third of ..." is two numbers."""
    link, top, name, of = (word(items, i + k) for k in range(4))
    if link != "and" or name not in FRACTIONS or of == "of":
        return 0.0
    return FRACTIONS[name] * (1.0 if top == "a" else CARDINALS.get(top, 0.0))


def small_number(items: Sequence[Lexeme], i: int) -> tuple[float, int]:
    """A whole number up to 1,000 in figures or words, 0 when there is none."""
    if i >= len(items):
        return 0.0, i
    found = figure(items, i) or number_words(items, i)
    if found is None or found.low > 1000 or found.low != int(found.low):
        return 0.0, i
    return found.low, found.stop
