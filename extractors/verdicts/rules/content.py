"""
The words of a claim that say what it is about, and how they stand to those of another.

Times, numbers and the relation itself are left out: their own rules compare them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from extractors.model import Argument, Claim
from extractors.verdicts.align import control
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.relation import (
    IN_FAVOUR,
    LIGHT,
    is_kin,
    is_part,
    kinship,
    makes_it_so,
    relation_words,
    takes_place,
)
from extractors.verdicts.rules.vocabulary import (
    GENERIC,
    PRONOUNS,
    STAND_INS,
    TIMES,
    UNIT_WORDS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

# an argument of these roles takes part; any other one restricts
CORE = frozenset({"subject", "object", "attribute", "complement"})
# words of one meaning in a run of text stand nearer than this
ALIKE = 0.62


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def content(claim: Claim) -> tuple[str, ...]:
    """The claim's content words without its verb, its times and its numbers."""
    noise = {w.lower() for w in re.findall(r"\w+", claim.period.text)}
    for quantity in claim.quantities:
        noise |= {w.lower() for w in re.findall(r"\w+", quantity.text)}
    noise |= {claim.verb, *claim.relation.split()}
    if claim.verb in LIGHT:
        sides = (a.head for a in claim.arguments if a.role == "in")
        noise |= {*relation_words(claim), *IN_FAVOUR.intersection(sides)}
    idle = {"part"} if is_part(claim) else {"place"} if takes_place(claim) else set()
    noise |= control(claim) | idle
    taking_part = [n.lower() for a in claim.arguments if (n := a.entity or a.owner)]
    heads = [
        a.head
        for a in claim.arguments
        if a.role in CORE
        and not a.entity
        and a.head.isalpha()
        and a.text
        and a.head not in PRONOUNS
        and a.head not in idle
        and (is_part(claim) or a.role != "attribute" or claim.verb not in LIGHT)
    ]
    speaker = claim.attribution.lower()
    noise |= set() if speaker in taking_part else {speaker}
    light = claim.verb in LIGHT and not takes_place(claim)
    is_told = not light or makes_it_so(claim) or is_part(claim)
    noise -= {*taking_part, *(h for h in heads if is_told)}
    return tuple(
        term
        for term in dict.fromkeys((*taking_part, *claim.terms, *heads))
        if term not in noise
        and term not in GENERIC
        and term not in TIMES
        and not term[:1].isdigit()
        and not (term.endswith("ly") and len(term) > 4)
        and not is_unit(term)
    )


def own_words(pair_side: Claim, other: Claim, words: tuple[str, ...]) -> list[str]:
    """
    Those of ``words`` that are no mere actor of ``pair_side``.

    A passive leaves its actor out, an active names it.
    """
    if any(a.role == "subject" for a in other.arguments):
        return list(words)
    actors = [a for a in pair_side.arguments if a.role == "subject"]
    said = words_naming(actors)
    return [w for w in words if w not in said]


def words_naming(some: Iterable[Argument]) -> set[str]:
    """The words that say who or what these are."""
    return {word for a in some for word in (*a.terms, a.head, a.entity.lower())}


def aside(argument: Argument, claim: Claim) -> str:
    """What stands between commas behind it: "Orel, *the largest owner*, sold it"."""
    behind = claim.quote.partition(argument.text)[2]
    between = behind.split(",", maxsplit=2)
    return between[1] if len(between) > 2 and not between[0].strip() else ""


def doer_words(claim: Claim) -> set[str]:
    """The words that name who does it."""
    return words_naming(a for a in claim.arguments if a.role == "subject")


def are_one_doer(old: Claim, new: Claim) -> bool:
    """Whether one side names a body that the other only calls "the operator"."""
    some, other = (
        [a for a in claim.arguments if a.role == "subject"] for claim in (old, new)
    )
    if len(some) != 1 or len(other) != 1:
        return False
    named, called = (some[0], other[0]) if some[0].entity else (other[0], some[0])
    bare = not called.entity and set(called.terms) <= {called.head}
    return bool(named.entity) and bare and called.head in STAND_INS


def likeness(one: str, other: str, names: set[str], lexicon: Lexicon) -> float:
    """How close two content words are; a name is close to nothing but itself."""
    if one == other:
        return 1.0
    if one in names or other in names:
        return 1.0 if one in names and other in names and same_name(one, other) else 0.0
    kin = kinship(one, other, lexicon)
    if kin:
        return kin
    if lexicon.likeness(one, other) >= ALIKE:
        return 0.5
    contrary = other in lexicon.kindred(one) and lexicon.are_antonyms(one, other)
    return 0.5 if contrary else 0.0


def unmatched(
    old: Claim, new: Claim, aside: AbstractSet[str], lexicon: Lexicon
) -> list[str]:
    """Content words of either side, but ``aside``, that the other does not have."""
    ours = [w for w in content(old) if w not in aside]
    theirs = [w for w in content(new) if w not in aside]
    return [
        *without_partner(ours, theirs, lexicon),
        *without_partner(theirs, ours, lexicon),
    ]


def without_partner(
    some: Iterable[str], others: Sequence[str], lexicon: Lexicon
) -> list[str]:
    """Those of ``some`` that none of ``others`` meets."""
    return [w for w in some if not any(meet(w, o, lexicon) for o in others)]


def meet(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether they are kin, or the same name."""
    return is_kin(one, other, lexicon) or same_name(one, other)


@lru_cache(maxsize=2 * REMEMBERED_CLAIMS)
def arguments(claim: Claim, role: str) -> tuple[Argument, ...]:
    """The subject, or the object; an attribute is what its copula says."""
    roles = {"subject"} if role == "subject" else {"object", "attribute"}
    if claim.verb in LIGHT:
        roles.discard("attribute")
    return tuple(
        a
        for a in claim.arguments
        if a.role in roles
        and not is_measure(a, claim)
        and (claim.verb, a.head) != ("take", "place")
    )


def is_unit(word: str) -> bool:
    """Whether the word only measures ("euro", "percent", "third")."""
    return word in UNIT_WORDS


def is_measure(argument: Argument, claim: Claim) -> bool:
    """Whether the argument is the number itself ("12 percent", "40 million euros")."""
    if is_unit(argument.head) or argument.head[:1].isdigit():
        return True
    texts = [q.text.lower() for q in claim.quantities]
    return any(argument.head == text.split()[-1] for text in texts if text)
