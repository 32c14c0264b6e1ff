"""
One claim against the baseline: each pair through the decision table, the best wins.

Every rule (``rules``) looks at one aligned pair and returns a verdict or nothing; the
first that speaks decides the pair. Known comes before contradicts and updates, those
before unclear, then the authority of the baseline row. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from extractors.model import BaselineClaim, Claim, Status, Verdict, VerdictKind
from extractors.verdicts.align import align
from extractors.verdicts.echo import unless_heard, unmatched
from extractors.verdicts.judge import Context, load_judge
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules import (
    AGREEMENTS,
    CONFLICTS,
    Pair,
    Rule,
    most_sure,
    scope,
)
from extractors.verdicts.rules.pair import conflict, is_fair
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem

# the judge's probability from which its word counts
SURE_ENOUGH = 0.7
_AUTHORITY = {
    Status.CONFIRMED: 0,
    Status.SEED: 1,
    Status.OBSERVED: 2,
    Status.DISPUTED: 3,
    Status.SUPERSEDED: 4,
    Status.REJECTED: 5,
}


def compare(
    claim: Claim, candidates: Sequence[BaselineClaim], *, lexicon: Lexicon
) -> Verdict:
    """
    Judge ``claim`` against the baseline claims that could concern the same matter.

    Returns:
        The verdict of the strongest pair; ``new`` when nothing is comparable.

    """
    words = anchors(claim)
    near = [
        candidate
        for candidate in candidates
        if candidate.status is not Status.REJECTED
        and meet(words, anchors(candidate.claim))
    ]
    verdicts = _judged(claim, near, candidates, lexicon)
    if not verdicts:
        return unmatched(claim, candidates, lexicon)
    return unless_heard(min(verdicts, key=_rank), claim, candidates, lexicon)


def meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """What shares less is never one matter, and aligning it would be waste."""
    return len(one & other) >= (2 if min(len(one), len(other)) > _FEW else 1)


# a claim of so few words may have but one in common: "The mine reopened."
_FEW = 3


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def anchors(claim: Claim) -> frozenset[str]:
    """Word stems, the last words of names, and one for having a figure or a day."""
    names = (name.lower().split() for name in claim.entities)
    found = {stem(words[-1]) for words in names if words}
    found |= {stem(word) for term in claim.terms for word in term.split()}
    found |= {"#figure"} if claim.quantities else set()
    return frozenset(found | ({"#day"} if claim.period.text else set()))


_KIND_RANK = {
    VerdictKind.KNOWN: 0,
    VerdictKind.CONTRADICTS: 1,
    VerdictKind.UPDATES: 1,
    VerdictKind.UNCLEAR: 2,
    VerdictKind.NEW: 3,
}


def _rank(verdict: Verdict) -> tuple[float, ...]:
    row = verdict.counterpart
    if row is None:
        return (9.0,)
    authority, age = _precedence(row)
    return (
        _KIND_RANK[verdict.kind],
        authority,
        -round(verdict.confidence, 6),
        age,
    )


def _precedence(row: BaselineClaim) -> tuple[int, int]:
    """By authority, then the latest first."""
    latest = row.valid_from or row.document_date or date.min
    return (_AUTHORITY[row.status], -latest.toordinal())


def make_pair(old: BaselineClaim, new: Claim, lexicon: Lexicon) -> Pair:
    """Lay the two side by side."""
    return Pair(
        old=old,
        new=new,
        side=align(old, new, lexicon),
        scope=scope(old.claim, new, lexicon),
        lexicon=lexicon,
    )


def _judged(
    new: Claim,
    rows: Sequence[BaselineClaim],
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> list[Verdict]:
    """
    The verdicts of those pairs that have one; of the known ones alone when there are.

    Known outranks everything, and only the rules of agreement say it: so nearly all
    pairs of a claim that is known need not be searched for a conflict. The judge is
    asked where no rule speaks of any pair.
    """
    pairs: dict[int, Pair] = {}
    near: dict[int, Verdict] = {}
    known: list[Verdict] = []
    for i in sorted(range(len(rows)), key=lambda i: _precedence(rows[i])):
        if known and _is_settled(known, rows[i], new):
            break
        pair = pairs[i] = make_pair(rows[i], new, lexicon)
        if agreed := _first(AGREEMENTS, pair):
            near[i] = _first(CONFLICTS, pair) or agreed
            if near[i].kind is VerdictKind.KNOWN:
                known.append(near[i])
    if known:
        return known
    ruled = (near.get(i) or _first(CONFLICTS, pairs[i]) for i in range(len(rows)))
    found = [verdict for verdict in ruled if verdict is not None]
    if found or not rows:
        return found
    context = Context.of([row.claim for row in came_up], lexicon)
    opinions = (_opinion(pairs[i], context) for i in range(len(rows)))
    return [opinion for opinion in opinions if opinion]


def _is_settled(known: Sequence[Verdict], row: BaselineClaim, new: Claim) -> bool:
    """Whether this row and those after it cannot outrank what is known."""
    first = known[0].counterpart
    lesser = first is not None and _AUTHORITY[first.status] < _AUTHORITY[row.status]
    sure = max(verdict.confidence for verdict in known)
    return lesser or sure >= most_sure(new)


def _first(rules: Sequence[Rule], pair: Pair) -> Verdict | None:
    for rule in rules:
        verdict = rule(pair)
        if verdict is not None:
            return verdict
    return None


def _opinion(pair: Pair, context: Context) -> Verdict | None:
    """What the learned judge says where no rule speaks, when it is sure enough."""
    if not is_fair(pair):
        return None
    opinion = load_judge().opinion(pair.old, pair.new, context, least=SURE_ENOUGH)
    if opinion is None or opinion.probability < SURE_ENOUGH:
        return None
    site = opinion.site
    verdict = conflict(
        pair,
        f"judged_{site.kind}",
        site.slot,
        old=site.old,
        new=site.new,
        confidence=opinion.probability,
        later=load_judge().follows(pair.old, pair.new, site),
    )
    if verdict is None:
        return None
    return replace(verdict, features=verdict.features | {"judge": dict(opinion.why)})
