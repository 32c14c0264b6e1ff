"""What the quantities of one text tell of each other: a unit told once for both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.claims.quantities.alone import told_of
from extractors.claims.quantities.words import (
    CHANGES,
    MAGNITUDES,
    RATIOS,
    UNITS,
    UNKNOWN_MONEY,
    is_currency,
)
from extractors.model import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

_LISTING = ([","], [",", "and"], ["and"], ["or"], [",", "or"])
# words that are said again of what is so instead
_AGAIN: tuple[list[str], ...] = (
    [],
    ["for"],
    ["by"],
    ["to"],
    ["at"],
    ["only"],
    ["just"],
    ["rather"],
)
# below it a figure can do with a magnitude
_SMALL = 1000
# so many words after it a number no longer counts what another counted
_FAR = 25
_STOP = re.compile(r"[.;:!?]\s")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_BARE = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:-[a-z]+)?")
_PROPORTIONS = RATIOS | {"time"}
_UNITS = {
    "age": "year",
    "temperature": "degree",
    **dict.fromkeys(("deaths", "injuries", "arrests", "displaced"), "people"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuantity:
    """A quantity with its tokens and characters in the document, half-open."""

    quantity: Quantity
    start_token: int
    end_token: int
    start: int
    end: int


def told_before(
    token: Token, before: FoundQuantity | None, start: int, role: str
) -> FoundQuantity | None:
    """
    The quantity before a bare number, where it tells what the number counts.

    "94 votes to 83", "from 5 seats to 3", "it has 900 maps. Sixty are on show".
    """
    if before is None:
        return None
    between = token.doc.text[before.end : start].split()
    if _corrects(between):
        # "not 385 million but 440", of what is told elsewhere
        return before
    if not before.quantity.unit:
        return None
    if between in (["to"], ["against"], ["from"]):
        return before
    counted = before.quantity.unit
    timed = UNITS.get(counted, ("",))[0] == "time"
    if timed and token.head.lower_ == "to" and len(between) < _FAR:
        # "first imposed for 30 days, it has been prolonged to 90"
        return before if token.head.head.lemma_.lower() in CHANGES["lasting"] else None
    if (of := told_of(token)) is not None and of.tag_ == "PRP":
        # "it is 40 percent here; in the south it is 62"
        return before if len(between) < _FAR and not timed else None
    alone = token.dep_ in {"nsubj", "nsubjpass"} and not any(token.rights)
    things = not (counted in UNITS or counted in _PROPORTIONS or is_currency(counted))
    return before if alone and things and not role and len(between) < _FAR else None


def _corrects(between: list[str]) -> bool:
    """As in "not for four years *but for* seven"."""
    words = [word for word in between if word != ","]
    return words[:1] == ["but"] and words[1:] in _AGAIN


def settled(text: str, found: Sequence[FoundQuantity]) -> list[FoundQuantity]:
    """The quantities with what only their neighbours tell."""
    currencies = {q.quantity.unit for q in found if is_currency(q.quantity.unit)} - {
        UNKNOWN_MONEY
    }
    done: list[FoundQuantity] = []
    after: FoundQuantity | None = None
    for one in reversed(found):
        quantity = one.quantity
        if quantity.unit == UNKNOWN_MONEY and len(currencies) == 1:
            quantity = replace(quantity, unit=next(iter(currencies)))
        if after is not None:
            quantity = _shared(text, replace(one, quantity=quantity), after)
        after = replace(one, quantity=_named(quantity))
        done.append(after)
    return _continued(text, done[::-1])


def _continued(text: str, found: list[FoundQuantity]) -> list[FoundQuantity]:
    """Give a bare figure the unit of the one before: "58 million euros, now 61"."""
    done = found[:1]
    for one in found[1:]:
        before, between = done[-1], text[done[-1].end : one.start]
        quantity = one.quantity
        apart = _STOP.search(between) or between.split() in ([], ["to"], ["and"])
        if not apart and _is_elliptic(quantity, before.quantity):
            was = before.quantity
            told = replace(quantity, unit=was.unit, role=was.role)
            quantity = scaled(told, was) if was.unit not in _PROPORTIONS else told
        done.append(replace(one, quantity=quantity))
    return done


def _is_elliptic(quantity: Quantity, before: Quantity) -> bool:
    """Whether a figure without a unit goes on with what was told of another."""
    figure = _FIGURE if is_currency(before.unit) else _BARE
    bare = quantity.unit in {"", UNKNOWN_MONEY} and figure.fullmatch(quantity.text)
    return bool(bare and before.unit and quantity.role in {before.role, before.unit})


def _shared(text: str, one: FoundQuantity, after: FoundQuantity) -> Quantity:
    """The quantity with the unit that stands behind the next one only."""
    quantity, now = one.quantity, after.quantity
    if _is_before(text, one, after):
        if quantity.unit in {"", now.unit} or _is_coin(quantity, now):
            quantity = replace(quantity, unit=now.unit, role=now.role, per=now.per)
        return scaled(quantity, now)
    link = text[one.end : after.start].replace(",", " , ").split()
    alike = quantity.role in {"", now.role} and quantity.text.isalnum()
    listed = (link in _LISTING and alike) or _corrects(link)
    if listed and not quantity.unit:
        return replace(quantity, unit=now.unit, role=now.role, per=now.per)
    return quantity


def _is_coin(quantity: Quantity, now: Quantity) -> bool:
    """Whether the noun behind the next sum was taken for what this one counts."""
    coin = now.text.lower().rpartition(" ")[2]
    return is_currency(now.unit) and coin in {quantity.unit, f"{quantity.unit}s"}


def scaled(quantity: Quantity, now: Quantity) -> Quantity:
    """As in "from 1.2 to 1.4 million": the magnitude is told once."""
    words = now.text.lower().split()
    factor = next((MAGNITUDES[w] for w in words if w in MAGNITUDES), 1.0)
    bare = not any(c.isalpha() for c in quantity.text)
    small = quantity.low is not None and quantity.low < _SMALL and factor > 1
    if not (bare and small and quantity.high is not None):
        return quantity
    low, high = (quantity.low or 0) * factor, quantity.high * factor
    return replace(quantity, low=float(f"{low:.12g}"), high=float(f"{high:.12g}"))


def _named(quantity: Quantity) -> Quantity:
    """A figure of age or of people hurt, without a unit, counts years or people."""
    unit = _UNITS.get(quantity.role, "")
    return quantity if quantity.unit or not unit else replace(quantity, unit=unit)


def _is_before(text: str, one: FoundQuantity, other: FoundQuantity) -> bool:
    """Whether the two are the ends of a change: "from ten to fourteen years"."""
    before = text[: one.start].split()[-1:]
    return text[one.end : other.start].split() == ["to"] and before == ["from"]
