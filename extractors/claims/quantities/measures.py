"""
What stands around a number: currency, unit, rate, bound.

Every function takes lexemes and an index and gives what it read with the index after
it (or before it, for what stands left of a number).
"""

from collections.abc import Sequence

from extractors.claims.quantities.figures import is_dash, skip_dash, word
from extractors.claims.quantities.lexemes import Lexeme
from extractors.claims.quantities.words import (
    AFTER,
    BEFORE,
    CENTS,
    CODES,
    CURRENCIES,
    DENIAL_WORDS,
    DENIED,
    MARKS,
    RATE_ADVERBS,
    RATE_NAMES,
    RATE_UNITS,
    SYMBOLS,
    UNIT_EXACT,
    UNIT_WORDS,
)

_LONGEST_BOUND = 5
_LONGEST_UNIT = 3
# "$5 billion a year earlier" tells a time
_THEN = frozenset({"ago", "later", "earlier", "before", "after", "hence"})
_AGAINST = frozenset({("to", "the"), ("to", "one"), ("against", "the")})
_EACH = frozenset({"a", "an", "each", "every"})


def currency_before(items: Sequence[Lexeme], i: int) -> tuple[str, int]:
    """The currency written before a figure and the index where it starts."""
    if i == 0:
        return "", i
    item = items[i - 1]
    if item.kind == "currency":
        symbol = item.text if item.text in SYMBOLS else item.text.upper()
        code = SYMBOLS.get(symbol, "")
        if i > 1 and items[i - 2].text in CODES and item.text == "$":
            return CODES[items[i - 2].text], i - 2
        return code, i - 1
    return (CODES[item.text], i - 1) if item.text in CODES else ("", i)


def unit_after(
    items: Sequence[Lexeme], i: int, *, scaled: bool
) -> tuple[str, float, int]:
    """Unit, factor and the index after it; an empty unit where none is written."""
    for read in (_percent, _currency, _physical):
        unit, factor, stop = read(items, skip_dash(items, i), scaled=scaled)
        if unit:
            return unit, factor, stop
    return "", 1.0, i


def _percent(
    items: Sequence[Lexeme], i: int, *, scaled: bool
) -> tuple[str, float, int]:
    del scaled
    first, second = word(items, i), word(items, skip_dash(items, i + 1))
    if first in {"bps", "bp"} or (first == "basis" and second.startswith("point")):
        stop = i + 1 if first.startswith("bp") else i + 2
        return "percentage_points", 0.01, stop
    if first == "percentage" and second.startswith("point"):
        return "percentage_points", 1.0, skip_dash(items, i + 1) + 1
    if first == "pp" or (first in {"percent", "%"} and second.startswith("point")):
        return "percentage_points", 1.0, i + (1 if first == "pp" else 2)
    if first in {"%", "percent", "pct", "％"}:
        return "percent", 1.0, i + 1
    if first == "per" and second == "cent":
        stop = skip_dash(items, i + 1) + 1
        if word(items, stop).startswith("point"):
            return "percentage_points", 1.0, stop + 1
        return "percent", 1.0, stop
    return "", 1.0, i


def _currency(
    items: Sequence[Lexeme], i: int, *, scaled: bool
) -> tuple[str, float, int]:
    if i < len(items) and (items[i].text in CODES or items[i].text in {"€", "£", "zł"}):
        code = CODES.get(items[i].text) or SYMBOLS[items[i].text]
        return code, 1.0, i + 1
    for size in (4, 3, 2, 1):
        words = [word(items, i + k) for k in range(size)]
        name = " ".join(words).replace("u . s", "us").replace("u.s.", "us")
        if name in CURRENCIES and not _is_weight(items, i, name, scaled=scaled):
            return CURRENCIES[name], 1.0, i + size
    if word(items, i) in CENTS:
        return CENTS[word(items, i)], 0.01, i + 1
    if word(items, i) in {"kr", "kronor"}:
        return "SEK", 1.0, i + 1
    return "", 1.0, i


def _is_weight(items: Sequence[Lexeme], i: int, name: str, *, scaled: bool) -> bool:
    """Whether "pounds" weigh: a small number of them "of" something, or "heavier"."""
    following = word(items, i + 1)
    near = [item.low for item in items[max(0, i - 5) : i]]
    weighs = any(w.startswith("weigh") for w in near) or following in {
        "of",
        "heavier",
        "lighter",
        "overweight",
    }
    return name in {"pound", "pounds"} and not scaled and weighs


def _physical(
    items: Sequence[Lexeme], i: int, *, scaled: bool
) -> tuple[str, float, int]:
    del scaled
    if i < len(items) and items[i].text in UNIT_EXACT:
        return UNIT_EXACT[items[i].text], 1.0, i + 1
    for size in range(_LONGEST_UNIT, 0, -1):
        words = _spelled(items, i, size)
        if words and words in UNIT_WORDS:
            stop = _index_after(items, i, size)
            return UNIT_WORDS[words], 1.0, stop
    if word(items, i) in {"pound", "pounds"}:
        return "pound", 1.0, i + 1
    if word(items, i) == "m" and i and items[i].glued:
        return "meter", 1.0, i + 1
    return "", 1.0, i


def _spelled(items: Sequence[Lexeme], i: int, size: int) -> tuple[str, ...]:
    words = []
    for _ in range(size):
        words.append(word(items, i))
        i = skip_dash(items, i + 1)
    return tuple(words) if all(words) else ()


def _index_after(items: Sequence[Lexeme], i: int, size: int) -> int:
    for k in range(size):
        i = i + 1 if k == size - 1 else skip_dash(items, i + 1)
    return i


def rate_after(items: Sequence[Lexeme], i: int, *, money: bool) -> tuple[str, int]:
    """What the quantity is per (``month``), and the index after it."""
    j = skip_dash(items, i)
    first = word(items, j)
    if first in RATE_ADVERBS and (money or first not in {"each", "quarterly"}):
        return RATE_ADVERBS[first], j + 1
    if money and first == "for" and word(items, j + 1) in _EACH:
        # "30 euros for a day"
        j, first = j + 1, word(items, j + 1)
    if (first, word(items, j + 1)) in _AGAINST and word(items, j + 2) in CURRENCIES:
        # "42 to the dollar"
        return CURRENCIES[word(items, j + 2)], j + 3
    k = skip_dash(items, j + 1)
    name = word(items, k)
    unit = RATE_NAMES.get(name, name)
    if first in {"per", "/"} and name.isalpha() and name not in {"cent", "centage"}:
        singular = unit if unit in RATE_UNITS or not unit.endswith("s") else unit[:-1]
        return RATE_NAMES.get(singular, singular), k + 1
    if first in _EACH and name in RATE_UNITS and word(items, k + 1) not in _THEN:
        return unit, k + 1
    return "", i


def bound_before(items: Sequence[Lexeme], i: int) -> tuple[str, int]:
    """The kind of the bound that ends before ``i`` and the index where it starts."""
    if i and items[i - 1].text in MARKS:
        return MARKS[items[i - 1].text], i - 1
    for size in range(min(_LONGEST_BOUND, i), 0, -1):
        kind = BEFORE.get(tuple(item.low for item in items[i - size : i]), "")
        if kind:
            return _denied(items, i - size, kind)
    return "", i


def _denied(items: Sequence[Lexeme], i: int, kind: str) -> tuple[str, int]:
    """Turn the bound round where a negation stands shortly before it."""
    near = [item.low for item in items[max(0, i - 4) : i]]
    clause = near[
        max((k + 1 for k, w in enumerate(near) if w in {",", ";"}), default=0) :
    ]
    negated = any(w in DENIAL_WORDS or w.endswith(("n't", "n’t")) for w in clause)
    return (DENIED.get(kind, kind), i) if negated else (kind, i)


def bound_after(items: Sequence[Lexeme], i: int) -> tuple[str, int]:
    """The kind of the bound that starts at ``i`` and the index after it."""
    j = i + 1 if is_dash(word(items, i)) and word(items, i + 1) == "plus" else i
    if word(items, skip_dash(items, i)) == "odd":
        # "sixty-odd pages"
        j = skip_dash(items, i)
    if word(items, j) == "plus" and j == i:
        return "", i
    if word(items, i) == "+" and items[i].glued:
        return "least", i + 1
    for size in (5, 4, 3, 2, 1):
        words = tuple(word(items, j + k) for k in range(size))
        if words in AFTER:
            return AFTER[words], j + size
    return "", i
