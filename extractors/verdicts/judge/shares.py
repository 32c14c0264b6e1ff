"""What a share is of: 20 percent of the revenue and 27 percent of the firm are two."""

from __future__ import annotations

from functools import lru_cache

from extractors.model import Claim, Quantity
from extractors.verdicts.judge.words import SAME, near
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.vocabulary import MEASURE_WORDS
from extractors.verdicts.words import REMEMBERED_CLAIMS

_SHARES = frozenset({"percent", "ratio"})
_STAKE = "stake"
# characters between a figure and what it is of: "of the whole of their"
_BETWEEN = 25
# sums that are shared out; what else a share is of has too many names to compare
_SUMS = frozenset().union(
    *(MEASURE_WORDS[role] for role in ("revenue", "profit", "cost", "budget", "loss"))
)


def are_of_two_wholes(
    old: Claim, ours: Quantity, new: Claim, theirs: Quantity, lexicon: Lexicon
) -> bool:
    """Whether one share is of a sum, and the other of anything else."""
    if not {ours.unit, theirs.unit} <= _SHARES:
        return False
    one, other = _whole(old, ours), _whole(new, theirs)
    if not one or not other or not {one, other} & _SUMS:
        return False
    return near(one, other, lexicon) < SAME


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _whole(claim: Claim, share: Quantity) -> str:
    """The noun of what it is a share of, empty where the claim tells none."""
    if share.role == _STAKE:
        return _STAKE  # of a body, whatever its name
    _, _, after = claim.sentence.partition(share.text)
    told = [
        (after.find(argument.text), argument.head)
        for argument in claim.arguments
        if argument.role in {"of", "in"} and argument.text in after[:200]
    ]
    place, head = min(told, default=(_BETWEEN, ""))
    joined = after.lstrip().startswith(("of ", "in "))
    return head if joined and place < _BETWEEN else ""
