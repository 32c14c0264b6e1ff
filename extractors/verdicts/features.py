"""
An aligned pair as numbers: what the judge reads and ``explain`` shows.

Every feature is general: covers, agreements and differences per slot, never a word of
its own. The order of ``NAMES`` is the order of the judge's weights.
"""

from __future__ import annotations

import math

from extractors.claims.quantities import stretch
from extractors.model import BaselineClaim, Claim, Modality
from extractors.verdicts.align import Alignment, QuantityMatch

_SOFT = frozenset({Modality.PREDICTED, Modality.POSSIBLE, Modality.CONDITIONAL})
_KINDS = ("state", "direct", "indirect")


def features(old: BaselineClaim, new: Claim, side: Alignment) -> dict[str, float]:
    """Return the features of one pair by name."""
    held = old.claim
    return {
        **_cover(held, new, side),
        **_roles(side),
        **_opposition(held, new, side),
        **_quantities(held, new, side),
        **_time(held, new, side),
        **_stance(held, new),
    }


def _cover(old: Claim, new: Claim, side: Alignment) -> dict[str, float]:
    terms = side.terms
    return {
        "old_covered": terms.old_covered,
        "new_covered": terms.new_covered,
        "cover_product": terms.old_covered * terms.new_covered,
        "shared_names": float(min(3, len(side.shared_names))),
        "old_names_only": float(min(3, len(side.old_only))),
        "new_names_only": float(min(3, len(side.new_only))),
        "old_names_covered": _share(
            len(old.entities) - len(side.old_only), old.entities
        ),
        "new_names_covered": _share(
            len(new.entities) - len(side.new_only), new.entities
        ),
        "new_subject_unheard": _unheard(new, side.new_only),
        "old_subject_unheard": _unheard(old, side.old_only),
        "nameless": float(not old.entities or not new.entities),
        "old_left": float(min(6, len(terms.old_left))),
        "new_left": float(min(6, len(terms.new_left))),
        "old_size": math.log1p(len(old.terms)),
        "new_size": math.log1p(len(new.terms)),
    }


def _share(part: int, whole: tuple[str, ...]) -> float:
    return part / len(whole) if whole else 0.5


def _unheard(claim: Claim, only: tuple[str, ...]) -> float:
    """Whether the claim's subject is a name that the other side never mentions."""
    names = [a.entity or a.owner for a in claim.arguments if a.role == "subject"]
    return float(any(name and name in only for name in names))


def _roles(side: Alignment) -> dict[str, float]:
    return {
        "relation": side.relation,
        "subject": max(0.0, side.subject),
        "subject_missing": float(side.subject < 0),
        "subject_apart": float(0 <= side.subject < 0.3),
        "object": max(0.0, side.object),
        "object_missing": float(side.object < 0),
        "object_apart": float(0 <= side.object < 0.3),
        "matched_arguments": float(min(4, len(side.matches))),
        "swapped": float(side.swapped),
        **{
            f"{place}_{kind}_replaced": float(
                any(r.kind == kind and _place(r.role) == place for r in side.replaced)
            )
            for place in ("subject", "object", "other")
            for kind in ("name", "noun", "mixed")
        },
    }


def _place(role: str) -> str:
    if role == "subject":
        return role
    return "object" if role in {"object", "attribute"} else "other"


def _opposition(old: Claim, new: Claim, side: Alignment) -> dict[str, float]:
    kinds = {kind for _, _, kind in side.terms.opposites}
    return {
        **{f"verbs_{kind}": float(side.relation_opposed == kind) for kind in _KINDS},
        **{f"terms_{kind}": float(kind in kinds) for kind in _KINDS},
        "polarity_differs": float(old.polarity is not new.polarity),
        "parity": float(side.parity),
        "parity_covered": float(side.parity) * side.terms.both,
        "old_exclusive": float(old.exclusive),
        "new_exclusive": float(new.exclusive),
        "new_additive": float(any(c.startswith("additive:") for c in new.cues)),
        "exclusive_broken": float(
            old.exclusive and not new.exclusive and bool(side.replaced)
        ),
    }


def _quantities(old: Claim, new: Claim, side: Alignment) -> dict[str, float]:
    units = [q for q in side.quantities if q.old.unit and q.old.unit == q.new.unit]
    sure = [q for q in side.quantities if q.same_role and q.same_bearer is not False]
    return {
        "both_measured": float(bool(old.quantities and new.quantities)),
        "only_old_measured": float(bool(old.quantities and not new.quantities)),
        "only_new_measured": float(bool(new.quantities and not old.quantities)),
        "comparable": float(bool(side.quantities)),
        "agree": _any(side.quantities, differs=False),
        "differ": _any(side.quantities, differs=True),
        "all_differ": float(
            bool(side.quantities) and not _any(side.quantities, differs=False)
        ),
        "sure_agree": _any(sure, differs=False),
        "sure_differ": _any(sure, differs=True) * (1 - _any(sure, differs=False)),
        "unit_agree": _any(units, differs=False),
        "unit_differ": _any(units, differs=True) * (1 - _any(units, differs=False)),
        "stretch": max(
            (
                min(3.0, math.log(stretch(q.old, q.new)))
                for q in side.quantities
                if q.outcome == "differs" and stretch(q.old, q.new) > 0
            ),
            default=0.0,
        ),
        "bearer_apart": float(any(q.same_bearer is False for q in side.quantities)),
    }


def _any(
    matches: tuple[QuantityMatch, ...] | list[QuantityMatch], *, differs: bool
) -> float:
    return float(any((q.outcome == "differs") is differs for q in matches))


def _time(old: Claim, new: Claim, side: Alignment) -> dict[str, float]:
    return {
        "both_dated": float(bool(old.period.text and new.period.text)),
        "only_old_dated": float(bool(old.period.text and not new.period.text)),
        "only_new_dated": float(bool(new.period.text and not old.period.text)),
        "periods_same": float(side.periods == "same"),
        "periods_overlap": float(side.periods == "overlap"),
        "periods_apart": float(side.periods == "apart"),
        "later": float(side.later),
        "history": float(
            new.period.kind == "past"
            or any(c.startswith("historic:") for c in new.cues)
        ),
        "tense_differs": float(
            bool(old.tense and new.tense) and old.tense != new.tense
        ),
    }


def _stance(old: Claim, new: Claim) -> dict[str, float]:
    return {
        "old_soft": float(old.modality in _SOFT),
        "new_soft": float(new.modality in _SOFT),
        "old_planned": float(old.modality is Modality.PLANNED),
        "new_planned": float(new.modality is Modality.PLANNED),
        "old_reported": float(old.modality is Modality.REPORTED),
        "new_reported": float(new.modality is Modality.REPORTED),
        "old_denied": float(old.modality is Modality.DENIED),
        "new_denied": float(new.modality is Modality.DENIED),
        "question": float(Modality.QUESTION in {old.modality, new.modality}),
    }
