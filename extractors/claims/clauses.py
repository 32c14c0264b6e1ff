"""
A parsed sentence -> its clauses, each with its verb, participants and own words.

Labels are those of the ClearNLP scheme that spaCy's English models use. Passives come
to the participants of the active verb; participles, relatives, coordinated verbs and
the infinitives of causing verbs inherit the subject they share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.claims.participants import (
    SUBJECTS,
    agent,
    has_subject,
    objects_of,
    relative,
    subjects_of,
)
from extractors.claims.words import LEXICON

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "acomp"})
# prepositions whose gerund tells a fact of its own: "after co-founding ..."
_GERUND_PREPOSITIONS = frozenset(
    {"despite", "after", "before", "with", "by", "besides", "since", "without", "while"}
    | {"following"}
)
_WH = frozenset({"what", "who", "which", "whatever", "whoever", "how", "why", "there"})
# verbs of effort, whose infinitive is what is tried
_EFFORT = frozenset({"work", "try", "move", "push", "race", "struggle", "fight"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """
    A proposition's tokens.

    ``chain`` runs from the governing verb down to the verb that carries the meaning
    ("plans -> to -> sell"): the last is ``verb``. ``subject``, ``subjects`` and
    ``objects`` are heads of noun phrases of the active form; ``words`` are the token
    indices of the clause without the clauses inside it; ``helper`` is the verb whose
    auxiliaries it shares.
    """

    verb: Token
    chain: tuple[Token, ...]
    subject: Token | None
    objects: tuple[tuple[str, Token], ...]
    words: frozenset[int]
    subjects: tuple[Token, ...] = ()
    helper: Token | None = None
    kind: str = "main"
    passive: bool = False


def clauses(sentence: Span, descend: frozenset[str]) -> Iterator[Clause]:
    """
    Yield the clauses of ``sentence`` in the order of their verbs.

    ``descend`` are the lemmas of control verbs: their infinitive carries the meaning.
    """
    heads = [t for t in sentence if _is_head(t)]
    if not heads and sentence.root.pos_ in {"VERB", "AUX"}:
        heads = [sentence.root]
    chains = {head.i: _chain(head, descend) for head in heads}
    starts = frozenset(chains)
    stops = frozenset(head.i for head in heads if not _is_told_twice(head))
    for head in heads:
        chain = (*_shared_links(head, chains), *chains[head.i])
        yield _clause(head, chain, starts, stops)


def _is_head(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"}:
        return False
    match token.dep_:
        case "ROOT" | "relcl" | "parataxis":
            return True
        case "ccomp" | "xcomp":
            return is_controlled(token) or (
                token.dep_ == "ccomp" and not is_infinitive(token)
            )
        case "advcl":
            return not _is_purpose(token) or token.lemma_ in LEXICON["function"]
        case "conj":
            return token.head.pos_ in {"VERB", "AUX"} and _is_head_like(token)
        case "pcomp":
            return _is_told_gerund(token)
        case "acl":
            if any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children):
                return True
            return (
                token.tag_ in {"VBG", "VBN"}
                and token.lemma_ not in LEXICON["naming"]
                and _has_participants(token)
            )
        case "appos" | "dep" | "nmod":
            return token.tag_ in {"VBD", "VBZ", "VBP"} and has_subject(token)
        case _:
            return False


def _is_told_gerund(token: Token) -> bool:
    if any(c.lower_ in _WH for c in token.children):
        return False
    if token.head.lower_ == "of":
        return token.head.head.lemma_ in LEXICON["accuse"]
    return token.head.lower_ in _GERUND_PREPOSITIONS and (
        token.tag_ == "VBG" or has_subject(token) or _is_having(token)
    )


def is_controlled(token: Token) -> bool:
    """ "allowed Orel to leave", "expect it to last": somebody else's infinitive."""
    if not is_infinitive(token):
        return False
    if has_subject(token):
        return True
    return token.head.lemma_ in LEXICON["cause"] and any(
        c.dep_ == "dobj" for c in token.head.children
    )


def _is_having(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "having" for c in token.children)


def is_infinitive(token: Token) -> bool:
    """ "to sell"."""
    return token.tag_ in {"VB", "VBN"} and any(
        c.dep_ == "aux" and c.tag_ == "TO" for c in token.children
    )


def _is_head_like(token: Token) -> bool:
    """A coordinated verb is a clause of its own unless it only coordinates words."""
    return _has_participants(token) or token.tag_ in {"VBD", "VBZ", "VBP"}


def _is_purpose(token: Token) -> bool:
    """An infinitive of purpose stays a part of the clause it explains."""
    return is_infinitive(token) and not has_subject(token)


def _has_participants(token: Token) -> bool:
    return any(
        c.dep_ in SUBJECTS or c.dep_ in _OBJECTS or c.dep_ in {"prep", "agent"}
        for c in token.children
    )


def _chain(head: Token, descend: frozenset[str]) -> tuple[Token, ...]:
    chain = [head]
    while True:
        last = chain[-1]
        below = next(
            (
                c
                for c in last.children
                if c.pos_ in {"VERB", "AUX"}
                and _continues(last, c, descend)
                and not has_subject(c)
            ),
            None,
        )
        if below is None:
            below = _adjective_infinitive(last)
        if below is None:
            return tuple(chain)
        chain.append(below)


def _continues(verb: Token, below: Token, descend: frozenset[str]) -> bool:
    """Whether the meaning goes on in ``below``: "plans to sell", "is trying to sell"."""
    if any(c.dep_ == "dobj" for c in verb.children):
        return False
    if below.dep_ == "xcomp":
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
        return (
            verb.lemma_ in descend
            or is_infinitive(below)
            or f"{verb.lemma_} {particle}" in LEXICON["negate"]
        )
    return below.dep_ == "advcl" and verb.lemma_ in _EFFORT and is_infinitive(below)


def _adjective_infinitive(verb: Token) -> Token | None:
    """ "is unlikely to sign", "is set to open": the infinitive carries the meaning."""
    if verb.lemma_ not in {"be", "become", "remain", "seem", "appear"}:
        return None
    for child in verb.children:
        if child.dep_ in {"acomp", "oprd"}:
            for below in child.children:
                if below.dep_ == "xcomp" and is_infinitive(below):
                    return below
    return None


def _shared_links(
    head: Token, chains: dict[int, tuple[Token, ...]]
) -> tuple[Token, ...]:
    """ "agreed to buy A and sell B": the selling is agreed to as well."""
    if head.dep_ != "conj" or has_subject(head) or head.tag_ not in {"VB", "VBG"}:
        return ()
    first = head.head
    for chain in chains.values():
        if first in chain[1:] and first.tag_ == head.tag_:
            return chain[: chain.index(first)]
    return ()


def _helper(head: Token) -> Token | None:
    """ "will open and close": the verb before has the auxiliaries of both."""
    if head.dep_ != "conj" or has_subject(head) or head.tag_ != head.head.tag_:
        return None
    if head.tag_ not in {"VB", "VBN", "VBG"}:
        return None
    if any(c.dep_ in {"aux", "auxpass"} for c in head.children):
        return None
    return head.head


def _is_passive(head: Token, chain: tuple[Token, ...], helper: Token | None) -> bool:
    verb = chain[-1]
    bearer = helper if helper is not None and verb is head else verb
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in bearer.children):
        return True
    return verb is head and head.dep_ == "acl" and head.tag_ == "VBN"


def _is_told_twice(head: Token) -> bool:
    """ "allowed Orel to leave": a claim, and a part of what its governor says."""
    if head.dep_ == "pcomp":
        return head.head.lower_ == "of"
    return head.dep_ in {"ccomp", "xcomp", "advcl"} and is_infinitive(head)


def _clause(
    head: Token,
    chain: tuple[Token, ...],
    starts: frozenset[int],
    stops: frozenset[int],
) -> Clause:
    verb = chain[-1]
    helper = _helper(head)
    subjects = subjects_of(head, chain[chain.index(head) :])
    if not subjects and chain[0] is not head:
        subjects = subjects_of(chain[0], chain)
    objects = list(objects_of(chain[chain.index(head) :], starts))
    passive = _is_passive(head, chain, helper)
    if passive:
        doer = agent(verb)
        objects[:0] = [("object", subject) for subject in subjects]
        subjects = [doer] if doer is not None else []
    subjects, objects = relative(head, subjects, objects, passive=passive)
    if any(c.dep_ == "expl" for link in chain for c in link.children):
        # "there are no plans": what there is stands where a subject would
        there = [t for r, t in objects if r == "attribute"]
        subjects = there or subjects
        objects = [(r, t) for r, t in objects if t not in subjects]
    return Clause(
        verb=verb,
        chain=chain,
        subject=subjects[0] if subjects else None,
        subjects=tuple(subjects),
        objects=tuple(objects),
        words=frozenset(own_words(head, stops - {link.i for link in chain})),
        helper=helper,
        kind=_kind(head),
        passive=passive,
    )


def _kind(head: Token) -> str:
    if head.dep_ == "ROOT":
        return "main"
    if head.dep_ == "conj":
        kind = _kind(head.head) if head.head.pos_ in {"VERB", "AUX"} else "main"
        return "main" if kind == "control" and not is_controlled(head.head) else kind
    if head.dep_ in {"ccomp", "xcomp"} and is_infinitive(head):
        return "control"
    if head.dep_ == "advcl" and _is_purpose(head):
        return "purpose"
    return head.dep_


def own_words(head: Token, stops: frozenset[int]) -> Iterator[int]:
    """Yield the tokens of ``head``'s phrase without the clauses that start in it."""
    yield head.i
    for child in head.children:
        if child.i not in stops:
            yield from own_words(child, stops)
