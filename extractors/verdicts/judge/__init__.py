"""
The learned judge: what named rules leave open, decided by general aspects of a pair.

``sites`` names the places where two claims may exclude each other, ``aspects`` says in
numbers how the claims stand to each other, ``model`` weighs them: one sign-constrained
logistic regression a kind of site says how likely a conflict is, ``trees`` with what
``order`` and ``among`` tell whether it is an update or a contradiction. Weights and
trees lie in ``weights.json`` and ``outcomes.json`` and are made by
``python -m tests.gold.judge --write``.
"""

from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.model import Judge, Opinion, load_judge
from extractors.verdicts.judge.sites import KINDS, Site, sites

__all__ = ["KINDS", "Context", "Judge", "Opinion", "Site", "load_judge", "sites"]
