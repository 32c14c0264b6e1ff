"""When a number in a text is no quantity: a year, a label, a time that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.quantities.counted import is_denied
from extractors.claims.quantities.figures import word
from extractors.claims.quantities.nouns import is_label, is_ordinal_place, is_year
from extractors.claims.quantities.words import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from extractors.claims.quantities.figures import Number
    from extractors.claims.quantities.lexemes import Lexeme
    from extractors.claims.quantities.readings import Reading

_CALENDAR = frozenset(UNITS) & {"day", "week", "month", "year", "decade", "century"}
_OBJECTS = frozenset({"attr", "dobj"})
_LASTING = frozenset({"for", "was", "is", "be", "been"})
_DENYING = frozenset({"not", "without"})


def is_none(
    items: Sequence[Lexeme],
    reading: Reading,
    first: Token,
    last: Token,
    noun: Token | None,
) -> bool:
    """Whether the number is a year, a label, a time or a pronoun instead."""
    number = reading.number
    if reading.unit and not reading.score:
        return reading.unit in _CALENDAR and _is_period(items, reading, first)
    if number.plain and not reading.bound:
        if is_year(first, number.low, noun) or is_label(first, noun):
            return True
    elif number.plain and is_year(first, number.low, noun) and noun is None:
        return True
    single = number.low == number.high == 1 and not number.scaled
    if word(items, number.stop - 1) == "single":
        # "did not lose a single game" counts none
        return is_denied(first) or word(items, number.start - 1) in _DENYING
    if single and number.stop == number.start + 1 and _is_word(items, number):
        return noun is None or noun.i != last.i + 1 or noun.tag_ != "NN"
    bare = noun is None and not reading.bound
    return bare and not number.scaled and is_ordinal_place(items, number)


def _is_word(items: Sequence[Lexeme], number: Number) -> bool:
    return items[number.start].kind == "word"


def _is_period(items: Sequence[Lexeme], reading: Reading, first: Token) -> bool:
    """``two years ago``, ``the past three years``: a time, not an amount of it."""
    after = word(items, reading.stop)
    before = word(items, reading.number.start - 1)
    if before == "last" and _is_verb(first.nbor(-1)):
        return False
    if after == "before" and (before in _LASTING or first.head.dep_ in _OBJECTS):
        # "hidden for nine days before it was found", "it was nine days before"
        return False
    since = {"past", "last", "next", "coming", "previous", "following", "recent"}
    return after in {"ago", "later", "earlier", "hence", "before"} or before in since


def _is_verb(last: Token) -> bool:
    """Whether "last" goes on: mistagged, it stands behind "and", "to" or "will"."""
    joined = last.i > last.sent.start and last.nbor(-1).pos_ in {"CCONJ", "PART", "AUX"}
    return last.pos_ == "VERB" or joined
