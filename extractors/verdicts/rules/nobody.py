"""What had befallen nobody so far has befallen somebody: "nobody has been arrested"."""

from __future__ import annotations

from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.later import NOT_YET, is_over_before, is_told_later
from extractors.verdicts.rules.pair import Pair, conflict, has_happened
from extractors.verdicts.rules.vocabulary import HUMANS, NOBODY
from extractors.verdicts.words import REMEMBERED_CLAIMS


def somebody_now(pair: Pair) -> Verdict | None:
    """The baseline knows of nobody to whom it was done; the text tells of somebody."""
    old, new, scope = pair.held, pair.new, pair.scope
    nobody = nobody_of(old)
    if nobody is None or scope.relation < 1 or not has_happened(new):
        return None
    if not is_told_later(pair.old, new) or is_over_before(pair):
        return None
    left = {*scope.old_left} - {nobody.head}
    if left or not any(_is_somebody(a, nobody, pair.lexicon) for a in new.arguments):
        return None
    return conflict(
        pair,
        "polarity_differs",
        Slot.POLARITY,
        old=old.quote,
        new=new.quote,
        confidence=0.75,
        later=True,
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def nobody_of(claim: Claim) -> Argument | None:
    """Who it has not been done to, where that is nobody at all, so far."""
    if claim.tense != "perfect" and not NOT_YET.search(claim.quote):
        return None
    if not any(cue.startswith("negation:no") for cue in claim.cues):
        return None
    return next((a for a in claim.arguments if _is_nobody(a, claim)), None)


def _is_nobody(argument: Argument, claim: Claim) -> bool:
    before = claim.quote.partition(argument.text)[0].lower().split()
    text = argument.text.lower()
    if before[-1:] == ["no"]:
        text = f"no {text}"
    return argument.role == "object" and text in NOBODY


def _is_somebody(argument: Argument, nobody: Argument, lexicon: Lexicon) -> bool:
    if argument.role != nobody.role:
        return False
    if argument.entity or argument.head in HUMANS:
        return True
    return lexicon.noun_class(argument.head) == "person"
