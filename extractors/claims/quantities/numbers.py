"""
Lexemes -> numbers: figures and words with their magnitudes, shares, vague amounts.

A number is an interval ``[low, high]`` with the kind of thing it is: ``count`` for a
plain number, ``share`` for a fraction of something, ``ratio`` for a multiple.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors.claims.quantities.figures import (
    Number,
    figure,
    number_words,
    skip_dash,
    small_number,
    word,
)
from extractors.claims.quantities.fractions import (
    ARTICLES,
    every_nth,
    fraction_after,
    multiple,
    odds,
    repeated,
    share,
)
from extractors.claims.quantities.lexemes import Lexeme
from extractors.claims.quantities.words import (
    CARDINALS,
    MAGNITUDES,
    MONEY_SUFFIXES,
    MULTIPLES,
    PLURALS,
    SUFFIXES,
    UNIT_WORDS,
    UNITS,
    VAGUE,
)

# "less than a week", "over an hour"
_WHOLE = frozenset({"whole", "full", "entire", "single"})
_BOUNDS = frozenset({"than", "over", "under", "nearly", "almost", "about", "least"})


_FIRST = frozenset().union(
    ARTICLES,
    {"half", "halves", "once", "every", "doubling", "tripling", "quadrupling"},
    *(CARDINALS, VAGUE, PLURALS, MULTIPLES),
)


def may_begin(low: str) -> bool:
    """Whether a number in words can begin with this one: few words can."""
    return low in _FIRST or low[:-1] in MULTIPLES


def number_at(items: Sequence[Lexeme], i: int, *, money: bool = False) -> Number | None:
    """The longest number that starts at lexeme ``i``, if one does."""
    if i >= len(items):
        return None
    return (
        odds(items, i)
        or every_nth(items, i)
        or multiple(items, i)
        or share(items, i)
        or _vague(items, i)
        or _amount(items, i, money=money)
        or repeated(items, i)
    )


def _amount(items: Sequence[Lexeme], i: int, *, money: bool) -> Number | None:
    start = i
    if word(items, i) in ARTICLES:
        bounded = word(items, i - 1) in _BOUNDS
        measured = (word(items, i + 1),) in UNIT_WORDS
        if measured and (bounded or _goes_on(items, i + 2)):
            return Number(start=start, stop=i + 1, low=1, high=1)
        if (whole := _whole_time(items, i)) is not None:
            return whole
        if word(items, i + 1) == "single":
            return Number(start=start, stop=i + 2, low=1, high=1)
        if word(items, i + 1) not in MAGNITUDES:
            return None
        number = Number(start=start, stop=i + 1, low=1, high=1)
    else:
        found = figure(items, i) or number_words(items, i)
        if found is None:
            return None
        number = found
    return _scaled(items, number, money=money)


def _whole_time(items: Sequence[Lexeme], i: int) -> Number | None:
    """``for a year``, ``within a whole week``: one of it."""
    stop = i + 1 + (word(items, i + 1) in _WHOLE)
    unit = UNIT_WORDS.get((word(items, stop),), "")
    lasts = word(items, i - 1) in {"for", "within", "by"}
    if word(items, stop) == "second" and word(items, stop + 1).isalpha():
        # "for a second term"
        return None
    if not lasts or UNITS.get(unit, ("",))[0] != "time":
        return None
    return Number(start=i, stop=stop, low=1, high=1)


def _goes_on(items: Sequence[Lexeme], i: int) -> bool:
    """Whether more of a measure follows: "an hour *and a half*"."""
    if word(items, i) != "and":
        return False
    more, stop = small_number(items, i + 1)
    return bool(fraction_after(items, i + 1)[0]) or (
        more > 0 and (word(items, stop),) in UNIT_WORDS
    )


def _scaled(items: Sequence[Lexeme], number: Number, *, money: bool) -> Number:
    """Apply the magnitudes that follow, and what they leave (``two hundred five``)."""
    stop, total, current, scaled = number.stop, 0.0, number.low, False
    while stop < len(items):
        factor, after = _magnitude(items, stop, money=money)
        if not factor:
            break
        current, stop, scaled = current * factor, after, True
        if (rest := _remainder(items, stop, factor)) is not None:
            total, current, stop = total + current, rest.low, rest.stop
    value = total + current
    return replace(
        number,
        stop=stop,
        low=value,
        high=value,
        plain=number.plain and not scaled,
        scaled=scaled,
    )


def _magnitude(items: Sequence[Lexeme], i: int, *, money: bool) -> tuple[float, int]:
    item = items[i]
    if item.glued and item.kind == "word":
        if items[i - 1].kind in {"figure", "glyph"}:
            factor = SUFFIXES.get(item.low, 0.0) if _suffix(items, i, money) else 0.0
            if money and not factor:
                factor = MONEY_SUFFIXES.get(item.low, 0.0)
            return factor, i + 1
        return 0.0, i
    j = skip_dash(items, i)
    if factor := MAGNITUDES.get(word(items, j), 0.0):
        return factor, j + 1
    short = SUFFIXES.get(word(items, j), 0.0)
    joined = items[i - 1].kind == "figure" and word(items, j) in _SPACED
    return (short, j + 1) if short and (joined or money) and j == i else (0.0, i)


_SPACED = frozenset({"bn", "mn", "mln", "bln", "tn", "trn", "mrd", "mio"})
_MEASURED = frozenset(
    {"long", "wide", "tall", "high", "deep", "away", "sprint", "race", "hurdles"}
    | {"freestyle", "butterfly", "backstroke", "breaststroke", "final", "dash", "relay"}
    | {"telescope", "tower", "above", "below", "thick", "underground", "title"}
)


def _suffix(items: Sequence[Lexeme], i: int, money: bool) -> bool:  # noqa: FBT001
    """Whether the letters at ``i`` are a magnitude and not metres, "4K" or "5G"."""
    if money or items[i].low not in {"m", "k"}:
        return True
    if items[i].low == "m":
        if word(items, i - 2) == "the" and items[i - 1].text.replace(",", "").isdigit():
            return False
        return word(items, skip_dash(items, i + 1)) not in _MEASURED
    return items[i].text == "k" or float(items[i - 1].text.replace(",", "")) >= 10


def _remainder(items: Sequence[Lexeme], i: int, factor: float) -> Number | None:
    j = i + 1 if word(items, i) == "and" and factor <= 1000 else i
    if j >= len(items) or items[j].kind == "figure":
        return None
    rest = number_words(items, j)
    return rest if rest is not None and rest.low < factor else None


def _vague(items: Sequence[Lexeme], i: int) -> Number | None:
    """``several hundred``, ``a few thousand``, ``tens of millions``, ``billions``."""
    j = i + 1 if word(items, i) == "a" and word(items, i + 1) in VAGUE else i
    if word(items, j) in VAGUE:
        return _vague_few(items, i, j)
    if word(items, j) not in PLURALS:
        return None
    low, high = PLURALS[word(items, j)]
    stop = j + 1
    while word(items, stop) == "of" and word(items, stop + 1) in PLURALS:
        factor = PLURALS[word(items, stop + 1)][0]
        low, high, stop = low * factor, high * factor, stop + 2
    return Number(start=i, stop=stop, low=low, high=high, vague=True, scaled=True)


def _vague_few(items: Sequence[Lexeme], i: int, j: int) -> Number | None:
    if word(items, j) == "few" and i == j:
        return None
    low, high = VAGUE[word(items, j)]
    stop = j + 1
    if word(items, stop) == "of" and word(items, j) != "few":
        stop += 1
    factor = MAGNITUDES.get(word(items, stop), 0.0)
    if factor:
        low, high, stop = low * factor, high * factor, stop + 1
    return Number(
        start=i, stop=stop, low=low, high=high, vague=True, scaled=bool(factor)
    )
