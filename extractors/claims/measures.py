"""A clause's quantities with whose they are, and its period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.arguments import PLACES, lemma, owner
from extractors.claims.heads import is_free_relative
from extractors.claims.quantities import valued
from extractors.claims.quantities.words import PERSONS, ROLE_NOUNS
from extractors.claims.words import LEXICON, NOUNS, measured_noun
from extractors.model import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from extractors.claims.clauses import Clause
    from extractors.claims.periods import FoundPeriod
    from extractors.claims.reading import Reading
    from extractors.model import Quantity

_BOUNDS = frozenset({"since", "until"})
# words between "originally" and its time
_FEW = 4
# of these verbs the object is what is measured
_PATIENT_MEASURED = frozenset({"value", "price", "cost", "fine", "sell", "rate"})
# of these the subject only says it
_ASSESSING = frozenset({"put", "estimate", "reckon", "assess", "calculate", "peg"})
_BORNE_BY = frozenset({"of", "for", "at"})
_NOBODY = frozenset({"PRON", "NUM", "DET"})
# what is laid on somebody is his, not of who lays it on him
_LAID = frozenset({"fine", "ban", "tax", "sentence", "damages"})
_LAID_ON = frozenset({"on", "upon", "against"})
# how an age hangs on whom it is told of, and on what is told of him
_AGED = frozenset({"nummod", "npadvmod", "amod", "compound"})
_SAID_OF = frozenset({"attr", "acomp", "dobj"})
# what stands beside a noun and says nothing but of it
_BESIDE = frozenset({"appos", "nummod", "amod"})


def quantities(clause: Clause, reading: Reading) -> tuple[Quantity, ...]:
    """Return the quantities among the clause's own words, each with its bearer."""
    found = []
    doc = clause.verb.doc
    for item in reading.quantities:
        root = doc[item.start_token : item.end_token].root
        if root.i in clause.words:
            laid = item.quantity.role in _LAID
            bearer = _laid_on(root, clause, reading) if laid else ""
            if item.quantity.role == "age":
                bearer = _nameless(root, clause, reading)
            if item.quantity.role == "stake" and root.dep_ == "dobj":
                bearer = _holder(clause, reading)
            bearer = bearer or _bearer(root, clause, reading)
            found.append(replace(item.quantity, bearer=bearer))
    return tuple(found)


def _nameless(figure: Token, clause: Clause, reading: Reading) -> str:
    """Who is so old without a name: "their *mother* is 85", "a 67-year-old *man*"."""
    noun: Token = figure
    while noun.dep_ in _AGED and noun.head.i in clause.words:
        noun = noun.head
    if noun == clause.verb or noun.dep_ in _SAID_OF:
        noun = clause.subject or noun
    person = noun.pos_ == "NOUN" and noun.lemma_.lower() in PERSONS
    return lemma(noun) if person and not reading.name_of(noun) else ""


def _holder(clause: Clause, reading: Reading) -> str:
    """Who has a stake, by name: others have stakes in the same firm."""
    return _whose(clause.subject, reading) if clause.subject else ""


def _bearer(root: Token, clause: Clause, reading: Reading) -> str:
    """Whose it is: the owner of the nearest noun, else object, else subject."""
    name = _beside(root, clause, reading) or _given(root, clause, reading)
    if name:
        return name
    for head in (*_measured(clause), clause.subject, *_takers(root, clause, reading)):
        counted = head == root.head and _is_counted(root)
        if name := _whose(head, reading) if head and not counted else "":
            return name
    patients = (t for role, t in clause.objects if role == "object" and clause.passive)
    head = clause.subject or next((t for t in patients if t.pos_ == "NOUN"), None)
    if head is None:
        return ""
    meant = reading.meant.get(head.i)
    told = meant.head if meant else ""
    if not told:
        noun = _bearing(measured_noun(head, parts=True))
        # a pronoun that stands for nothing known, or a figure, says of nobody
        told = "" if noun.pos_ in _NOBODY else lemma(noun)
    # a report shows the figures of somebody else
    return "" if told in NOUNS["document"] else told


def _bearing(noun: Token) -> Token:
    """Of "the height of the tower", "the bill for the repair" the tower, the repair."""
    if noun.lemma_.lower() not in ROLE_NOUNS or noun.tag_ == "NNS":
        return noun
    below = (
        c
        for prep in noun.rights
        if prep.dep_ == "prep" and prep.lower_ in _BORNE_BY
        for c in prep.children
    )
    found = (c for c in below if c.dep_ == "pobj" and c.pos_ == "NOUN")
    return next((c for c in found if not any(t.like_num for t in c.lefts)), noun)


def _laid_on(root: Token, clause: Clause, reading: Reading) -> str:
    """On whom something is imposed: "a fine of 3 million on *Orel*"."""
    for link in (root, *root.ancestors):
        for child in link.children:
            if child.dep_ == "prep" and child.lower_ in _LAID_ON:
                whom = next((c for c in child.children if c.dep_ == "pobj"), None)
                if whom is not None:
                    return _whose(whom, reading) or lemma(whom)
        if link == clause.verb:
            break
    return ""


def _measured(clause: Clause) -> Iterator[Token]:
    """What some verbs measure: "they fined *Orel*"; what is sold goes "to" others."""
    verb = clause.verb.lemma_.lower()
    if verb in _PATIENT_MEASURED:
        whom = {"object"} if verb == "sell" else {"object", "to"}
        yield from (token for role, token in clause.objects if role in whom)


def _takers(root: Token, clause: Clause, reading: Reading) -> Iterator[Token]:
    """The other participants; a place only where the subject itself is counted."""
    subject = clause.subject
    told = subject is not None and subject.pos_ == "NOUN"
    counted = subject is not None and (root == subject or subject.is_ancestor(root))
    for _, token in clause.objects:
        mention = reading.named.get(token.i)
        is_place = mention is not None and mention.kind in PLACES
        if counted or not (told and is_place):
            yield token


def _beside(root: Token, clause: Clause, reading: Reading) -> str:
    """The owner of a noun that the figure is beside or within, or the noun's name."""
    token: Token = root
    while token.i != token.head.i and token.head.i in clause.words:
        name = owner(token, reading)
        if not name and token.dep_ in _BESIDE and not _is_counted(token):
            name = reading.name_of(token.head)
        if name:
            return name
        token = token.head
    return ""


def _is_counted(token: Token) -> bool:
    """As in "four *Golden Lanterns*": the name is of what there are four of."""
    many = token.head.pos_ == "PROPN" and token.head.lower_.endswith("s")
    return token.dep_ == "nummod" and many


def _given(root: Token, clause: Clause, reading: Reading) -> str:
    """What the subject gives the figure to: "they put Orel's loss at 3 million"."""
    given = valued(root)
    if given is None or given == clause.subject:
        return ""
    says = clause.verb.lemma_.lower() in _ASSESSING
    return _whose(given, reading) or (lemma(given) if says else "")


def _whose(noun: Token, reading: Reading) -> str:
    """The name that the noun is, else the one whose it is."""
    return reading.name_of(noun) or owner(noun, reading)


def period(clause: Clause, reading: Reading) -> Period:
    """
    Return the clause's period: a bound, else a time, else "now"; the first of it.

    That of a noun, as in "this year's fair", only where there is no other.
    """
    best, weak = Period(), True
    for item in _holding([i for i in reading.periods if _is_own(i, clause)], clause):
        bound = item.period.kind in _BOUNDS and best.kind not in _BOUNDS
        if bound or weak:
            best = item.period
            weak = _is_now(best) or _is_of_noun(item, clause.verb.doc)
    return best if best.text else _at_the_time(clause, reading)


def _is_of_noun(item: FoundPeriod, doc: Doc) -> bool:
    return item.end_token < len(doc) and doc[item.end_token].tag_ == "POS"


def _holding(own: list[FoundPeriod], clause: Clause) -> list[FoundPeriod]:
    """Without a time that was to be, where the clause tells one that is to be."""
    passed = [item for item in own if _has_passed(item, clause.verb.doc)]
    if not passed:
        return own
    holding = [i for i in own if i not in passed and i.period.kind != "past"]
    return holding if any(not _is_now(i.period) for i in holding) else own


def _is_own(item: FoundPeriod, clause: Clause) -> bool:
    tokens = clause.verb.doc[item.start_token : item.end_token]
    return any(t.i in clause.words and not _is_inner(t, clause) for t in tokens)


def _has_passed(item: FoundPeriod, doc: Doc) -> bool:
    """As in "the pass, originally valid until May": it was to be so."""
    if item.period.kind == "past":
        return False
    words = [t.lower_ for t in doc[max(0, item.start_token - _FEW) : item.start_token]]
    since_comma = (
        words[len(words) - words[::-1].index(",") :] if "," in words else words
    )
    return not LEXICON["historic"].isdisjoint(since_comma)


def _at_the_time(clause: Clause, reading: Reading) -> Period:
    """What was thought at a time was so then: "at that time she knew that it was"."""
    governor = clause.chain[0].head
    past = any(t.tag_ == "VBD" for t in (clause.verb, *clause.verb.children))
    if clause.kind != "ccomp" or not past:
        return Period()
    doc = clause.verb.doc
    for item in reading.periods:
        tokens = doc[item.start_token : item.end_token]
        if item.period.kind == "past" and any(t.head == governor for t in tokens):
            return item.period
    return Period()


def _is_now(period: Period) -> bool:
    """As in "it now ends on 28 February": a word of change beside the day."""
    return period.kind == "at" and period.valid_to is None


def period_of(words: range, reading: Reading) -> Period:
    """Return the period of an office that no verb tells; its figures are others'."""
    times = (p.period for p in reading.periods if p.start_token in words)
    return next(times, Period())


def office_of(since: Token) -> Token | None:
    """As in "Lind, mayor of Tarn since 2013,": the office that has lasted so long."""
    if since.dep_ != "prep" or since.head.pos_ not in {"NOUN", "PROPN"}:
        return None
    if since.head.dep_ == "appos":
        return since.head
    told = (c for c in since.head.children if c.dep_ == "appos" and c.i < since.i)
    return next(told, None)


def _is_inner(token: Token, clause: Clause) -> bool:
    """As in "sold what it had bought in May": the time of another verb or an office."""
    for link in (token, *token.ancestors):
        if link in clause.chain:
            return False
        if link.dep_ == "appos" and link.pos_ != "NUM":
            return True
        if link.lower_ == "since" and office_of(link) is not None:
            return True
        if link.pos_ in {"VERB", "AUX"} and is_free_relative(link):
            return True
    return False
