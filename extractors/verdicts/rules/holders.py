"""
Another one in a part that only one has, in whatever words the two tell it.

"Orel makes the valves", "the valves come from Tarn"; "Lind leads the inquiry", "the
leader of the inquiry, Brandt": one part in one thing, and another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import content, own_words
from extractors.verdicts.rules.later import STATE_VERBS, is_later
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_another,
    is_history,
    negated,
)
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import (
    AWARDS,
    GENERIC,
    LANDS,
    ONE_SUBJECT,
    PRONOUNS,
    SOLE_PARTS,
    STAND_INS,
    WIDE_LANDS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_DETERMINED = re.compile(
    r"(?:\b(?:the|this|that|these|those|its|his|her|their|our|my)|['’]s|s['’])"
    r"(?: (?:first|second|third|fourth|fifth|same|whole|entire))?\s*$",
    re.IGNORECASE,
)
_OWN_DETERMINER = re.compile(
    r"(?:the|this|these|its|his|her|their|our|my|\S+['’]s|\S+s['’])\s", re.IGNORECASE
)
# what stands behind a name and tells more of who it is: "of Linz", ", a builder"
_DESCRIBED = re.compile(
    r"^(?:,? (?:of|from|in|based in) (?:the )?[^\W\d_a-z][\w-]*"
    r"(?:,? [^\W\d_a-z][\w-]*)*)?"
    r"(?: by [^,;]*)?(?:, (?!(?:and|or|but|who|which|where|while)\b)[^,;]*)?"
)
_BEHIND_HEAD = re.compile(r"\s(?:of|in|for|at|from|on|to|behind|with|against)\s")
_SHARE = re.compile(
    r"\b(?:some|part|parts|half|most|many|one|two|several|few|percent|each) of\b"
    r"|\bpart(?:ly|ially)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\s(?:in|at|on|near|outside)\s")
_SEVERAL = re.compile(r"^ ?(?:and|or|,? as well as|together with|along with|/) ?\w")
_SITES = frozenset({"in", "at", "with"})
_PAST = "past"
# an apposition tells no time: "the leader of the trial, Lind"
_NAMING = "clause:appos"


@dataclass(frozen=True, slots=True)
class _Told:
    """Who has which parts; in what, by its words up to the head and those behind it."""

    parts: frozenset[int]
    holder: Argument
    named: tuple[str, ...]
    which: tuple[str, ...]
    # "the trial in Spain" may be one of several, "the trial of the drug" is not
    placed: bool
    definite: bool = True


def other_in_part(pair: Pair) -> Verdict | None:
    """Another name in a part of the same thing that only one can have."""
    theirs = _tellings(pair.new)
    if not theirs or not (ours := _tellings(pair.held)):
        return None
    if not _are_of_one_time(pair) or is_another(pair) or adds(pair.new):
        return None
    for one in ours:
        for other in theirs:
            if one.parts & other.parts and _is_another_one(pair, one, other):
                return conflict(
                    pair,
                    "other_subject",
                    Slot.SUBJECT,
                    old=one.holder.text,
                    new=other.holder.text,
                    confidence=0.8,
                    later=is_later(pair, verbs=STATE_VERBS - ONE_SUBJECT),
                )
    return None


def sole_parts(claim: Claim) -> frozenset[int]:
    """The parts, by their numbers, that it says somebody of a name has alone."""
    return frozenset[int]().union(*(told.parts for told in _tellings(claim)))


def _are_of_one_time(pair: Pair) -> bool:
    old, new = pair.held, pair.new
    if pair.side.periods == "apart" or is_history(old) is not is_history(new):
        return False
    ours, theirs = (c.tense if _NAMING not in c.cues else "" for c in (old, new))
    return not (ours and theirs) or (ours == _PAST) is (theirs == _PAST)


def adds(claim: Claim) -> bool:
    """As in "also", "some of them": one more, not another one."""
    if _SHARE.search(claim.quote):
        return True
    return any(c.startswith("additive:") and c != "additive:second" for c in claim.cues)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _tellings(claim: Claim) -> tuple[_Told, ...]:
    """The parts that it says somebody of a name has in some one thing."""
    if negated(claim) or any(a.role == "and" for a in claim.arguments):
        return ()
    found = (*_by_deeds(claim), *_by_posts(claim))
    return tuple(each for each in found if not _is_one_of_several(each.holder, claim))


def _by_deeds(claim: Claim) -> Iterator[_Told]:
    """As in "Orel leads the inquiry", "the valves come from Orel"."""
    acted = next((a for a in claim.arguments if a.role == "object"), None)
    subject = next((a for a in claim.arguments if a.role == "subject"), None)
    for said in claim.arguments:
        parts = SOLE_PARTS.get(f"{claim.verb} {said.role}")
        argument = _site(said, claim) if said.role in _SITES else said
        thing = acted if argument.role == "subject" else acted or subject
        if not parts or not argument.entity or thing is None:
            continue
        if argument.role == "to" and claim.verb == "go" and thing.head not in AWARDS:
            continue
        definite = _is_definite(thing, claim)
        if definite or _is_singular(thing, claim):
            yield _Told(parts, argument, *_parted(thing), definite=definite)


def _site(said: Argument, claim: Claim) -> Argument:
    """Whose name is the place's: "at its works in Kolin" is in Kolin."""
    name = next((n for n in claim.entities if said.text.endswith(f" {n}")), "")
    places = [a for a in claim.arguments if a.role in _SITES]
    inside = bool(re.search(rf"\b(?:in|at|of) {re.escape(name)}$", said.text))
    return replace(
        said,
        entity=said.entity
        if said.entity and said.entity in said.text
        else name * inside,
        terms=tuple(t for place in places for t in (*place.terms, place.head)),
    )


def _by_posts(claim: Claim) -> Iterator[_Told]:
    """As in "Orel is the leader of the inquiry", "its leader, Orel"."""
    if claim.verb != "be":
        return
    subject = next((a for a in claim.arguments if a.role == "subject"), None)
    said = next((a for a in claim.arguments if a.role == "attribute"), None)
    if subject is None or said is None:
        return
    if parts := SOLE_PARTS.get(f"be {said.head} of"):
        whose = [n for n in claim.entities if n in claim.quote.partition(" of ")[2]]
        if whose and _is_definite(subject, claim):
            owner = replace(said, role="of", entity=whose[-1])
            yield _Told(parts, owner, *_parted(subject))
    for holder, post in ((subject, said), (said, subject)):
        parts = SOLE_PARTS.get(f"be {post.head}")
        if not parts or not holder.entity or post.entity not in {"", holder.entity}:
            continue
        marks, thing, placed = _parted(post)
        if len(marks) > 1 or not thing or thing[0] in STAND_INS:
            continue
        if not _is_indefinite(post, claim):
            yield _Told(parts, holder, thing[:1], thing[1:], placed)


def _parted(thing: Argument) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The words up to its head, those behind it, and whether these tell a place."""
    placed = bool(_PLACED.search(thing.text))
    if thing.entity:
        return (thing.entity.lower(),), (), placed
    before = _BEHIND_HEAD.split(thing.text, maxsplit=1)[0].lower()
    terms = [t for t in dict.fromkeys(thing.terms) if t not in {*GENERIC, thing.head}]
    owned = {t for t in terms if f"{t}'s" in before or f"{t}’s" in before}
    marks = [t for t in terms if t in before and t not in owned]
    return (*marks, thing.head), tuple(t for t in terms if t not in marks), placed


def _is_definite(thing: Argument, claim: Claim) -> bool:
    if thing.entity and thing.entity in thing.text:
        return True
    if thing.head in PRONOUNS | STAND_INS or not thing.text:
        return False
    before, found, _ = claim.quote.partition(thing.text)
    own = _OWN_DETERMINER.match(thing.text)
    return bool(own or (found and _DETERMINED.search(before)))


def _is_singular(thing: Argument, claim: Claim) -> bool:
    """As in "filed a suit": told of for the first time."""
    before, found, _ = claim.quote.partition(thing.text or "\n")
    return bool(found) and before.lower().split()[-1:] in (["a"], ["an"])


def _is_indefinite(post: Argument, claim: Claim) -> bool:
    """One of several: "a leader", "one of the makers", "a former owner"."""
    before = claim.quote.lower().partition(post.head)[0].split()[-3:]
    return not {"a", "an", "one", "another", "some", "former", "of"}.isdisjoint(before)


def _behind(holder: Argument, claim: Claim) -> str:
    """What the claim says behind its name."""
    at = claim.quote.find(holder.entity)
    return claim.quote[at + len(holder.entity) :] if at >= 0 else ""


def _is_one_of_several(holder: Argument, claim: Claim) -> bool:
    after = _behind(holder, claim)
    return bool(_SEVERAL.match(after) or re.match(r",? and [A-Z]", after))


def _is_another_one(pair: Pair, one: _Told, other: _Told) -> bool:
    old, new = pair.held, pair.new
    if same_name(one.holder.entity, other.holder.entity) or may_lie_in(
        one.holder.entity, other.holder.entity
    ):
        return False
    if _is_told_of(one.holder, new) or _is_told_of(other.holder, old):
        return False
    if not _is_one_thing(one, other, pair) or not other.definite:
        return False
    if not one.definite and not (old.period.text and new.period.text):
        return False  # "a suit" of no day may be another one than "the suit"
    ours = tuple(own_words(old, new, _beside(one, old)))
    theirs = _beside(other, new)
    return not _left(theirs, (*ours, *one.which), pair.lexicon) and (
        len(_left(ours, (*theirs, *other.which), pair.lexicon)) <= 1
    )


def may_lie_in(one: str, other: str) -> bool:
    """Whether one is a land, or several, and the other may be a place there."""
    if {one, other} & WIDE_LANDS:
        return True
    return (one in LANDS) is not (other in LANDS)


def _is_told_of(holder: Argument, claim: Claim) -> bool:
    return holder.entity in claim.sentence or any(
        same_name(holder.entity, name) for name in claim.entities
    )


def _is_one_thing(one: _Told, other: _Told, pair: Pair) -> bool:
    """Of one head, told apart by no word before it nor by names behind it."""
    lexicon = pair.lexicon
    if not _meet(one.named[-1], other.named[-1], lexicon):
        return False
    marks = one.named[:-1], other.named[:-1]
    if _left(*marks, lexicon) or _left(*marks[::-1], lexicon):
        return False
    more = _left(other.which, one.which, lexicon)
    return not more or not (other.placed or _left(one.which, other.which, lexicon))


def _beside(told: _Told, claim: Claim) -> tuple[str, ...]:
    """Content words that tell neither of the holder nor of the thing."""
    aside = {*describing(told.holder, claim), *told.named, *told.which, claim.verb}
    quote = claim.quote.lower()
    return tuple(
        w
        for w in content(claim)
        # what a pronoun stands for restricts nothing
        if w not in aside and f"be {w}" not in SOLE_PARTS and w[:4] in quote
    )


def describing(holder: Argument, claim: Claim) -> frozenset[str]:
    """Its words, and those that tell more of who it is."""
    behind = _DESCRIBED.match(_behind(holder, claim))
    told = f"{holder.text} {behind[0] if behind else ''}".lower()
    own = {*holder.terms, holder.head, holder.entity.lower()}
    return frozenset(own.union(t for t in claim.terms if t in told))


def _left(
    some: tuple[str, ...], others: tuple[str, ...], lexicon: Lexicon
) -> list[str]:
    return [w for w in some if not any(_meet(w, o, lexicon) for o in others)]


def _meet(one: str, other: str, lexicon: Lexicon) -> bool:
    return is_kin(one, other, lexicon) or same_name(one, other)
