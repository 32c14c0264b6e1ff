"""Participants that change places: "Orel buys Tarn", "Tarn buys Orel"."""

from __future__ import annotations

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.pair import Pair, conflict, negated
from extractors.verdicts.rules.relation import kinship
from extractors.verdicts.rules.scope import Fit, fit
from extractors.verdicts.rules.vocabulary import SYMMETRIC


def roles_swapped(pair: Pair) -> Verdict | None:
    """Told as "Orel buys Tarn" against "Tarn buys Orel"."""
    old, new = pair.held, pair.new
    if old.verb == "be" or old.verb in SYMMETRIC or new.verb in SYMMETRIC:
        return None
    if negated(old) or negated(new) or kinship(old.verb, new.verb, pair.lexicon) < 0.8:
        return None
    if min(pair.scope.old_cover, pair.scope.new_cover) < 0.75 or not _crossed(pair):
        return None
    return conflict(
        pair,
        "roles_swapped",
        Slot.SUBJECT,
        old=old.subject,
        new=new.subject,
        confidence=0.85,
    )


def _crossed(pair: Pair) -> bool:
    """Two participants of which each stands where the other stood."""
    ours, theirs = _placed(pair.held), _placed(pair.new)
    return any(
        _change_places(pair, (a, b), (c, d))
        for a in ours
        if a.role == "subject"
        for b in ours
        if b.role != "subject"
        for c in theirs
        if c.role == "subject"
        for d in theirs
        if d.role == b.role
    )


def _placed(claim: Claim) -> list[Argument]:
    return [a for a in claim.arguments if a.role not in {"with", "and", "attribute"}]


def _change_places(
    pair: Pair, old: tuple[Argument, Argument], new: tuple[Argument, Argument]
) -> bool:
    (a, b), (c, d) = old, new
    return (
        fit(a, d, pair.lexicon) is Fit.SAME
        and fit(b, c, pair.lexicon) is Fit.SAME
        and fit(a, c, pair.lexicon) is not Fit.SAME
    )
