"""
The keys under which a claim is found again: entity, measure, relation class, rare word.

A key is ``kind:value``; joined keys (``e:openai|m:valuation``) are selective where the
single ones are common. Two claims about one matter share several of them.
"""

from __future__ import annotations

import re

from extractors.model import Claim
from extractors.verdicts.words import stem

_SPACE = re.compile(r"\s+")


def candidate_keys(claim: Claim) -> frozenset[str]:
    """Return the keys of ``claim``; never empty for a claim with words."""
    names = {_entity_key(name) for name in claim.entities}
    measures = {f"m:{q.role}" for q in claim.quantities if q.role}
    words = {f"t:{stem(term)}" for term in claim.terms if " " not in term}
    joined = {f"{name}|{other}" for name in names for other in measures | words}
    return frozenset(names | measures | words | joined)


def _entity_key(name: str) -> str:
    """The last word stands for the name: "Nadella" finds "Satya Nadella"."""
    words = _SPACE.split(name.lower().replace("’", "'").removesuffix("'s").strip())
    return f"e:{words[-1]}"
