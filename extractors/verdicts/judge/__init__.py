"""
The learned judge: what named rules leave open, decided by general aspects of a pair.

``statements`` chooses the held sentences that a new claim may be at odds with and says
in numbers how it stands to each: ``aspects`` of the two claims, ``measures`` of their
figures, ``order`` of their states, ``among`` all that came up. ``model`` weighs them by
``trees``, and once more ``beside`` what is thought of the article's other claims; these
lie in ``outcomes.json`` and are made by ``python -m tests.gold.judge --write``.
"""

from extractors.verdicts.judge.beside import Beside, Seen, View, are_alone
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.model import Judge, Opinion, load_judge
from extractors.verdicts.judge.statements import Statement, statements

__all__ = [
    "Beside",
    "Context",
    "Judge",
    "Opinion",
    "Seen",
    "Statement",
    "View",
    "are_alone",
    "load_judge",
    "statements",
]
