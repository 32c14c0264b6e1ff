"""
By which words a claim may be the opposite of another: what it makes of its matter.

Mostly those of its relation. Who calls a thing fair or useless praises or faults it;
what is in force, in custody or out of order is so by its phrase; who is allowed or
asked to do a thing is told by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractors.claims.quantities.words import CURRENCIES
from extractors.model import Argument, Claim
from extractors.verdicts.rules.content import CORE
from extractors.verdicts.rules.relation import LIGHT, relation_words
from extractors.verdicts.rules.vocabulary import (
    BAD,
    DRAWING,
    GOOD,
    IDIOMS,
    JUDGING,
    MAKING,
    MEETING,
    OPINION,
    OPPOSED,
    REVIEW,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

# shorter words in -ly are seldom of manner: "only", "fly"
_LONG = 5
_PRAISE, _FAULT = "praise", "criticise"
# verbs that say no more than where something is or goes
_PLACING = LIGHT | {"go", "come", "stand", "lie", "put", "keep", "hold", "bring"}
# what is so by a preposition and its noun, whatever the verb: "runs on time"
_PHRASES = frozenset(word for pair in OPPOSED for word in pair if " " in word)
_CONTRARY = ("un", "in", "im", "ir", "dis")


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def sides(claim: Claim) -> tuple[str, ...]:
    """The words that an opposite is looked for."""
    found = tuple(_instead(claim))
    words = found or (*relation_words(claim), *_beside(claim))
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def manners(claim: Claim) -> tuple[str, ...]:
    """The adjectives of its adverbs: how it is done."""
    return tuple(each for term in claim.terms for each in _adjectives(term))


def _adjectives(adverb: str) -> tuple[str, ...]:
    if adverb in {"early", "late"}:
        return (adverb,)
    if not adverb.endswith("ly") or len(adverb) < _LONG:
        return ()
    if adverb.endswith("ily"):
        return (f"{adverb[:-3]}y",)
    return (adverb[:-2], f"{adverb[:-1]}e")


def _instead(claim: Claim) -> Iterator[str]:
    """Words that say better than the verb what is done."""
    above, _, done = claim.verb.rpartition(" to ")
    if above in MAKING:
        yield done
    for argument in claim.arguments:
        head = argument.head
        if (claim.verb, head) in IDIOMS:
            yield IDIOMS[claim.verb, head]
        elif (claim.verb, argument.role) in MEETING:
            yield head
        elif head == "full" and argument.role == "attribute":
            # "full of scorn"
            yield from argument.terms[1:2]
        elif _is_judged(argument, claim) and (verdict := _verdict(argument)):
            yield from (verdict, head)
        elif claim.verb in DRAWING:
            yield from _drawn(argument)


def _drawn(argument: Argument) -> Iterator[str]:
    """As in "drew criticism", "got poor reviews"."""
    if argument.head in OPINION:
        yield argument.head
    elif argument.head in REVIEW and not GOOD.isdisjoint(argument.terms):
        yield _PRAISE
    elif argument.head in REVIEW and not BAD.isdisjoint(argument.terms):
        yield _FAULT


def _beside(claim: Claim) -> Iterator[str]:
    """Words that say with the verb what is so."""
    for argument in claim.arguments:
        phrase = f"{argument.role} {argument.head}"
        if argument.role == "attribute":
            yield from (*_state(argument), f"{claim.verb} {argument.head}")
        elif _is_judged(argument, claim):
            yield argument.head
        elif phrase in _PHRASES or (
            claim.verb in _PLACING and argument.role not in CORE
        ):
            yield phrase


def _state(attribute: Argument) -> Iterator[str]:
    """What a thing is, goes or is left: "unfinished", "eight euros", "useless"."""
    if attribute.head in CURRENCIES:
        yield "cost"
    elif verdict := _verdict(attribute):
        yield verdict
    yield attribute.head
    if attribute.text.isalpha():
        # the form, where the lemma of a participle hides it: "unfinished"
        yield attribute.text.lower()


def _is_judged(argument: Argument, claim: Claim) -> bool:
    """Whether it is what a thing is called or found."""
    return claim.verb in JUDGING and argument.role in {"attribute", "as"}


def _verdict(argument: Argument) -> str:
    """Whether it is praise ("reasonable") or not ("useless", "too slow")."""
    head = argument.head
    if head in BAD or f" {argument.text.lower()}".startswith(" too "):
        return _FAULT
    if head in GOOD:
        return _PRAISE
    bare = next((head.removeprefix(p) for p in _CONTRARY if head.startswith(p)), "")
    return _FAULT if bare in GOOD else ""
