"""
The keys under which a claim is found again: entity, measure, value, day, word, concept.

A key is ``kind:value``; joined keys (``e:openai|m:valuation``) are selective where the
single ones are common. Two claims about one matter share several of them. Concepts are
the words behind a word (synonyms, the verb of a noun), so that "the purchase" finds
"bought"; values are rounded, so that 5,200 finds "five thousand".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from extractors.model import Claim, Period, Quantity
from extractors.verdicts.lexicon import Lexicon, load_lexicon
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{5,}")
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_MATES = 6  # further synonyms of a word are of rarer senses


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def candidate_keys(claim: Claim) -> frozenset[str]:
    """Return the keys of ``claim``; never empty for a claim with words."""
    names = {_entity_key(name) for name in claim.entities}
    measures = {f"m:{q.role}" for q in claim.quantities if q.role}
    single = [term for term in claim.terms if " " not in term]
    words = {f"t:{stem(term)}" for term in single}
    concepts = {f"c:{idea}" for term in single for idea in _concepts(term)}
    values = {key for q in claim.quantities for key in _value_keys(q)}
    values |= {f"x:{figure}" for figure in _FIGURE.findall(claim.sentence)}
    context = {f"s:{stem(w.lower())}" for w in _WORD.findall(claim.sentence)}
    days = set(_day_keys(claim.period))
    joined = {f"{name}|{other}" for name in names for other in measures | words}
    return frozenset(
        names | measures | words | concepts | values | context | days | joined
    )


def _entity_key(name: str) -> str:
    """The last word stands for the name: "Nadella" finds "Satya Nadella"."""
    words = _SPACE.split(name.lower().replace("’", "'").removesuffix("'s").strip())
    return f"e:{words[-1]}"


@cache
def _lexicon() -> Lexicon:
    return load_lexicon()


@cache
def _concepts(word: str) -> frozenset[str]:
    """The word's stem, its verbs and adjectives, and their commonest synonyms."""
    lexicon = _lexicon()
    forms = [word, *lexicon.verbs_of(word)[:2], *lexicon.adjectives_of(word)[:1]]
    mates = {m for form in forms for m in sorted(lexicon.synonyms(form))[:_MATES]}
    ideas = {idea for form in forms for idea in lexicon.ideas.get(form, ())}
    return frozenset(stem(each) for each in {*forms, *mates, *ideas})


def _value_keys(quantity: Quantity) -> Iterator[str]:
    """A value to one digit and its neighbour: near values share a key."""
    for value in {quantity.low, quantity.high} - {None}:
        if value:
            step = math.log10(abs(value)) * 8
            yield f"n:{math.floor(step)}"
            yield f"n:{math.floor(step + 0.5)}"


def _day_keys(period: Period) -> Iterator[str]:
    if period.text:
        for kind, day in (("from", period.valid_from), ("to", period.valid_to)):
            if day:
                yield f"d:{kind}:{day.isoformat()}"
