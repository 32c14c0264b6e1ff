"""A clause's quantities with whose they are, and its period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.arguments import lemma, owner
from extractors.claims.heads import is_free_relative
from extractors.claims.words import measured_noun
from extractors.model import Period

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.clauses import Clause
    from extractors.claims.reading import Reading
    from extractors.model import Quantity

_BOUNDS = frozenset({"since", "until"})
# of these verbs the object is what is measured
_PATIENT_MEASURED = frozenset({"value", "price", "cost", "fine", "sell", "rate"})


def quantities(clause: Clause, reading: Reading) -> tuple[Quantity, ...]:
    """Return the quantities among the clause's own words, each with its bearer."""
    found = []
    doc = clause.verb.doc
    for item in reading.quantities:
        root = doc[item.start_token : item.end_token].root
        if root.i in clause.words:
            found.append(replace(item.quantity, bearer=_bearer(root, clause, reading)))
    return tuple(found)


def _bearer(root: Token, clause: Clause, reading: Reading) -> str:
    """Whose it is: the owner of the nearest noun, else object, else subject."""
    token: Token = root
    while token.i != token.head.i and token.head.i in clause.words:
        found = owner(token, reading)
        if found:
            return found
        token = token.head
    if clause.verb.lemma_.lower() in _PATIENT_MEASURED:
        for role, measured in clause.objects:
            if role in {"object", "to"} and reading.name_of(measured):
                return reading.name_of(measured)
    for head in (clause.subject, *(token for _, token in clause.objects)):
        name = (owner(head, reading) or reading.name_of(head)) if head else ""
        if name:
            return name
    if clause.subject is None:
        return ""
    meant = reading.meant.get(clause.subject.i)
    return meant.head if meant and meant.head else lemma(measured_noun(clause.subject))


def period(clause: Clause, reading: Reading) -> Period:
    """Return the clause's period: a bound, else a time, else "now"; the first of it."""
    best = Period()
    for item in reading.periods:
        bound = item.period.kind in _BOUNDS and best.kind not in _BOUNDS
        tokens = clause.verb.doc[item.start_token : item.end_token]
        own = any(t.i in clause.words and not _is_inner(t, clause) for t in tokens)
        if own and (bound or not best.text or _is_now(best)):
            best = item.period
    return best


def _is_now(period: Period) -> bool:
    """As in "it now ends on 28 February": a word of change beside the day."""
    return period.kind == "at" and period.valid_to is None


def period_of(words: range, reading: Reading) -> Period:
    """Return the period of an office that no verb tells; its figures are others'."""
    times = (p.period for p in reading.periods if p.start_token in words)
    return next(times, Period())


def _is_inner(token: Token, clause: Clause) -> bool:
    """As in "sold what it had bought in May": the time of another verb or an office."""
    for link in (token, *token.ancestors):
        if link in clause.chain:
            return False
        if link.dep_ == "appos" and link.pos_ != "NUM":
            return True
        if link.pos_ in {"VERB", "AUX"} and is_free_relative(link):
            return True
    return False
