"""Which claims meet at all: what two share so little of is never one matter."""

from __future__ import annotations

from functools import lru_cache

from extractors.model import Claim
from extractors.verdicts.rules.causes import told_cause
from extractors.verdicts.rules.content import CORE
from extractors.verdicts.rules.onsets import begun
from extractors.verdicts.rules.several import tells_lone, tells_several
from extractors.verdicts.rules.shares import tells_share
from extractors.verdicts.rules.told_parts import sole_parts
from extractors.verdicts.rules.vocabulary import ACTIVITIES, TOLLS
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem, stems

# a claim of so few words may have but one in common: "The mine reopened."
_FEW = 3
_RELATIVE = frozenset({"clause:acl", "clause:relcl"})
Reach = tuple[frozenset[str], frozenset[str] | None]


def meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """What shares less is never one matter, and aligning it would be waste."""
    if len(one) <= _FEW or len(other) <= _FEW:
        return not one.isdisjoint(other)
    return len(one & other) > 1


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def anchors(claim: Claim) -> frozenset[str]:
    """
    Word stems, last words of names, sole parts, what began.

    And whether it tells a figure, a day, a cause, a share or that one is alone.
    """
    names = (name.lower().split() for name in claim.entities)
    found = {stem(words[-1]) for words in names if words}
    found |= {stem(word) for term in claim.terms for word in term.split()}
    found |= {"#figure"} if claim.quantities else set()
    found |= {f"#part {part}" for part in sole_parts(claim)}
    found |= {f"#activity {group}" for group in ACTIVITIES.get(begun(claim), ())}
    found |= {f"#toll {q.role}" for q in claim.quantities if q.role in TOLLS}
    found |= {"#cause"} if told_cause(claim) else set()
    found |= {"#share"} if tells_share(claim) else set()
    alone = tells_lone(claim)
    found |= {"#alone"} if alone or tells_several(claim) else set()
    found |= stems(alone.tail) if alone else set()
    return frozenset(found | ({"#day"} if claim.period.text else set()))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def reach(claim: Claim) -> Reach:
    """Its anchors, and with them what it takes up, if that is any more."""
    own = anchors(claim)
    more = _taken_up(claim) - own
    return own, own | more if more else None


def are_near(one: Reach, other: Reach) -> bool:
    """Whether two claims meet by what they say, or by what either takes up."""
    if meet(one[0], other[0]):
        return True
    if one[1] is None and other[1] is None:
        return False
    return meet(one[1] or one[0], other[1] or other[0])


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _taken_up(claim: Claim) -> frozenset[str]:
    """What a relative clause says is said of the words before it."""
    if _RELATIVE.isdisjoint(claim.cues):
        return frozenset()
    core = (a for a in claim.arguments if a.role in CORE)
    return frozenset(stem(w) for a in core for t in a.terms for w in t.split())
