"""The participants of a clause as arguments: head, terms, name, owner, words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.participants import INSTANCES, SUBJECTS
from extractors.claims.quantities.words import ORDINALS
from extractors.claims.words import LEXICON, measured_noun
from extractors.model import Argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from extractors.claims.clauses import Clause
    from extractors.claims.reading import Reading

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
_STOP = frozenset(
    {"be", "have", "do", "also", "more", "less", "other", "such", "own", "very", "so"}
    | {"at", "all"}
    | {"then", "there", "here", "when", "where", "how", "just", "even", "still", "not"}
    | {"n't", "as", "well", "however", "meanwhile", "too", "only", "now", "about"}
    | {"over", "up", "out", "around", "nearly", "roughly", "same", "that", "will"}
)
_CLAUSAL = frozenset({"relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "conj"})
_NOT_BEFORE = _CLAUSAL | SUBJECTS | {"det"}
PLACES = frozenset({"GPE", "LOC", "FAC"})
PLACE_ROLES = frozenset({"in", "at", "near", "across", "outside", "inside", "around"})
_CORE = frozenset({"subject", "object", "attribute"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_ANOTHER = frozenset({"another", "one", "other"})
# before and behind the "not" of what is put away for another
_ASIDE = frozenset({",", "and", "–", "—"})
_MERELY = frozenset({"only", "just", "merely", "even", "yet", "always", "all"})


def arguments(clause: Clause, reading: Reading) -> Iterator[Argument]:
    """Yield every participant once: coordinated ones and instances are their own."""
    met: set[tuple[str, str]] = set()
    for one in _all_arguments(clause, reading):
        key = (one.role, one.entity)
        if not one.entity or key not in met:
            met.add(key)
            yield one


def _all_arguments(clause: Clause, reading: Reading) -> Iterator[Argument]:
    taken: set[int] = set()
    listed = [("subject", subject) for subject in clause.subjects]
    for role, token in (*listed, *clause.objects):
        if (
            token.i in taken
            or reading.in_period(token)
            or _is_mute(token, role, reading)
        ):
            continue
        for each in map(_told_by, members(token)):
            if each.i not in taken and not is_put_away(each):
                taken.add(each.i)
                said = _described(argument(role, each, reading), each, clause, reading)
                yield from _spread(said, each, reading)
        if role in _CORE:
            for inner, each in _instances(token, role):
                if each.i not in taken:
                    taken.add(each.i)
                    yield argument(inner, each, reading)
    for role, token in _places(clause, reading):
        if token.i not in taken:
            yield argument(role, token, reading)


def _described(
    one: Argument, noun: Token, clause: Clause, reading: Reading
) -> Argument:
    """As in "Orel is a firm based in Linz": what is said of the firm is of Orel."""
    if one.entity or noun not in {clause.verb.head, clause.chain[0].head}:
        return one
    told = noun.head if noun.dep_ == "appos" else None
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        told = next((c for c in noun.head.lefts if c.dep_ == "nsubj"), None)
    name = reading.name_of(told) if told is not None else ""
    return replace(one, entity=name) if name else one


def _places(clause: Clause, reading: Reading) -> Iterator[tuple[str, Token]]:
    """Named places anywhere in the clause: where it is so, whatever they hang on."""
    doc = clause.verb.doc
    for index in sorted(clause.words):
        mention = reading.named.get(index)
        if mention is None or mention.kind not in PLACES:
            continue
        token = doc[index]
        if token.dep_ == "pobj" and token.head.lower_ in PLACE_ROLES:
            yield token.head.lower_, token


def _is_mute(token: Token, role: str, reading: Reading) -> bool:
    """A pronoun of which nobody knows what it stands for says nothing."""
    if role == "subject" or token.tag_ != "PRP":
        return False
    return role == "among" or token.i not in reading.meant


def _told_by(token: Token) -> Token:
    """As in "a fourth, the convent": what says which one it is."""
    if token.lower_ not in ORDINALS and token.lower_ not in _ANOTHER:
        return token
    told = (c for c in token.rights if c.dep_ == "appos" and c.pos_ in _NOUNS)
    return next(told, token)


def is_put_away(token: Token) -> bool:
    """As in "to a bank, not to the town": the town takes no part."""
    doc, first = token.doc, token.head if token.dep_ == "pobj" else token
    start = min(first.left_edge.i, first.i)
    denial = start if doc[start].lower_ == "not" else start - 1
    if denial <= token.sent.start or doc[denial].lower_ != "not":
        return False
    return doc[denial - 1].lower_ in _ASIDE and doc[denial + 1].lower_ not in _MERELY


def _spread(one: Argument, token: Token, reading: Reading) -> Iterator[Argument]:
    """As in "the two companies" are two participants."""
    names = reading.names_of(token)
    if len(names) < 2:
        yield one
        return
    for name in names:
        yield replace(one, entity=name, terms=(name.lower(),), text=name)


def members(token: Token) -> list[Token]:
    """``token`` and what is coordinated with it."""
    if token.pos_ in {"VERB", "AUX"}:
        return [token]
    return [
        token,
        *(
            c
            for c in token.conjuncts
            if c.i > token.i and c.pos_ not in {"VERB", "AUX"}
        ),
    ]


def _instances(token: Token, role: str) -> Iterator[tuple[str, Token]]:
    """As in "banks like Orel and Tarn", "rivals such as Orel"; also one phrase down."""
    for child in token.children:
        if child.dep_ != "prep":
            continue
        for below in child.children:
            if below.dep_ != "pobj":
                continue
            if _brings_instances(child):
                yield from ((role, each) for each in members(below))
            elif child.lower_ in {"from", "of", "with"}:
                yield from _instances(below, child.lower_)


def _brings_instances(preposition: Token) -> bool:
    if preposition.lower_ in INSTANCES:
        return True
    return preposition.lower_ == "as" and any(
        c.lower_ == "such" for c in preposition.children
    )


def argument(role: str, token: Token, reading: Reading) -> Argument:
    """Return ``token``'s noun phrase as an argument."""
    span = list(noun_phrase(token))
    indices = sorted(t.i for t in span)
    name = reading.name_of(token)
    one = Argument(
        role=role,
        head=lemma(
            measured_noun(token, parts=token.dep_ in SUBJECTS or role == "subject")
        ),
        terms=terms(indices, token.doc, reading),
        entity=name,
        owner=owner(token, reading),
        text=token.doc[indices[0] : indices[-1] + 1].text,
    )
    meant = reading.meant.get(token.i)
    if meant is not None and not meant.names and meant.head:
        # "it" is the lease that the sentence before spoke of
        return replace(
            one,
            head=meant.head,
            terms=(meant.head,),
            text=meant.text,
            owner=meant.owner,
        )
    return one


def noun_phrase(token: Token) -> Iterator[Token]:
    """Yield the phrase without its clauses and coordinated members."""
    for child in token.lefts:
        if child.dep_ not in _NOT_BEFORE and not child.is_punct:
            yield from noun_phrase(child)
    yield token
    for child in token.rights:
        keep = child.dep_ not in _CLAUSAL or (
            child.dep_ == "acl"
            and (child.tag_ == "VB" or child.lemma_ in LEXICON["naming"])
        )
        if child.dep_ == "prep" and _brings_instances(child):
            continue
        if child.lower_ == "not" or is_put_away(child):
            continue
        if keep and child.dep_ != "cc" and not child.is_punct:
            yield from noun_phrase(child)


def owner(token: Token, reading: Reading) -> str:
    """Whose it is: "Orel's mill", "the Orel mill", "the owner of Orel"."""
    own = reading.name_of(token)
    for child in token.children:
        if child.dep_ in {"poss", "compound", "nmod"}:
            name = reading.name_of(child)
            if name and name != own:
                return name
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "at", "by"}:
            for below in child.children:
                if below.dep_ == "pobj" and reading.name_of(below):
                    return reading.name_of(below)
    return ""


def lemma(token: Token) -> str:
    """Return the lemma with a hyphenated prefix ("co-founder", "vice-president")."""
    lemma = token.lemma_.lower()
    if token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).whitespace_ == "":
        return f"{token.nbor(-2).lower_}-{lemma}"
    return lemma


def terms(indices: Sequence[int], doc: Doc, reading: Reading) -> tuple[str, ...]:
    """Return the content lemmas of the tokens, names in their canonical form."""
    found: dict[str, None] = {}
    for i in indices:
        token = doc[i]
        names = reading.names_of(token)
        meant = reading.meant.get(i)
        if names:
            found.update(dict.fromkeys(name.lower() for name in names))
        elif meant is not None and meant.head:
            found[meant.head] = None
        elif token.pos_ in _CONTENT and not token.is_punct and not token.like_num:
            term = token.lemma_.lower()
            if term not in _STOP and any(c.isalnum() for c in term):
                found[term] = None
    return tuple(found)


def shown(one: Argument | None) -> str:
    """Return it as a reader wants it: a name, or words with their owner."""
    if one is None:
        return ""
    if one.entity:
        return one.entity
    text = one.text
    if not one.owner or any(w in text.lower() for w in one.owner.lower().split()):
        return text
    words = text.split()
    if words[0].lower() in {"its", "his", "her", "their", "our", "my"}:
        text = " ".join(words[1:])
    return f"{one.owner}'s {text}"
