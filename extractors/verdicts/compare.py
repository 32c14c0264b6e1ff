"""
Slots against slots: the rules that decide what a claim is to the baseline.

``compare`` reads like a decision table: every rule is a function that looks at one
aligned pair and returns a verdict or nothing; the first that speaks decides the pair.
What can never be a contradiction is ruled out before anything may contradict. The
strongest pair decides the claim: known before contradicts before updates, by the
authority of the baseline row. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractors.model import (
    BaselineClaim,
    Claim,
    Modality,
    Slot,
    Status,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.align import Alignment, QuantityMatch, align
from extractors.verdicts.echo import unmatched
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.matter import same_matter

# below it two claims do not speak of the same matter
SAME_MATTER = 0.5
_AUTHORITY = {
    Status.CONFIRMED: 0,
    Status.SEED: 1,
    Status.OBSERVED: 2,
    Status.DISPUTED: 3,
    Status.SUPERSEDED: 4,
    Status.REJECTED: 5,
}
_SOFT = frozenset(
    {
        Modality.PREDICTED,
        Modality.POSSIBLE,
        Modality.CONDITIONAL,
        Modality.QUESTION,
    }
)
_FACT = frozenset({Modality.ASSERTED, Modality.REPORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One baseline claim, one new claim and how they align; ``matter`` is 0..1."""

    old: BaselineClaim
    new: Claim
    side: Alignment
    matter: float


def compare(
    claim: Claim, candidates: Sequence[BaselineClaim], *, lexicon: Lexicon
) -> Verdict:
    """
    Judge ``claim`` against the baseline claims that could concern the same matter.

    Returns:
        The verdict of the strongest pair; ``new`` when nothing is comparable.

    """
    verdicts = []
    for candidate in candidates:
        if candidate.status is Status.REJECTED:
            continue
        pair = make_pair(candidate, claim, lexicon)
        verdict = judge_pair(pair)
        if verdict is not None:
            verdicts.append(verdict)
    if not verdicts:
        return unmatched(claim, candidates, lexicon)
    return min(verdicts, key=_rank)


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
    latest = row.valid_from or row.document_date or date.min
    return (
        _KIND_RANK[verdict.kind],
        _AUTHORITY[row.status],
        -round(verdict.confidence, 6),
        -latest.toordinal(),
    )


def make_pair(old: BaselineClaim, new: Claim, lexicon: Lexicon) -> Pair:
    """Align the two and say how likely they speak of the same matter."""
    side = align(old, new, lexicon)
    return Pair(old=old, new=new, side=side, matter=same_matter(old.claim, new, side))


Rule = Callable[[Pair], Verdict | None]


def judge_pair(pair: Pair) -> Verdict | None:
    """Return the verdict of the first rule that speaks, None for another matter."""
    if pair.matter < SAME_MATTER:
        return None
    for rule in _RULES:
        verdict = rule(pair)
        if verdict is not None:
            return verdict
    return None


def _verdict(
    pair: Pair,
    kind: VerdictKind,
    reason: str,
    *,
    slot: Slot | None = None,
    old: str = "",
    new: str = "",
    would_change: str = "",
) -> Verdict:
    return Verdict(
        kind=kind,
        reason=reason,
        confidence=round(0.4 + 0.6 * pair.matter, 3),
        slot=slot,
        old_value=old,
        new_value=new,
        counterpart=pair.old,
        features=features(pair),
        would_change=would_change,
    )


def features(pair: Pair) -> dict[str, Any]:
    """What the decision rested on, as JSON values."""
    side = pair.side
    return {
        "matter": round(pair.matter, 3),
        "relation": round(side.relation, 3),
        "relation_opposed": side.relation_opposed,
        "subject": round(side.subject, 3),
        "object": round(side.object, 3),
        "old_covered": round(side.terms.old_covered, 3),
        "new_covered": round(side.terms.new_covered, 3),
        "opposites": [list(o) for o in side.terms.opposites],
        "parity": side.parity,
        "swapped": side.swapped,
        "periods": side.periods,
        "later": side.later,
        "quantities": [
            [q.old.text, q.new.text, q.outcome, q.same_role] for q in side.quantities
        ],
    }


def _conflict(
    pair: Pair, reason: str, slot: Slot, old: str, new: str, *, can_change: bool = True
) -> Verdict | None:
    """A difference that cannot both be true: an update when the text says it is later."""
    if pair.old.status is Status.DISPUTED:
        return None
    if pair.new.modality in _SOFT or pair.old.claim.modality in _SOFT:
        return None
    if can_change and pair.side.later:
        return _verdict(
            pair,
            VerdictKind.UPDATES,
            f"later_{reason}",
            slot=slot,
            old=old,
            new=new,
            would_change="no date after the baseline's: it would contradict",
        )
    if pair.side.periods == "apart":
        return None
    return _verdict(
        pair,
        VerdictKind.CONTRADICTS,
        reason,
        slot=slot,
        old=old,
        new=new,
        would_change="a date after the baseline's would make it an update",
    )


def _role_swap(pair: Pair) -> Verdict | None:
    if pair.side.swapped and not pair.side.parity:
        return _conflict(
            pair,
            "roles_swapped",
            Slot.SUBJECT,
            pair.old.claim.subject,
            pair.new.subject,
            can_change=False,
        )
    return None


def _best_quantities(pair: Pair) -> list[QuantityMatch]:
    """The comparable measures: same role and bearer, or the only one of its unit."""
    return [
        q
        for q in pair.side.quantities
        if q.same_bearer is not False
        and (q.same_role or (pair.matter > 0.7 and q.old.unit == q.new.unit))
    ]


def _quantity(pair: Pair) -> Verdict | None:
    matches = _best_quantities(pair)
    if not matches or pair.side.parity:
        return None
    agreeing = [q for q in matches if q.outcome != "differs"]
    if agreeing:
        return None
    first = matches[0]
    if pair.side.periods == "apart" and not pair.side.later:
        return None
    return _conflict(
        pair, "quantity_differs", Slot.QUANTITY, first.old.text, first.new.text
    )


def _date(pair: Pair) -> Verdict | None:
    old, new = pair.old.claim.period, pair.new.period
    if pair.side.periods != "apart" or pair.side.parity or pair.matter < 0.7:
        return None
    if not (old.kind == new.kind or "until" in {old.kind, new.kind}):
        return None
    if any(q.outcome == "differs" for q in pair.side.quantities):
        return None
    return _verdict(
        pair,
        VerdictKind.CONTRADICTS,
        "date_differs",
        slot=Slot.DATE,
        old=old.text,
        new=new.text,
        would_change="the same period on both sides",
    )


def _polarity(pair: Pair) -> Verdict | None:
    if not pair.side.parity or pair.matter < 0.6:
        return None
    slot = Slot.RELATION if pair.side.relation_opposed else Slot.POLARITY
    old, new = pair.old.claim, pair.new
    return _conflict(
        pair,
        "relation_opposed" if slot is Slot.RELATION else "polarity_differs",
        slot,
        _phrase(old),
        _phrase(new),
    )


def _phrase(claim: Claim) -> str:
    negated = "not " if claim.polarity.value == "negated" else ""
    return f"{negated}{claim.relation} {claim.object}".strip()


def _realised(pair: Pair) -> Verdict | None:
    """What was planned has happened."""
    old, new = pair.old.claim, pair.new
    planned = old.modality in {Modality.PLANNED, Modality.PREDICTED}
    happened = new.modality in _FACT and new.tense in {"past", "perfect"}
    if planned and happened and not pair.side.parity and pair.side.relation >= 0.8:
        return _verdict(
            pair,
            VerdictKind.UPDATES,
            "plan_realised",
            slot=Slot.MODALITY,
            old=old.modality.value,
            new="happened",
            would_change="the claim told as a plan would be known",
        )
    return None


def _known(pair: Pair) -> Verdict | None:
    covered = pair.side.terms.new_covered
    if pair.side.parity or pair.matter < 0.6 or covered < 0.6:
        return None
    return _verdict(
        pair,
        VerdictKind.KNOWN,
        "said_before",
        would_change="a slot that differs",
    )


_RULES: tuple[Rule, ...] = (
    _role_swap,
    _quantity,
    _date,
    _polarity,
    _realised,
    _known,
)
