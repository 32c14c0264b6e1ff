"""
Lexemes -> numbers: figures, number words, magnitudes, fractions, vague amounts.

A number is an interval ``[low, high]`` with the kind of thing it is: ``count`` for a
plain number, ``share`` for a fraction of something, ``ratio`` for a multiple.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.claims.quantities.lexemes import Lexeme
from extractors.claims.quantities.words import (
    CARDINALS,
    FRACTIONS,
    GLYPHS,
    MAGNITUDES,
    MONEY_SUFFIXES,
    MULTIPLES,
    PLURALS,
    SUFFIXES,
    UNIT_WORDS,
    VAGUE,
)

_ARTICLES = frozenset({"a", "an"})
_DASHES = frozenset({"-", "–", "—", "‑"})
_SHARE_NEXT = frozenset({"of", "the", "its", "their", "his", "her", "our", "all"})
# "less than a week", "over an hour"
_BOUNDS = frozenset({"than", "over", "under", "nearly", "almost", "about", "least"})
_COMPARED = frozenset({"fewer", "more", "higher", "lower", "less", "larger", "as"})


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


def number_at(items: Sequence[Lexeme], i: int, *, money: bool = False) -> Number | None:
    """The longest number that starts at lexeme ``i``, if one does."""
    if i >= len(items):
        return None
    return (
        _odds(items, i)
        or _multiple(items, i)
        or _share(items, i)
        or _vague(items, i)
        or _amount(items, i, money=money)
    )


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


def _amount(items: Sequence[Lexeme], i: int, *, money: bool) -> Number | None:
    start = i
    if word(items, i) in _ARTICLES:
        bounded = word(items, i - 1) in _BOUNDS
        if bounded and (word(items, i + 1),) in UNIT_WORDS:
            return Number(start=start, stop=i + 1, low=1, high=1)
        if word(items, i + 1) not in MAGNITUDES:
            return None
        number = Number(start=start, stop=i + 1, low=1, high=1)
    else:
        found = _figure(items, i) or _words(items, i)
        if found is None:
            return None
        number = found
    return _scaled(items, number, money=money)


def _figure(items: Sequence[Lexeme], i: int) -> Number | None:
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


def _words(items: Sequence[Lexeme], i: int) -> Number | None:
    """``twenty-five``, ``three hundred and twenty``, ``one and a half``."""
    if word(items, i) not in CARDINALS:
        return None
    value, stop = CARDINALS[word(items, i)], i + 1
    following = skip_dash(items, stop)
    units = CARDINALS.get(word(items, following), 0)
    if value >= 20 and value % 10 == 0 and 0 < units < 10:
        value, stop = value + units, following + 1
    if [word(items, stop + k) for k in range(3)] == ["and", "a", "half"]:
        value, stop = value + 0.5, stop + 3
    return Number(start=i, stop=stop, low=value, high=value)


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
    rest = _words(items, j)
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


def _share(items: Sequence[Lexeme], i: int) -> Number | None:
    """``two-thirds``, ``a quarter of``, ``half of``; ``half a billion`` is a count."""
    top, j = _numerator(items, i)
    if top == 0.0 or word(items, j) not in FRACTIONS:
        return None
    value, stop = top * FRACTIONS[word(items, j)], j + 1
    if (whole := _part_of_amount(items, i, stop, value)) is not None:
        return whole
    if not _is_share(items, i, j, top):
        return None
    return Number(start=i, stop=stop, low=value, high=value, kind="share")


def _numerator(items: Sequence[Lexeme], i: int) -> tuple[float, int]:
    first = word(items, i)
    if first in {"half", "halves"}:
        return 1.0, i
    if first in _ARTICLES:
        return 1.0, i + 1
    if first in CARDINALS:
        return CARDINALS[first], skip_dash(items, i + 1)
    return 0.0, i


def _part_of_amount(
    items: Sequence[Lexeme], i: int, stop: int, value: float
) -> Number | None:
    """``half a million``, ``a quarter of a million``, ``half an hour``."""
    j = stop + 1 if word(items, stop) == "of" else stop
    j = skip_dash(items, j)
    if word(items, j) in _ARTICLES:
        j += 1
    elif j == stop or word(items, stop) == "of":
        return None
    factor = MAGNITUDES.get(word(items, j), 0.0)
    if factor:
        low = value * factor
        return Number(start=i, stop=j + 1, low=low, high=low, scaled=True)
    if (word(items, j),) in UNIT_WORDS or word(items, j) == "percentage":
        return Number(start=i, stop=j, low=value, high=value)
    return None


def _is_share(items: Sequence[Lexeme], i: int, j: int, top: float) -> bool:
    following = word(items, j + 1)
    name = word(items, j)
    before = word(items, i - 1)
    if name == "half" and i == j:
        after = following in _SHARE_NEXT or before in {"than", "by", "about", "nearly"}
        return (after or before in {"almost", "over", "roughly"}) and before not in {
            "first",
            "second",
            "last",
            "other",
            "latter",
            "one",
        }
    if name == "half":
        return before != "and"
    if name.endswith("s"):
        return top > 1
    if name in {"third", "fourth"} and following not in _SHARE_NEXT | _COMPARED:
        return not following.isalpha() or following in {"in", "to", "from", "on"}
    return following in _SHARE_NEXT | _COMPARED or not following.isalpha()


def _odds(items: Sequence[Lexeme], i: int) -> Number | None:
    """``one in five``, ``3 out of 10``."""
    top, j = _small(items, i)
    if not top:
        return None
    j = j + 2 if (word(items, j), word(items, j + 1)) == ("out", "of") else j + 1
    if word(items, j - 1) not in {"in", "of"} or (
        word(items, j - 1) == "of" and word(items, j - 2) != "out"
    ):
        return None
    bottom, stop = _small(items, j + (word(items, j) == "every"))
    if top >= bottom or (word(items, stop),) in UNIT_WORDS or _follows(items, stop):
        return None
    value = top / bottom
    return Number(start=i, stop=stop, low=value, high=value, kind="share")


def _follows(items: Sequence[Lexeme], i: int) -> bool:
    return word(items, i) in MAGNITUDES or word(items, i) in {"%", "percent", "per"}


def _small(items: Sequence[Lexeme], i: int) -> tuple[float, int]:
    """A whole number up to 1,000 in figures or words, 0 when there is none."""
    if i >= len(items):
        return 0.0, i
    found = _figure(items, i) or _words(items, i)
    if found is None or found.low > 1000 or found.low != int(found.low):
        return 0.0, i
    return found.low, found.stop


def _multiple(items: Sequence[Lexeme], i: int) -> Number | None:
    """``doubled``, ``threefold``, ``10-fold``, ``three times as many``, ``1.5x``."""
    value, stop = _multiple_word(items, i), i + 1
    if not value:
        number = _figure(items, i) or _words(items, i)
        if number is None or number.stop >= len(items):
            return None
        value, stop = number.low, skip_dash(items, number.stop)
        name = word(items, stop)
        after = word(items, stop + 1)
        times = name == "times" and after in _COMPARED | {"the", "bigger", "faster"}
        if not (times or name == "fold" or (name == "x" and items[stop].glued)):
            return None
        stop += 1
    return Number(start=i, stop=stop, low=value, high=value, kind="ratio")


def _multiple_word(items: Sequence[Lexeme], i: int) -> float:
    name = word(items, i)
    if name in {"twice", "thrice"}:
        following = word(items, i + 1)
        return MULTIPLES[name] if following in _COMPARED | {"the", "its"} else 0.0
    if name.endswith("fold"):
        return MULTIPLES.get(name, 0.0)
    for ending, stem in (("d", name[:-1]), ("s", name[:-1])):
        if name.endswith(ending) and stem in MULTIPLES:
            return MULTIPLES[stem]
    if name in {"doubling", "tripling", "quadrupling"}:
        return MULTIPLES[name[:-3] + "e"]
    return 0.0
