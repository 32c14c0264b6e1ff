"""Another reason for the same: "refused as being late", "because of the price"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import ALIKE, content, without_partner
from extractors.verdicts.rules.pair import Pair, conflict, is_another, leaves_others
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.vocabulary import BREAKING_OFF, EMPTY_WORDS
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem

_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|owing to|on account of|for want of|for lack of"
    r"|on the grounds? (?:that|of))\b",
    re.IGNORECASE,
)
# what breaks off breaks off over something
_OVER = re.compile(r"\bover (?=(?:a|an|the|its|his|her|their|[a-z]+) )")
_ONE_OF_MANY = re.compile(
    r"\b(?:also|mainly|mostly|not|only|partly|perhaps|possibly|probably|simply)\W+$",
    re.IGNORECASE,
)
_END = re.compile(r"[;.!?]|, (?:and|but|which|who)\b")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ONE_DEED = 0.8
_SHORT = 2


def other_reason(pair: Pair) -> Verdict | None:
    """The same was done for another reason, told as the only one."""
    ours, theirs = told_reason(pair.held), told_reason(pair.new)
    if not ours or not theirs or leaves_others(pair.new) or is_another(pair):
        return None
    scope, side = pair.scope, pair.side
    if scope.relation < _ONE_DEED or side.parity or side.periods == "apart":
        return None
    fits = {scope.subject, scope.object}
    if Fit.OTHER in fits or Fit.SAME not in fits:
        return None
    words = _words(ours, pair), _words(theirs, pair)
    if not all(words) or _may_be_one(*words, pair.lexicon):
        return None
    effect = [w for w in content(pair.new) if w not in words[1]]
    if len(without_partner(effect, content(pair.held), pair.lexicon)) > 1:
        return None
    return conflict(
        pair,
        "other_reason",
        Slot.OBJECT,
        old=ours,
        new=theirs,
        confidence=0.75,
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def told_reason(claim: Claim) -> str:
    """The reason that it gives, or that its sentence gives right after it."""
    told = claim.quote
    found = _BECAUSE.search(told)
    if found is None and claim.verb in BREAKING_OFF:
        found = _OVER.search(told)
    if found is None:
        told = claim.sentence.partition(claim.quote)[2].lstrip(" ,")
        found = _BECAUSE.match(told)
    elif found.start() == 0:
        return ""  # the reason itself
    if found is None or _ONE_OF_MANY.search(told[: found.start()]):
        return ""
    return _END.split(told[found.end() :], maxsplit=1)[0].strip()


def telling(reason: str) -> list[str]:
    """Those of its words that tell something."""
    words = (word.lower().removesuffix("'s") for word in _WORD.findall(reason))
    return [w for w in words if len(w) > _SHORT and w not in EMPTY_WORDS]


def _words(reason: str, pair: Pair) -> list[str]:
    """Its telling words but names: the effect is of the same ones."""
    names = " ".join((*pair.held.entities, *pair.new.entities)).lower().split()
    return [w for w in telling(reason) if w not in names]


def _may_be_one(one: list[str], other: list[str], lexicon: Lexicon) -> bool:
    """Whether any word of one is that of the other, or like it."""
    return any(
        stem(a) == stem(b) or is_kin(a, b, lexicon) or lexicon.likeness(a, b) >= ALIKE
        for a in one
        for b in other
    )
