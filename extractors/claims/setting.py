"""What the claims of one article are told amid: the topic's names, or another's."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Setting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from extractors.model import Claim

# title and lead
_FIRST = 3
# from so many sentences on it does not matter how many
_LONG_AGO = 9

_Names = dict[int, frozenset[str]]


def told_amid(claims: Sequence[Claim], cast: Collection[str]) -> list[Claim]:
    """
    Return the claims of an article with their settings; ``cast`` are names.

    Without a cast, or a claim, there is nothing to tell.
    """
    if not cast or not claims:
        return list(claims)
    names = _by_sentence(claims)
    outsiders = Counter(n for each in names.values() for n in each if n not in cast)
    # of two as often named the first by name, whatever the order of sets
    other = min(outsiders, key=lambda name: (-outsiders[name], name), default="")
    naming = [each for each, told in names.items() if not told.isdisjoint(cast)]
    others = [each for each, told in names.items() if other in told]
    since, since_other = _since(naming, names), _since(others, names)
    settings = {
        each: Setting(
            cast=round(len(naming) / len(names), 3),
            other=round(len(others) / len(names), 3),
            leads=not {*naming}.isdisjoint(list(names)[:_FIRST]),
            since=since[each],
            since_other=since_other[each],
        )
        for each in names
    }
    return [replace(each, setting=settings[each.sentence_index]) for each in claims]


def _by_sentence(claims: Sequence[Claim]) -> _Names:
    names: dict[int, set[str]] = defaultdict(set)
    for claim in claims:
        names[claim.sentence_index].update(claim.entities)
    return {index: frozenset(found) for index, found in sorted(names.items())}


def _since(named: Collection[int], sentences: Mapping[int, object]) -> dict[int, int]:
    """How many sentences ago the last of ``named`` was, for each sentence."""
    found: dict[int, int] = {}
    ago = _LONG_AGO
    for index in sentences:
        ago = 0 if index in named else min(_LONG_AGO, ago + 1)
        found[index] = ago
    return found
