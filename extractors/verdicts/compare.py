"""
One claim against the baseline: each pair through the decision table, the best wins.

Every rule (``rules``) looks at one aligned pair and returns a verdict or nothing; the
first that speaks decides the pair. Known comes before contradicts and updates, those
before unclear, then the authority of the baseline row. What the judge thinks is thought
over once more where all claims of an article are known. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import TypeVar

from extractors.model import BaselineClaim, Claim, Status, Verdict, VerdictKind
from extractors.verdicts.asked import asked, is_borne_out, weighed
from extractors.verdicts.echo import unless_heard, unmatched
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.looks import Look, think_over
from extractors.verdicts.reach import are_near, reach
from extractors.verdicts.rules import (
    AGREEMENTS,
    CONFLICTS,
    FULFILMENTS,
    Pair,
    Rule,
    is_fair,
    most_sure,
)
from extractors.verdicts.rules.needs import able, among
from extractors.verdicts.words import REMEMBERED_CLAIMS

# the reason of a verdict where there is none because of a bug of ours
FAILED = "judging_failed"
_AUTHORITY = {
    Status.CONFIRMED: 0,
    Status.SEED: 1,
    Status.OBSERVED: 2,
    Status.DISPUTED: 3,
    Status.SUPERSEDED: 4,
    Status.REJECTED: 5,
}


T = TypeVar("T")
Wanted = tuple[Claim, Sequence[BaselineClaim]]


def compare(
    claim: Claim, candidates: Sequence[BaselineClaim], *, lexicon: Lexicon
) -> Verdict:
    """
    Judge ``claim`` against the baseline claims that could concern the same matter.

    Returns:
        The verdict of the strongest pair; ``new`` when nothing is comparable. Where our
        own code fails, ``unclear`` with the reason ``judging_failed`` and the error
        among its features: no claim may stop every run that meets it.

    """
    seen = _unless_it_fails(lambda: _look(claim, candidates, lexicon))
    return _said(seen, lexicon)


def compare_all(claims: Sequence[Wanted], *, lexicon: Lexicon) -> list[Verdict]:
    """
    Judge the claims of one article, each against those that came up for it.

    What the judge thinks of one is thought over beside what is found of the others.
    """
    seen = [
        _unless_it_fails(partial(_look, claim, rows, lexicon)) for claim, rows in claims
    ]
    looks = iter(think_over([each for each in seen if isinstance(each, Look)]))
    return [
        _said(next(looks) if isinstance(each, Look) else each, lexicon) for each in seen
    ]


def _said(seen: Look | Verdict, lexicon: Lexicon) -> Verdict:
    if isinstance(seen, Verdict):
        return seen
    return _unless_it_fails(lambda: _verdict(seen, lexicon))


def _unless_it_fails(judging: Callable[[], T]) -> T | Verdict:
    try:
        return judging()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a bug of ours, of whatever kind
        return Verdict(
            kind=VerdictKind.UNCLEAR,
            reason=FAILED,
            confidence=0.0,
            features={"error": f"{type(error).__name__}: {error}"},
            would_change="a claimwatch in which this error is mended",
        )


def _verdict(look: Look, lexicon: Lexicon) -> Verdict:
    claim, came_up = look.claim, look.candidates
    found, doubt = list(look.known or look.ruled), None
    if look.thought is not None:
        found, doubt = weighed(look.ruled, look.thought, claim, came_up, lexicon)
    if not found:
        return _doubtful(unmatched(claim, came_up, lexicon), doubt)
    return unless_heard(min(found, key=_rank), claim, came_up, lexicon)


def _doubtful(found: Verdict, doubt: Verdict | None) -> Verdict:
    """What is new, with the row that it may be at odds with, if there is one."""
    if doubt is None or doubt.counterpart is None or found.kind is not VerdictKind.NEW:
        return found
    row = doubt.counterpart
    perhaps = {
        "claim_id": row.claim_id,
        "text": row.claim.quote,
        "document": row.document,
        "reason": doubt.reason,
        "probability": doubt.features["conflict"],
    }
    return replace(
        found,
        features=found.features | {"perhaps": perhaps},
        would_change=f"a likelier or plainer conflict: {doubt.confidence:.2f}",
    )


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


def _look(claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon) -> Look:
    """
    The verdicts of those pairs that have one; of the known ones alone when there are.

    Known outranks everything, and only the rules of agreement say it: so nearly all
    pairs of a claim that is known need not be searched for a conflict. The judge is
    asked where no rule speaks of any pair, and whether what they know is likely at all.
    """
    ours = reach(claim)
    rows = [
        row
        for row in candidates
        if row.status is not Status.REJECTED and are_near(ours, reach(row.claim))
    ]
    pairs: dict[int, Pair] = {}
    near: dict[int, Verdict | None] = {}
    known: list[Verdict] = []
    for i in sorted(range(len(rows)), key=lambda i: _precedence(rows[i])):
        if known and _is_settled(known, rows[i], claim):
            break
        pair = pairs[i] = Pair(rows[i], claim, lexicon)
        if agreed := _first(AGREEMENTS, pair):
            near[i] = _conflict(pair)
            if near[i] is None:
                known.append(agreed)
    if known and is_borne_out(known, claim, candidates, lexicon):
        return Look(claim=claim, candidates=candidates, known=known)
    every = (
        near[i] if i in near else _conflict(pairs.get(i) or Pair(row, claim, lexicon))
        for i, row in enumerate(rows)
    )
    ruled = [verdict for verdict in every if verdict is not None]
    thought = asked(ruled, claim, candidates, lexicon)
    return Look(claim=claim, candidates=candidates, ruled=ruled, thought=thought)


def _is_settled(known: Sequence[Verdict], row: BaselineClaim, new: Claim) -> bool:
    """Whether this row and those after it cannot outrank what is known."""
    first = known[0].counterpart
    lesser = first is not None and _AUTHORITY[first.status] < _AUTHORITY[row.status]
    sure = max(verdict.confidence for verdict in known)
    return lesser or sure >= most_sure(new)


def _conflict(pair: Pair) -> Verdict | None:
    return _first(_able(is_fair(pair), able(pair.held, pair.new)), pair)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _able(fair: bool, bits: int) -> tuple[Rule, ...]:  # noqa: FBT001
    """The rules that may speak of a pair that meets the needs of these."""
    return among(CONFLICTS if fair else FULFILMENTS, bits)


def _first(rules: Sequence[Rule], pair: Pair) -> Verdict | None:
    for rule in rules:
        verdict = rule(pair)
        if verdict is not None:
            return verdict
    return None
