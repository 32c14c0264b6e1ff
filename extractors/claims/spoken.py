"""Definite nouns -> who or what the text described so: "the Danish company"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.descriptions import Descriptions, describing_words
from extractors.claims.referents import (
    CALLED,
    SUBJECT,
    Placed,
    Referent,
    has_clause,
    is_definite,
)
from extractors.claims.words import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.gazetteer import Gazetteer

_MADE = frozenset({"PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "PLACE"})


class Spoken:
    """
    What an article has spoken of so far, the latest last, and which noun means it.

    ``main`` are the subjects of the last sentence that had any.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.descriptions = Descriptions(gazetteer)
        self._main: list[Referent] = []
        self._people: list[str] = []
        self._things: list[str] = []
        self._kinds = {e.name: e.kind for e in gazetteer.entities}

    def _definite(self, token: Token, subjects: list[Placed]) -> Referent | None:
        if token.pos_ not in {"NOUN", "PROPN"} or not is_definite(token):
            return None
        if token.dep_ in {"attr", "appos", "oprd"}:
            return None
        words = describing_words(token)
        if words & NOUNS["other"] or any(c.dep_ == "poss" for c in token.children):
            return None
        lemma = token.lemma_.lower()
        if token.tag_ == "NNS":
            return self._parties(token, lemma)
        if lemma in NOUNS["organisation"]:
            return self._organisation(token, lemma, words, subjects)
        if lemma in CALLED and not has_clause(token):
            return self._called(token, lemma, words)
        return None

    def _called(
        self, token: Token, lemma: str, words: frozenset[str]
    ) -> Referent | None:
        """Who is "the striker": as the subject, it may be the subject before."""
        spoken = [r for r in self._main[::-1] if r.is_person and not r.plural]
        main = [n for r in spoken for n in r.names] if token.dep_ in SUBJECT else []
        name = self.descriptions.person(lemma, words, main, self._people[::-1])
        return Referent(names=(name,), kind="PERSON") if name else None

    def _parties(self, token: Token, lemma: str) -> Referent | None:
        """As in "the two companies" are the two that were named last."""
        if lemma not in NOUNS["parties"] or len(self._things) < 2:
            return None
        if describing_words(token) - {"two", "both"} or has_clause(token):
            return None
        followed = self.descriptions.of_topic(self._things)
        names = followed if len(followed) > 1 else self._things
        return Referent(names=tuple(names[-2:]), kind="ORG", plural=True)

    def _organisation(
        self, token: Token, lemma: str, words: frozenset[str], subjects: list[Placed]
    ) -> Referent | None:
        if has_clause(token):
            return None
        verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        taken = {n for p in subjects if p.verb.head == verb for n in p.referent.names}
        main = [n for r in self._main for n in r.names if not r.is_person]
        latest = self._things[::-1]
        order = [*main[::-1], *self.descriptions.of_topic(latest), *latest]
        able = {n for n in self._things if self._kinds.get(n) not in _MADE}
        things = [n for n in dict.fromkeys(order) if n in able]
        things.sort(key=lambda n: self._kinds.get(n) == "NAME")
        if token.dep_ not in SUBJECT:
            things.sort(key=lambda n: n in taken and token.dep_ != "poss")
        name = self.descriptions.organisation(lemma, words, main[::-1], things)
        return Referent(names=(name,), kind="ORG") if name else None
