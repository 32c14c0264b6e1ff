"""One participant in two places: as what is acted on, and as what it happens to."""

from __future__ import annotations

from extractors.verdicts.rules.content import arguments, words_naming
from extractors.verdicts.rules.pair import Pair
from extractors.verdicts.rules.relation import is_part
from extractors.verdicts.rules.scope import Fit, fit


def is_undergone(pair: Pair) -> bool:
    """As in "the guild called off the fair", "the fair takes place", and no more."""
    scope = pair.scope
    held, new = (pair.held, scope.old_left), (pair.new, scope.new_left)
    for (some, left), (other, rest) in ((held, new), (new, held)):
        lone, acted = arguments(some, "subject"), arguments(other, "object")
        actors = words_naming(arguments(other, "subject"))
        if left or arguments(some, "object") or set(rest) - actors:
            continue
        if any(fit(a, b, pair.lexicon) is Fit.SAME for a in lone for b in acted):
            return True
    return False


def is_told_crosswise(pair: Pair) -> bool:
    """As in "the boat is no part of the lot", "the lot includes the boat"."""
    if is_part(pair.held) is is_part(pair.new) or pair.scope.subject is Fit.SAME:
        return False
    return len(pair.scope.shared) > 1 and not pair.scope.old_left
