"""What a thing is done without, or is free of, where the other side has it."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.pair import negated
from extractors.verdicts.rules.relation import is_kin, relation_words
from extractors.verdicts.words import REMEMBERED_CLAIMS

# "free of debt", "devoid of charm"
_HAVING_NONE = frozenset({"free", "devoid", "clear", "bare", "empty"})

_MORE = re.compile(
    r"(?<!no )(?<!any )\b(?:more|less|fewer|higher|lower|further)\b", re.IGNORECASE
)


def lacks(claim: Claim, other: Claim, lexicon: Lexicon) -> bool:
    """As in "paid without a receipt" beside "has the receipt": one has it, one not."""
    absent = _absent(claim)
    if not absent:
        return False
    there = {*other.terms, *relation_words(other)} - _absent(other)
    return any(is_kin(noun, word, lexicon) for noun in absent for word in there)


def denies_more(claim: Claim) -> bool:
    """As in "will not charge more": less or as much may still be so."""
    return negated(claim) and bool(_MORE.search(claim.quote))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _absent(claim: Claim) -> frozenset[str]:
    """What it is done without, or what it is free of."""
    without = (a.head for a in claim.arguments if a.role == "without")
    free_of = (
        term
        for a in claim.arguments
        if a.head in _HAVING_NONE and f"{a.head} of " in f"{a.text} "
        for term in a.terms[1:2]
    )
    return frozenset((*without, *free_of))
