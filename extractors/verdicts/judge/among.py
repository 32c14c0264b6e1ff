"""How two claims stand among all that came up: whose figures and words these are."""

from __future__ import annotations

from extractors.model import Claim
from extractors.verdicts.figures import is_held, most_telling
from extractors.verdicts.judge.context import Context


def among(old: Claim, new: Claim, context: Context) -> dict[str, float]:
    """
    Return aspects of ``old`` and ``new`` beside the other sentences of ``context``.

    A figure that another sentence holds speaks of the matter of that sentence; one
    that is nowhere held may be another value of what is.
    """
    others = [claim for claim in context.claims if claim.sentence != old.sentence]
    figures = [quantity for claim in others for quantity in claim.quantities]
    elsewhere = [q for q in new.quantities if is_held(q, figures)]
    terms, rest = set(new.terms), [set(claim.terms) for claim in others]
    own = len(terms & set(old.terms))
    units = {quantity.unit for quantity in new.quantities}
    roles = {quantity.role for quantity in new.quantities} - {""}
    best = max((len(terms & each) for each in rest), default=0)
    return {
        "lone_pair": float(not context.claims),
        "figure_elsewhere": most_telling(elsewhere),
        "figure_nowhere": most_telling(
            q
            for q in new.quantities
            if q not in elsewhere and not is_held(q, old.quantities)
        ),
        "figure_repeated": float(sum(is_held(q, figures) for q in old.quantities)),
        "units_held": float(sum(q.unit in units for q in figures)),
        "roles_held": float(sum(q.role in roles for q in figures)),
        "terms_lead": float(own - best),
        "terms_share": own / max(1, len(terms)),
    }
