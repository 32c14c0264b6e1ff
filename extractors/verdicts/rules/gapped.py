"""Who has which share, told in one row: "the state pays half, the county a fifth"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.later import STATE_VERBS, is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.vocabulary import BEARING, OWNING
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_MANY = {"two": 2, "three": 3, "four": 4}
_MEMBER = re.compile(
    r"(?:^|[,;] (?:and |while |but )?|\b(?:and|while|but) )(?:[Tt]he |[Aa]n? )?"
    r"(?P<who>[^\W\d][\w’'&.-]*(?: [^\W\d][\w’'&.-]*){0,3}?) (?:(?:a|one) )?"
    r"(?:(?P<many>two|three|four) )?"
    rf"(?:(?P<part>{'|'.join(_PARTS)})s?\b"
    r"|(?P<percent>\d+(?:\.\d+)?) ?(?:percent|per cent|%))"
)
_SAME = 1.0


def other_share(pair: Pair) -> Verdict | None:
    """Another share of the same thing for one of a row."""
    ours = _shares(pair.held)
    theirs = _shares(pair.new) if ours else {}
    if not (ours and theirs) or max(len(ours), len(theirs)) < 2:
        return None
    old, new = pair.held, pair.new
    if negated(old) or negated(new) or is_history(old) is not is_history(new):
        return None
    if not _is_one_relation(pair) or pair.side.periods == "apart":
        return None
    named = " ".join((*ours, *theirs)).lower()
    if not any(word not in named for word in pair.scope.shared):
        return None
    for who, share in ours.items():
        for other, another in theirs.items():
            if same_name(who, other) and abs(share - another) > _SAME:
                return conflict(
                    pair,
                    "other_share",
                    Slot.SUBJECT,
                    old=f"{who}: {share:.0f} percent",
                    new=f"{other}: {another:.0f} percent",
                    confidence=0.8,
                    later=is_later(pair, verbs=STATE_VERBS),
                )
    return None


def _is_one_relation(pair: Pair) -> bool:
    verbs = {pair.held.verb, pair.new.verb}
    return verbs <= BEARING or verbs <= OWNING


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _shares(claim: Claim) -> dict[str, float]:
    """Whose share is how many percent; empty where only one has a bearer."""
    if not any(q.unit == "percent" for q in claim.quantities):
        return {}
    found: dict[str, float] = {}
    for match in _MEMBER.finditer(claim.quote):
        who, percent = _bearer(match["who"], claim.verb), match["percent"]
        value = float(percent) if percent else _PARTS[match["part"]]
        if who:
            found.setdefault(who, value * _MANY.get(match["many"] or "", 1))
    return found


def _bearer(said: str, verb: str) -> str:
    """Who it is, without the verb that the first of the row has: "state pays"."""
    words = said.split()
    if len(words) > 1 and words[-1][:3].lower() == verb[:3]:
        words.pop()
    elif not (len(words) == 1 or words[-1][:1].isupper()):
        return ""
    return " ".join(words)
