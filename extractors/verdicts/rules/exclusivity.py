"""
"Only", "sole", "exclusively" broken by another one in the same role.
"""

from __future__ import annotations

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.later import is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.scope import Fit, is_kin, relation_words
from extractors.verdicts.rules.vocabulary import CONVERSE
from extractors.verdicts.words import same_name

EXCLUSIVE = frozenset({"only", "sole", "exclusive", "exclusively", "solely", "alone"})
_ADDITIVE = ("additive:also", "additive:too", "additive:another", "additive:second")


def not_the_only_one(pair: Pair) -> Verdict | None:
    """The baseline knows of one only; the text tells of another one."""
    old, new, scope = pair.held, pair.new, pair.scope
    if _is_denied(pair):
        return _broken(pair, old.quote, new.quote)
    if not _is_exclusive(old) or _is_exclusive(new) or is_history(new):
        return None
    if negated(old) or negated(new):
        return None
    newcomers = [n for n in scope.new_only if not _is_of(n, old)]
    adds = any(cue in new.cues for cue in _ADDITIVE)
    if not newcomers or not (_is_related(pair) or (adds and len(scope.shared) >= 2)):
        return None
    if len(scope.shared) < 2 or not scope.shared_names or _is_other_thing(pair):
        return None
    return _broken(pair, old.quote, newcomers[0])


def _is_denied(pair: Pair) -> bool:
    """ "is no longer the only one that ..."."""
    old, new, scope = pair.held, pair.new, pair.scope
    both = _is_exclusive(old) and any(c.startswith("exclusive:") for c in new.cues)
    return (
        both
        and negated(new)
        and not negated(old)
        and scope.subject is Fit.SAME
        and len(scope.shared) >= 2
        and not scope.old_left
    )


def _broken(pair: Pair, old: str, new: str) -> Verdict | None:
    return conflict(
        pair,
        "not_the_only_one",
        Slot.EXCLUSIVITY,
        old=old,
        new=new,
        confidence=0.8,
        later=is_later(pair),
    )


def _is_other_thing(pair: Pair) -> bool:
    """Whether the text leaves out what the only one is the only one for."""
    held = pair.held
    holders = [a for a in held.arguments if a.entity and a.role != "of"]
    aside = {t for a in holders for t in (*a.terms, a.entity.lower())}
    aside |= {*relation_words(held), *EXCLUSIVE}
    return len([w for w in pair.scope.old_left if w not in aside]) > 0


def _is_exclusive(claim: Claim) -> bool:
    return claim.exclusive or any(c.startswith("exclusive:") for c in claim.cues)


def _is_of(name: str, claim: Claim) -> bool:
    return any(same_name(name, other) for other in claim.entities)


def _is_related(pair: Pair) -> bool:
    """Same relation, its noun ("supplier": supply) or its converse (supply: buy)."""
    if pair.scope.relation >= 0.8:
        return True
    ours, theirs = relation_words(pair.held), relation_words(pair.new)
    verbs = {v for w in ours for v in (w, *pair.lexicon.verbs_of(w))}
    others = {v for w in theirs for v in (w, *pair.lexicon.verbs_of(w))}
    return any(
        (a, b) in CONVERSE or is_kin(a, b, pair.lexicon) for a in verbs for b in others
    )
