"""Whether two claims tell of one event, however it is worded: verb or noun."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Argument, Claim
from extractors.verdicts.rules.content import (
    CORE,
    are_one_doer,
    doer_words,
    own_words,
)
from extractors.verdicts.rules.pair import Pair
from extractors.verdicts.rules.relation import LIGHT, is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import ONCE, POSTPONE

# why something was moved says nothing of which event it is
_REASONS = frozenset({"because", "due", "owing", "thanks", "despite", "amid"})


def is_one_event(pair: Pair, *, moved: bool) -> bool:
    """Same participants, however the event is worded: verb or noun."""
    scope = pair.scope
    if Fit.OTHER in {scope.subject, scope.object} and not moved:
        return False
    one_doer = scope.object is Fit.SAME and are_one_doer(pair.held, pair.new)
    replaced = [a for a, _ in scope.replaced if not (one_doer and a.role == "subject")]
    if (scope.new_only and scope.old_only) or (replaced and not moved):
        return False
    left = [w for w in scope.old_left if not _is_named(w, pair.new, pair)]
    extra = [w for w in scope.new_left if not _is_named(w, pair.held, pair)]
    if moved:
        movers = [a for a in pair.new.arguments if a.role == "subject"]
        movers += [a for a in pair.new.arguments if a.role in _REASONS]
        said = {t for a in movers for t in (*a.terms, a.entity.lower())}
        said |= {word for verb in POSTPONE for word in verb.split()}
        extra = [w for w in extra if w not in said]
        return bool(scope.shared) and len(left) + len(extra) <= len(scope.shared)
    left = own_words(pair.held, pair.new, tuple(left))
    extra = own_words(pair.new, pair.held, tuple(extra))
    if one_doer:
        left = [w for w in left if w not in doer_words(pair.held)]
        extra = [w for w in extra if w not in doer_words(pair.new)]
    if not scope.shared or (left and extra):
        return False
    named = scope.shared_names or scope.object is Fit.SAME or _is_of_itself(pair)
    if {pair.held.verb, pair.new.verb} <= ONCE and named:
        # how and why somebody did it is no part of what he did
        left, extra = _in_core(pair.held, left), _in_core(pair.new, extra)
    return len(left) + len(extra) <= 1 + (len(scope.shared) > 1)


def _is_of_itself(pair: Pair) -> bool:
    """As in "the drilling starts": nothing else is said to be started."""
    sides = (*pair.held.arguments, *pair.new.arguments)
    return pair.scope.subject is Fit.SAME and all(a.role != "object" for a in sides)


def _in_core(claim: Claim, words: Sequence[str]) -> list[str]:
    """Those of ``words`` that no mere adjunct of the claim brings in."""
    roles = [(_takes_part(a, claim), {a.head, *a.terms}) for a in claim.arguments]
    core = {t for inner, terms in roles if inner for t in terms}
    beside = {t for inner, terms in roles if not inner for t in terms}
    return [w for w in words if w in core or w not in beside]


def _takes_part(argument: Argument, claim: Claim) -> bool:
    """Not the adjective of "is due to start", however much hangs on it."""
    due = argument.role == "attribute" and claim.verb not in LIGHT
    return argument.role in CORE and not due


def _is_named(word: str, other: Claim, pair: Pair) -> bool:
    return is_kin(word, other.verb, pair.lexicon)
