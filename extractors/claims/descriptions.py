"""What a text calls the people and organisations that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from extractors.claims.given import is_feminine
from extractors.claims.quantities.words import PERSONS
from extractors.claims.referents import kind_of
from extractors.claims.words import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.entities import Mention
    from extractors.claims.gazetteer import Gazetteer

# any body may be called so, an airline only one that flies
_ANY = frozenset({"company", "firm", "group", "business", "organisation"})
_CALLED = (NOUNS["person"] | NOUNS["title"] | PERSONS) - NOUNS["address"]
_OF_ONE_SEX = NOUNS["feminine"] | NOUNS["masculine"]
_OF_BODIES = NOUNS["organisation"] | NOUNS["public"]


class Descriptions:
    """Words by name: nouns of office and kind, and what qualifies them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.employers: dict[str, str] = {}
        # what a noun beside the name says against the model's label
        self.kinds: dict[str, str] = {}
        self._words: dict[str, set[str]] = {}
        self._feminine: dict[str, bool] = {}
        self._told: Counter[str] = Counter()
        self._topic = {e.name for e in gazetteer.entities}
        for entity in gazetteer.entities:
            for alias in entity.aliases:
                words = alias.split()
                if words[-1] in NOUNS["organisation"] | NOUNS["person"]:
                    self._add(entity.name, alias.lower().split())

    def _add(self, name: str, words: Iterable[str]) -> None:
        self._words.setdefault(name, set()).update(words)

    def learn(
        self, token: Token, mention: Mention, named: Mapping[int, Mention]
    ) -> None:
        """Take what stands beside the name: title, apposition, predicate."""
        self._told[mention.name] += 1
        beside = [c for c in token.children if _is_beside(c, mention, named)]
        if token.dep_ == "appos" and token.head.i not in named:
            beside.append(token.head)
        self._learn_kind(mention, beside)
        if token.dep_ == "nsubj" and token.head.lemma_ == "be":
            beside += [c for c in token.head.children if c.dep_ == "attr"]
        for noun in beside:
            called, words = noun.lemma_.lower(), describing_words(noun)
            self._add(mention.name, {called, *words})
            self._sex(mention.name, called, words)
            employer = employer_of(noun, named)
            if mention.kind == "PERSON" and employer:
                self.employers[mention.name] = employer
        if mention.kind == "PERSON":
            self._learn_title(token, mention, named)

    def _learn_kind(self, mention: Mention, beside: Sequence[Token]) -> None:
        """As "the firm Varin" is no person, "the doctor Ivy Holm" one."""
        if mention.name in self._topic:
            return
        told = {kind_of(noun.lemma_.lower()) for noun in beside}
        if "ORG" in told and likely_kind(mention) == "PERSON":
            self.kinds[mention.name] = "ORG"
        elif "PERSON" in told:
            self.kinds[mention.name] = "PERSON"

    def _learn_title(
        self, token: Token, mention: Mention, named: Mapping[int, Mention]
    ) -> None:
        index = mention.start - 1
        before = token.doc[index] if index >= 0 else None
        if before is None or before.lemma_.lower() not in NOUNS["title"]:
            return
        self._add(mention.name, [before.lemma_.lower()])
        self._sex(mention.name, before.lemma_.lower())
        employer = named.get(index - 1)
        if employer is not None and employer.kind != "PERSON":
            self.employers[mention.name] = employer.name

    def _sex(self, name: str, called: str, words: Iterable[str] = ()) -> None:
        """By the noun itself ("brother of the queen"), else by what describes it."""
        for told in ({called}, set(words)):
            feminine = {w in NOUNS["feminine"] for w in told & _OF_ONE_SEX}
            if len(feminine) == 1:
                self._feminine[name] = feminine.pop()
                return

    def of_topic(self, names: Sequence[str]) -> list[str]:
        """Return the names that the topic follows."""
        return [n for n in names if n in self._topic]

    def is_surely_person(self, name: str) -> bool:
        """What the model labels so by one word may as well be a place or a firm."""
        told = name in self._topic or self.kinds.get(name) == "PERSON"
        return told or " " in name

    def is_known(self, name: str, *, feminine: bool) -> bool:
        """Whether the text has said of ``name`` that it is "she" (or "he")."""
        return self._feminine.get(name) is feminine

    def may_be(self, name: str, *, feminine: bool) -> bool:
        """Whether "she" (or "he") can be ``name``; the first use settles it."""
        if not name:
            return True
        if name not in self._feminine and is_feminine(name) in {None, feminine}:
            self._feminine[name] = feminine
        return self._feminine.get(name) is feminine

    def person(
        self,
        noun: str,
        words: frozenset[str],
        main: Sequence[str],
        recent: Sequence[str],
    ) -> str:
        """
        Who is "the striker": the last one called so, else the last subject.

        ``main`` are the persons that were subjects of the last sentence; of them one is
        meant only where the text has not called him anything that persons are called.
        """
        for name in recent:
            known = self._words.get(name, set())
            if noun in known and words <= known | {noun}:
                return name
        if words or not main or self._words.get(main[0], set()) & _CALLED:
            return ""
        self._add(main[0], [noun])
        return main[0]

    def organisation(
        self,
        noun: str,
        words: frozenset[str],
        main: Sequence[str],
        recent: Sequence[str],
    ) -> str:
        """
        Which organisation is "the Danish company".

        ``main`` are the last subjects, ``recent`` all names, the nearest first.
        """
        if noun in NOUNS["generic_organisation"]:
            able = {*main, *self.of_topic(recent)}
            recent = [n for n in recent if n in able or self._is_body(n)]
            recent = [n for n in recent if not self._is_public(n)]
        if words:
            return self._qualified(noun, words, main, recent)
        called = [n for n in recent if self._is_called(n, noun)]
        if noun in NOUNS["generic_organisation"] and (noun in _ANY or not called):
            return recent[0] if recent else ""
        if called:
            return self._foremost(called, main)
        if noun not in NOUNS["trade"]:
            return ""
        bare = [n for n in main if n in recent and not self._words.get(n)]
        return bare[0] if bare and not self._is_public(bare[0]) else ""

    def _foremost(self, names: Sequence[str], main: Sequence[str]) -> str:
        """The last subject where it fits, else whom the text names most often."""
        return names[0] if names[0] in main else max(names, key=self._told.__getitem__)

    def _qualified(
        self,
        noun: str,
        words: frozenset[str],
        main: Sequence[str],
        recent: Sequence[str],
    ) -> str:
        """As the text described it; else the one name that it did not describe."""
        fitting = [n for n in recent if words & self._words.get(n, set())]
        if fitting:
            return fitting[0]
        bare = [n for n in self.of_topic(recent) if not self._words.get(n)]
        spoken = [n for n in bare if n in main]
        if noun not in NOUNS["generic_organisation"] or not bare:
            return ""
        if len(bare) > 1 and not spoken:
            return ""
        name = (spoken or bare)[0]
        self._add(name, {noun, *words})
        return name

    def vessel(self, recent: Sequence[str], made: Collection[str]) -> str:
        """Return the nearest name that was called a ship, or is one of things made."""
        afloat = (
            n
            for n in recent
            if n in made or self._words.get(n, set()) & NOUNS["vessel"]
        )
        return next(afloat, "")

    def _is_public(self, name: str) -> bool:
        """A ministry, a court or a union is never "the company"."""
        words = {*name.lower().split(), *self._words.get(name, ())}
        return not words.isdisjoint(NOUNS["public"])

    def _is_body(self, name: str) -> bool:
        return not self._words.get(name, set()).isdisjoint(NOUNS["organisation"])

    def _is_called(self, name: str, noun: str) -> bool:
        return noun in self._words.get(name, set()) or noun in name.lower().split()


def likely_kind(mention: Mention) -> str:
    """The model's label, but with a given name it is a person: "Emese Vörös"."""
    if mention.kind not in {"NAME", "ORG", "PRODUCT", "WORK_OF_ART"}:
        return mention.kind
    words = set(mention.name.lower().split())
    if is_feminine(mention.name) is None or words & _OF_BODIES:
        return mention.kind
    return "PERSON"


def _is_beside(child: Token, mention: Mention, named: Mapping[int, Mention]) -> bool:
    if child.i in named or child.pos_ not in {"NOUN", "PROPN"}:
        return False
    if child.dep_ == "appos":
        return True
    return child.dep_ in {"compound", "nmod"} and child.i < mention.start


def describing_words(noun: Token) -> frozenset[str]:
    """The content words that qualify ``noun``: "the Danish maker of turbines"."""
    words = set()
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod", "nummod"}:
            words.add(child.lemma_.lower())
            words |= describing_words(child)
        elif child.dep_ == "prep" and child.lower_ in {"of", "behind", "in", "from"}:
            for below in child.children:
                if below.dep_ == "pobj":
                    words.add(below.lemma_.lower())
                    words |= describing_words(below)
        elif child.dep_ == "det" and child.lower_ == "both":
            words.add("both")
    return frozenset(words)


def employer_of(noun: Token, named: Mapping[int, Mention]) -> str:
    """Whose "chief executive" or "spokeswoman" it is."""
    for child in noun.children:
        mention = named.get(child.i)
        if child.dep_ in {"poss", "compound", "nmod"} and mention is not None:
            if mention.kind != "PERSON":
                return mention.name
        elif child.dep_ == "prep" and child.lower_ in {"of", "at", "for"}:
            for below in child.children:
                inner = named.get(below.i)
                if below.dep_ == "pobj" and inner and inner.kind != "PERSON":
                    return inner.name
    return ""
