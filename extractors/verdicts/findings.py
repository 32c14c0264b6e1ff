"""
Claims of one article -> findings: one alert per piece of news, not per sentence.

A finding is led by its strongest claim. Claims of the same sentence, the title with the
lead, and claims with the same old counterpart belong together. An article raises
``MOST`` findings of new claims at most; a further one joins another finding, the
nearest in the text that has room. A lesser claim joins one that has room, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import COMPANIONS_NAMED, Claim, Verdict, VerdictKind
from extractors.verdicts.figures import how_telling
from extractors.verdicts.newsworthy import Newsworthiness

MOST = 3
# the claim that leads, and the companions that a message names
_ROOM = 1 + COMPANIONS_NAMED
_STRENGTH = {VerdictKind.CONTRADICTS: 0, VerdictKind.UPDATES: 1, VerdictKind.NEW: 2}
# so much of the smaller claim's words in the other one tells the same news
_ALIKE = 0.6
# two claims that share a figure so telling tell of one thing
_TELLING = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A claim that may be told; ``worth`` is None unless it is new."""

    claim: Claim
    verdict: Verdict
    worth: Newsworthiness | None = None

    @property
    def leads(self) -> bool:
        """Whether it can raise an alert of its own."""
        return self.worth is None or self.worth.alert


def findings(found: Sequence[Found]) -> list[list[Found]]:
    """Group the claims of one article, strongest first; lesser ones may stay out."""
    groups: list[list[Found]] = []
    for each in sorted(found, key=_order):
        home = next((g for g in groups if _same(g, each)), None)
        if home is None and each.verdict.kind is VerdictKind.NEW:
            full = sum(g[0].verdict.kind is VerdictKind.NEW for g in groups) >= MOST
            if full or not each.leads:
                home = _nearest(groups, each)
        if home is not None:
            home.append(each)
        elif each.leads:
            groups.append([each])
    return groups


def _order(each: Found) -> tuple[float, ...]:
    score = each.worth.score if each.worth else each.verdict.confidence
    return (
        _STRENGTH[each.verdict.kind],
        not each.leads,
        -score,
        each.claim.start,
    )


def _same(group: Sequence[Found], each: Found) -> bool:
    """Whether ``each`` tells what the group's first claim tells."""
    first = group[0]
    one, other = first.verdict.counterpart, each.verdict.counterpart
    if one and other:
        return one.claim_id == other.claim_id
    if first.claim.sentence_index == each.claim.sentence_index:
        return True
    if one or other:
        return False
    if {first.claim.sentence_index, each.claim.sentence_index} == {0, 1}:
        return True
    if _telling_figures(first.claim) & _telling_figures(each.claim):
        return True
    shared = set(first.claim.terms) & set(each.claim.terms)
    smaller = min(len(first.claim.terms), len(each.claim.terms)) or 1
    return len(shared) / smaller >= _ALIKE


def _telling_figures(claim: Claim) -> set[tuple[str, float | None]]:
    return {(q.unit, q.low) for q in claim.quantities if how_telling(q) >= _TELLING}


def _nearest(groups: Sequence[list[Found]], each: Found) -> list[Found] | None:
    """The nearest finding in the text that has room; any, for what has to be told."""
    place = each.claim.sentence_index
    roomy = [group for group in groups if len(group) < _ROOM]
    return min(
        roomy or (groups if each.leads else ()),
        key=lambda g: abs(g[0].claim.sentence_index - place),
        default=None,
    )
