"""When a sum is somebody's pay: "a nurse earns 40,000 euros"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.quantities.counted import subject_of
from extractors.claims.quantities.words import EARNERS, PERSONS

if TYPE_CHECKING:
    from spacy.tokens import Token

PEOPLE = PERSONS | {"people"}
_PRONOUNS = frozenset({"he", "she", "who"})


def is_pay(verb: Token | None, *, rated: bool) -> bool:
    """
    Whether the sum beside ``verb`` is the wage of a person.

    As in "a nurse earns 40,000 euros" and, ``rated``, "guards are paid 90 dollars a
    day".
    """
    if verb is None:
        return False
    stem = verb.lemma_.lower()
    known = EARNERS["earners"] | (EARNERS["paid"] if rated else frozenset())
    subject = subject_of(verb)
    if stem not in known or subject is None:
        return False
    if stem == "pay" and subject.dep_ != "nsubjpass":
        return any(c.dep_ == "dative" and _is_person(c) for c in verb.children)
    return _is_person(subject)


def _is_person(token: Token) -> bool:
    named = token.ent_type_ == "PERSON" or token.lower_ in _PRONOUNS
    return named or token.lemma_.lower() in PEOPLE
