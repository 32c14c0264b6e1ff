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

from extractors.claims.chains import chain_of, helper_of, is_passive, shared_links
from extractors.claims.heads import (
    is_controlled,
    is_free_relative,
    is_head,
    is_infinitive,
    is_predicate,
    is_purpose,
    is_swallowed,
    misread_main,
)
from extractors.claims.participants import (
    agent,
    interrupted,
    objects_of,
    relative,
    subjects_of,
)
from extractors.claims.words import SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# a place, a time or a paper would be where it was said
_GOING_ON = frozenset(
    {"for", "with", "from", "by", "at", "compared", "against", "up", "down", "after"}
    | {"instead", "than", "to", "of", "over", "under"}
)


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
    heads = [t for t in sentence if is_head(t)]
    if not heads and sentence.root.pos_ in {"VERB", "AUX"}:
        heads = [sentence.root]
    misread = misread_main(sentence)
    if misread is not None:
        yield _whole(misread, sentence)
        heads = [head for head in heads if head != misread]
    chains = {head.i: chain_of(head, descend) for head in heads}
    starts = frozenset(chains)
    stops = frozenset(head.i for head in heads if not _is_told_twice(head))
    for head in heads:
        chain = (*shared_links(head, chains), *chains[head.i])
        yield _clause(head, chain, starts, stops)


def _whole(verb: Token, sentence: Span) -> Clause:
    """The sentence whose main verb was read as a participle of its subject."""
    inner = {t.i for t in sentence if t.dep_ == "relcl" for t in t.subtree}
    return Clause(
        verb=verb,
        chain=(verb,),
        subject=verb.head,
        subjects=(verb.head,),
        objects=tuple(objects_of((verb,), frozenset())),
        words=frozenset(t.i for t in sentence if t.i not in inner and not t.is_space),
    )


def _is_told_twice(head: Token) -> bool:
    """As in "allowed Orel to leave": a claim, and a part of what its governor says."""
    if is_free_relative(head) or is_predicate(head):
        return True
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
    helper = helper_of(head)
    subjects = subjects_of(head, chain[chain.index(head) :])
    if not subjects and chain[0] != head:
        subjects = subjects_of(chain[0], chain)
    objects = [
        (role, token)
        for role, token in objects_of(chain[chain.index(head) :], starts)
        if token not in subjects
    ]
    if is_swallowed(head):
        objects.append(("object", head.head))
    passive = is_passive(head, chain, helper)
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
        words=frozenset(
            {
                *own_words(_top(head), stops - {link.i for link in chain}),
                *_numbered(head),
                *_front(head),
                *_behind(head),
            }
        ),
        helper=helper,
        kind=_kind(head),
        passive=passive,
    )


def _numbered(head: Token) -> Iterator[int]:
    """The words before the relative clause of "the *340 people* it employs"."""
    noun = head.head
    told = head.dep_ == "relcl" and not is_infinitive(head) and noun.dep_ != "ROOT"
    alone = noun.pos_ == "NUM" and noun.lower_ != "one"
    counted = alone or any(c.dep_ == "nummod" for c in noun.lefts)
    if not told or not counted:
        return
    between = noun.doc[noun.i + 1 : head.left_edge.i]
    if not len(between):
        yield from range(noun.left_edge.i, noun.i + 1)


def _front(head: Token) -> Iterator[int]:
    """The subject before who says it: "*The yard*, he told the court, had paid"."""
    noun = interrupted(head)
    if noun is not None:
        yield from (t.i for t in noun.subtree)


def _behind(head: Token) -> Iterator[int]:
    """What goes on behind who says it: "It sold it, he said, *for 9 million*"."""
    said = head.head
    if head.dep_ != "ccomp" or head.i > said.i or said.lemma_.lower() not in SPEECH:
        return
    if any(t.text in {":", ";"} for t in head.doc[head.i : said.i]):
        return
    commas = (c.i for c in said.rights if c.text == ",")
    start = next(commas, said.sent.end)
    for child in said.rights:
        counts = any(t.like_num for t in child.subtree)
        if child.i > start and counts and child.lower_ in _GOING_ON:
            yield from (t.i for t in child.subtree)


def _top(head: Token) -> Token:
    return head.head if is_swallowed(head) else head


def _kind(head: Token) -> str:
    if head.dep_ == "ROOT":
        return "main"
    if is_swallowed(head):
        return "pcomp"
    if head.dep_ == "conj":
        kind = _kind(head.head) if head.head.pos_ in {"VERB", "AUX"} else "main"
        return "main" if kind == "control" and not is_controlled(head.head) else kind
    if head.dep_ in {"ccomp", "xcomp"} and is_infinitive(head):
        return "control"
    if head.dep_ == "advcl" and is_purpose(head):
        return "purpose"
    return head.dep_


def own_words(head: Token, stops: frozenset[int]) -> Iterator[int]:
    """Yield the tokens of ``head``'s phrase without the clauses that start in it."""
    yield head.i
    for child in head.children:
        if child.i not in stops and not _is_magnitude(child):
            yield from own_words(child, stops)


def _is_magnitude(token: Token) -> bool:
    """The "m" of "the £45m paid by the bank", read as a helper of "paid"."""
    if token.dep_ not in {"aux", "auxpass"} or token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    return before.like_num and not before.whitespace_
