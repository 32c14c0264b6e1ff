"""What a quantity measures, from the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.claims.quantities.counted import is_value
from extractors.claims.quantities.words import (
    ROLE_ADJECTIVES,
    ROLE_DIMENSIONS,
    ROLE_NOUNS,
    ROLE_UNITS,
    ROLE_VERBS,
    UNITS,
    is_currency,
)
from extractors.model import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 6
_WH = frozenset({"WDT", "WP"})
# so large a bare figure at a verb of money is money: "valued at 27 billion"
_LARGE = 1e6
_NOMINAL = frozenset({"NOUN", "PROPN"})
_INNER = frozenset(
    {"nummod", "quantmod", "compound", "nmod", "amod", "npadvmod", "appos", "conj"}
)
_MEASURED_BY = frozenset({"to", "at", "by", "from", "of", "above", "below"})
# a verb says more of counted people than their noun: "killed 12 workers"
_ACTS = frozenset(
    {"deaths", "injuries", "arrests", "displaced", "layoffs", "employees", "cases"}
    | {"attendance", "production", "deliveries", "exports", "imports"}
)
_MOVES = frozenset({"growth", "change", "lead"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a quantity measures: its role, and the noun that tells it, if one does."""

    role: str
    noun: Token | None = None


def measure_of(
    token: Token,
    *,
    quantity: Quantity,
    noun: Token | None = None,
    start: int = 0,
    end: int = 0,
) -> Measure:
    """
    Name what the quantity at ``token`` measures: a role of ``roles.toml``.

    ``noun`` is what it counts, ``start:end`` its characters. The closest word wins:
    an adjective after it ("12 km long"), the noun it describes ("a $5 billion fine") or
    is of or in ("a loss of $5 billion"), the verb ("cost $5"), the verb's object and
    subject. An unknown measure is named by its noun or dimension, or empty.
    """
    adjective = _adjective_after(token, end)
    if adjective in ROLE_ADJECTIVES:
        return Measure(ROLE_ADJECTIVES[adjective])
    verb = governing_verb(token)
    if noun is not None:
        return Measure(_counted_role(noun, verb), noun)
    nearest: Token | None = None
    # a bare figure at a verb is a time or a label unless the verb gives values
    given = verb if quantity.unit or is_value(token) else None
    for candidate in _nouns(token, given, start, end):
        if role := _noun_role(candidate, quantity):
            return Measure(role, candidate)
        if not quantity.unit or candidate.head != verb or candidate.is_ancestor(token):
            nearest = nearest or candidate
    if role := _verb_role(verb, quantity):
        return Measure(role, nearest)
    if quantity.unit == "percent" and (nearest or _of_something(token, end)):
        return Measure("share", nearest)
    for candidate in _arguments(verb, start, end):
        if role := _noun_role(candidate, quantity) or _kind_role(candidate):
            return Measure(role, candidate)
    role = _dimension_role(quantity.unit, token)
    return Measure(role or (nearest.lemma_.lower() if nearest else ""), nearest)


def _counted_role(noun: Token, verb: Token | None) -> str:
    name = noun.lemma_.lower()
    of = noun.head
    if of.lower_ == "of" and of.head.lemma_.lower() in ROLE_NOUNS:
        return ROLE_NOUNS[of.head.lemma_.lower()]
    by_unit = ROLE_UNITS.get(name, "")
    act = _act(verb)
    told = (_act(c) for c in noun.rights if c.dep_ in {"acl", "relcl"})
    acts = (act, *told) if not by_unit or by_unit == "employees" else ()
    return next((a for a in acts if a in _ACTS), by_unit or name)


def _verb_role(verb: Token | None, quantity: Quantity) -> str:
    role = _act(verb)
    wanted, dimension = ROLE_DIMENSIONS.get(role, ""), _dimension(quantity.unit)
    if not quantity.unit and (quantity.high or 0) >= _LARGE:
        dimension = "money"
    if dimension == "time" or wanted:
        return role if wanted == dimension else ""
    return role


def _act(verb: Token | None) -> str:
    """The role of a verb; "fined" is lemmatised as an adjective or worse at times."""
    if verb is None:
        return ""
    stems = (verb.lemma_.lower(), verb.lower_.removesuffix("d"))
    return next((ROLE_VERBS[stem] for stem in stems if stem in ROLE_VERBS), "")


def _dimension(unit: str) -> str:
    if unit in UNITS:
        return UNITS[unit][0]
    return "money" if is_currency(unit) else ""


def _kind_role(noun: Token) -> str:
    """The role that a compound tells: "the *wage* floor", "the *debt* pile"."""
    kinds = (c.lemma_.lower() for c in noun.lefts if c.dep_ == "compound")
    return next((ROLE_NOUNS[kind] for kind in kinds if kind in ROLE_NOUNS), "")


def _dimension_role(unit: str, token: Token) -> str:
    dimension = UNITS[unit][0] if unit in UNITS else ""
    if dimension == "angle" and not _turns(token):
        return "temperature"
    return {"time": "duration", "mass": "weight"}.get(dimension, dimension)


def _turns(token: Token) -> bool:
    """Whether the sentence speaks of angles: bare degrees are of temperature else."""
    return any(
        "angle" in {ROLE_NOUNS.get(t.lemma_.lower()), ROLE_VERBS.get(t.lemma_.lower())}
        for t in token.sent
    )


def _noun_role(noun: Token, quantity: Quantity) -> str:
    """The role of a noun, with the compound before it where that says more."""
    name = noun.lemma_.lower()
    if noun.i:
        pair = f"{noun.nbor(-1).lemma_.lower()} {name}"
        if pair in ROLE_NOUNS:
            return ROLE_NOUNS[pair]
    role = ROLE_NOUNS.get(name, "") or ROLE_NOUNS.get(noun.lower_, "")
    if role == "share" and _dimension(quantity.unit) == "money":
        return "price"
    if role in _MOVES and _dimension(quantity.unit) == "money":
        lefts = (child.lemma_.lower() for child in noun.lefts)
        return next((ROLE_NOUNS[left] for left in lefts if left in ROLE_NOUNS), role)
    return role


def _adjective_after(token: Token, end: int) -> str:
    for other in token.doc[token.i + 1 : token.i + _REACH]:
        if other.idx >= end and other.text not in {"-", "–"}:
            return other.lower_
    return ""


def _of_something(token: Token, end: int) -> bool:
    return _adjective_after(token, end) in {"of", "the", "its", "their", "all"}


def _nouns(token: Token, verb: Token | None, start: int, end: int) -> Iterator[Token]:
    """Nouns that may name the measure, closest in meaning first."""
    for link in _climb(token, start, end):
        for child in link.children:
            if child.dep_ == "prep" and child.lower_ == "in":
                yield from (c for c in child.children if c.pos_ == "NOUN")
        head = link.head
        if head.pos_ == "ADP" and head.lower_ in _MEASURED_BY:
            if head.head.pos_ in _NOMINAL and not start <= head.head.idx < end:
                yield head.head
            elif head.head == verb:
                yield from _arguments(verb, start, end)
            return
        if head.pos_ in _NOMINAL and not start <= head.idx < end:
            yield head


def _climb(token: Token, start: int, end: int) -> Iterator[Token]:
    """The token and its heads inside the number's own phrase."""
    for _ in range(_REACH):
        yield token
        inside = start <= token.head.idx < end
        if token.head is token or not (inside or token.dep_ in _INNER):
            return
        token = token.head


def governing_verb(token: Token) -> Token | None:
    """The verb that the token depends on, however far up."""
    if token.pos_ == "VERB":
        return token
    for ancestor in token.ancestors:
        if ancestor.pos_ == "VERB" or ancestor.dep_ == "ROOT":
            return ancestor if ancestor.pos_ in {"VERB", "AUX"} else None
    return None


def _arguments(verb: Token | None, start: int, end: int) -> Iterator[Token]:
    """Object, then subject of the verb, outside the quantity itself."""
    children = [] if verb is None else list(verb.children)
    for labels in ({"dobj"}, {"nsubj", "nsubjpass"}):
        for child in children:
            if child.dep_ in labels and not start <= child.idx < end:
                relative = child.head.dep_ == "relcl"
                yield child.head.head if relative and child.tag_ in _WH else child
