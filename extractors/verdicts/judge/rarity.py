"""
How much it says that two claims share a word: in nats, the rarer the more.

A word is as rare as it is among the other claims that came up for the same new claim
(the name of the topic is in all of them and says nothing), and in English at large.
The sum over what is shared is the evidence that both speak of one matter (Fellegi and
Sunter 1969, record linkage).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractors.model import Claim
from extractors.verdicts.judge.words import SAME, Cover, cover, held_by, near, stems, words_of
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.words import REMEMBERED_CLAIMS

# claims that English at large counts for
_PRIOR = 6.0
# words of a claim, so that a word's share of English becomes its share of claims
_LENGTH = 8
# shares of claims that figures of a kind have
_FIGURES = {"percent": 0.08, "people": 0.06, "year": 0.06, "": 0.1}
_MONEY, _OTHER_FIGURE = 0.12, 0.01
_MOST = 8.0
# so much ahead, or behind, is enough
_FAR = 8.0
# from it on two claims held share so many of their words that they are one
_TWIN = 0.5
# what shares less of both sides never reached a probability that counts
LEAST_HELD = 0.3


@dataclass(frozen=True, slots=True)
class Rarity:
    """``counts`` of the ``claims`` that came up have each word or figure."""

    lexicon: Lexicon
    claims: tuple[Claim, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    seen: dict[str, Any] = field(default_factory=dict)
    twins: dict[Claim, list[Claim]] = field(default_factory=dict)

    @classmethod
    def among(cls, claims: Iterable[Claim], lexicon: Lexicon) -> Rarity:
        """Count the words of the claims."""
        all_ = tuple(claims)
        return cls(lexicon, all_, Counter(key for c in all_ for key in keys(c)))

    def lead(self, old: Claim, new: Claim, own: dict[str, float]) -> dict[str, float]:
        """How far ``old`` with its ``own`` evidence is ahead of the others, in both."""
        same = self._twins(old)
        others = [
            found
            for claim, found in self._of(new)
            if claim not in same
        ]
        both = max((found["nats_both"] for found in others), default=0.0)
        share = max((found["nats_share"] for found in others), default=0.0)
        return {
            "lead": max(-_FAR, min(_FAR, own["nats_both"] - both)),
            "lead_share": own["nats_share"] - share,
        }

    def _of(self, new: Claim) -> list[tuple[Claim, dict[str, float]]]:
        """The evidence of all that came up and has something in common with it."""
        if self.seen.get("new") is not new:
            self.seen["new"] = new
            self.seen["found"] = [
                (claim, evidence(claim, new, cover(words_of(claim), words_of(new), self.lexicon), self))
                for claim in self.claims
                if held_most(claim, new) >= LEAST_HELD
            ]
        return self.seen["found"]

    def nats(self, key: str, old: Claim) -> float:
        """How little one expects ``key`` in a claim, those but ``old`` being known."""
        twins = self._twins(old)
        others = len(self.claims) - len(twins)
        if others < 1:
            return min(_MOST, -math.log(self._at_large(key)))
        met = self.counts[key] - sum(key in keys(twin) for twin in twins)
        share = (max(0, met) + _PRIOR * self._at_large(key)) / (others + _PRIOR)
        return min(_MOST, -math.log(share))

    def _twins(self, old: Claim) -> list[Claim]:
        """``old`` and what repeats it: no rivals of it, and no other claims."""
        found = self.twins.get(old)
        if found is None:
            found = self.twins[old] = [c for c in self.claims if _repeats(c, old)]
        return found

    def _at_large(self, key: str) -> float:
        if key.startswith("#"):
            _, unit = key.split(":", 1)
            if len(unit) == 3 and unit.isupper():
                return _MONEY
            return _FIGURES.get(unit, _OTHER_FIGURE)
        return min(0.3, _LENGTH * self.lexicon.frequency(key))


def _repeats(one: Claim, other: Claim) -> bool:
    """Whether two claims held say the same, or are parts of one sentence."""
    if one.sentence == other.sentence:
        return True
    ours, theirs = keys(one), keys(other)
    return len(ours & theirs) > _TWIN * len(ours | theirs)


def held_most(old: Claim, new: Claim) -> float:
    """The larger share of one side that the other's sentence has; cheap."""
    return max(told(old, new))


def told(old: Claim, new: Claim) -> tuple[float, float]:
    """The share of each side that the other's whole sentence has."""
    return (
        held_by(words_of(old), new.sentence),
        held_by(words_of(new), old.sentence),
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def keys(claim: Claim) -> frozenset[str]:
    """What of a claim is counted: words and names, the verb, kinds of figure."""
    words = words_of(claim)
    figures = {f"#unit:{q.unit}" for q in claim.quantities}
    figures |= {f"#role:{q.role}" for q in claim.quantities if q.role}
    return frozenset({*words.words, *words.relation} | figures)


def evidence(
    old: Claim, new: Claim, found: Cover, rarity: Rarity
) -> dict[str, float]:
    """Aspects: nats of what the two share, of what either has alone, and the rarest."""
    each = [
        min(rarity.nats(a, old), rarity.nats(b, old)) * score
        for a, b, score in found.pairs
    ]
    relation = _relation(old, new, rarity)
    ours = _alone(old, new, {a for a, _, _ in found.pairs}, rarity, old)
    theirs = _alone(new, old, {b for _, b, _ in found.pairs}, rarity, old)
    told = 0.5 * (ours[1] + theirs[1])
    shared = sum(each) + told
    least, most = sorted((ours[0], theirs[0]))
    return {
        "nats_shared": shared,
        "nats_relation": relation,
        "nats_both": shared + relation,
        "nats_rarest": max(each, default=0.0),
        "nats_old": ours[0],
        "nats_new": theirs[0],
        "nats_share": shared / (shared + least + 1.0),
        "nats_share_least": shared / (shared + most + 1.0),
    }


def _relation(old: Claim, new: Claim, rarity: Rarity) -> float:
    """The nats of the relation that both have, by whatever word."""
    return max(
        (
            score * min(rarity.nats(a, old), rarity.nats(b, old))
            for a in words_of(old).relation
            for b in words_of(new).relation
            if (score := near(a, b, rarity.lexicon)) >= SAME
        ),
        default=0.0,
    )


def _alone(
    claim: Claim, other: Claim, paired: set[str], rarity: Rarity, old: Claim
) -> tuple[float, float]:
    """Nats of words that the other side has not, and that only its sentence has."""
    there = stems(other.sentence)
    alone = told = 0.0
    for word in words_of(claim).words:
        if word in paired:
            continue
        if stems(word) <= there:
            told += rarity.nats(word, old)
        else:
            alone += rarity.nats(word, old)
    return alone, told
