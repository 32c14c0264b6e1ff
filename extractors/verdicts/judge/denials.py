"""What either side turns down, and whether the other one tells just that."""

from __future__ import annotations

from functools import lru_cache

from extractors.model import Claim
from extractors.verdicts.judge.words import words_of
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.pair import negated
from extractors.verdicts.rules.relation import kinship
from extractors.verdicts.rules.vocabulary import BEFALLING
from extractors.verdicts.words import REMEMBERED_CLAIMS

_CORE = frozenset({"subject", "object", "attribute"})


def denials(old: Claim, new: Claim, lexicon: Lexicon) -> dict[str, float]:
    """Aspects: what one side opposes or rules out, and the other tells."""
    return {
        "turned_down_old": _turned_down(old, new, lexicon),
        "turned_down_new": _turned_down(new, old, lexicon),
    }


def _turned_down(claim: Claim, other: Claim, lexicon: Lexicon) -> float:
    """How surely one turns down what the other tells: "opposes a sale", "sells"."""
    matter = _refused(claim, lexicon)
    if not matter or negated(other) or _refused(other, lexicon):
        return 0.0
    told = _told(other)
    return max((kinship(a, b, lexicon) for a in matter for b in told), default=0.0)


def _refused(claim: Claim, lexicon: Lexicon) -> tuple[str, ...]:
    """What is ruled out, opposed, refused: the heads of the objects."""
    told = _refusing(lexicon.implicit_negatives)
    if negated(claim) or told.isdisjoint(words_of(claim).relation):
        return ()
    return tuple(a.head for a in claim.arguments if a.role in {"object", "to"})


@lru_cache(maxsize=1)
def _refusing(negatives: frozenset[str]) -> frozenset[str]:
    """Without what befalls one: "lost the case" denies no case."""
    return negatives - BEFALLING


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _told(claim: Claim) -> tuple[str, ...]:
    """The deed and who and what take part in it."""
    heads = (a.head for a in claim.arguments if a.role in _CORE)
    return tuple({*words_of(claim).relation, *heads})
