"""
Claims as a topic's news makes them, in numbers that no collection has.

The first ones are read from pages (``edition``). The others say the same of other
things: each noun and adjective gives way to one as frequent, each name to one of its
own, while the topic's names, verbs and everyday words stay. So sentences keep their
build and words their shares, and no two copies say one thing. The ``README.md`` has how
many keys such claims have, beside those of ``tests/gold``.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from hashlib import blake2b

from msgspec.json import decode, encode

from extractors.claims import extract_claims, load_pipeline
from extractors.claims.gazetteer import why_off_topic
from extractors.model import Argument, Claim, Period, Quantity, Topic
from extractors.verdicts import load_lexicon
from tests.bench.edition import stand
from tests.bench.speed import read_pages

_PAGES = 2_000
_EVERYDAY = 1e-3  # the share of a word that every text has
_AS_FREQUENT = 64  # words whose ranks stand together
_WORD = re.compile(r"((?<!\\)[^\W\d_]+)")  # in JSON: no "n" of a line's end
_LETTERS = "abcdefghijklmnoprstuv"


def said(topic: Topic, *, seed: int) -> Iterator[Sequence[Claim]]:
    """Yield what each page says that is on the topic and no copy."""
    sheets = (sheet for sheet in stand(_PAGES, seed=seed) if not sheet.copy_of)
    articles = (
        reading.article
        for reading in read_pages((sheet.url, sheet.html) for sheet in sheets)
        if not why_off_topic(reading.article.text, topic)
    )
    return iter(extract_claims(articles, nlp=load_pipeline(), topic=topic))


def told(topic: Topic, count: int) -> list[Claim]:
    """So many claims, no two in the same words."""
    found: dict[str, Claim] = {}
    for claims in said(topic, seed=1):
        found = {claim.quote: claim for claim in claims} | found
        if len(found) >= count:
            break
    return list(found.values())[:count]


class Retelling:
    """Claims again and again, each time of other things."""

    def __init__(self, claims: Sequence[Claim], topic: Topic) -> None:
        self._claims = claims
        self._texts = [_WORD.split(encode(claim).decode()) for claim in claims]
        kept = {
            word for claim in claims for text in _kept(claim) for word in _words(text)
        }
        spoken = (e.name for e in topic.entities), topic.key_terms
        kept |= {word for name in itertools.chain(*spoken) for word in _words(name)}
        self._ranked = [word for word in _ranked() if word not in kept]
        names = {
            word
            for claim in claims
            for name in claim.entities
            for word in _WORD.findall(name)
            if word.istitle()
        }
        self._names = sorted({word.lower() for word in names} - kept - {*self._ranked})

    def copy(self, number: int) -> Iterator[Claim]:
        """Yield the claims as copy ``number`` tells them; copy 0 is as they were."""
        if not number:
            yield from self._claims
            return
        others = self._others(number)
        others |= {word.title(): other.title() for word, other in others.items()}
        for claim, words in zip(self._claims, self._texts, strict=True):
            text = "".join([others.get(word, word) for word in words])
            claim_id = f"{claim.claim_id}-{number}"
            yield replace(decode(text, type=Claim), claim_id=claim_id)

    def _others(self, number: int) -> dict[str, str]:
        """What stands for each word in this copy."""
        others = {name: _name(f"{name} {number}") for name in self._names}
        random_ = random.Random(number)
        for first in range(0, len(self._ranked), _AS_FREQUENT):
            alike = self._ranked[first : first + _AS_FREQUENT]
            others |= zip(alike, random_.sample(alike, len(alike)), strict=True)
        return others


# What stands for itself in a stored claim.
_FIELDS = [
    each.name for kind in (Claim, Argument, Quantity, Period) for each in fields(kind)
]


def _kept(claim: Claim) -> Iterator[str]:
    """What is no word for a thing: the form of a claim, verbs and figures."""
    yield from (*_FIELDS, "true", "false", "null")
    yield from (claim.verb, claim.polarity, claim.modality, claim.tense, *claim.cues)
    yield from (each.role for each in claim.arguments)
    yield from (
        text for q in claim.quantities for text in (q.text, q.role, q.unit, q.per)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _name(text: str) -> str:
    """A name of letters, the same for the same text."""
    digest = blake2b(text.encode(), digest_size=6).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest)


def _ranked() -> list[str]:
    """Nouns and adjectives and what else has a meaning, the most frequent first."""
    lexicon = load_lexicon()
    known = sorted(lexicon.shares, key=lambda word: (-lexicon.shares[word], word))
    rare = [word for word in lexicon.rows if word not in lexicon.shares]
    random.Random(0).shuffle(rare)
    listed = [*(w for w in known if lexicon.shares[w] < _EVERYDAY), *rare]
    return [word for word in listed if len(word) > 3]
