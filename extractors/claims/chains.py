"""The verbs of one clause, from the governing one to that which carries the meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.heads import is_infinitive
from extractors.claims.participants import has_subject
from extractors.claims.words import LEXICON

if TYPE_CHECKING:
    from spacy.tokens import Token

# verbs of effort, whose infinitive is what is tried
_EFFORT = frozenset({"work", "try", "move", "push", "race", "struggle", "fight"})


def chain_of(head: Token, descend: frozenset[str]) -> tuple[Token, ...]:
    """Return the chain that begins with ``head``."""
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
    """Whether the meaning goes on in ``below``: "plans to sell"."""
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
    """As in "is unlikely to sign", "is set to open"."""
    if verb.lemma_ not in {"be", "become", "remain", "seem", "appear"}:
        return None
    for child in verb.children:
        if child.dep_ in {"acomp", "oprd"}:
            for below in child.children:
                if below.dep_ == "xcomp" and is_infinitive(below):
                    return below
    return None


def shared_links(
    head: Token, chains: dict[int, tuple[Token, ...]]
) -> tuple[Token, ...]:
    """As in "agreed to buy A and sell B": the selling is agreed to as well."""
    if head.dep_ != "conj" or has_subject(head) or head.tag_ not in {"VB", "VBG"}:
        return ()
    first = head.head
    for chain in chains.values():
        if first in chain[1:] and first.tag_ == head.tag_:
            return chain[: chain.index(first)]
    return ()


def helper_of(head: Token) -> Token | None:
    """As in "will open and close": the verb before has the auxiliaries of both."""
    if head.dep_ != "conj" or has_subject(head) or not _is_of_form(head):
        return None
    if any(c.dep_ in {"aux", "auxpass"} for c in head.children):
        return None
    return head.head


def _is_of_form(head: Token) -> bool:
    """Whether both may share an auxiliary: "is cast in Linz and filed in Graz"."""
    first = head.head
    if head.tag_ == first.tag_:
        return head.tag_ in {"VB", "VBN", "VBG"}
    # a participle that looks like a past tense: without an object it is done to it
    return (
        (head.tag_, first.tag_) == ("VBD", "VBN")
        and any(c.dep_ == "auxpass" and c.tag_ in _PRESENT for c in first.children)
        and not any(c.dep_ in {"dobj", "ccomp", "xcomp", "attr"} for c in head.children)
    )


# who is told of in the present is not told of in the past in the same breath
_PRESENT = frozenset({"VBP", "VBZ", "VB"})


def is_passive(head: Token, chain: tuple[Token, ...], helper: Token | None) -> bool:
    """Whether what carries the meaning is in the passive."""
    verb = chain[-1]
    if verb.lower_ == "rid":
        # "got rid of it": nobody did it to whoever stands before
        return False
    bearer = helper if helper is not None and verb == head else verb
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in bearer.children):
        return True
    return verb == head and head.dep_ == "acl" and head.tag_ == "VBN"
