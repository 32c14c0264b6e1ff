"""Whom a pronoun cannot mean, and whom it must: by the grammar of its own clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.participants import subjects_of
from extractors.claims.referents import CALLED

if TYPE_CHECKING:
    from spacy.tokens import Token

_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_OBJECTS = frozenset({"dobj", "dative", "pobj", "nsubjpass"})
# after them a plain pronoun may be the subject: "she has a bag with her"
_AROUND = frozenset(
    {"with", "around", "behind", "before", "near", "under", "beside", "above", "below"}
)


def is_reflexive(token: Token) -> bool:
    """As "himself"."""
    return token.lower_ in _REFLEXIVE


def stressed(token: Token) -> Token | None:
    """As in "the airline itself": the noun that the reflexive stands behind."""
    before = token.doc[token.i - 1] if token.i > token.sent.start else None
    if before is None or before.pos_ not in {"NOUN", "PROPN"}:
        return None
    person = before.pos_ == "PROPN" or before.lemma_.lower() in CALLED
    if before not in {token.head, *token.children}:
        return None
    return before if person or token.lower_ not in {"himself", "herself"} else None


def doers(token: Token) -> list[Token]:
    """Who does what is done to the pronoun: "they" of "they trust him", else none."""
    if token.dep_ not in _OBJECTS:
        return []
    head = token.head
    if head.pos_ == "ADP":
        if head.lower_ in _AROUND:
            return []
        head = head.head
    if head.pos_ not in {"VERB", "AUX"}:
        return []
    return [t for t in subjects_of(head, (head,)) if t != token]


def relative_noun(token: Token) -> Token | None:
    """As "who" of "Orel, who ...": the noun that the clause is about."""
    if token.tag_ not in {"WP", "WDT"} or token.head.dep_ != "relcl":
        return None
    return token.head.head
