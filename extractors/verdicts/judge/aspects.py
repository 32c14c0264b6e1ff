"""
One baseline claim beside one new claim as numbers: what the judge looks at.

Every aspect is general: how much of each side the other one holds, which participants
match, which days, negations and opposites stand against each other. No word of any
text is an aspect.
"""

from __future__ import annotations

from functools import lru_cache

from extractors.claims.quantities import compatible
from extractors.model import BaselineClaim, Claim, Polarity
from extractors.verdicts.judge.context import Context, told
from extractors.verdicts.judge.deeds import deeds
from extractors.verdicts.judge.denials import denials
from extractors.verdicts.judge.participants import participants
from extractors.verdicts.judge.rivals import rivals
from extractors.verdicts.judge.sides import manners, sides
from extractors.verdicts.judge.times import moods, times
from extractors.verdicts.judge.wholes import wholes
from extractors.verdicts.judge.words import (
    Cover,
    Words,
    most_opposite,
    nearest,
    words_of,
)
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.absence import lacks
from extractors.verdicts.rules.pair import negated
from extractors.verdicts.rules.relation import LIGHT, kinship, opposite_sides
from extractors.verdicts.words import REMEMBERED_CLAIMS

# from it on two words are forms of one
_ONE_WORD = 0.9
# above it a side is nearly all there
_MOST = 0.6


def aspects(old: BaselineClaim, new: Claim, context: Context) -> dict[str, float]:
    """Return every aspect of the pair by its name."""
    held, lexicon = told(old.claim, new), context.lexicon
    words, telling = context.met(old.claim, new)
    found = _coverage(words, held) | telling
    found |= _relation(old.claim, new, found["word_opposed"], lexicon)
    found |= deeds(old.claim, new, found["verb_told"])
    found |= participants(old.claim, new, lexicon)
    found |= denials(old.claim, new, lexicon)
    found |= rivals(old.claim, new, context, found["verb_told"])
    found |= wholes(old.claim, new, context)
    return found | {
        **times(old, new),
        **moods(old.claim, new),
        **_told_amid(new),
        "figures_agree": float(_agree(old.claim, new)),
        "nominal": float(is_nominal(old.claim)) + float(is_nominal(new)),
        "held_by_verb": found["held_most"] * found["verb_near"],
        "opposed_held": found["verb_opposed"] * max(held),
        "subject_by_verb": found["subject"] * found["verb_near"],
        "participant_held": found["participant"] * found["held_most"],
    }


def _told_amid(new: Claim) -> dict[str, float]:
    """Whether its article, and the text around it, speak of the topic's cast."""
    setting = new.setting
    return {
        "amid_cast": setting.cast,
        "amid_other": setting.other,
        "amid_ahead": setting.cast - setting.other,
        "amid_lead": float(setting.leads),
        "amid_since": float(setting.since),
        "amid_nearer": float(setting.since_other - setting.since),
    }


def is_nominal(claim: Claim) -> bool:
    """Whether it is told by a mere phrase: "the interior minister, Pavel Dorn"."""
    return not claim.tense or "clause:appos" in claim.cues


def _agree(old: Claim, new: Claim) -> bool:
    """Whether a figure of both is the same."""
    return any(compatible(a, b) for a in old.quantities for b in new.quantities)


def _coverage(found: Cover, held: tuple[float, float]) -> dict[str, float]:
    held_old = max(found.old, held[0])
    held_new = max(found.new, held[1])
    most = max(held_old, held_new)
    return {
        "held_old": held_old,
        "held_new": held_new,
        "held_least": min(held_old, held_new),
        "held_most": most,
        "held_nearly": max(0.0, most - _MOST),
        "shared": min(3.0, found.shared),
        "shared_words": min(2.0, found.words),
        "shared_word": found.word,
        "left_old": float(min(3, found.old_left)),
        "left_new": float(min(3, found.new_left)),
        "left_one": float(found.old_left == found.new_left == 1),
        "word_opposed": found.opposed,
    }


def _relation(
    old: Claim, new: Claim, word_opposed: float, lexicon: Lexicon
) -> dict[str, float]:
    ours, theirs = words_of(old), words_of(new)
    kin = max(
        (kinship(a, b, lexicon) for a in ours.relation for b in theirs.relation),
        default=0.0,
    )
    close = nearest(ours.relation, theirs.relation, lexicon)
    opposed = _opposed(old, new, lexicon)
    if opposite_sides(old, new):
        kin, opposed = 0.0, 1.0
    told = close
    if told < 1.0:
        there = _told_elsewhere(ours, new, lexicon)
        told = max(told, there, _told_elsewhere(theirs, old, lexicon))
        told = max(told, _one_side(old, new, lexicon))
    parity = float(negated(old) is not negated(new))
    full = not LIGHT & {old.verb, new.verb}
    lacking = lacks(old, new, lexicon) != lacks(new, old, lexicon)
    by_words = parity + (max(opposed, word_opposed) >= 1.0 or lacking)
    return {
        "verb_kin": kin,
        "verb_near": close,
        "verb_told": told,
        "verb_opposed": opposed,
        "verb_apart": (1.0 - close) * full,
        "negation_differs": parity,
        "odd": float((parity + (opposed >= 1.0)) % 2),
        "odd_by_words": float(by_words % 2),
        "even": float(parity and max(opposed, word_opposed) >= 0.5),
        "implicit_differs": float(
            _turns(old, ours, lexicon) % 2 != _turns(new, theirs, lexicon) % 2
        ),
        "negated_told": parity * told,
    }


def _opposed(old: Claim, new: Claim, lexicon: Lexicon) -> float:
    """How opposite what either makes of its matter is; of one deed, how it is done."""
    ours, theirs = sides(old), sides(new)
    ways, others = manners(old), manners(new)
    if any(kinship(a, b, lexicon) >= _ONE_WORD for a in ours for b in theirs):
        return most_opposite(ways, others, lexicon)
    return most_opposite((*ours, *ways), (*theirs, *others), lexicon)


def _one_side(old: Claim, new: Claim, lexicon: Lexicon) -> float:
    """The relation said by a phrase: "has no objection to it", "opposes it"."""
    found = (kinship(a, b, lexicon) for a in sides(old) for b in sides(new))
    return max(found, default=0.0)


def _told_elsewhere(words: Words, other: Claim, lexicon: Lexicon) -> float:
    """The relation said by another word class: "it was sold", "the sale"."""
    there = _said(other)
    return max(
        (kinship(a, b, lexicon) for a in words.relation for b in there), default=0.0
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _said(claim: Claim) -> tuple[str, ...]:
    """Every word that the relation of another claim could be said by."""
    return tuple({*claim.terms, *(a.head for a in claim.arguments)})


def _turns(claim: Claim, words: Words, lexicon: Lexicon) -> int:
    """How often the claim is turned round, by "not" or by "refuse"."""
    turning = lexicon.implicit_negatives
    explicit = claim.polarity is Polarity.NEGATED
    return explicit + any(
        word in turning or (word != claim.verb and _is_undone(word, lexicon))
        for word in (*words.relation, *sides(claim))
    )


def _is_undone(word: str, lexicon: Lexicon) -> bool:
    """As in "unfinished", "unpaid": the opposite of what it is made of."""
    return word.startswith("un") and word[2:] in lexicon.antonyms(word)
