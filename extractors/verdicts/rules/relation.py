"""How the verbs of two claims stand to each other: kin, opposite, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.model import Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.lexicon.lists import deed_nouns
from extractors.verdicts.rules.vocabulary import (
    DEEDS,
    HAPPENING,
    IDIOMS,
    OPPOSED,
    PERFORMING,
    POSTPONE,
    SCHEDULING,
    SUPPORT,
    TAKING_SIDES,
    UNIT_WORDS,
)
from extractors.verdicts.words import (
    REMEMBERED_CLAIMS,
    may_be_kin,
    remember,
    stem,
)

LIGHT = frozenset(
    {"be", "have", "do", "make", "take", "get", "give", "become", "remain", "stay"}
)
_ABLE = ("able", "ible")
# shorter beginnings are of other words: "capable", "notable"
_LEAST_OF_VERB = 4
# before a noun they make something else of it: "grandson", "subcontractor"
_ANOTHER = frozenset(
    {"anti", "co", "counter", "ex", "god", "grand", "half", "mini", "non", "semi"}
    | {"step", "sub", "super", "under", "vice"}
)
# what one does who is against something, or behind it
_STANCES = {"against": "oppose", "behind": "support", "for": "support"}
SIDES = frozenset({"oppose", "support"})
# "behind schedule", "behind bars": nobody's side
_BEHIND = frozenset({"bar", "door", "schedule", "time", "scene", "wheel", "curtain"})
IN_FAVOUR = frozenset({"favour", "favor", "support"})
# prepositions that set one verb against itself
_CONTRARY = frozenset({("for", "against"), ("with", "without"), ("in", "outside")})
# with a deed as object, or as subject where they have none
_OF_DEEDS = SCHEDULING | PERFORMING | POSTPONE
_DEEDS = deed_nouns() | DEEDS
# what one may do
_RIGHT = re.compile(r"\b(?:right|power|authority|licen[cs]e|permission) to ([a-z]+)")
_BEING_PART = frozenset({"be", "become", "form", "remain", "stay"})
_PART_OF = re.compile(r"(?:an? (?:\w+ )?)?part of\b", re.IGNORECASE)
# the opposites of a word by the vocabulary
_LISTED = {
    word: frozenset(b for a, b in OPPOSED if a == word)
    for word in {one for one, _ in OPPOSED}
}


def is_kin(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two lemmas are one word, its derived form or a synonym."""
    return kinship(one, other, lexicon) > 0


def kinship(one: str, other: str, lexicon: Lexicon) -> float:
    """How close by form and meaning, without the vectors: 1, .9, .8 or 0."""
    key = (one, other) if one <= other else (other, one)
    found = lexicon.kin.get(key)
    if found is None:
        found = remember(lexicon.kin, key, _kinship(*key, lexicon))
    return found


def _kinship(one: str, other: str, lexicon: Lexicon) -> float:
    if one == other:
        return 1.0
    listed = may_be_kin(one, other, lexicon)
    if listed and len(one) > 4 and len(other) > 4 and stem(one) == stem(other):
        return 0.9
    if listed and (one in lexicon.verbs_of(other) or other in lexicon.verbs_of(one)):
        return 0.9
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if _is_able(long, short):
        return 0.9
    if len(short) > 3 and long.endswith(short) and len(long) < len(short) + 6:
        # lawsuit: suit, carmaker: maker
        return 0.0 if long.removesuffix(short) in _ANOTHER else 0.8
    return 0.8 if listed and lexicon.are_synonyms(one, other) else 0.0


def _is_able(adjective: str, verb: str) -> bool:
    """As in "refundable": what one may do to a thing."""
    bare = adjective[:-4] if adjective.endswith(_ABLE) else ""
    return len(bare) >= _LEAST_OF_VERB and bare in {verb, verb.removesuffix("e")}


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def relation_words(claim: Claim) -> tuple[str, ...]:
    """The verb with its particle; a light verb speaks through its noun or adjective."""
    words = [claim.verb]
    parts = claim.relation.split()
    if len(parts) > 1 and parts[0] == claim.verb:
        words.insert(0, claim.relation)
    if stance := _stance(claim):
        return (stance,)
    if is_part(claim):
        return ("include",)
    if claim.verb in LIGHT:
        # "stays open" speaks through "open", "stays" through itself
        made = makes_it_so(claim)
        nouns = [
            a.head
            for a in claim.arguments
            if a.role == "attribute"
            or (a.role == "object" and claim.verb != "be" and not made)
            if a.head not in UNIT_WORDS
        ]
        own = [] if nouns and claim.verb != "stay" else [claim.verb]
        words = [
            *nouns,
            *(w for w in words if " " in w),
            *(own if own != ["be"] else []),
        ]
    return tuple(dict.fromkeys(w for w in (*words, *_carried(claim)) if w))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def is_part(claim: Claim) -> bool:
    """As in "is part of the sale", "does not form part of it": it is included."""
    return claim.verb in _BEING_PART and any(
        a.role in {"attribute", "object"} and _PART_OF.match(a.text)
        for a in claim.arguments
    )


def takes_place(claim: Claim) -> bool:
    """Whether it only tells that something happens."""
    return claim.verb == "take" and any(a.head == "place" for a in claim.arguments)


def _carried(claim: Claim) -> Iterator[str]:
    """What the verb means with its noun: "file a suit", "come into force"."""
    for argument in claim.arguments:
        phrase = (claim.verb, argument.head)
        if phrase in IDIOMS:
            yield IDIOMS[phrase]
        carried = argument.role == "object" and phrase in SUPPORT
        told = argument.role == _told_of(claim) and argument.head in _DEEDS
        if carried or told:
            yield argument.head


def _told_of(claim: Claim) -> str:
    """Where the deed stands that the verb does not tell: "the sale is put off"."""
    verbs = (claim.verb, claim.relation)
    if not HAPPENING.isdisjoint(verbs):
        return "subject"
    if _OF_DEEDS.isdisjoint(verbs):
        return ""
    return "object" if any(a.role == "object" for a in claim.arguments) else "subject"


def makes_it_so(claim: Claim) -> bool:
    """As in "made the theft public": the adjective speaks for the verb."""
    return claim.verb == "make" and any(a.role == "attribute" for a in claim.arguments)


def _stance(claim: Claim) -> str:
    """Whose side one takes: "are behind it", "voted for it", "speaks against it"."""
    if claim.verb != "be" and claim.verb not in TAKING_SIDES:
        return ""
    if claim.verb == "be" and any(a.role == "attribute" for a in claim.arguments):
        # "the hall behind the mill is open"
        return ""
    if claim.relation.endswith(" against"):
        # "is against it", whatever "it" stands for
        return "oppose"
    for argument in claim.arguments:
        if argument.role == "behind" and argument.head in _BEHIND:
            continue
        if argument.role == "in" and argument.head in IN_FAVOUR:
            return "support"
        if argument.role == "for" and claim.verb == "be":
            continue  # "the money is for the poor"
        if argument.role == "for" and claim.verb == "speak" and argument.entity:
            continue  # "who speaks for Tarn" is its spokesman
        if argument.role in _STANCES:
            return _STANCES[argument.role]
    return ""


def _entitled(claim: Claim) -> tuple[str, ...]:
    """What one has the right to do."""
    found = (_RIGHT.search(a.text) for a in claim.arguments if a.role == "object")
    return tuple(match[1] for match in found if match)


def relation_of(old: Claim, new: Claim, lexicon: Lexicon) -> tuple[float, str]:
    """Kinship of the verbs, and how they are opposite (``state``, ``direct``)."""
    ours, theirs = relation_words(old), relation_words(new)
    if opposite_sides(old, new):
        return 0.0, "state"
    if not ours or not theirs:
        return (1.0 if old.verb == new.verb else 0.0), ""
    if old.verb == new.verb == "have":
        # "has the right to inspect", "has no inspection": one thing one may do
        ours, theirs = (*ours, *_entitled(old)), (*theirs, *_entitled(new))
    key = (ours, theirs)
    found = lexicon.verbs.get(key)
    if found is None:
        found = remember(lexicon.verbs, key, _related(*key, lexicon))
    return found


def _related(
    ours: Sequence[str], theirs: Sequence[str], lexicon: Lexicon
) -> tuple[float, str]:
    near = max(kinship(a, b, lexicon) for a in ours for b in theirs)
    if near >= 0.9:
        return near, ""
    kinds = (_opposition(a, b, lexicon) for a in ours for b in theirs)
    return near, next(filter(None, kinds), "")


def _opposition(one: str, other: str, lexicon: Lexicon) -> str:
    if (one, other) in OPPOSED:
        return "state"
    kind = lexicon.opposition(one, other)
    return kind if kind in {"state", "direct"} else ""


def are_of_one_side(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether two deeds have many opposites in common: "approve", "clear"."""
    for one in relation_words(old):
        for other in relation_words(new):
            ours, theirs = _opposites(one, lexicon), _opposites(other, lexicon)
            if ours and 3 * len(ours & theirs) >= min(len(ours), len(theirs)):
                return bool(theirs)
    return False


def _opposites(word: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.opposites.get(word, ())) | _LISTED.get(word, frozenset())


def opposite_sides(old: Claim, new: Claim) -> bool:
    """Told as "voted for" against "voted against": one verb, contrary prepositions."""
    if old.verb != new.verb:
        return False
    sides = (old.relation.split()[-1:], new.relation.split()[-1:])
    pair = ("".join(sides[0]), "".join(sides[1]))
    return pair in _CONTRARY or pair[::-1] in _CONTRARY
