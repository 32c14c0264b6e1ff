"""What a quantity measures, from the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.claims.quantities.counted import is_value
from extractors.claims.quantities.dimensions import (
    dimension_of,
    fits,
    role_by_dimension,
    top,
)
from extractors.claims.quantities.wages import PEOPLE, is_pay
from extractors.claims.quantities.words import (
    CHANGES,
    ROLE_ADJECTIVES,
    ROLE_DIMENSIONS,
    ROLE_NOUNS,
    ROLE_UNITS,
    ROLE_VERBS,
)
from extractors.model import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 6
_WH = frozenset({"WDT", "WP"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_INNER = frozenset(
    {"nummod", "quantmod", "compound", "nmod", "amod", "npadvmod", "appos", "conj"}
)
_MEASURED_BY = frozenset({"to", "at", "by", "from", "of", "above", "below"})
# a verb says more of counted people than their noun: "killed 12 workers"
_ACTS = frozenset(
    {"deaths", "injuries", "arrests", "displaced", "layoffs", "employees", "cases"}
    | {"attendance", "production", "deliveries", "exports", "imports"}
    | {"population", "places"}
)
_ENDS = frozenset({"to", "from"})
_MOVES = frozenset({"growth", "change", "lead"})
# only of people: an engine is fired, but not dismissed
_STAFF = frozenset({"layoffs", "employees"})
# the groups that people are in, by what stands before them
_AFFECTED = frozenset({"deaths", "injuries", "missing", "displaced"})
_GROUPS = {
    "on": frozenset({"employees"}),
    "in": frozenset({"employees"}),
    "among": _AFFECTED,
}
_IN_SUMS = CHANGES["in_sums"]
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PHRASED = frozenset({"prt", "dobj", "advmod"})


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
    described = ROLE_ADJECTIVES.get(_adjective_after(token, end), "")
    if described and fits(described, quantity):
        return Measure(described)
    verb = governing_verb(token)
    if noun is not None:
        return Measure(_counted_role(noun, verb, token), noun)
    nearest: Token | None = None
    # a bare figure at a verb is a time or a label unless the verb gives values
    given = verb if quantity.unit or is_value(token) else None
    for candidate in _nouns(token, given, start, end):
        if role := _noun_role(candidate, quantity):
            return Measure(role, candidate)
        if not quantity.unit or candidate.head != verb or candidate.is_ancestor(token):
            nearest = nearest or candidate
    verb = _asked(verb, nearest, token)
    worth = _is_worth(token, start, end) and fits("valuation", quantity)
    if role := "valuation" if worth else _verb_role(verb, token, quantity):
        return Measure(role, nearest)
    if part := _part(verb, token, quantity, nearest, (start, end)):
        return Measure(part, nearest)
    for candidate in _arguments(verb, start, end):
        role = _noun_role(candidate, quantity) or _kind_role(candidate, quantity)
        if role:
            return Measure(role, candidate)
    role = role_by_dimension(quantity.unit, token)
    return Measure(role or (nearest.lemma_.lower() if nearest else ""), nearest)


def _is_worth(token: Token, start: int, end: int) -> bool:
    """As in "steel worth 3 million euros", whatever is done with the steel."""
    return any(
        link.head.lower_ == "worth" or any(c.lower_ == "worth" for c in link.lefts)
        for link in _climb(token, start, end)
    )


def _part(
    verb: Token | None,
    token: Token,
    quantity: Quantity,
    nearest: Token | None,
    span: tuple[int, int],
) -> str:
    """Of a percentage, whether it is a stake or a share of anything else."""
    if quantity.unit == "percent" and _is_owned(verb, token):
        return "stake"
    return "share" if _is_share(token, quantity, nearest, *span) else ""


def _is_owned(verb: Token | None, token: Token) -> bool:
    """Whether it is a part of a body: "holds 11 percent", "controls 60% of Orel"."""
    figure = top(token)
    owned = verb is not None and verb.lemma_.lower() in CHANGES["owning"]
    if not owned or figure.dep_ != "dobj" or figure.head != verb:
        return False
    parts = (c for c in figure.rights if c.dep_ == "prep" and c.lower_ == "of")
    wholes = [c for of in parts for c in of.children if c.dep_ == "pobj"]
    return not any(
        w.pos_ == "NOUN" and w.lemma_.lower() not in CHANGES["owned"] for w in wholes
    )


def _is_share(
    token: Token, quantity: Quantity, nearest: Token | None, start: int, end: int
) -> bool:
    """Whether a percentage is of a whole, whatever it is."""
    backed = any(link.head.lower_ == "with" for link in _climb(token, start, end))
    of = nearest is not None or backed or _of_something(token, end)
    return of and quantity.unit == "percent"


def _asked(verb: Token | None, noun: Token | None, token: Token) -> Token | None:
    """The verb, unless the figure is a noun's own: "saved by a gift of 3 million"."""
    if noun is None or noun.lemma_.lower() in CHANGES["counts"]:
        return verb
    own = any(c.lower_ == "of" and c.is_ancestor(token) for c in noun.rights)
    return None if own else verb


def _counted_role(noun: Token, verb: Token | None, token: Token) -> str:
    name = noun.lemma_.lower()
    above, of = noun.head.head.lemma_.lower(), noun.head.lower_
    if of == "of" and above in ROLE_NOUNS:
        return ROLE_NOUNS[above]
    if role := ROLE_NOUNS.get(f"{above} {of}", ""):
        # "room for 300 people"
        return role
    by_unit = ROLE_UNITS.get(name, "")
    person = name in PEOPLE or by_unit in _STAFF
    group = _group(noun, verb)
    if group and (person or group not in _STAFF):
        return group
    told = (_act(c, c) for c in noun.rights if c.dep_ in {"acl", "relcl"})
    open_ = not by_unit or by_unit == "employees"
    acts = (_act(verb, token), *told) if open_ else ()
    meant = (a for a in acts if a in _ACTS and (person or a not in _STAFF))
    return next(meant, by_unit or ROLE_ADJECTIVES.get(name) or name)


def _group(noun: Token, verb: Token | None) -> str:
    """The role of "has 900 people on its payroll", of "six children among the dead"."""
    told = (
        (prep.lower_, group.lemma_.lower())
        for holder in (noun, *([verb] if verb is not None else []))
        for prep in holder.rights
        if prep.dep_ == "prep" and prep.lower_ in _GROUPS
        for group in prep.children
    )
    roles = ((of, ROLE_NOUNS.get(g) or ROLE_ADJECTIVES.get(g, "")) for of, g in told)
    return next((role for of, role in roles if role in _GROUPS[of]), "")


def _verb_role(verb: Token | None, token: Token, quantity: Quantity) -> str:
    if dimension_of(quantity) == "money" and is_pay(verb, rated=bool(quantity.per)):
        return "salary"
    role = _act(verb, token)
    if _is_end(verb, token) or (role == "takeover" and quantity.per):
        # "raised to 3 million" raises no funds; what is bought again and again is no
        # takeover
        return ""
    wanted, dimension = ROLE_DIMENSIONS.get(role, ""), dimension_of(quantity)
    if wanted == "count":
        return "" if dimension else role
    if dimension == "time" or wanted:
        return role if wanted == dimension else ""
    return role if fits(role, quantity) else ""


def _is_end(verb: Token | None, token: Token) -> bool:
    """Whether the figure is where something is moved to, whatever that is."""
    to = top(token).head
    moved = verb is not None and verb.lemma_.lower() in CHANGES["moves"]
    return moved and to.head == verb and to.dep_ == "prep" and to.lower_ in _ENDS


def _act(verb: Token | None, token: Token) -> str:
    """
    The role of a verb by itself or with its particle, or the number's preposition.

    "fined" is lemmatised as an adjective or worse at times.
    """
    if verb is None:
        return ""
    after = [
        c.lower_
        for c in verb.rights
        if c.dep_ in _PHRASED or (c.dep_ == "prep" and c.is_ancestor(token))
    ]
    if verb.i + 1 < len(verb.doc):
        after.append(verb.nbor().lower_)
    stems = (verb.lemma_.lower(), verb.lower_.removesuffix("d"))
    phrases = (f"{stem} {word}" for stem in stems for word in after)
    return next((ROLE_VERBS[p] for p in (*phrases, *stems) if p in ROLE_VERBS), "")


def _kind_role(noun: Token, quantity: Quantity) -> str:
    """The role that a compound tells: "the *wage* floor", "the *debt* pile"."""
    kinds = (c.lemma_.lower() for c in noun.lefts if c.dep_ == "compound")
    roles = (ROLE_NOUNS[kind] for kind in kinds if kind in ROLE_NOUNS)
    return next((role for role in roles if fits(role, quantity)), "")


def _is_means(noun: Token) -> bool:
    """What a sum is paid in is not what it is for: "3 million in bitcoin"."""
    return noun.lemma_.lower() in CHANGES["means"]


def _noun_role(noun: Token, quantity: Quantity) -> str:
    """The role of a noun, with the compound before it where that says more."""
    name = noun.lemma_.lower()
    if noun.i:
        pair = f"{noun.nbor(-1).lemma_.lower()} {name}"
        if pair in ROLE_NOUNS:
            return ROLE_NOUNS[pair]
    # "damages" are not damage
    role = ROLE_NOUNS.get(noun.lower_, "") or ROLE_NOUNS.get(name, "")
    if role == "share" and dimension_of(quantity) == "money":
        return "price"
    if role in _MOVES and dimension_of(quantity) == "money":
        lefts = (child.lemma_.lower() for child in noun.lefts)
        return next((ROLE_NOUNS[left] for left in lefts if left in ROLE_NOUNS), role)
    return role if role and fits(role, quantity) else ""


def _adjective_after(token: Token, end: int) -> str:
    for other in token.doc[token.i + 1 : token.i + _REACH]:
        if other.idx >= end and other.text not in {"-", "–"}:
            return other.lower_
    return ""


def _of_something(token: Token, end: int) -> bool:
    return _adjective_after(token, end) in {"of", "the", "its", "their", "all"}


def _nouns(token: Token, verb: Token | None, start: int, end: int) -> Iterator[Token]:
    """Nouns that may name the measure, closest in meaning first."""
    if (purpose := _purpose(token, end)) is not None:
        yield purpose
    for link in _climb(token, start, end):
        for child in link.children:
            if child.dep_ == "prep" and child.lower_ == "in":
                nouns = (c for c in child.children if c.pos_ == "NOUN")
                yield from (noun for noun in nouns if not _is_means(noun))
        head = link.head
        if head.pos_ == "ADP" and head.lower_ in _MEASURED_BY:
            if head.head.pos_ in _NOMINAL and not start <= head.head.idx < end:
                yield head.head
            elif head.head == verb:
                given = head.lower_ == "at" and _act(verb, token)
                yield from _arguments(verb, start, end, subject=not given)
            return
        if head.pos_ in _NOMINAL and not start <= head.idx < end:
            yield head


def _purpose(token: Token, end: int) -> Token | None:
    """The measure right behind a sum: "seeks 3 million *in compensation*"."""
    after = next((t for t in token.doc[token.i + 1 :] if t.idx >= end), None)
    if after is None or after.lower_ != "in" or after.sent != token.sent:
        return None
    nouns = (c for c in after.children if c.dep_ == "pobj" and not _is_means(c))
    return next((c for c in nouns if c.lower_ in _IN_SUMS), None)


def _climb(token: Token, start: int, end: int) -> Iterator[Token]:
    """The token and its heads inside the number's own phrase."""
    for _ in range(_REACH):
        yield token
        inside = start <= token.head.idx < end
        if token.head is token or not (inside or token.dep_ in _INNER):
            return
        token = token.head


def governing_verb(token: Token) -> Token | None:
    """The verb that the token depends on, however far up, or the "be" that says it."""
    if token.pos_ == "VERB":
        return token
    for ancestor in token.ancestors:
        if ancestor.pos_ == "VERB" or ancestor.dep_ == "ROOT" or _is_copula(ancestor):
            return ancestor if ancestor.pos_ in {"VERB", "AUX"} else None
    return None


def _is_copula(token: Token) -> bool:
    """As in "*turnout was* 71 percent, he said"."""
    return token.pos_ == "AUX" and any(c.dep_ in _SUBJECTS for c in token.lefts)


def _arguments(
    verb: Token | None, start: int, end: int, *, subject: bool = True
) -> Iterator[Token]:
    """Object, then subject of the verb, outside the quantity itself."""
    children = [] if verb is None else list(verb.children)
    subjects = _SUBJECTS if subject else frozenset()
    for labels in ({"dobj"}, subjects):
        for child in children:
            if child.dep_ in labels and not start <= child.idx < end:
                relative = child.head.dep_ == "relcl"
                yield child.head.head if relative and child.tag_ in _WH else child
