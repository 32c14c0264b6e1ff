"""
What one sentence of a held document says, in all its claims: a passage.

Claims are held to passages part by part (``echo``); what is common to all of a claim's
parts is prepared here once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.model import NOT_BELIEVED, BaselineClaim, Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.words import ALIKE, REMEMBERED_CLAIMS, stem


class Passage(NamedTuple):
    """What one sentence of a document says, in all its claims."""

    rows: tuple[BaselineClaim, ...]
    names: frozenset[str]
    low_names: frozenset[str]
    terms: frozenset[str]


def passages_of(candidates: Iterable[BaselineClaim]) -> Iterator[Passage]:
    """Rows of one sentence together."""
    grouped: dict[tuple[str, int], list[BaselineClaim]] = defaultdict(list)
    for row in candidates:
        if row.status not in NOT_BELIEVED:
            key = (row.claim.article_id, row.claim.sentence_index)
            grouped[key].append(row)
    for rows in grouped.values():
        yield Passage(tuple(rows), *_told(tuple([row.claim for row in rows])))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _told(
    claims: tuple[Claim, ...],
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The names of all, these in lower case, and the terms and verbs of all."""
    names = frozenset(name for claim in claims for name in claim.entities)
    terms = frozenset(
        term for claim in claims for term in (*claim.terms, claim.verb) if term
    )
    return names, frozenset(map(str.lower, names)), terms


def alike(
    words: Sequence[str], passages: Sequence[Passage], lexicon: Lexicon
) -> dict[str, frozenset[str]]:
    """For each word the terms of the passages that can be close to it; few are."""
    terms = frozenset[str]().union(*(passage.terms for passage in passages))
    near = lexicon.nearest(words, terms, least=ALIKE)
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
