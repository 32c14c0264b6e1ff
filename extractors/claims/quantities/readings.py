"""Lexemes -> readings: a number with its currency, unit, rate and bound."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.claims.quantities.figures import Number, is_dash, word
from extractors.claims.quantities.fractions import fraction_after
from extractors.claims.quantities.lexemes import Lexeme
from extractors.claims.quantities.measures import (
    bound_after,
    bound_before,
    currency_before,
    rate_after,
    unit_after,
)
from extractors.claims.quantities.numbers import may_begin, number_at
from extractors.claims.quantities.words import UNITS

# dimensions whose measures are told in two units
_ADDED = frozenset({"time", "length", "mass"})
_SIGNS = frozenset({"minus", "negative"})
_BELOW_ZERO = frozenset(
    {"degree", "percent", "percentage_points"}
    | {name for name, (dimension, _, _) in UNITS.items() if dimension == "temperature"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Lexemes ``start:stop`` as a quantity, before tokens are looked at."""

    start: int
    stop: int
    number: Number
    unit: str
    per: str = ""
    bound: str = ""
    score: bool = False


def reading_at(items: Sequence[Lexeme], i: int) -> Reading | None:
    """The quantity whose number starts at lexeme ``i``, if one does."""
    kind = items[i].kind
    if kind == "word" and not may_begin(items[i].low):
        return None
    if kind not in {"figure", "word", "glyph"} or _inside_a_name(items, i):
        return None
    currency, start = currency_before(items, i)
    number = number_at(items, i, money=bool(currency))
    if number is None:
        return None
    number, currency = _range(items, number, currency)
    if _glued_to_letters(items, number, currency):
        return None
    if _is_score(items, number, currency):
        return _score(items, i, number)
    return _measured(items, start, number, currency)


def _measured(
    items: Sequence[Lexeme], start: int, number: Number, currency: str
) -> Reading:
    unit, stop = currency, number.stop
    if number.kind == "share":
        number, unit = _times(number, 100), "percent"
    elif number.kind == "ratio":
        unit = "ratio"
    elif number.kind == "times":
        unit = "time"
    elif currency:
        # "$5 billion dollars", "A$5bn Australian dollars"
        stop = unit_after(items, stop, scaled=True)[2]
        stop = stop if stop == number.stop + 1 else number.stop
    else:
        stop = _skip_of(items, number)
        unit, factor, stop = unit_after(items, stop, scaled=number.scaled)
        number, stop = _times(number, factor), stop if unit else number.stop
        number, unit, stop = _compound(items, number, unit, stop)
    if word(items, start - 1) == "between" and number.low < number.high:
        start -= 1
    number, start = _signed(items, number, start, unit)
    bound, start = _bound_before(items, start)
    after, stop = bound_after(items, stop)
    per, stop = (
        ("", stop) if unit == "ratio" else rate_after(items, stop, money=bool(unit))
    )
    late, stop = bound_after(items, stop) if not after else ("", stop)
    return Reading(
        start=start,
        stop=stop,
        number=number,
        unit=unit,
        per=per,
        bound=bound or after or late,
    )


def _compound(
    items: Sequence[Lexeme], number: Number, unit: str, stop: int
) -> tuple[Number, str, int]:
    """``two hours and 14 minutes``, ``five feet three``, ``an hour and a half``."""
    while unit in UNITS and UNITS[unit][0] in _ADDED and number.low == number.high:
        linked = word(items, stop) in {"and", ","}
        j = stop + 1 if linked else stop
        part, after = fraction_after(items, j) if linked else (0.0, j)
        if part:
            return _plus(number, part), unit, after
        other = number_at(items, j)
        if other is None or other.kind != "count" or other.low != other.high:
            break
        smaller, _, after = unit_after(items, other.stop, scaled=False)
        if UNITS.get(smaller, ("",))[0] != UNITS[unit][0]:
            break
        factor = UNITS[unit][1] / UNITS[smaller][1]
        if other.low >= factor:
            break
        number, unit, stop = _plus(_times(number, factor), other.low), smaller, after
    return number, unit, stop


def _plus(number: Number, more: float) -> Number:
    return replace(number, low=neat(number.low + more), high=neat(number.high + more))


def _signed(
    items: Sequence[Lexeme], number: Number, start: int, unit: str
) -> tuple[Number, int]:
    """``minus 5 degrees``, ``-5°C``: a sign, where the unit can be below zero."""
    before = items[start - 1] if start else None
    told = not unit and before is not None and before.low in _SIGNS
    if before is None or not (told or unit in _BELOW_ZERO or unit.isupper()):
        return number, start
    glued = items[start].glued and not before.glued
    if before.low in _SIGNS or (before.text in {"-", "–", "−"} and glued):
        number = replace(number, low=-number.high, high=-number.low, plain=False)
        return number, start - 1
    return number, start


def _bound_before(items: Sequence[Lexeme], start: int) -> tuple[str, int]:
    bound, first = bound_before(items, start)
    if bound in {"exact", "about"}:
        # "at least an estimated", "more than just": the outer word decides
        outer, outer_first = bound_before(items, first)
        return (outer, outer_first) if outer else (bound, first)
    return bound, first


def _skip_of(items: Sequence[Lexeme], number: Number) -> int:
    """``tens of millions of dollars``: the unit stands after "of"."""
    of = word(items, number.stop) == "of"
    worth = number.vague or number.scaled
    return number.stop + 1 if of and worth else number.stop


def _range(
    items: Sequence[Lexeme], number: Number, currency: str
) -> tuple[Number, str]:
    """``5-7 billion``, ``between 5 and 7 percent``, ``$5 to $7``."""
    unit, j = currency, number.stop
    if not currency:
        unit, _, j = unit_after(items, j, scaled=number.scaled)
    link = word(items, j)
    before = word(items, (currency_before(items, number.start))[1] - 1)
    tied = is_dash(link) and j < len(items) and number.kind == "count"
    if not (tied or link == "to" or (link == "and" and before == "between")):
        return number, currency
    k = j + 1
    money = currency
    if k < len(items) and items[k].kind == "currency":
        money, k = currency_before(items, k + 1)[0], k + 1
    other = number_at(items, k, money=bool(money))
    if other is None or other.kind != number.kind:
        return number, currency
    second = money or unit_after(items, other.stop, scaled=other.scaled)[0]
    if unit and unit != second:
        return number, currency
    low = number.low
    if other.scaled and not number.scaled:
        low *= _scale(items, other)
    change = before in {"from", "by"} or _is_by(items, number)
    if low >= other.high or (link == "to" and change and _changes(items, number)):
        return number, currency
    return replace(other, start=number.start, low=low, plain=False), money


def _changes(items: Sequence[Lexeme], number: Number) -> bool:
    """Whether "from 5 to 7" tells a change and not a range."""
    verbs = [item.low for item in items[max(0, number.start - 8) : number.start]]
    return not any(
        w in {"range", "ranging", "ranged", "ranges", "anywhere"} for w in verbs
    )


def _is_by(items: Sequence[Lexeme], number: Number) -> bool:
    """Whether the figure is the change itself: "up by another 5 to 7 million"."""
    return "by" in {word(items, number.start - k) for k in (2, 3)}


def _scale(items: Sequence[Lexeme], number: Number) -> float:
    figure = items[number.start]
    base = number_at(items[: number.start + 1], number.start)
    return number.low / base.low if base is not None and figure and base.low else 1.0


def _times(number: Number, factor: float) -> Number:
    return replace(
        number, low=neat(number.low * factor), high=neat(number.high * factor)
    )


def neat(value: float) -> float:
    """The value without the dust of floating arithmetic."""
    return value if math.isinf(value) else float(f"{value:.12g}")


def _inside_a_name(items: Sequence[Lexeme], i: int) -> bool:
    """``o1``, ``GPT-4``, ``Covid-19``: letters run into the figure."""
    item = items[i]
    if i == 0 or item.kind != "figure" or not item.glued:
        return False
    before = items[i - 1]
    if before.kind == "word":
        return before.text not in {"R", "Rs", "kr"} | {"USD", "EUR", "GBP"}
    if before.text in {"#", "№", "@", "_"}:
        return True
    linked = is_dash(before.text) and before.glued and i > 1
    return (
        linked and items[i - 2].kind in {"word", "masked"} and not _links(items, i - 2)
    )


def _links(items: Sequence[Lexeme], i: int) -> bool:
    return items[i].low in {"sub", "mid", "near", "over", "under", "plus", "non", "pre"}


def _glued_to_letters(items: Sequence[Lexeme], number: Number, currency: str) -> bool:
    """``3D``, ``5G``, ``20th``, ``737s``: letters that are no magnitude and no unit."""
    j = number.stop
    if j >= len(items) or items[j - 1].kind != "figure":
        return False
    if items[j].kind != "word" or not items[j].glued:
        return False
    unit, _, _ = unit_after(items, j, scaled=number.scaled)
    return not unit or bool(currency)


def _is_score(items: Sequence[Lexeme], number: Number, currency: str) -> bool:
    first = number.start
    pair = (
        number.stop == first + 3
        and items[first].kind == items[first + 2].kind == "figure"
        and is_dash(items[first + 1].text)
    ) or (
        first + 2 < len(items)
        and number.stop == first + 1
        and is_dash(items[first + 1].text)
        and items[first + 2].kind == "figure"
        and items[first + 2].glued
    )
    if not pair or currency or number.scaled:
        return False
    small = all(len(items[first + k].text) <= 3 for k in (0, 2))
    unit, _, _ = unit_after(items, first + 3, scaled=False)
    return small and not unit and items[first + 1].glued


def _score(items: Sequence[Lexeme], i: int, number: Number) -> Reading:
    stop = i + 3
    while _next_set(items, stop):
        stop += 4 if word(items, stop) == "," else 3
    return Reading(start=i, stop=stop, number=number, unit="score", score=True)


def _next_set(items: Sequence[Lexeme], i: int) -> bool:
    j = i + 1 if word(items, i) == "," else i
    return (
        j + 2 < len(items)
        and items[j].kind == items[j + 2].kind == "figure"
        and is_dash(items[j + 1].text)
        and items[j + 1].glued
        and items[j + 2].glued
    )
