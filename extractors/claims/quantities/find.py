"""A parsed text -> its quantities, in order, never overlapping."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.quantities.ages import is_age
from extractors.claims.quantities.alone import is_elliptic, is_result, told_of
from extractors.claims.quantities.counted import (
    Counted,
    counted_elsewhere,
    is_denied,
)
from extractors.claims.quantities.figures import Number, word
from extractors.claims.quantities.lexemes import Lexeme, lexemes
from extractors.claims.quantities.none import is_none
from extractors.claims.quantities.nouns import counted_noun, share_among
from extractors.claims.quantities.rates import is_rated, rate_elsewhere, with_rate
from extractors.claims.quantities.readings import Reading, neat, reading_at
from extractors.claims.quantities.roles import Measure, governing_verb, measure_of
from extractors.claims.quantities.settle import (
    FoundQuantity,
    scaled,
    settled,
    told_before,
)
from extractors.claims.quantities.words import (
    AGES,
    CHANGES,
    DENIED,
    MONEY_ROLES,
    ROLE_ADJECTIVES,
    ROLE_VERBS,
    UNIT_WORDS,
    UNITS,
    UNKNOWN_MONEY,
    is_currency,
)
from extractors.model import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_NEARLY = 0.9
_SLIGHTLY = 1.1
_PAYING = frozenset(
    {"pay", "repay", "ask", "demand", "offer", "put", "spend", "give", "get", "receive"}
    | {"collect", "contribute", "donate", "fetch", "owe", "claim", "seek"}
    | {"withdraw", "deposit", "transfer"}
)
_REACH = 5
# bounds that may belong to the verb before them
_OF_VERBS = frozenset({("over",), ("up", "to"), ("short", "of")})
_OF_PEOPLE = frozenset({"deaths", "injuries", "missing", "displaced"})


def find_quantities(text: Doc | Span) -> list[FoundQuantity]:
    """
    Every quantity of a parsed document or of one of its spans.

    Years, dates, clock times, ordinals, labels ("page 3") and names ("Boeing 737") are
    none; durations are. Offsets count from the start of the document.
    """
    span = text[:]
    items = lexemes(span.text)
    found: list[FoundQuantity] = []
    i = 0
    while i < len(items):
        reading = reading_at(items, i)
        if reading is None:
            i += 1
            continue
        i = max(reading.stop, i + 1)
        quantity = _placed(span, items, reading, found[-1] if found else None)
        free = found[-1].end if found else 0
        if quantity is not None and quantity.start >= free:
            found.append(quantity)
    return settled(span.doc.text, found)


def _placed(
    span: Span,
    items: Sequence[Lexeme],
    reading: Reading,
    before: FoundQuantity | None,
) -> FoundQuantity | None:
    """Bring a reading to tokens, drop what is no quantity, name what it counts."""
    base = span.start_char
    first = _token_at(span, base + items[reading.number.start].start)
    last = _token_at(span, base + items[reading.number.stop - 1].end - 1)
    reading = _without_particle(items, reading, first)
    start = base + items[reading.start].start
    end = base + items[reading.stop - 1].end
    noun: Token | None = None
    told: Counted | None = None
    if not reading.unit or reading.score:
        tail = _token_at(span, end - 1)
        # the tail: "50 or more people"
        noun = counted_noun(first, last, vague=reading.number.vague) or (
            counted_noun(tail, tail, vague=False) if reading.bound else None
        )
        if reading.per and noun is not None and last.idx < noun.idx < end:
            # "13.50 an hour"
            noun = None
        if reading.score and not (noun is not None and noun.tag_ == "NNS"):
            return _made(span, start, end, Quantity(unit="score"), first)
        told = counted_elsewhere(last) if noun is None else None
    if whole := share_among(noun, reading.number):
        value, tail = whole
        share = Quantity(low=value, high=value, unit="percent", role="share")
        return _made(span, start, tail.idx + len(tail), share, first)
    if is_none(items, reading, first, last, noun or (told.noun if told else None)):
        return None
    reading = replace(reading, bound=_bound(reading, first))
    if reading.score:
        reading = replace(reading, stop=reading.number.start + 3)
    if noun is not None and _reaches(last, noun):
        end = max(end, noun.idx + len(noun))
    quantity = _measured(items, reading, last, noun, told, (start, end))
    if noun is None and not (reading.unit or reading.bound or reading.number.scaled):
        first_of_two = told_before(last, before, start, quantity.role)
        bare = _of_bare(quantity, reading.number, last, first_of_two)
        if bare is None:
            return None
        quantity = bare
    quantity, end = with_rate(items, quantity, base, end)
    return _made(span, start, end, quantity, first)


def _without_particle(
    items: Sequence[Lexeme], reading: Reading, first: Token
) -> Reading:
    """Leave to the verb what is its own: "gave over 20 maps", "went up to 20"."""
    start = reading.number.start
    words = tuple(item.low for item in items[reading.start : start])
    before = first.i - len(words) - 1
    if words not in _OF_VERBS or before < 0:
        return reading
    verb = first.doc[before].lemma_.lower()
    if words == ("over",):
        phrase = first.nbor(-1).dep_ == "prt" or f"{verb} over" in ROLE_VERBS
        lasts = UNITS.get(reading.unit, ("",))[0] == "time" and verb in CHANGES["span"]
        own = phrase or lasts or verb in CHANGES["over"]
    else:
        own = verb in CHANGES["up" if words[0] == "up" else "short"]
    return replace(reading, start=start, bound="") if own else reading


def _of_bare(
    quantity: Quantity, number: Number, last: Token, first: FoundQuantity | None
) -> Quantity | None:
    """A figure alone: more of what ``first`` is, an age, a measure, or no quantity."""
    if first is not None:
        unit, role = first.quantity.unit, first.quantity.role
        per = quantity.per or first.quantity.per
        told = replace(quantity, unit=unit, role=role, per=per)
        # 440 visitors may be meant behind 3 million, but no 440 euros
        one = is_currency(unit) or not unit or told_of(last) is not None
        return scaled(told, first.quantity) if one else told
    if quantity.unit:
        return quantity
    if is_result(last):
        return replace(quantity, unit="vote", role="votes")
    alone = _stands_alone(last) or (number.low > 1 and is_elliptic(last))
    if quantity.role or quantity.per or alone:
        return quantity
    named = told_of(last)
    if named is None:
        return None
    # "Brent is 62" does not say what it has 62 of
    return replace(quantity, role=named.lemma_.lower() if named.tag_ == "NN" else "")


def _measured(
    items: Sequence[Lexeme],
    reading: Reading,
    last: Token,
    noun: Token | None,
    told: Counted | None,
    span: tuple[int, int],
) -> Quantity:
    """The quantity with its unit, role and rate."""
    low, high = _interval(reading)
    vague = reading.number.vague or reading.bound in {"about", "nearly", "slightly"}
    unit = _unit(items, reading, noun or (told.noun if told else None))
    if told is not None and unit:
        unit = told.unit
    quantity = Quantity(
        low=low, high=high, unit=unit, per=reading.per, approximate=vague
    )
    if not unit and is_age(last, reading.number):
        return replace(quantity, unit="year", role="age")
    counts = noun or (told.noun if told is not None and unit else None)
    measure = measure_of(
        last, quantity=quantity, noun=counts, start=span[0], end=span[1]
    )
    if unit == "time":
        measure = Measure("time")
    role = (told.role if told is not None and unit else "") or measure.role
    if not unit and counts is None and _is_sum(reading, role, last):
        unit = UNKNOWN_MONEY
    per = reading.per
    if not per and is_rated(unit):
        per = rate_elsewhere(governing_verb(last) or last.sent.root, measure.noun)
    return replace(quantity, unit=unit, role=role, per=per)


def _is_sum(reading: Reading, role: str, last: Token) -> bool:
    """Whether a number without a unit is money: a large one or one with cents."""
    number = reading.number
    exact = number.scaled or bool(number.low % 1)
    verb = governing_verb(last)
    object_ = last.dep_ == "dobj" or (last.dep_ == "pobj" and last.head.lower_ == "for")
    paid = verb is not None and verb.lemma_.lower() in _PAYING and object_
    return exact and (role in MONEY_ROLES or (number.scaled and paid))


def _bound(reading: Reading, first: Token) -> str:
    """The bound as the clause has it: "no train may go faster than 200"."""
    if reading.bound in {"over", "under"} and is_denied(first):
        return DENIED[reading.bound]
    return reading.bound


def _stands_alone(token: Token) -> bool:
    """A figure that counts a pronoun ("two of them") or is an exact object."""
    following = token.doc[token.i + 1 : token.i + 3]
    if [t.lower_ for t in following[:1]] == ["of"] and following[-1].pos_ == "PRON":
        return True
    return token.dep_ == "dobj" and bool({",", "."} & set(token.text))


def _reaches(last: Token, noun: Token) -> bool:
    """Whether the words up to the counted noun belong to this number alone."""
    between = last.doc[last.i + 1 : noun.i]
    return 0 <= noun.i - last.i <= _REACH and not any(t.like_num for t in between)


def _unit(items: Sequence[Lexeme], reading: Reading, noun: Token | None) -> str:
    if noun is not None:
        # "a 6.4 magnitude quake" counts nothing
        part = reading.number.low % 1 and not reading.number.scaled
        name = noun.lemma_.lower()
        if ROLE_ADJECTIVES.get(name) in _OF_PEOPLE:
            # "four dead"
            return "people"
        return "" if part else UNIT_WORDS.get((name,), name)
    age = not reading.unit and word(items, reading.start - 1) in AGES
    return "year" if age else reading.unit


def _interval(reading: Reading) -> tuple[float | None, float | None]:
    # the lists of words have whole numbers, which would come back from JSON as floats
    low, high = float(reading.number.low), float(reading.number.high)
    if reading.score:
        return low, high
    match reading.bound:
        case "slightly" if low > 0:
            return low, neat(_SLIGHTLY * low)
        case "over" | "least":
            return low, None
        case "under" | "most" | "reach":
            return None, None if math.isinf(high) else high
        case "nearly" if low > 0:
            return neat(_NEARLY * low), None if math.isinf(high) else high
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
