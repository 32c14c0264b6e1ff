"""
Since when a thing has been there: "dates from 1938", "was built in 1926".

Whoever made, signed or granted it, it is as old as that deed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from extractors.model import Argument, Claim, Period
from extractors.verdicts.rules.content import meet
from extractors.verdicts.rules.pair import FACT, Pair
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import DATING, GIVING_RISE
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_A_YEAR = timedelta(days=365)
_BACK = re.compile(r"^(?:back )?to\b", re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def since_it_came(claim: Claim) -> Period:
    """The claim's time; of what "goes back to 1898" that year, not up to then."""
    period = claim.period
    if claim.verb not in DATING or period.kind == "since":
        return period
    if period.valid_from is None and period.valid_to and _BACK.match(period.text):
        start = period.valid_to - _A_YEAR
        return replace(period, kind="at", valid_from=start)
    return replace(period, kind="since")


def is_one_origin(pair: Pair) -> bool:
    """Whether one says from when a thing dates, and the other how it came about."""
    verbs = {pair.held.verb, pair.new.verb}
    if not verbs & DATING or not verbs <= DATING | GIVING_RISE:
        return False
    ours, theirs = _thing(pair.held), _thing(pair.new)
    if ours is None or theirs is None:
        return False
    if ours.entity and theirs.entity:
        return same_name(ours.entity, theirs.entity)
    scope = pair.scope
    if ours.entity or theirs.entity or (scope.old_only and scope.new_only):
        return False
    if not (ours.head == theirs.head or is_kin(ours.head, theirs.head, pair.lexicon)):
        return False
    marks = [set(a.terms) - {a.head} for a in (ours, theirs)]
    if not (marks[0] and marks[1]):
        return True
    return any(meet(a, b, pair.lexicon) for a in marks[0] for b in marks[1])


def _thing(claim: Claim) -> Argument | None:
    """What dates from a day, or what was made, signed or granted then."""
    if claim.modality not in FACT or "negation:not" in claim.cues:
        return None
    if claim.verb in DATING:
        return first(claim, "subject")
    if claim.tense not in {"past", "perfect"}:
        return None
    # "opened in 1998": what opens is its subject
    return first(claim, "object") or first(claim, "subject")
