"""Where one who takes part is told to come from: "a Danish maker", "a firm in Linz"."""

from __future__ import annotations

import re

from extractors.model import Argument, Claim
from extractors.verdicts.rules.participants import behind
from extractors.verdicts.rules.vocabulary import DEMONYMS, LANDS, WIDE_LANDS
from extractors.verdicts.words import same_name

_NAME = r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)*"
_FROM = re.compile(rf"\b(?:from|of|in|based in) (?:the )?({_NAME})")
_FIRST = re.compile(rf"(?:an? |the )?({_NAME}) [a-z]")
_APPOSED = re.compile(rf"^, an? ({_NAME}) [a-z]")


def origin(one: Argument, claim: Claim) -> str:
    """The land, or the place if it tells no land, that its words say it is of."""
    told = _FROM.search(one.text) or _FIRST.match(one.text)
    if one.entity:
        after = behind(one, claim)
        told = _FROM.match(after.lstrip(", ")) or _APPOSED.match(after) or told
    place = told[1] if told else ""
    if not place or (one.entity and same_name(place, one.entity)):
        return ""
    known = place in DEMONYMS or place in LANDS or place in claim.entities
    return DEMONYMS.get(place, place) if known else ""


def are_apart(one: str, other: str) -> bool:
    """Two lands, or two places neither of which is known to be a land."""
    if not one or not other or same_name(one, other) or {one, other} & _SEVERAL:
        return False
    return _is_land(one) is _is_land(other)


def _is_land(place: str) -> bool:
    return place in LANDS or place in DEMONYMS.values()


# what lies in one of them may have the other's name
_SEVERAL = WIDE_LANDS - frozenset(DEMONYMS.values()) | {"Britain", "England"}
