"""What is wholly one's own is no other's in part: "belongs entirely to Orel"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.content import meet
from extractors.verdicts.rules.later import STATE_VERBS, is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.told_parts import told_parts
from extractors.verdicts.rules.vocabulary import OWNING, SHARES
from extractors.verdicts.words import REMEMBERED_CLAIMS

_WHOLLY = re.compile(
    r"\b(?:entirely|wholly|fully|solely|exclusively|alone|100 (?:percent|per cent|%))",
    re.IGNORECASE,
)
_WHOLE = 100.0


def part_of_whole(pair: Pair) -> Verdict | None:
    """One has it whole, while one, be it the same, has a part of it."""
    old, new = pair.held, pair.new
    whole, part = _whole(old), _part(new)
    if whole is None or part is None:
        whole, part = _whole(new), _part(old)
    if whole is None or part is None or is_history(old) or is_history(new):
        return None
    if not meet(whole, part, pair.lexicon):
        return None
    return conflict(
        pair,
        "part_of_whole",
        Slot.EXCLUSIVITY,
        old=old.quote,
        new=new.quote,
        confidence=0.8,
        later=is_later(pair, verbs=STATE_VERBS),
    )


def tells_share(claim: Claim) -> bool:
    """Whether it says that one has all or a part of a thing."""
    return bool(_whole(claim) or _part(claim))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _whole(claim: Claim) -> str | None:
    """What it says that one has wholly, by its head."""
    if claim.verb not in OWNING or not _WHOLLY.search(claim.quote):
        return None
    return next((told.named[-1] for told in told_parts(claim)), None)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _part(claim: Claim) -> str | None:
    """What it says that a named one has a part of, by its name or its head."""
    owner, share = first(claim, "subject"), first(claim, "object")
    if claim.verb not in OWNING or negated(claim) or owner is None or share is None:
        return None
    if not owner.entity or share.head not in SHARES | {"percent", "%"}:
        return None
    if any(q.unit == "percent" and q.low == _WHOLE for q in claim.quantities):
        return None
    thing = first(claim, "of") or first(claim, "in")
    return (thing.entity or thing.head).lower() if thing else None
