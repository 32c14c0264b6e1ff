"""What the quantities of one text tell of each other: a unit told once for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.claims.quantities.words import UNKNOWN_MONEY, is_currency
from extractors.model import Quantity


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
    return between in (["to"], ["against"]) and bool(before.quantity.unit)


def settled(text: str, found: Sequence[FoundQuantity]) -> list[FoundQuantity]:
    """The quantities with what only their neighbours tell."""
    currencies = {q.quantity.unit for q in found if is_currency(q.quantity.unit)} - {
        UNKNOWN_MONEY
    }
    done: list[FoundQuantity] = []
    for i, one in enumerate(found):
        quantity = one.quantity
        if quantity.unit == UNKNOWN_MONEY and len(currencies) == 1:
            quantity = replace(quantity, unit=next(iter(currencies)))
        if i + 1 < len(found) and _is_before(text, one, found[i + 1]):
            now = found[i + 1].quantity
            if quantity.unit in {"", now.unit}:
                quantity = replace(quantity, unit=now.unit, role=now.role, per=now.per)
        done.append(replace(one, quantity=quantity))
    return done


def _is_before(text: str, one: FoundQuantity, other: FoundQuantity) -> bool:
    """Whether the two are the ends of a change: "from ten to fourteen years"."""
    before = text[: one.start].split()[-1:]
    return text[one.end : other.start].split() == ["to"] and before == ["from"]
