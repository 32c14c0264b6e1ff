"""
Do two claims speak of the same matter? A score from 0 to 1 from their alignment.

Same participants, same relation, same measure. It says nothing of whether the claims
agree: "the mill employs 400" and "the mill employs 250" are one matter.
"""

from __future__ import annotations

from extractors.model import Claim
from extractors.verdicts.align import Alignment


def most_alike(new: Claim) -> float:
    """The score that no claim beside this one can exceed, whatever it says."""
    roles = {argument.role for argument in new.arguments}
    score = 0.55 + 0.25
    score += 0.1 * ("subject" in roles)
    score += 0.1 * bool(roles & {"object", "attribute"})
    return min(1.0, score + 0.25 * bool(new.quantities))


def name_others(old: Claim, new: Claim, side: Alignment) -> bool:
    """Whether both bear names and none is the same; cheap."""
    return bool(old.entities and new.entities) and not side.shared_names


def same_matter(old: Claim, new: Claim, side: Alignment) -> float:
    """Same participants, same relation, same measure: how much of it is there."""
    if name_others(old, new, side):
        return 0.0
    cover = max(side.terms.both, min(side.terms.old_covered, side.terms.new_covered))
    relation = max(side.relation, 0.9 if side.relation_opposed else 0.0)
    measured = any(q.same_role and q.same_bearer is not False for q in side.quantities)
    score = 0.55 * cover + 0.25 * relation
    if side.subject >= 0:
        score += 0.1 * side.subject
    if side.object >= 0:
        score += 0.1 * side.object
    if measured:
        score += 0.25
    if side.subject == 0 and side.new_only and side.old_only:
        score -= 0.25
    return min(1.0, score)
