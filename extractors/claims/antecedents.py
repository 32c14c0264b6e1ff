"""
Pronouns and definite nouns -> who or what is meant, sentence by sentence.

A pronoun takes the nearest subject before it that agrees in number and kind, a definite
noun the name that the text described so ("Orel, the Danish paper maker": "the maker",
"the Danish company"). In doubt nobody is meant: a wrong name costs more than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.descriptions import Descriptions, describing_words, employer_of
from extractors.claims.referents import (
    SUBJECT,
    Placed,
    Referent,
    acting,
    acts,
    are_listed,
    beside,
    common,
    has_clause,
    heading,
    identifies,
    is_aged,
    is_definite,
    is_expletive,
    is_sayer,
    is_single_thing,
    last_person,
    refresh,
    salient,
    says,
    with_conjuncts,
)
from extractors.claims.words import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.entities import Mention
    from extractors.claims.gazetteer import Gazetteer

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_PERSON = _HE | _SHE
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_US = _I | _WE
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_MADE = frozenset({"PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "PLACE"})


class Antecedents:
    """Who was spoken of in one article so far."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.descriptions = Descriptions(gazetteer)
        self.speaker = Referent()
        # who is asked in an interview, where a question calls him by name
        self.addressed = ""
        self._first = ""
        self._main: list[Referent] = []
        self._people: list[str] = []
        self._things: list[str] = []
        self._near: list[str] = []
        self._afloat = False
        self._kinds = {e.name: e.kind for e in gazetteer.entities}

    def read(
        self,
        sentence: Span,
        named: Mapping[int, Mention],
        quoted: frozenset[int],
        *,
        answering: bool = False,
    ) -> dict[int, Referent]:
        """Return what the pronouns and definite nouns of ``sentence`` stand for."""
        found: dict[int, Referent] = {}
        subjects: list[Placed] = []
        self._near = []
        for token in sentence:
            self._afloat = self._afloat or token.lower_ in NOUNS["vessel"]
            mention = named.get(token.i)
            if mention is not None and token.i != mention.end - 1:
                continue
            if mention is not None:
                self.descriptions.learn(token, mention, named)
                referent: Referent | None = self._note(mention)
            else:
                meant = beside(token, named) or self._meant(token, subjects)
                if meant is not None and token.i in quoted and token.pos_ == "PRON":
                    # a speaker's "it" looks back in his own words only
                    own = {n for p in subjects for n in p.referent.names}
                    meant = meant if set(meant.names) & own else None
                if meant is not None:
                    found[token.i] = meant
                    self._again(meant)
                referent = meant
            if token.dep_ in SUBJECT and token.lower_ not in _US:
                referent = referent or common(token, named)
                referent = with_conjuncts(token, referent, named)
                if any(are_listed(p.verb, token) for p in subjects):
                    # the parse cuts some lists of subjects in two
                    referent = replace(referent, plural=True)
                subjects.append(Placed(referent, token))
            elif subjects and identifies(token, subjects[-1].verb):
                subjects[-1] = Placed(
                    referent or common(token, named), subjects[-1].verb
                )
        self._speak(sentence, named, found, quoted, answering=answering)
        main = salient(subjects) or heading(sentence, named)
        if main:
            self._main = main
        return found

    def turn_to(self, line: Span) -> None:
        """Take what a heading names as that of which the next line speaks."""
        self._main = heading(line, {}) or self._main

    def _note(self, mention: Mention) -> Referent:
        kind = self._kinds.setdefault(mention.name, mention.kind)
        if kind == "PERSON":
            self._first = self._first or mention.name
            refresh(self._people, mention.name)
        elif kind not in _PLACES:
            refresh(self._things, mention.name)
            self._near.append(mention.name)
        return Referent(names=(mention.name,), kind=kind)

    def _again(self, meant: Referent) -> None:
        for name in meant.names:
            if meant.is_person and name in self._people:
                refresh(self._people, name)
            elif not meant.is_person and name in self._things:
                refresh(self._things, name)
                self._near.append(name)

    def _meant(self, token: Token, subjects: list[Placed]) -> Referent | None:
        lower = token.lower_
        if lower in _PERSON:
            return self._person(lower, subjects)
        if lower in _IT and token.pos_ == "PRON":
            return None if is_expletive(token) else self._thing(token, subjects)
        if lower in _THEY and token.pos_ == "PRON":
            return self._several(token, subjects)
        if is_aged(token):
            return last_person(subjects, self._main, self._people)
        return self._definite(token, subjects)

    def _person(self, lower: str, subjects: list[Placed]) -> Referent | None:
        feminine = lower in _SHE
        known = [r for r in self._main[::-1] if self._is_known(r, feminine=feminine)]
        near = [p.referent for p in reversed(subjects)] + known + self._main[::-1]
        ship = self._ship() if feminine and self._afloat else None
        if ship is not None and near and near[0].names == ship.names:
            return ship
        for referent in near:
            if referent.is_person and not referent.plural:
                name = referent.names[0] if referent.names else ""
                if self.descriptions.may_be(name, feminine=feminine):
                    return referent
        people = self._people[::-1]
        people.sort(key=lambda n: not self.descriptions.is_known(n, feminine=feminine))
        for name in people:
            if self.descriptions.may_be(name, feminine=feminine):
                return Referent(names=(name,), kind="PERSON")
        return ship

    def _ship(self) -> Referent | None:
        """Whom but a person "she" can be: the last vessel, in a text that has one."""
        made = {n for n in self._things if self._kinds.get(n) == "PRODUCT"}
        name = self.descriptions.vessel(self._things[::-1], made)
        return Referent(names=(name,), kind="PRODUCT") if name else None

    def _is_known(self, referent: Referent, *, feminine: bool) -> bool:
        return any(
            self.descriptions.is_known(name, feminine=feminine)
            for name in referent.names
        )

    def _thing(self, token: Token, subjects: list[Placed]) -> Referent | None:
        own = token.head if token.dep_ != "poss" else None
        agentive = token.dep_ == "poss" or acts(token)
        before = [p.referent for p in reversed(subjects) if p.verb.head != own]
        if agentive:
            before.sort(key=lambda r: not (r.names or r.owner))
        for referent in before:
            if is_single_thing(referent, agentive=agentive):
                return acting(referent, agentive=agentive)
        subject = {n for p in subjects for n in p.referent.names}
        near = [n for n in self._near if n not in subject]
        if near and (token.dep_ != "nsubj" or not self._main):
            return Referent(names=(near[-1],), kind="ORG")
        if token.dep_ not in {"nsubj", "nsubjpass", "poss"}:
            return None
        for referent in reversed(self._main):
            if is_single_thing(referent, agentive=agentive):
                return acting(referent, agentive=agentive)
        return self._last_thing() if agentive else None

    def _several(self, token: Token, subjects: list[Placed]) -> Referent | None:
        own = token.head if token.dep_ != "poss" else None
        placed = [p for p in reversed(subjects) if p.verb.head != own]
        near = [p.referent for p in placed] + self._main[::-1]
        plural = next((r for r in near if r.plural), None)
        if plural is not None:
            return plural
        groups = [r for r in near if r.names and not r.is_person]
        return groups[0] if groups else None

    def last(self) -> str:
        """Whom a list goes on to speak of: the last subject, else the last name."""
        for referent in reversed(self._main):
            name = referent.names[0] if referent.names else referent.owner
            if name and self._kinds.get(name) != "PERSON":
                return name
        return self._things[-1] if self._things else ""

    def _last_thing(self) -> Referent | None:
        if not self._things:
            return None
        return Referent(names=(self._things[-1],), kind="ORG")

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
        if lemma in NOUNS["person"] and not has_clause(token):
            name = self.descriptions.person(lemma, words, self._people[::-1])
            return Referent(names=(name,), kind="PERSON") if name else None
        return None

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
        taken = {n for p in subjects for n in p.referent.names}
        main = [n for r in self._main for n in r.names if not r.is_person]
        latest = self._things[::-1]
        order = [*main[::-1], *self.descriptions.of_topic(latest), *latest]
        able = {n for n in self._things if self._kinds.get(n) not in _MADE}
        things = [n for n in dict.fromkeys(order) if n in able]
        if token.dep_ not in SUBJECT:
            things.sort(key=lambda n: n in taken and token.dep_ != "poss")
        name = self.descriptions.organisation(lemma, words, main[::-1], things)
        return Referent(names=(name,), kind="ORG") if name else None

    def _speak(
        self,
        sentence: Span,
        named: Mapping[int, Mention],
        found: dict[int, Referent],
        quoted: frozenset[int],
        *,
        answering: bool,
    ) -> None:
        """Who speaks in the quotation: "I" is the speaker, "we" whom he works for."""
        if not (quoted or answering):
            return
        inside = [t for t in sentence if (t.i in quoted) is not answering]
        if not inside:
            return
        said = next(
            (c for t in sentence if says(t, quoted) for c in t.children if is_sayer(c)),
            None,
        )
        if answering:
            self.speaker = self._asked()
        elif said is not None:
            self.speaker = self._voice(said, named, found)
        for token in inside:
            if token.lower_ in _I and self.speaker.names:
                found[token.i] = replace(self.speaker, owner="")
            elif token.lower_ in _WE and self.speaker.owner:
                found[token.i] = Referent(names=(self.speaker.owner,), kind="ORG")

    def _asked(self) -> Referent:
        """Who answers in an interview: who is addressed, else whom it introduces."""
        name = self.addressed or self._first
        if not name:
            return Referent()
        owner = self.descriptions.employers.get(name, "")
        return Referent(names=(name,), kind="PERSON", owner=owner, text=name)

    def _voice(
        self,
        said: Token,
        named: Mapping[int, Mention],
        found: dict[int, Referent],
    ) -> Referent:
        mention = named.get(said.i)
        if mention is not None:
            names: tuple[str, ...] = (mention.name,)
        else:
            names = found[said.i].names if said.i in found else ()
        if names and self._kinds.get(names[0], "PERSON") != "PERSON":
            return Referent(names=names, owner=names[0], text=names[0])
        owner = self.descriptions.employers.get(names[0], "") if names else ""
        owner = owner or employer_of(said, named)
        text = names[0] if names else " ".join(t.text for t in said.subtree)
        return Referent(names=names, kind="PERSON", owner=owner, text=text)
