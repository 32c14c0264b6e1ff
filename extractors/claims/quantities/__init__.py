"""
Quantities of a parsed text, and how two of them stand to each other.

``find_quantities`` reads money, shares, counts, measures, ranges, bounds and rates;
``relation`` compares two by interval and stated precision. Pure; the word lists are
data files in ``extractors/claims/lexicon``.
"""

from extractors.claims.quantities.compare import (
    comparable,
    compatible,
    in_one_currency,
    is_person,
    reaches,
    relation,
    stretch,
)
from extractors.claims.quantities.counted import valued
from extractors.claims.quantities.find import find_quantities
from extractors.claims.quantities.settle import FoundQuantity

__all__ = [
    "FoundQuantity",
    "comparable",
    "compatible",
    "find_quantities",
    "in_one_currency",
    "is_person",
    "reaches",
    "relation",
    "stretch",
    "valued",
]
