"""
A parsed sentence -> its clauses, each with its verb, participants and own words.

Labels are those of the ClearNLP scheme that spaCy's English models use. Passives come
to the participants of the active verb; participles, relatives and coordinated verbs
inherit the subject they share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "acomp"})
_SPLIT = frozenset({"ccomp", "advcl", "relcl", "parataxis"})
# prepositions whose gerund tells a fact of its own: "after co-founding ..."
_GERUND_PREPOSITIONS = frozenset(
    {"despite", "after", "before", "with", "by", "besides", "since", "without", "while"}
    | {"following"}
)
_NAMING = frozenset({"call", "name", "know", "dub", "title", "entitle", "nickname"})
_WH = frozenset({"what", "who", "which", "whatever", "whoever", "how", "why", "there"})
# verbs of effort, whose infinitive is what is tried
_EFFORT = frozenset({"work", "try", "move", "push", "race", "struggle", "fight"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """
    A proposition's tokens.

    ``chain`` runs from the governing verb down to the verb that carries the meaning
    ("plans -> to -> sell"): the last is ``verb``. ``subject`` and ``objects`` are heads
    of noun phrases of the active form; ``words`` are the token indices of the clause
    without the clauses inside it.
    """

    verb: Token
    chain: tuple[Token, ...]
    subject: Token | None
    objects: tuple[tuple[str, Token], ...]
    words: frozenset[int]
    parent: Token | None = None
    kind: str = "main"
    passive: bool = False
    inherited: bool = False
    extra: dict[str, Token] = field(default_factory=dict)


def clauses(sentence: Span, descend: frozenset[str]) -> Iterator[Clause]:
    """
    Yield the clauses of ``sentence`` in the order of their verbs.

    ``descend`` are the lemmas of control verbs: their infinitive carries the meaning.
    """
    heads = [t for t in sentence if _is_head(t, descend)]
    if not heads and sentence.root.pos_ in {"VERB", "AUX"}:
        heads = [sentence.root]
    chains = {head.i: _chain(head, descend) for head in heads}
    starts = frozenset(chains)
    for head in heads:
        yield _clause(head, chains[head.i], starts, descend)


def _is_head(token: Token, descend: frozenset[str]) -> bool:
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"}:
        return False
    match token.dep_:
        case "ROOT" | "relcl" | "parataxis":
            return True
        case "ccomp":
            return not _is_infinitive(token)
        case "advcl":
            return not _is_purpose(token)
        case "conj":
            return token.head.pos_ in {"VERB", "AUX"} and _is_head_like(token)
        case "pcomp":
            return (
                token.head.lower_ in _GERUND_PREPOSITIONS
                and not any(c.lower_ in _WH for c in token.children)
                and (token.tag_ == "VBG" or _has_subject(token) or _is_having(token))
            )
        case "acl":
            return (
                token.tag_ in {"VBG", "VBN"}
                and token.lemma_ not in _NAMING
                and _has_participants(token)
            )
        case "appos" | "dep" | "nmod":
            return token.tag_ in {"VBD", "VBZ", "VBP"} and _has_subject(token)
        case _:
            return False


def _is_having(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "having" for c in token.children)


def _is_infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(
        c.dep_ == "aux" and c.tag_ == "TO" for c in token.children
    )


def _is_head_like(token: Token) -> bool:
    """A coordinated verb is a clause of its own unless it only coordinates words."""
    return _has_participants(token) or token.tag_ in {"VBD", "VBZ", "VBP"}


def _is_purpose(token: Token) -> bool:
    """An infinitive of purpose stays a part of the clause it explains."""
    return _is_infinitive(token) and not _has_subject(token)


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in token.children)


def _has_participants(token: Token) -> bool:
    return any(
        c.dep_ in _SUBJECTS or c.dep_ in _OBJECTS or c.dep_ in {"prep", "agent"}
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
                and not _has_own_subject(c)
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
        return verb.lemma_ in descend or _is_infinitive(below)
    return below.dep_ == "advcl" and verb.lemma_ in _EFFORT and _is_infinitive(below)


def _has_own_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)


def _adjective_infinitive(verb: Token) -> Token | None:
    """ "is unlikely to sign", "is set to open": the infinitive carries the meaning."""
    if verb.lemma_ not in {"be", "become", "remain", "seem", "appear"}:
        return None
    for child in verb.children:
        if child.dep_ in {"acomp", "attr", "oprd"}:
            for below in child.children:
                if below.dep_ == "xcomp" and below.tag_ == "VB":
                    return below
    return None


def _clause(
    head: Token,
    chain: tuple[Token, ...],
    starts: frozenset[int],
    descend: frozenset[str],
) -> Clause:
    verb = chain[-1]
    subject, inherited = _subject(head, chain)
    objects = list(_objects(chain, starts))
    passive = any(
        c.dep_ in {"nsubjpass", "auxpass"} for link in chain for c in link.children
    ) or (head.dep_ == "acl" and head.tag_ == "VBN")
    if passive:
        agent = _agent(verb)
        if subject is not None:
            objects.insert(0, ("object", subject))
        subject = agent
    subject, objects = _relative(head, subject, objects, passive=passive)
    if any(c.dep_ == "expl" for link in chain for c in link.children):
        # "there are no plans": what there is stands where a subject would
        subject = next((t for r, t in objects if r == "attribute"), subject)
        objects = [(r, t) for r, t in objects if t is not subject]
    return Clause(
        verb=verb,
        chain=chain,
        subject=subject,
        objects=tuple(objects),
        words=frozenset(_own_words(head, starts - {link.i for link in chain})),
        parent=head.head if head.dep_ != "ROOT" else None,
        kind=_kind(head),
        passive=passive,
        inherited=inherited,
    )


def _kind(head: Token) -> str:
    if head.dep_ == "ROOT":
        return "main"
    if head.dep_ == "conj":
        return _kind(head.head) if head.head.pos_ in {"VERB", "AUX"} else "main"
    return head.dep_


def _subject(head: Token, chain: tuple[Token, ...]) -> tuple[Token | None, bool]:
    for link in chain:
        for child in link.children:
            if child.dep_ in _SUBJECTS and child.dep_ != "expl":
                return child, False
    if head.dep_ in {"relcl", "acl"}:
        return head.head, True
    governor: Token | None = head.head
    while governor is not None and governor.pos_ not in {"VERB", "AUX"}:
        governor = governor.head if governor.head.i != governor.i else None
    if governor is None or governor.i == head.i or head.dep_ in {"ccomp", "ROOT"}:
        return None, False
    if head.dep_ == "xcomp":
        objects = [c for c in governor.children if c.dep_ == "dobj"]
        if objects:
            return objects[0], True
    if governor.dep_ in {"relcl", "acl"} and not _has_subject(governor):
        return governor.head, True
    passive = [c for c in governor.children if c.dep_ == "agent"]
    if passive and not _has_subject(governor):
        return _agent(governor), True
    return _subject(governor, (governor,))[0], True


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _objects(
    chain: tuple[Token, ...], starts: frozenset[int]
) -> Iterator[tuple[str, Token]]:
    """Yield ``(role, head)`` of every participant; prepositions name their own role."""
    for link in chain:
        for child in link.children:
            match child.dep_:
                case "dobj" | "oprd" | "dative" if child.pos_ != "ADP":
                    yield ("object" if child.dep_ == "dobj" else "attribute"), child
                case "attr" | "acomp":
                    yield "attribute", child
                case "ccomp" if child.i in starts:
                    yield "complement", child
                case "ccomp" | "xcomp" if child not in chain:
                    # "allowed OpenAI to leave": who is allowed, and what
                    yield from (
                        ("object", c) for c in child.children if c.dep_ in _SUBJECTS
                    )
                    yield from _objects((child,), starts)
                case "prep" | "dative":
                    yield from _prepositional(child, starts)
        for child in link.children:
            if child.dep_ == "dobj":
                for below in child.children:
                    if below.dep_ == "prep":
                        yield from _prepositional(below, starts)


def _prepositional(
    preposition: Token, starts: frozenset[int]
) -> Iterator[tuple[str, Token]]:
    if preposition.lower_ == "according":
        return
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield preposition.lower_, child
        elif child.dep_ == "pcomp" and child.i not in starts:
            yield preposition.lower_, child
        elif child.dep_ == "prep":
            yield from _prepositional(child, starts)


def _relative(
    head: Token,
    subject: Token | None,
    objects: list[tuple[str, Token]],
    *,
    passive: bool,
) -> tuple[Token | None, list[tuple[str, Token]]]:
    """Put the noun that a relative clause is about in its pronoun's place."""
    if head.dep_ != "relcl":
        return subject, objects
    noun = head.head
    if subject is not None and subject.lower_ in _RELATIVE:
        subject = noun
    objects = [
        (role, noun if token.lower_ in _RELATIVE else token) for role, token in objects
    ]
    has_gap = not passive and subject is not noun
    if has_gap and not any(token is noun for _, token in objects):
        objects.append(("object", noun))
    return subject, objects


def _own_words(head: Token, stops: frozenset[int]) -> Iterator[int]:
    yield head.i
    for child in head.children:
        if child.i not in stops:
            yield from _own_words(child, stops)
