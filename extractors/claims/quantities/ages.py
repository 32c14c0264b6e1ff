"""When a bare figure is an age: "Ada Voss, 57,", "a widow of 81", "he is 61"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.quantities.words import PERSONS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.quantities.figures import Number

_OLDEST = 120
_HE = frozenset({"he", "she"})
_TIMES = frozenset({"DATE", "TIME"})
_CLOSING = frozenset({",", ".", ";", ")", "and", "but"})
_LIMITS = frozenset({"over", "under", "above", "below", "from"})
_PRESENT = frozenset({"VBZ", "VBP"})
_WH = frozenset({"who", "whom"})
_SELF = frozenset({"himself", "herself"})


def is_age(figure: Token, number: Number) -> bool:
    """Whether a figure without a unit says how old a person is."""
    value = number.low
    whole = number.low == number.high and value == int(value)
    if number.scaled or not (whole and 0 < value < _OLDEST):
        return False
    told = _is_beside(figure) or _is_of(figure) or _is_at(figure)
    return told or _is_limit(figure) or _is_predicate(figure)


def _is_beside(figure: Token) -> bool:
    """As in "Ada Voss, 57, left", "Ada Voss (57)": between marks behind a person."""
    if figure.i - 2 < figure.sent.start:
        return False
    opening, before = figure.nbor(-1), figure.nbor(-2)
    after = figure.nbor() if figure.i + 1 < len(figure.doc) else None
    closed = after is None or after.is_punct
    if opening.text == "(":
        return closed and before.ent_type_ == "PERSON"
    alone = opening.text == "," and (after is None or after.lower_ in _CLOSING)
    return alone and figure.dep_ != "conj" and _is_person(before, named=True)


def _is_of(figure: Token) -> bool:
    """As in "a boy of 9"."""
    of = figure.head
    return figure.dep_ == "pobj" and of.lower_ == "of" and _is_person(of.head)


def _is_limit(figure: Token) -> bool:
    """As in "pupils under 12", "viewers from 18", but not "30 pupils from 12"."""
    limit = figure.head
    if figure.dep_ != "pobj" or limit.lower_ not in _LIMITS or limit.i < 1:
        return False
    group = limit.nbor(-1)
    return _are_persons(group) and not any(c.dep_ == "nummod" for c in group.lefts)


def _is_at(figure: Token) -> bool:
    """As in "at 61, she still sings"; at 30 "she sang" when she was as old."""
    at, verb = figure.head, figure.head.head
    if not any(t.tag_ in _PRESENT for t in (verb, *verb.lefts)):
        return False
    opens = figure.dep_ == "pobj" and at.lower_ == "at" and at.i == at.sent.start
    subjects = (c for c in verb.children if c.dep_ == "nsubj")
    return opens and any(
        # "at 44, Ada Voss leads it": two names are of a person
        c.lower_ in _HE or _is_person(c, named=any(c.lefts))
        for c in subjects
    )


def _is_predicate(figure: Token) -> bool:
    """As in "she is 61", "he turned 50", "the coach, who is 44"."""
    verb = figure.head
    turned = verb.lemma_ == "turn" and figure.dep_ in {"dobj", "attr", "acomp"}
    if not turned and (figure.dep_ not in {"attr", "acomp"} or verb.lemma_ != "be"):
        return False
    for child in verb.children:
        if child.dep_ == "nsubj":
            if verb.dep_ == "relcl" and child.lower_ in _WH:
                return True
            if any(c.lower_ in _SELF for c in child.children):
                return True
            # years are a date to the model
            named = turned or figure.ent_type_ == "DATE"
            if child.lower_ in _HE or _is_person(child, named=named):
                return True
            return _are_persons(child) and any(t.lemma_ == "average" for t in verb.sent)
    return False


def _are_persons(token: Token) -> bool:
    """Of whom only an average can be one age: "on average they are 50"."""
    return token.lower_ == "they" or (
        token.tag_ == "NNS" and token.lemma_.lower() in PERSONS
    )


def _is_person(token: Token, *, named: bool = False) -> bool:
    if token.tag_ in {"NNS", "NNPS"} or token.ent_type_ in _TIMES:
        return False
    if token.pos_ == "PROPN":
        return named or token.ent_type_ == "PERSON"
    return token.lemma_.lower() in PERSONS
