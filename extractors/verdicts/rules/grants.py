"""Who denied an accusation grants what it says: "has never disputed that"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.pair import Pair, conflict, negated
from extractors.verdicts.rules.vocabulary import ACCUSATIONS, DENYING
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_GRANTS = re.compile(
    r"(?:\b(?:not|never)|n['’]t) (?:\w+ly )?"
    r"(?:den(?:y|ied)|disput(?:ed?|ing)|contest(?:ed|ing)?)\b",
    re.IGNORECASE,
)


def granted(pair: Pair) -> Verdict | None:
    """The baseline tells that it was denied; the text, that it never was."""
    old, new = pair.held, pair.new
    if not (denies_it(old) and grants(new)):
        return None
    if not any(
        same_name(a.entity or a.head, new.attribution)
        for a in old.arguments
        if a.role == "subject"
    ):
        return None
    return conflict(
        pair,
        "denial_disowned",
        Slot.MODALITY,
        old=old.quote,
        new=new.sentence,
        confidence=0.75,
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def denies_it(claim: Claim) -> bool:
    """As in "denies the accusation", "denies this"."""
    return (
        claim.verb in DENYING
        and not negated(claim)
        and any(
            a.role == "object" and (a.head in ACCUSATIONS or a.text in ACCUSATIONS)
            for a in claim.arguments
        )
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def grants(claim: Claim) -> bool:
    """Whether somebody does not, or never did, dispute it."""
    before = claim.sentence.partition(claim.quote)[0]
    return bool(claim.attribution and _GRANTS.search(before))
