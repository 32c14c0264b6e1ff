"""
Who is told to have a part in a thing that only one has.

"Orel makes the valves" and "the valves come from Orel" tell of one part; so do "Lind
leads the inquiry" and "the leader of the inquiry, Lind".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.model import Argument, Claim
from extractors.verdicts.rules.exclusivity import EXCLUSIVE
from extractors.verdicts.rules.nations import origin
from extractors.verdicts.rules.pair import negated
from extractors.verdicts.rules.participants import behind, first, has_article, unowned
from extractors.verdicts.rules.vocabulary import (
    AWARDS,
    CHAIRED,
    CHOOSY,
    DEMONYMS,
    GENERIC,
    PRONOUNS,
    PUBLIC_BODIES,
    SOLE_PARTS,
    SOLE_THINGS,
    STAND_INS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

_DETERMINED = re.compile(
    r"(?:\b(?:the|this|that|these|those|its|his|her|their|our|my)|['’]s|s['’])"
    r"(?: (?:first|second|third|fourth|fifth|same|whole|entire))?\s*$",
    re.IGNORECASE,
)
_OWN_DETERMINER = re.compile(
    r"(?:the|this|these|its|his|her|their|our|my|\S+['’]s|\S+s['’])\s", re.IGNORECASE
)
_BEHIND_HEAD = re.compile(r"\s(?:of|in|for|at|from|on|to|behind|with|against)\s")
_BEHIND_THING = re.compile(
    r",|\s(?:of|in|for|at|from|on|to|under|behind|with|against)\s"
)
_LONE = frozenset({"the", "a", "its", "their", "his", "her", "our", *EXCLUSIVE})
_LYING_IN = re.compile(
    r"\s(?:(?:to be|now|newly|already|being) )*"
    r"(?:built|planned|located|situated|opened|leased|rented)"
    r" (?:in|at|near) ([^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)*)"
)
_PLACED = re.compile(r"\s(?:in|at|on|near|outside)\s")
_SEVERAL = re.compile(r"^ ?(?:and|or|,? as well as|together with|along with|/) ?\w")
_OWNER_END = re.compile(r"[,;.]|\s(?:of|from|in|which|that|since|and)\s")
# "the repairs are paid for by Orel"
_STRANDED = re.compile(r"\w (for|after|over) (?:\w+ly )?by\b")
_AT_HEAD = frozenset({"head", "helm", "top"})
_SITES = frozenset({"in", "at", "with"})


@dataclass(frozen=True, slots=True)
class Told:
    """Who has which parts; in what, by its words up to the head and those behind it."""

    parts: frozenset[int]
    holder: Argument
    named: tuple[str, ...]
    which: tuple[str, ...]
    # "the trial in Spain" may be one of several, "the trial of the drug" is not
    placed: bool
    definite: bool = True


def sole_parts(claim: Claim) -> frozenset[int]:
    """The parts, by their numbers, that it says somebody of a name has alone."""
    return frozenset[int]().union(*(told.parts for told in told_parts(claim)))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def told_parts(claim: Claim) -> tuple[Told, ...]:
    """The parts that it says somebody of a name has in some one thing."""
    if negated(claim) or any(a.role == "and" for a in claim.arguments):
        return ()
    found = (*_by_deeds(claim), *_by_posts(claim))
    return tuple(each for each in found if not _is_one_of_several(each.holder, claim))


def _by_deeds(claim: Claim) -> Iterator[Told]:
    """As in "Orel leads the inquiry", "the valves come from Orel"."""
    acted, subject = first(claim, "object"), first(claim, "subject")
    verb, governed = _governing(claim)
    for said in claim.arguments:
        parts = SOLE_PARTS.get(f"{verb} {said.role}")
        argument = _site(said, claim) if said.role in _SITES else _named(said, claim)
        thing = governed if argument.role == "subject" else acted or subject
        if not parts or not _is_known(argument, claim) or thing is None:
            continue
        if verb in CHOOSY and (verb, thing.head) not in SOLE_THINGS:
            continue
        if argument.role == "to" and claim.verb == "go" and thing.head not in AWARDS:
            continue
        if verb == "start" and (acted is None or not acted.entity):
            continue
        definite = _is_definite(thing, claim)
        # "filed a suit": told of for the first time
        if definite or has_article(thing, claim.quote):
            parts |= _chairing(verb, thing.head)
            yield Told(parts, argument, *_parted(thing), definite=definite)


def _is_known(holder: Argument, claim: Claim) -> bool:
    """Whether it tells a name, or where one without a name comes from."""
    return bool(holder.entity or origin(holder, claim))


def _governing(claim: Claim) -> tuple[str, Argument | None]:
    """The verb and what it is done to, which may stand behind its preposition."""
    acted = first(claim, "object")
    if acted is not None:
        left = _STRANDED.search(claim.quote) if "passive" in claim.cues else None
        phrase = f"{claim.verb} {left[1]}" if left else ""
        return (phrase if f"{phrase} subject" in SOLE_PARTS else claim.verb), acted
    for argument in claim.arguments:
        if f"{claim.verb} {argument.role} subject" in SOLE_PARTS:
            return f"{claim.verb} {argument.role}", argument
    return claim.verb, None


def _chairing(lead: str, thing: str) -> frozenset[int]:
    """Who is at the head of a board is its chairman."""
    chairs = lead in {"head", "lead", "leader"} and thing in CHAIRED
    return SOLE_PARTS["chair subject"] if chairs else frozenset()


def _named(said: Argument, claim: Claim) -> Argument:
    """A public body that is told by its noun alone bears that for a name."""
    body = _body(said.text.partition(" of ")[0])
    if said.entity or said.head in PRONOUNS or not body:
        return said
    before, found, after = claim.quote.partition(said.text)
    definite = f"{before}{said.text}".lower().endswith(f"the {said.text.lower()}")
    joined = _SEVERAL.match(after) or before.lower().endswith((" and the ", " or the "))
    if not (found and definite) or joined:
        return said
    return replace(said, entity=body)


def _body(phrase: str) -> str:
    """As in "the regional government": the region."""
    words = phrase.lower().split()
    if not words or words[-1] not in PUBLIC_BODIES:
        return ""
    stems = {"regional": "region", "provincial": "region", "municipal": "city"}
    smaller = (stems.get(w) or PUBLIC_BODIES.get(w, "") for w in words[:-1])
    return next(filter(None, smaller), PUBLIC_BODIES[words[-1]])


def _owner(had: Argument, claim: Claim) -> Argument:
    """Who is named behind "of", or the body there: "of the Tarn family from Linz"."""
    behind_of = re.split(rf"\b{had.head}s? of ", claim.quote, maxsplit=1)[-1]
    phrase = _OWNER_END.split(behind_of, maxsplit=1)[0].strip()
    names = (n for n in claim.entities if n not in DEMONYMS)
    ends = (n for n in names if phrase.endswith((n, f"{n} family")))
    name = _body(phrase) or next(ends, "")
    return replace(had, role="of", entity=name, text=phrase if name else behind_of)


def _site(said: Argument, claim: Claim) -> Argument:
    """Whose name is the place's: "at its works (to be built) in Kolin" is in Kolin."""
    _, _, after = claim.sentence.partition(f" {said.text}")
    if (lying := _LYING_IN.match(after)) and not said.entity:
        return replace(said, entity=lying[1], terms=(*said.terms, lying[1].lower()))
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


def _by_posts(claim: Claim) -> Iterator[Told]:
    """As in "Orel is the leader of the inquiry", "its leader, Orel"."""
    if claim.verb != "be":
        return
    subject, said = first(claim, "subject"), first(claim, "attribute")
    at = first(claim, "at")
    sides = []
    yield from _by_possession(claim, subject, (said, first(claim, "in")))
    if subject and said:
        named = _named(subject, claim), _named(said, claim)
        sides = [named, named[::-1]]
    if at and at.head in _AT_HEAD and (leader := said or subject):
        sides.append((leader, at))
    for holder, post in sides:
        office = "head" if post is at else post.head
        parts = SOLE_PARTS.get(f"be {office}")
        if (
            not parts
            or not _is_known(holder, claim)
            or post.entity not in {"", holder.entity}
        ):
            continue
        if _is_indefinite(post, claim):
            continue
        if behind_it := _behind_post(post):
            parts |= _chairing(office, behind_it[0][-1])
            yield Told(parts, holder, *behind_it)
            continue
        marks, thing, placed = _parted(post)
        if len(marks) == 1 and thing and thing[0] not in STAND_INS:
            yield Told(parts, holder, thing[:1], thing[1:], placed)


def _by_possession(
    claim: Claim, thing: Argument | None, had: Iterable[Argument | None]
) -> Iterator[Told]:
    """As in "the works are the property of Orel", "are in the hands of Orel"."""
    if thing is None or not _is_definite(thing, claim):
        return
    for noun in filter(None, had):
        parts = SOLE_PARTS.get(f"be {noun.head} of")
        holder = _owner(noun, claim)
        if parts and _is_known(holder, claim):
            yield Told(parts, holder, *_parted(thing))


def _behind_post(
    post: Argument,
) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    """As in "the sole supplier of Orel's long ropes": the ropes, up to their head."""
    before, of, thing = post.text.partition(" of ")
    if not of or any(w not in _LONE for w in before.lower().split()[:-1]):
        return None
    phrase = _BEHIND_THING.split(thing, maxsplit=1)[0]
    own = unowned(phrase)
    terms = [t for t in dict.fromkeys(post.terms) if t not in {*GENERIC, post.head}]
    # a lemma and its word begin alike
    named = [t for t in terms if any(w.startswith(t[:4]) for w in own.split())]
    if not named or STAND_INS.issuperset(named) or not own[:1].islower():
        return None
    which = tuple(t for t in terms if t not in {*named, *before.lower().split()})
    return tuple(named), which, bool(_PLACED.search(thing))


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
    named = (f"{thing.text} {thing.entity}", f"{thing.text}, {thing.entity}")
    if thing.entity and (
        thing.entity in thing.text or any(name in claim.quote for name in named)
    ):
        return True
    if thing.head in PRONOUNS or not thing.text or _stands_in(thing, claim):
        return False
    if thing.text not in claim.sentence:
        return True  # what a pronoun stands for
    # "the bell is cast in Linz and tuned in Graz"
    told = claim.quote if thing.text in claim.quote else claim.sentence
    before, found, _ = told.partition(thing.text)
    own = _OWN_DETERMINER.match(thing.text)
    return bool(own or (found and _DETERMINED.search(before)))


def _stands_in(thing: Argument, claim: Claim) -> bool:
    """As in "the firm", "the German firm": whichever; but "the supervisory board"."""
    own = {w for w in thing.terms if w in thing.text} - {thing.head}
    national = any(name in thing.text for name in claim.entities)
    return thing.head in STAND_INS and (national or not own)


def _is_indefinite(post: Argument, claim: Claim) -> bool:
    """One of several: "a leader", "one of the makers", "a former owner"."""
    before = claim.quote.lower().partition(post.head)[0].split()[-3:]
    return not {"a", "an", "one", "another", "some", "former", "of"}.isdisjoint(before)


def _is_one_of_several(holder: Argument, claim: Claim) -> bool:
    after = behind(holder, claim)
    return bool(_SEVERAL.match(after) or re.match(r",? and [A-Z]", after))
