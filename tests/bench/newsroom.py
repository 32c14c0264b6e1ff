"""
Claims as a topic's news makes them, for measuring at sizes that no collection has.

Words are drawn by their rank (Zipf's law), names from a few hundred of the topic's and
from those that each story brings along, so that some keys are on every tenth claim and
half of all keys on one only. Measured on 300 claims, beside the median of the twenty
topics of ``tests/gold``: see ``README.md``.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extractors.model import Claim, Period, Quantity
from extractors.verdicts import load_lexicon

ENTITIES = 300
# Claims that enter the baseline of one story, before the next one begins.
STORY_CLAIMS = 200
# Names carry it: so that a copy of the claims can bring names of its own.
MARK = "zq"
_COMMON = 1e-3
_LETTERS = "abcdefghijklmnoprstuv"
_ROLES = ("cost", "staff", "price", "share", "loss", "stake", "value", "fine")
_VERBS = ("say", "have", "make", "plan", "buy", "open", "approve", "reject", "lose")


class Ranked:
    """Things that are drawn with the frequency of their rank."""

    def __init__(self, things: Sequence[str], shift: float) -> None:
        self._things = things
        shares = (1 / (rank + shift) for rank in range(1, len(things) + 1))
        self._sums = list(itertools.accumulate(shares))

    def draw(self, random_: random.Random, count: int) -> list[str]:
        return random_.choices(self._things, cum_weights=self._sums, k=count)


def name_of(number: int) -> str:
    """A name of letters, the same for the same number."""
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return MARK + letters


@cache
def words() -> Ranked:
    lexicon = load_lexicon()
    known = sorted(lexicon.shares, key=lambda word: (-lexicon.shares[word], word))
    content = [w for w in known if lexicon.shares[w] < _COMMON and len(w) > 3]
    rest = [w for w in lexicon.rows if w not in lexicon.shares and len(w) > 3]
    random.Random(0).shuffle(rest)
    return Ranked([*content, *rest], 20)


@cache
def entities() -> Ranked:
    return Ranked([f"Firm {name_of(n)}" for n in range(ENTITIES)], 2)


@dataclass(frozen=True, slots=True)
class Story:
    """Whom it is about, and the words that its claims come back to."""

    names: Sequence[str]
    own_words: Sequence[str]

    @classmethod
    def of(cls, number: int) -> Story:
        random_ = random.Random(number)
        first = ENTITIES + 8 * number
        return cls(
            names=[
                *entities().draw(random_, 2),
                *map(name_of, range(first, first + 8)),
            ],
            own_words=words().draw(random_, 40),
        )


@cache
def story(number: int) -> Story:
    return Story.of(number)


def claim(of: int, article: str, random_: random.Random) -> Claim:
    """One claim of a story, from a sentence of some fifteen words."""
    about = story(of)
    names = [n for n in about.names[:2] if random_.random() < 0.35]
    local = [n for n in about.names[2:] if random_.random() < 0.07]
    mentioned = random_.choices(about.own_words, k=2)
    terms = [*local, *mentioned, *words().draw(random_, 2)]
    context = words().draw(random_, random_.randrange(1, 6))
    figure = str(random_.randrange(2, 1000)) if random_.random() < 0.35 else ""
    role = random_.choice(_ROLES)
    day = date(2025, 1, 1) + timedelta(days=random_.randrange(365))
    spoken = [*names, *terms, figure, role if figure else "", "on a day of", *context]
    sentence = " ".join(filter(None, spoken)) + "."
    return Claim(
        claim_id=f"v1{random_.getrandbits(128):032x}",
        article_id=article,
        sentence=sentence,
        quote=sentence[:-1],
        start=0,
        end=len(sentence) - 1,
        subject=names[0] if names else terms[0],
        relation=random_.choice(_VERBS),
        object=mentioned[0],
        quantities=(
            (Quantity(role=role, low=float(figure), high=float(figure), text=figure),)
            if figure
            else ()
        ),
        period=Period(valid_from=day, text="then" if random_.random() < 0.2 else ""),
        matter=f"{(names or terms)[0]} {mentioned[0]}",
        terms=tuple(terms),
        entities=tuple(names),
    )
