"""What the quantities of one text tell of each other: a unit told once for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.claims.quantities.words import MAGNITUDES, UNKNOWN_MONEY, is_currency
from extractors.model import Quantity

_LISTING = ([","], [",", "and"], ["and"], ["or"], [",", "or"])
# below it a figure can do with a magnitude
_SMALL = 1000
_UNITS = {
    "age": "year",
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


def is_second(text: str, before: FoundQuantity, start: int) -> bool:
    """Whether a bare number is the other end: "94 votes to 83", "from 5 seats to 3"."""
    between = text[before.end : start].split()
    linked = between in (["to"], ["against"], ["from"])
    return linked and bool(before.quantity.unit)


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
    return done[::-1]


def _shared(text: str, one: FoundQuantity, after: FoundQuantity) -> Quantity:
    """The quantity with the unit that stands behind the next one only."""
    quantity, now = one.quantity, after.quantity
    if _is_before(text, one, after):
        if quantity.unit in {"", now.unit}:
            quantity = replace(quantity, unit=now.unit, role=now.role, per=now.per)
        return _scaled(quantity, now)
    link = text[one.end : after.start].replace(",", " , ").split()
    alike = quantity.role in {"", now.role} and quantity.text.isalnum()
    if link in _LISTING and not quantity.unit and alike:
        return replace(quantity, unit=now.unit, role=now.role, per=now.per)
    return quantity


def _scaled(quantity: Quantity, now: Quantity) -> Quantity:
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
