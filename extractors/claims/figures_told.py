"""
Figures beside a clause: how many say something, how old who says it is, headed ones.

A clause that only introduces another is no claim, but "54 percent said that it was too
dear" tells a share, and "Ada Voss, 57, said that it was" her age. In "140: the seats
that the hall lost" the figure stands before what it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.attribution import is_speech
from extractors.claims.clauses import Clause, own_words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.quantities import FoundQuantity
    from extractors.claims.reading import Reading

_VERBS = frozenset({"VERB", "AUX"})
_DUTIES = frozenset({"must", "shall", "should"})
_NOUN_TAGS = frozenset({"DT", "WP", "NN", "NNS"})


def that_tell(told: Sequence[Clause], reading: Reading) -> Iterator[Clause]:
    """Yield the clauses that tell something; of those of speech how many say it."""
    for clause in told:
        if is_speech(clause):
            if any(_is_share_of(clause, item) for item in reading.quantities):
                yield replace(clause, words=clause.words | _said(clause))
        elif clause.subject or clause.objects:
            yield clause


def _is_share_of(clause: Clause, item: FoundQuantity) -> bool:
    """As in "61 percent of the members think", "two members must confirm it"."""
    if item.quantity.unit != "percent" and not _is_rule(clause.verb):
        return False
    root = clause.verb.doc[item.start_token : item.end_token].root
    return clause.subject in {root, root.head}


def _is_rule(verb: Token) -> bool:
    """Whether it is a duty to say so, so that it counts how many do."""
    return any(c.dep_ == "aux" and c.lower_ in _DUTIES for c in verb.lefts)


def _said(clause: Clause) -> frozenset[int]:
    """The words of what is said behind the verb."""
    inner = (c for c in clause.verb.rights if c.dep_ == "ccomp")
    others = frozenset(
        t.i for t in clause.verb.subtree if t.dep_ == "conj" and t.pos_ in _VERBS
    )
    return frozenset(i for child in inner for i in own_words(child, others))


def aged_speakers(told: Sequence[Clause], reading: Reading) -> Iterator[Clause]:
    """Yield the name and the age of who says something, as an apposition is told."""
    for clause in told:
        who = clause.subject
        if who is None or not reading.name_of(who) or not is_speech(clause):
            continue
        mention = reading.named.get(who.i)
        for item in reading.quantities:
            # "Voss, 57,"
            if item.quantity.role == "age" and item.start_token == who.i + 2:
                yield Clause(
                    verb=who,
                    chain=(who,),
                    subject=who,
                    subjects=(who,),
                    objects=(),
                    words=frozenset(
                        range(mention.start if mention else who.i, item.end_token)
                    ),
                    kind="appos",
                )


def with_heading(
    told: Sequence[Clause], sentence: Span, reading: Reading
) -> list[Clause]:
    """Give the first clause the figure that heads it: "140: the seats that it lost"."""
    heads = (q for q in reading.quantities if q.start_token == sentence.start)
    first = next(heads, None)
    if first is None or not told:
        return list(told)
    after = sentence.doc[first.end_token : first.end_token + 2]
    if [t.text for t in after[:1]] != [":"] or not is_phrase(after):
        return list(told)
    words = frozenset(t.i for t in sentence if not t.is_space)
    return [replace(told[0], words=words), *told[1:]]


def is_phrase(after: Span) -> bool:
    """Whether what follows the colon begins as a noun phrase, no sentence."""
    first = after[-1]
    return first.tag_ in _NOUN_TAGS and first.text.islower()
