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
from extractors.verdicts.asked import asked, is_borne_out
from extractors.verdicts.echo import unless_heard, unmatched
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules import (
    AGREEMENTS,
    CONFLICTS,
    FULFILMENTS,
    Pair,
    Rule,
    is_fair,
    most_sure,
)
from extractors.verdicts.rules.causes import told_cause
from extractors.verdicts.rules.content import CORE
from extractors.verdicts.rules.needs import able, among
from extractors.verdicts.rules.onsets import begun
from extractors.verdicts.rules.several import tells_lone, tells_several
from extractors.verdicts.rules.shares import tells_share
from extractors.verdicts.rules.told_parts import sole_parts
from extractors.verdicts.rules.vocabulary import ACTIVITIES, TOLLS
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem, stems

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
    try:
        return _compare(claim, candidates, lexicon)
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


def _compare(
    claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon
) -> Verdict:
    ours = _reach(claim)
    near = [
        candidate
        for candidate in candidates
        if candidate.status is not Status.REJECTED
        and _are_near(ours, _reach(candidate.claim))
    ]
    verdicts, doubt = _judged(claim, near, candidates, lexicon)
    if not verdicts:
        return _doubtful(unmatched(claim, candidates, lexicon), doubt)
    return unless_heard(min(verdicts, key=_rank), claim, candidates, lexicon)


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


def meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """What shares less is never one matter, and aligning it would be waste."""
    if len(one) <= _FEW or len(other) <= _FEW:
        return not one.isdisjoint(other)
    return len(one & other) > 1


# a claim of so few words may have but one in common: "The mine reopened."
_FEW = 3


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


Reach = tuple[frozenset[str], frozenset[str] | None]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _reach(claim: Claim) -> Reach:
    """Its anchors, and with them what it takes up, if that is any more."""
    own = anchors(claim)
    more = _taken_up(claim) - own
    return own, own | more if more else None


def _are_near(one: Reach, other: Reach) -> bool:
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


_RELATIVE = frozenset({"clause:acl", "clause:relcl"})
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


def _judged(
    new: Claim,
    rows: Sequence[BaselineClaim],
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> tuple[list[Verdict], Verdict | None]:
    """
    The verdicts of those pairs that have one; of the known ones alone when there are.

    Where none has, the likeliest conflict that the judge is not sure enough of.

    Known outranks everything, and only the rules of agreement say it: so nearly all
    pairs of a claim that is known need not be searched for a conflict. The judge is
    asked where no rule speaks of any pair, and whether what they know is likely at all.
    """
    pairs: dict[int, Pair] = {}
    near: dict[int, Verdict | None] = {}
    known: list[Verdict] = []
    for i in sorted(range(len(rows)), key=lambda i: _precedence(rows[i])):
        if known and _is_settled(known, rows[i], new):
            break
        pair = pairs[i] = Pair(rows[i], new, lexicon)
        if agreed := _first(AGREEMENTS, pair):
            near[i] = _conflict(pair)
            if near[i] is None:
                known.append(agreed)
    if known and is_borne_out(known, new, came_up, lexicon):
        return known, None
    ruled = (
        near[i] if i in near else _conflict(pairs.get(i) or Pair(row, new, lexicon))
        for i, row in enumerate(rows)
    )
    found = [verdict for verdict in ruled if verdict is not None]
    return asked(found, new, came_up, lexicon)


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
