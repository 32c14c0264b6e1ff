"""
What one sentence of a held document says, in all its claims: a passage.

Claims are held to passages part by part (``echo``); what is common to all of a claim's
parts is prepared here once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.model import BaselineClaim, Status
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.words import ALIKE, stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What one sentence of a document says, in all its claims."""

    rows: tuple[BaselineClaim, ...]
    names: frozenset[str]
    low_names: frozenset[str]
    terms: frozenset[str]


def passages_of(candidates: Iterable[BaselineClaim]) -> Iterator[Passage]:
    """Rows of one sentence together."""
    grouped: dict[tuple[str, int], list[BaselineClaim]] = defaultdict(list)
    for row in candidates:
        if row.status not in {Status.REJECTED, Status.DISPUTED, Status.SUPERSEDED}:
            key = (row.claim.article_id, row.claim.sentence_index)
            grouped[key].append(row)
    for rows in grouped.values():
        names = frozenset(name for r in rows for name in r.claim.entities)
        yield Passage(
            rows=tuple(rows),
            names=names,
            low_names=frozenset(map(str.lower, names)),
            terms=frozenset(term for r in rows for term in r.claim.terms),
        )


def alike(
    words: Sequence[str], passages: Sequence[Passage], lexicon: Lexicon
) -> dict[str, frozenset[str]]:
    """For each word the terms of the passages that can be close to it; few are."""
    terms = frozenset[str]().union(*(passage.terms for passage in passages))
    near = lexicon.nearest(words, list(terms), least=ALIKE)
    stems: dict[str, set[str]] = {stem(word): set() for word in words}
    for term in terms:
        if (short := stem(term)) in stems:
            stems[short].add(term)
    return {
        word: (terms & lexicon.kindred(word))
        | near.get(word, frozenset())
        | stems[stem(word)]
        for word in words
    }
