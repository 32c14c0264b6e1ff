"""
What a figure counts that stands apart from its noun.

"The number of wells has climbed to 52" counts wells: the figure hangs on a verb by
which figures stand or move, and the noun is that verb's object or subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.claims.quantities.words import (
    CHANGES,
    CURRENCIES,
    GROUPS,
    ROLE_ADJECTIVES,
    ROLE_NOUNS,
    ROLE_UNITS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 4
_DIRECT = frozenset({"dobj", "attr", "oprd", "npadvmod", "acomp"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PARTS = frozenset({"quantmod", "nummod", "compound"})
_VERBS = frozenset({"VERB", "AUX"})
_WH = frozenset({"WDT", "WP"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun elsewhere that a figure counts, as a unit, with the role of a group."""

    noun: Token
    unit: str
    role: str = ""


def counted_elsewhere(token: Token) -> Counted | None:
    """What the bare figure at ``token`` counts, when a governing verb tells it."""
    if (noun := _headed(token)) is not None:
        return Counted(noun, noun.lemma_.lower())
    if (of := _of_these(token)) is not None:
        name = of.lemma_.lower()
        return Counted(of, CURRENCIES.get(name, name))
    head = _governor(token)
    if head is None:
        return None
    noun = measured_noun(head, token)
    return _as_counted(noun) if noun is not None else None


def _headed(token: Token) -> Token | None:
    """As in "140: the seats that the hall lost"."""
    after = token.doc[token.i + 1 : token.sent.end]
    if token.i != token.sent.start or len(after) < _REACH or after[0].text != ":":
        return None
    told = after[1].text.islower() and after[1].tag_ in {"DT", "NNS"}
    first = next((t for t in after[1:_REACH] if told and t.pos_ == "NOUN"), None)
    return first if first is not None and first.tag_ == "NNS" else None


def _of_these(token: Token) -> Token | None:
    """As in "of the 61 cases, 44 were mild", "12 members, of whom seven voted"."""
    verb = token.head
    if token.dep_ not in _SUBJECTS | {"attr", "dobj"} or verb.pos_ not in _VERBS:
        return None
    for of in verb.lefts:
        if of.lower_ != "of" or of.dep_ not in {"prep", "dep"}:
            continue
        for child in of.children:
            relative = child.tag_ in _WH and verb.dep_ == "relcl"
            whole = _inside(verb.head) if relative else child
            if whole.tag_ == "NNS":
                return whole
    return None


def _inside(noun: Token) -> Token:
    """Of "each of its mills" the mills."""
    return next(
        (
            b
            for of in noun.children
            if of.lower_ == "of"
            for b in of.children
            if b.dep_ == "pobj"
        ),
        noun,
    )


def is_value(token: Token) -> bool:
    """Whether the figure is the value that a verb of standing or moving gives."""
    return _governor(token) is not None


def valued(token: Token) -> Token | None:
    """What a verb gives the figure to: "they put *the loss* at 3 million"."""
    while token.dep_ in _PARTS:
        token = token.head
    head = _governor(token) if token.dep_ == "pobj" else None
    if head is None or head.pos_ == "NOUN":
        return None
    return next(
        (c for c in head.children if c.dep_ == "dobj" and c.pos_ == "NOUN"), None
    )


def _governor(token: Token) -> Token | None:
    """The verb or noun of change whose value the figure is."""
    token = _whole_number(token)
    if token.dep_ in _PARTS:
        return None
    head = token.head
    if token.dep_ == "advcl" and any(c.lower_ == "to" for c in token.lefts):
        # "gone up to twelve since", where "to" is read as the figure's own
        return head if head.lemma_.lower() in CHANGES["up"] else None
    if token.dep_ == "pobj":
        if head.lower_ not in CHANGES["values"]:
            return None
        while head.dep_ == "prep" and head.head.pos_ in {"ADP", "ADV"}:
            # "down to 75"
            head = head.head
        head = head.head
    elif token.dep_ not in _DIRECT:
        return None
    lemma = head.lemma_.lower()
    if head.pos_ in _VERBS:
        return head if lemma in CHANGES["moves"] else None
    return head if head.pos_ == "NOUN" and lemma in CHANGES["rise"] else None


def _whole_number(token: Token) -> Token:
    """The head of the figure, or the time it is hung on: "came to 52 last year"."""
    for _ in range(_REACH):
        if token.dep_ not in _PARTS:
            break
        if token.head.pos_ != "NUM" and not _is_of_time(token):
            break
        token = token.head
    return token


def _is_of_time(token: Token) -> bool:
    """Whether a time follows that the figure is no number of: "52 *last* year"."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    time = token.head.dep_ == "npadvmod" and token.head.i > following.i
    return time and following.lower_ in {"last", "this", "next"}


def measured_noun(head: Token, figure: Token) -> Token | None:
    """What stands or moves: the verb's object, else its subject."""
    if head.pos_ == "NOUN":
        return next(
            (
                noun
                for prep in head.children
                if prep.dep_ == "prep" and prep.lower_ in {"in", "of"}
                for noun in prep.children
                if noun.dep_ == "pobj" and noun.pos_ in {"NOUN", "ADJ"}
            ),
            None,
        )
    for child in head.children:
        if child.dep_ != "dobj" or child == figure:
            continue
        if child.pos_ == "NOUN":
            return child
        if child.tag_ in _WH and head.dep_ == "relcl":
            # "sales, which we had put at 6.8 billion"
            return head.head
    return subject_of(head)


def subject_of(verb: Token) -> Token | None:
    """The noun that is the verb's subject, its own or a shared one."""
    for _ in range(_REACH):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                relative = child.tag_ in _WH and verb.dep_ == "relcl"
                return verb.head if relative else child
        if verb.dep_ in {"acl", "relcl"}:
            return verb.head
        if _is_since(verb):
            verb = verb.head
        elif verb.dep_ not in {"conj", "xcomp", "advcl"} or verb.head == verb:
            return None
        verb = verb.head
    return None


def _is_since(verb: Token) -> bool:
    """As in "it has since risen", where "since" is parsed as a preposition."""
    return verb.dep_ == "pobj" and verb.tag_ == "VBN" and verb.head.lower_ == "since"


def _as_counted(noun: Token) -> Counted | None:
    name = noun.lemma_.lower()
    if noun.lower_ == "we":
        # "by June we want to be 400"
        return Counted(noun, "people", "people")
    if name in CHANGES["counts"]:
        of = next(
            (
                inner
                for prep in noun.children
                if prep.lower_ == "of"
                for inner in prep.children
                if inner.dep_ == "pobj"
            ),
            None,
        )
        if of is None:
            return None
        adjective = of.lower_ in ROLE_ADJECTIVES and of.tag_ != "NNS"
        if adjective:
            return Counted(of, "people", ROLE_ADJECTIVES[of.lower_])
        return Counted(of, of.lemma_.lower()) if of.pos_ == "NOUN" else None
    pair = f"{noun.nbor(-1).lemma_.lower()} {name}" if noun.i else name
    if group := GROUPS.get(pair) or GROUPS.get(name):
        return Counted(noun, group[0], group[1])
    measure = not ROLE_NOUNS.keys().isdisjoint({name, noun.lower_})
    counts = noun.tag_ == "NNS" and (name in ROLE_UNITS or not measure)
    return Counted(noun, name) if counts else None


def is_denied(token: Token) -> bool:
    """Whether the clause of the figure is negated: "no train may exceed 200"."""
    for link in token.ancestors:
        if link.pos_ not in _VERBS:
            continue
        if any(_denies(child) for child in link.children if child.i < token.i):
            return True
        own = [child for child in link.children if child.dep_ in _SUBJECTS]
        if own and _is_inverted(link, own[0]):
            return True
        if own or link.dep_ in {"relcl", "acl", "advcl"}:
            return False
    return False


def _is_inverted(verb: Token, subject: Token) -> bool:
    """Whether a denial in front has drawn the auxiliary: "at no time had it more"."""
    front = {t.lower_ for t in verb.sent[:2]}
    denied = front & {"no", "never", "nowhere", "not", "nor"}
    return bool(denied) and any(
        c.dep_ == "aux" and c.i < subject.i for c in verb.children
    )


def _denies(child: Token) -> bool:
    lower = child.lower_
    if child.dep_ == "neg" or (child.dep_ == "advmod" and lower in CHANGES["denying"]):
        return True
    if child.dep_ == "prep" and lower == "at":
        # "at no time", "at no point"
        return any(d.lower_ == "no" for c in child.children for d in c.children)
    if child.dep_ not in _SUBJECTS:
        return False
    lefts = {left.lower_ for left in child.lefts}
    return lower in CHANGES["denials"] or bool(lefts & set(CHANGES["denials"]))
