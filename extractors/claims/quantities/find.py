"""A parsed text -> its quantities, in order, never overlapping."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from extractors.claims.quantities.lexemes import Lexeme, lexemes
from extractors.claims.quantities.measures import (
    bound_after,
    bound_before,
    currency_before,
    rate_after,
    unit_after,
)
from extractors.claims.quantities.nouns import counted_noun, is_label, is_year
from extractors.claims.quantities.numbers import (
    Number,
    is_dash,
    number_at,
    word,
)
from extractors.claims.quantities.roles import role_of
from extractors.claims.quantities.words import AGES, UNITS
from extractors.model import Quantity

_CALENDAR = frozenset(UNITS) & {"day", "week", "month", "year", "decade", "century"}
_NEARLY = 0.9
_BOUNDED = {"over", "least", "under", "most"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuantity:
    """A quantity with its tokens and characters in the document, half-open."""

    quantity: Quantity
    start_token: int
    end_token: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Lexemes ``start:stop`` as a quantity, before tokens are looked at."""

    start: int
    stop: int
    number: Number
    unit: str
    per: str = ""
    bound: str = ""
    score: bool = False


def find_quantities(text: Doc | Span) -> list[FoundQuantity]:
    """
    Every quantity of a parsed document or of one of its spans.

    Years, dates, clock times, ordinals, labels ("page 3") and names ("Boeing 737") are
    none; durations are. Offsets count from the start of the document.
    """
    span = text[:] if isinstance(text, Doc) else text
    items = lexemes(span.text)
    found, i = [], 0
    while i < len(items):
        reading = _reading(items, i)
        if reading is None:
            i += 1
            continue
        i = max(reading.stop, i + 1)
        if (quantity := _placed(span, items, reading)) is not None:
            found.append(quantity)
    return found


def _reading(items: Sequence[Lexeme], i: int) -> _Reading | None:
    if items[i].kind not in {"figure", "word", "glyph"} or _inside_a_name(items, i):
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
) -> _Reading:
    unit, stop = currency, number.stop
    if number.kind == "share":
        number, unit = _times(number, 100), "percent"
    elif number.kind == "ratio":
        unit = "ratio"
    elif currency:
        # "$5 billion dollars", "A$5bn Australian dollars"
        stop = unit_after(items, stop, scaled=True)[2]
        stop = stop if stop == number.stop + 1 else number.stop
    else:
        stop = _skip_of(items, number)
        unit, factor, stop = unit_after(items, stop, scaled=number.scaled)
        number, stop = _times(number, factor), stop if unit else number.stop
    if word(items, start - 1) == "between" and number.low < number.high:
        start -= 1
    bound, start = _bound_before(items, start)
    after, stop = bound_after(items, stop)
    per, stop = (
        ("", stop) if unit == "ratio" else rate_after(items, stop, money=bool(unit))
    )
    late, stop = bound_after(items, stop) if not after else ("", stop)
    return _Reading(
        start=start,
        stop=stop,
        number=number,
        unit=unit,
        per=per,
        bound=bound or after or late,
    )


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
    if low >= other.high or (
        link == "to" and before == "from" and _changes(items, number)
    ):
        return number, currency
    return replace(other, start=number.start, low=low, plain=False), money


def _changes(items: Sequence[Lexeme], number: Number) -> bool:
    """Whether "from 5 to 7" tells a change and not a range."""
    verbs = [item.low for item in items[max(0, number.start - 8) : number.start]]
    return not any(
        w in {"range", "ranging", "ranged", "ranges", "anywhere"} for w in verbs
    )


def _scale(items: Sequence[Lexeme], number: Number) -> float:
    figure = items[number.start]
    base = number_at(items[: number.start + 1], number.start)
    return number.low / base.low if base is not None and figure and base.low else 1.0


def _times(number: Number, factor: float) -> Number:
    return replace(
        number, low=_neat(number.low * factor), high=_neat(number.high * factor)
    )


def _neat(value: float) -> float:
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


def _score(items: Sequence[Lexeme], i: int, number: Number) -> _Reading:
    stop = i + 3
    while _next_set(items, stop):
        stop += 4 if word(items, stop) == "," else 3
    return _Reading(start=i, stop=stop, number=number, unit="score", score=True)


def _next_set(items: Sequence[Lexeme], i: int) -> bool:
    j = i + 1 if word(items, i) == "," else i
    return (
        j + 2 < len(items)
        and items[j].kind == items[j + 2].kind == "figure"
        and is_dash(items[j + 1].text)
        and items[j + 1].glued
        and items[j + 2].glued
    )


def _placed(
    span: Span, items: Sequence[Lexeme], reading: _Reading
) -> FoundQuantity | None:
    """Bring a reading to tokens, drop what is no quantity, name what it counts."""
    base = span.start_char
    first = _token_at(span, base + items[reading.number.start].start)
    last = _token_at(span, base + items[reading.number.stop - 1].end - 1)
    start = base + items[reading.start].start
    end = base + items[reading.stop - 1].end
    noun: Token | None = None
    if not reading.unit or reading.score:
        tail = _token_at(span, base + items[reading.stop - 1].end - 1)
        # the tail: "50 or more people"
        noun = counted_noun(first, last, vague=reading.number.vague) or (
            counted_noun(tail, tail, vague=False) if reading.bound else None
        )
        if reading.score and not (noun is not None and noun.tag_ == "NNS"):
            return _made(span, start, end, Quantity(unit="score"), first)
        if _no_quantity(items, reading, first, last, noun):
            return None
    elif reading.unit in _CALENDAR and _is_period(items, reading):
        return None
    unit = _unit(items, reading, noun)
    if reading.score:
        reading = replace(reading, stop=reading.number.start + 3)
    if noun is not None and noun.i >= last.i:
        end = max(end, noun.idx + len(noun)) if noun.i - last.i <= 5 else end
    low, high = _interval(reading)
    approximate = reading.number.vague or reading.bound in {"about", "nearly"}
    quantity = Quantity(
        low=low, high=high, unit=unit, per=reading.per, approximate=approximate
    )
    role = role_of(last, quantity=quantity, noun=noun, start=start, end=end)
    if not (unit or role or reading.bound or reading.number.scaled):
        return None
    return _made(span, start, end, replace(quantity, role=role), first)


def _unit(items: Sequence[Lexeme], reading: _Reading, noun: Token | None) -> str:
    if noun is not None:
        # "a 6.4 magnitude quake" counts nothing
        part = reading.number.low % 1 and not reading.number.scaled
        return "" if part else noun.lemma_.lower()
    age = not reading.unit and word(items, reading.start - 1) in AGES
    return "year" if age else reading.unit


def _no_quantity(
    items: Sequence[Lexeme],
    reading: _Reading,
    first: Token,
    last: Token,
    noun: Token | None,
) -> bool:
    number = reading.number
    if number.plain and not reading.bound:
        if is_year(first, number.low, noun) or is_label(first, noun):
            return True
    elif number.plain and is_year(first, number.low, noun) and noun is None:
        return True
    single = number.low == number.high == 1 and not number.scaled
    if single and items[number.start].kind == "word":
        return noun is None or noun.i != last.i + 1 or noun.tag_ != "NN"
    bare = noun is None and not reading.bound
    return bare and not number.scaled and _is_ordinal_place(items, number)


def _is_ordinal_place(items: Sequence[Lexeme], number: Number) -> bool:
    """A bare number word without a noun ("the two", "all three") names, not counts."""
    before = word(items, number.start - 1)
    return items[number.start].kind == "word" and before in {
        "the",
        "these",
        "those",
        "all",
    }


def _is_period(items: Sequence[Lexeme], reading: _Reading) -> bool:
    """``two years ago``, ``the past three years``: a time, not an amount of it."""
    after = word(items, reading.stop)
    before = word(items, reading.number.start - 1)
    since = {"past", "last", "next", "coming", "previous", "following", "recent"}
    return after in {"ago", "later", "earlier", "hence", "before"} or before in since


def _interval(reading: _Reading) -> tuple[float | None, float | None]:
    low, high = reading.number.low, reading.number.high
    if reading.score:
        return low, high
    match reading.bound:
        case "over" | "least":
            return low, None
        case "under" | "most":
            return None, None if math.isinf(high) else high
        case "nearly":
            return _neat(_NEARLY * low), None if math.isinf(high) else high
    return low, None if math.isinf(high) else high


def _token_at(span: Span, offset: int) -> Token:
    inner = span.doc.char_span(offset, offset + 1, alignment_mode="expand")
    assert inner is not None  # an offset inside the span
    return inner[0]


def _made(
    span: Span, start: int, end: int, quantity: Quantity, first: Token
) -> FoundQuantity:
    inner = span.doc.char_span(start, end, alignment_mode="expand")
    text = span.doc.text[start:end]
    return FoundQuantity(
        quantity=replace(quantity, text=text),
        start_token=inner.start if inner is not None else first.i,
        end_token=inner.end if inner is not None else first.i + 1,
        start=start,
        end=end,
    )
