"""
Claim x baseline candidates -> verdict -> decision, pure and explained.

``compare_all`` judges the claims of an article and ``compare`` a lone one,
``candidate_keys`` says how one is found again, ``decide`` turns the verdicts of one
article into decisions, alerts and baseline changes.
"""

from extractors.verdicts.compare import FAILED, compare, compare_all
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
    "compare_all",
    "decide",
    "is_on_topic",
    "load_lexicon",
]
