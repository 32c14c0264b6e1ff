"""What a quantity measures, from the words that govern it."""

from collections.abc import Iterator

from spacy.tokens import Token

from extractors.claims.quantities.words import (
    ROLE_ADJECTIVES,
    ROLE_NOUNS,
    ROLE_UNITS,
    ROLE_VERBS,
    UNITS,
)
from extractors.model import Quantity

_REACH = 6
_NOMINAL = frozenset({"NOUN", "PROPN"})
_TIMES = {name for name, (dimension, _, _) in UNITS.items() if dimension == "time"}


def role_of(
    token: Token, *, quantity: Quantity, noun: Token | None = None, end: int = 0
) -> str:
    """
    Name what the quantity at ``token`` measures: a role of ``roles.toml``.

    The closest word wins: what it counts with the verb of its clause ("killed 12
    people": deaths), the noun it describes ("a $5 billion fine"), the noun that it is
    "of" ("a loss of $5 billion") or "in" ("$5 billion in revenue"), the verb, its
    subject. An unknown measure is named by its noun, or empty.
    """
    adjective = _adjective_after(token, end)
    if adjective in ROLE_ADJECTIVES:
        return ROLE_ADJECTIVES[adjective]
    verb = _verb(token)
    if noun is not None:
        return _counted_role(noun, verb)
    nearest = ""
    for candidate in _nouns(token, verb):
        if role := _noun_role(candidate, quantity):
            return role
        nearest = nearest or candidate.lemma_.lower()
    if verb is not None and (role := ROLE_VERBS.get(verb.lemma_.lower(), "")):
        return role
    subject = _subject(verb)
    if subject is not None and (role := _noun_role(subject, quantity)):
        return role
    if quantity.unit in _TIMES:
        return "duration"
    return nearest


def _counted_role(noun: Token, verb: Token | None) -> str:
    name = noun.lemma_.lower()
    acts = verb.lemma_.lower() if verb is not None else ""
    by_unit = ROLE_UNITS.get(name, "")
    people = ROLE_VERBS.get(acts, "") if not by_unit or by_unit == "employees" else ""
    kept = {"deaths", "injuries", "arrests", "displaced", "layoffs", "employees"}
    kept |= {"attendance", "production", "deliveries", "exports", "imports", "cases"}
    return people if people in kept else by_unit or name


def _noun_role(noun: Token, quantity: Quantity) -> str:
    """The role of a noun, with the compound before it where that says more."""
    name = noun.lemma_.lower()
    if noun.i:
        pair = f"{noun.nbor(-1).lemma_.lower()} {name}"
        if pair in ROLE_NOUNS:
            return ROLE_NOUNS[pair]
    role = ROLE_NOUNS.get(name, "") or ROLE_NOUNS.get(noun.lower_, "")
    money_only = {"growth", "change", "lead"}
    if role in money_only and len(quantity.unit) == 3 and quantity.unit.isupper():
        inner = [
            ROLE_NOUNS[c.lemma_.lower()]
            for c in noun.lefts
            if c.lemma_.lower() in ROLE_NOUNS
        ]
        return inner[0] if inner else role
    return role


def _adjective_after(token: Token, end: int) -> str:
    for other in token.doc[token.i + 1 : token.i + _REACH]:
        if other.idx < end or other.text in {"-", "–"}:
            continue
        return other.lower_
    return ""


def _nouns(token: Token, verb: Token | None) -> Iterator[Token]:
    """Nouns that may name the measure, closest in meaning first."""
    for link in _climb(token):
        for child in link.children:
            if child.dep_ == "prep" and child.lower_ in {"in", "for", "as"}:
                if child.lower_ == "in":
                    yield from (c for c in child.children if c.pos_ == "NOUN")
        head = link.head
        if head is link:
            return
        if head.pos_ in _NOMINAL and head.i != link.i:
            yield head
        elif head.pos_ == "ADP":
            yield from _of(head)
            return
        elif head.pos_ in {"VERB", "AUX"}:
            return
    del verb


def _of(preposition: Token) -> Iterator[Token]:
    """The noun that a preposition hangs on: "a *loss* of", "a *stake* worth"."""
    head = preposition.head
    if head.pos_ in _NOMINAL:
        yield head
    elif head.pos_ in {"VERB", "AUX"} and preposition.lower_ in {
        "to",
        "at",
        "by",
        "from",
    }:
        subject = _subject(head)
        objects = [c for c in head.children if c.dep_ == "dobj"]
        yield from objects
        if subject is not None:
            yield subject


def _climb(token: Token) -> Iterator[Token]:
    """The token and its heads inside the number's own phrase."""
    for _ in range(_REACH):
        yield token
        inner = token.dep_ in {
            "nummod",
            "quantmod",
            "compound",
            "nmod",
            "amod",
            "npadvmod",
            "appos",
        }
        if not inner or token.head is token:
            return
        token = token.head


def _verb(token: Token) -> Token | None:
    for ancestor in token.ancestors:
        if ancestor.pos_ == "VERB" or ancestor.dep_ == "ROOT":
            return ancestor if ancestor.pos_ in {"VERB", "AUX"} else None
    return None


def _subject(verb: Token | None) -> Token | None:
    if verb is None:
        return None
    return next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
