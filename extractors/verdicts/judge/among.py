"""How two claims stand among all that came up: whose figures and words these are."""

from __future__ import annotations

from collections import Counter

from extractors.model import Claim
from extractors.verdicts.figures import is_held, most_telling, same_figure
from extractors.verdicts.judge.context import Context


class Among:
    """
    A new claim among all that came up for it, looked at once for all of them.

    A figure that another sentence holds speaks of the matter of that sentence; one
    that is nowhere held may be another value of what is.
    """

    def __init__(self, new: Claim, context: Context) -> None:
        self._new = new
        self._held = [(c.sentence, q) for c in context.claims for q in c.quantities]
        self._told_by = [
            {sentence for sentence, held in self._held if same_figure(held, quantity)}
            for quantity in new.quantities
        ]
        units = {quantity.unit for quantity in new.quantities}
        roles = {quantity.role for quantity in new.quantities} - {""}
        self._units = Counter(s for s, held in self._held if held.unit in units)
        self._roles = Counter(s for s, held in self._held if held.role in roles)
        self._terms = frozenset(new.terms)
        self._shared: dict[str, int] = {}
        for claim in context.claims:
            shared = len(self._terms.intersection(claim.terms))
            if shared > self._shared.get(claim.sentence, -1):
                self._shared[claim.sentence] = shared

    def beside(self, old: Claim) -> dict[str, float]:
        """Return aspects of ``old`` and the new claim beside all other sentences."""
        here, new = old.sentence, self._new
        elsewhere = [
            quantity
            for quantity, told_by in zip(new.quantities, self._told_by, strict=True)
            if told_by - {here}
        ]
        others = [held for sentence, held in self._held if sentence != here]
        own = len(self._terms.intersection(old.terms))
        best = max((n for s, n in self._shared.items() if s != here), default=0)
        return {
            "figure_elsewhere": most_telling(elsewhere),
            "figure_nowhere": most_telling(
                q
                for q in new.quantities
                if q not in elsewhere and not is_held(q, old.quantities)
            ),
            "figure_repeated": float(sum(is_held(q, others) for q in old.quantities)),
            "units_held": float(self._units.total() - self._units[here]),
            "roles_held": float(self._roles.total() - self._roles[here]),
            "terms_lead": float(own - best),
            "terms_share": own / max(1, len(self._terms)),
        }
