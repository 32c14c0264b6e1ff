"""
Claim x baseline candidates -> verdict -> decision, pure and explained.

``compare`` judges a claim, ``candidate_keys`` says how it is found again, ``decide``
turns the verdicts of one article into decisions, alerts and baseline changes.
"""

from extractors.verdicts.compare import FAILED, compare
from extractors.verdicts.decide import Judged, Judgement, decide, is_on_topic
from extractors.verdicts.keys import candidate_keys
from extractors.verdicts.lexicon import Lexicon, load_lexicon

__all__ = [
    "FAILED",
    "Judged",
    "Judgement",
    "Lexicon",
    "candidate_keys",
    "compare",
    "decide",
    "is_on_topic",
    "load_lexicon",
]
