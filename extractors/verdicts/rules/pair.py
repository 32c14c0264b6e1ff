"""One baseline claim beside one new claim, and the verdicts about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from extractors.claims.markers import ABILITY
from extractors.model import (
    NOT_BELIEVED,
    BaselineClaim,
    Claim,
    Modality,
    Polarity,
    Slot,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.align import Alignment
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.matter import same_matter
from extractors.verdicts.rules.scope import Scope
from extractors.verdicts.words import REMEMBERED_CLAIMS, kept

SOFT = frozenset(
    {
        Modality.PREDICTED,
        Modality.POSSIBLE,
        Modality.CONDITIONAL,
        Modality.QUESTION,
    }
)
FACT = frozenset({Modality.ASSERTED, Modality.REPORTED})
# tenses of what is done
DONE = frozenset({"past", "perfect"})
AHEAD = frozenset({Modality.PLANNED, Modality.PREDICTED, Modality.POSSIBLE})


class Pair:
    """Two claims, how they align, and how likely they are one matter."""

    def __init__(self, old: BaselineClaim, new: Claim, lexicon: Lexicon) -> None:
        self.old = old
        self.held = old.claim
        self.new = new
        self.lexicon = lexicon
        self.side = Alignment(old, new, lexicon)

    @kept
    def scope(self) -> Scope:
        """What the two speak of beside the slot under comparison."""
        return Scope(self.held, self.new, self.lexicon)

    @kept
    def matter(self) -> float:
        """How likely they speak of one matter, 0..1."""
        return same_matter(self.held, self.new, self.side)


Rule = Callable[[Pair], Verdict | None]


def verdict(
    pair: Pair,
    kind: VerdictKind,
    reason: str,
    *,
    slot: Slot | None = None,
    old: str = "",
    new: str = "",
    confidence: float,
    would_change: str = "",
) -> Verdict:
    """Give a verdict about ``pair`` with what it rested on."""
    return Verdict(
        kind=kind,
        reason=reason,
        confidence=round(confidence, 3),
        slot=slot,
        old_value=old,
        new_value=new,
        counterpart=pair.old,
        features=features(pair),
        would_change=would_change,
    )


def features(pair: Pair) -> dict[str, Any]:
    """What the decision rested on, as JSON values."""
    side, scope = pair.side, pair.scope
    return {
        "matter": round(pair.matter, 3),
        "relation": round(scope.relation, 3),
        "relation_opposed": scope.opposed,
        "subject": scope.subject.value,
        "object": scope.object.value,
        "shared": list(scope.shared),
        "old_left": list(scope.old_left),
        "new_left": list(scope.new_left),
        "replaced": [[a.text, b.text] for a, b in scope.replaced],
        "periods": side.periods,
        "later": side.later,
        "quantities": [
            [q.old.text, q.new.text, q.outcome, q.same_role] for q in side.quantities
        ],
    }


def is_fair(pair: Pair) -> bool:
    """Whether the two may contradict each other at all."""
    return is_fair_to(pair.old, pair.new)


def is_fair_to(old: BaselineClaim, new: Claim) -> bool:
    """
    Whether what is held may be contradicted by the new claim at all.

    Never: a forecast, a possibility, a condition or a question against anything, a
    text that calls the statement false, a row that is itself disputed, a text that is
    older than what we hold and tells of its own past.
    """
    return old.status not in NOT_BELIEVED and _objects(new) and not is_open(old.claim)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _objects(new: Claim) -> bool:
    """Whether it can contradict anything."""
    false = any(cue.startswith("false:") for cue in new.cues)
    return not (false or is_open(new))


def is_open(claim: Claim) -> bool:
    """Whether it leaves open if it is so; what can be done is told as a fact."""
    return claim.modality in SOFT and not (
        claim.modality is Modality.POSSIBLE and ABILITY in claim.cues
    )


def is_ahead(claim: Claim) -> bool:
    """Whether it tells what is to come."""
    return claim.modality in AHEAD or claim.tense == "future"


def has_happened(claim: Claim) -> bool:
    """Whether it is told as a deed that is done."""
    return claim.modality is Modality.ASSERTED and claim.tense in DONE


_BEFORE = re.compile(
    r"^before,|\bbefore[.!]?$|\b(?:until|till|up to) (?:now|then|recently)\b",
    re.IGNORECASE,
)
_ADDITIVE = "additive:"
_SECOND = "additive:second"
_ANOTHER = frozenset(
    {"additive:another", "additive:additional", "additive:other", _SECOND}
    | {"additive:further", "order:former", "order:next"}
)
_SHARE = re.compile(
    r"\b(?:some|part|parts|half|most|many|one|two|several|few|percent|each) of\b"
    r"|\bpart(?:ly|ially)\b",
    re.IGNORECASE,
)


def is_another(pair: Pair) -> bool:
    """Whether one side speaks of a second, another or the next one."""
    return bool(_ANOTHER & (set(pair.new.cues) ^ set(pair.held.cues)))


def is_one_more(claim: Claim) -> bool:
    """As in "also", "another", "a second": one more, not another one instead."""
    return any(cue.startswith(_ADDITIVE) for cue in claim.cues)


def leaves_others(claim: Claim) -> bool:
    """As in "also", "some of them", but not "the second", which may be the same one."""
    if _SHARE.search(claim.quote):
        return True
    return any(c.startswith(_ADDITIVE) and c != _SECOND for c in claim.cues)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def is_history(claim: Claim) -> bool:
    """Whether the text places the claim in a past that is over."""
    return (
        claim.period.kind == "past"
        or any(cue.startswith("historic:") for cue in claim.cues)
        or bool(_BEFORE.search(claim.quote))
    )


def negated(claim: Claim) -> bool:
    """Whether the claim says that it is not so."""
    return claim.polarity is Polarity.NEGATED


def phrase(claim: Claim) -> str:
    """The relation and what it is about, in the claim's own words."""
    return claim.quote if len(claim.quote) <= 80 else f"{claim.quote[:79]}…"


def conflict(
    pair: Pair,
    reason: str,
    slot: Slot,
    *,
    old: str,
    new: str,
    confidence: float,
    later: bool = False,
) -> Verdict | None:
    """A difference: an update when the text places it later, else a contradiction."""
    if not is_fair(pair):
        return None
    kind = VerdictKind.UPDATES if later else VerdictKind.CONTRADICTS
    return verdict(
        pair,
        kind,
        f"later_{reason}" if later else reason,
        slot=slot,
        old=old,
        new=new,
        confidence=confidence,
        would_change=(
            "without a time after the baseline's it would contradict"
            if later
            else "a time after the baseline's would make it an update"
        ),
    )
