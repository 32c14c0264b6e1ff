"""Which dimension a quantity has, and of which measures it can be for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.quantities.words import (
    MONEY_ROLES,
    ROLE_DIMENSIONS,
    ROLE_NOUNS,
    ROLE_VERBS,
    UNITS,
    is_currency,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.model import Quantity

# so large a bare figure at a verb of money is money: "valued at 27 billion"
_LARGE = 1e6


def dimension_of(quantity: Quantity) -> str:
    """Return its unit's dimension, ``money`` for currencies, or nothing."""
    if quantity.unit in UNITS:
        return UNITS[quantity.unit][0]
    large = not quantity.unit and (quantity.high or 0) >= _LARGE
    return "money" if large or is_currency(quantity.unit) else ""


def fits(role: str, quantity: Quantity) -> bool:
    """Whether a quantity of that unit can be of the role: no sum lasts three weeks."""
    wanted, dimension = ROLE_DIMENSIONS.get(role, ""), dimension_of(quantity)
    if "time" in {wanted, dimension}:
        return wanted == dimension or not quantity.unit
    if dimension == "money":
        return wanted in {"", "money"} or not quantity.unit
    return not dimension or (role not in MONEY_ROLES and wanted in {"", dimension})


def role_by_dimension(unit: str, token: Token) -> str:
    """Return the measure that the unit alone tells of the figure at ``token``."""
    dimension = UNITS[unit][0] if unit in UNITS else ""
    if dimension == "angle" and not _turns(token):
        return "temperature"
    if dimension == "mass" and top(token).dep_ == "dobj":
        # of what is made, shipped or burnt it is an amount
        return ""
    return {"time": "duration", "mass": "weight"}.get(dimension, dimension)


def _turns(token: Token) -> bool:
    """Whether the sentence speaks of angles: bare degrees are of temperature else."""
    return any(
        "angle" in {ROLE_NOUNS.get(t.lemma_.lower()), ROLE_VERBS.get(t.lemma_.lower())}
        for t in token.sent
    )


def top(token: Token) -> Token:
    """The head of the figure's own phrase: of "3 million euros" the euros."""
    while token.dep_ in {"quantmod", "nummod", "compound"}:
        token = token.head
    return token
