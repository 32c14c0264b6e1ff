"""
Until when a contract, a right or a law holds, told differently of one and the same.

"Runs until 2041", "is valid until 2038" and "expires in 2038" all tell the end of a
term, whichever verb they have.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from extractors.model import Argument, Claim, Period, Verdict
from extractors.verdicts.rules.content import likeness
from extractors.verdicts.rules.dates import dated
from extractors.verdicts.rules.days import differ
from extractors.verdicts.rules.pair import Pair, is_another, is_history, negated
from extractors.verdicts.rules.relation import LIGHT
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import ENDING, TERMS
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_CURRENT = frozenset({"present", "future", ""})
_RELATIVE = "clause:relcl"
_NEWLY = frozenset({"now:now", "now:newly"})


def term_differs(pair: Pair) -> Verdict | None:
    """The end of one term, told differently."""
    old, new = pair.held, pair.new
    if negated(old) or negated(new) or is_history(new) or is_another(pair):
        return None
    if not _is_one_deadline(pair):
        ours = _lasting(old)
        theirs = _lasting(new) if ours else None
        if ours is None or theirs is None or not _is_one(ours, theirs, pair):
            return None
        if _RELATIVE in new.cues or not _is_placed(old, new):
            return None
    if not differ(_end(old), _end(new), moved=False):
        return None
    return dated(
        pair,
        "term_differs",
        old.period,
        new.period,
        confidence=0.8,
        later=bool(_NEWLY & {*new.cues}),
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _lasting(claim: Claim) -> Argument | None:
    """What is said to last until a day to come, if anything is."""
    until = claim.period.kind == "until"
    if claim.tense not in _CURRENT or not (until or claim.period.kind == "at"):
        return None
    ends = {claim.verb, claim.relation} & ENDING & TERMS
    if until and claim.verb == "have":
        return _only(claim, "object") if _having(claim) else None
    if ends or (until and _tells_term(claim)):
        return _only(claim, "subject")
    return None


def _is_placed(old: Claim, new: Claim) -> bool:
    """
    Whether the held claim says which term it is, in its own words or in its sentence.

    "A contract that ends in May" may be any, unless the sentence names who has it.
    """
    if _RELATIVE not in old.cues:
        return True
    last = [name.lower().split()[0] for name in new.entities]
    return bool(last) and all(name in old.sentence.lower() for name in last)


def _is_one_deadline(pair: Pair) -> bool:
    """As in "they have until May to decide", told twice of the same ones and deed."""
    sides = (pair.held, pair.new)
    if any(c.verb != "have" or c.period.kind != "until" for c in sides):
        return False
    if any(a.role == "object" for c in sides for a in c.arguments):
        return False
    scope = pair.scope
    named = {name.lower() for name in scope.shared_names}
    return scope.subject is Fit.SAME and bool({*scope.shared} - named)


def _tells_term(claim: Claim) -> bool:
    if claim.verb not in LIGHT:
        return claim.verb in TERMS
    told = (a for a in claim.arguments if a.role in {"attribute", "in"})
    return any(a.head in TERMS for a in told)


def _only(claim: Claim, role: str) -> Argument | None:
    found = [a for a in claim.arguments if a.role == role]
    return found[0] if len(found) == 1 else None


def _is_one(ours: Argument, theirs: Argument, pair: Pair) -> bool:
    """Things alike, of the same holder, of which but one side says which it is."""
    names = {name.lower() for name in (*pair.held.entities, *pair.new.entities)}
    if likeness(ours.head, theirs.head, names, pair.lexicon) <= 0:
        return False
    one, other = _holder(ours, pair.held), _holder(theirs, pair.new)
    if bool(one) is not bool(other) or (one and not same_name(one, other)):
        return False
    which = [
        {term for term in thing.terms if term != thing.head} - TERMS
        for thing in (ours, theirs)
    ]
    named = bool(pair.scope.old_only and pair.scope.new_only)
    return not named and (not (which[0] and which[1]) or which[0] == which[1])


def _holder(thing: Argument, claim: Claim) -> str:
    """Whose it is, by name."""
    return _having(claim) if claim.verb == "have" else thing.owner


def _having(claim: Claim) -> str:
    doers = (a.entity for a in claim.arguments if a.role == "subject")
    return next(filter(None, doers), "")


def _end(claim: Claim) -> Period:
    """The time as the bound that it is: "expires in 2031"."""
    return replace(claim.period, kind="until")
