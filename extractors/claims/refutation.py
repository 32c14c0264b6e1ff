"""A text that calls false what the sentence before reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.words import LEXICON
from extractors.model import Modality, Polarity

if TYPE_CHECKING:
    from extractors.model import Claim

_POINTING = frozenset({"it", "this", "that", "none"})
_REPORTS = LEXICON["content_noun"] | {"post", "video", "image", "photo", "quote"}


def is_refutation(claim: Claim) -> bool:
    """Whether the claim is "The report is false" or "It is not true"."""
    if claim.verb != "be" or claim.modality is not Modality.ASSERTED:
        return False
    said = next((a for a in claim.arguments if a.role == "attribute"), None)
    what = next((a for a in claim.arguments if a.role == "subject"), None)
    if said is None or what is None or what.entity:
        return False
    if what.head not in _POINTING | _REPORTS and what.text.lower() not in _POINTING:
        return False
    denied = claim.polarity is Polarity.NEGATED
    words = {said.head, *said.terms}
    if denied:
        return bool(words & {"true", "correct", "real", "genuine", "accurate"})
    return bool(words & (LEXICON["untrue"] | LEXICON["false_quote"]))


def refuted(claim: Claim) -> Claim:
    """Return a reported claim as denied; what the text itself asserts stays."""
    if not claim.attribution and claim.modality is not Modality.REPORTED:
        return claim
    return replace(
        claim,
        modality=Modality.DENIED,
        polarity=Polarity.NEGATED,
        cues=(*claim.cues, "negation:refuted"),
    )
