"""
Pronouns and definite nouns -> who or what is meant, sentence by sentence.

A pronoun takes the nearest subject before it that agrees in number and kind, a definite
noun the name that the text described so ("Orel, the Danish paper maker": "the maker",
"the Danish company"). In doubt nobody is meant: a wrong name costs more than none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.binding import (
    doers,
    is_reflexive,
    relative_noun,
    stressed,
)
from extractors.claims.descriptions import (
    employer_of,
    likely_kind,
)
from extractors.claims.referents import (
    SUBJECT,
    Placed,
    Referent,
    acting,
    acts,
    are_listed,
    beside,
    common,
    heading,
    identifies,
    is_aged,
    is_expletive,
    is_sayer,
    is_single_thing,
    last_person,
    refresh,
    salient,
    says,
    with_conjuncts,
)
from extractors.claims.spoken import Spoken
from extractors.claims.words import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.entities import Mention
    from extractors.claims.gazetteer import Gazetteer

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_PERSON = _HE | _SHE
# what a noun without a name must not be, by whether the pronoun is feminine
_OTHER_SEX = {True: "masculine", False: "feminine"}
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_US = _I | _WE
_WHOLE = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "ROOT"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})


class Antecedents(Spoken):
    """Who was spoken of in one article so far."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(gazetteer)
        self.speaker = Referent()
        # who is asked in an interview, where a question calls him by name
        self.addressed = ""
        self._first = ""
        self._near: list[str] = []
        self._barred: frozenset[str] = frozenset()
        self._read: dict[int, Referent] = {}
        self._before: Sequence[Token] | Span = ()
        self._afloat = False

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
        self._read = {}
        for token in sentence:
            self._afloat = self._afloat or token.lower_ in NOUNS["vessel"]
            mention = named.get(token.i)
            if mention is not None and token.i != mention.end - 1:
                continue
            if mention is not None:
                self.descriptions.learn(token, mention, named)
                referent: Referent | None = self._note(mention)
            else:
                referent = self._resolved(token, named, quoted, subjects)
                if referent is not None:
                    found[token.i] = referent
            if referent is not None:
                first = mention.start if mention is not None else token.i
                self._read.update(dict.fromkeys(range(first, token.i + 1), referent))
            # "the Bank of Kolin": its first noun stands in the sentence
            noun = sentence.doc[mention.start : mention.end].root if mention else token
            if noun.dep_ in SUBJECT and noun.lower_ not in _US:
                subjects.append(self._subject(noun, referent, subjects, named))
            elif subjects and identifies(token, subjects[-1].verb):
                subjects[-1] = Placed(
                    referent or common(token, named), subjects[-1].verb
                )
        self._speak(sentence, named, found, quoted, answering=answering)
        self._before = sentence
        main = salient(subjects) or heading(sentence, named)
        if main:
            self._main = main
        return found

    def _resolved(
        self,
        token: Token,
        named: Mapping[int, Mention],
        quoted: frozenset[int],
        subjects: list[Placed],
    ) -> Referent | None:
        """Whom a word that is no name stands for, which is thereby spoken of again."""
        meant = beside(token, named) or self._bound(token, subjects)
        if meant is not None and token.i in quoted and token.pos_ == "PRON":
            # a speaker's "it" looks back in his own words only
            own = {n for p in subjects for n in p.referent.names}
            meant = meant if set(meant.names) & own else None
        if meant is not None:
            self._again(meant)
        return meant

    def _subject(
        self,
        token: Token,
        referent: Referent | None,
        subjects: list[Placed],
        named: Mapping[int, Mention],
    ) -> Placed:
        """What the sentence goes on to speak of."""
        referent = referent or self._relative(token) or common(token, named)
        referent = with_conjuncts(token, referent, named)
        if any(are_listed(p.verb, token) for p in subjects):
            # the parse cuts some lists of subjects in two
            referent = replace(referent, plural=True)
        self._read[token.i] = referent
        return Placed(referent, token)

    def turn_to(self, line: Span) -> None:
        """Take what a heading names as that of which the next line speaks."""
        self._main = heading(line, {}) or self._main

    def _note(self, mention: Mention) -> Referent:
        kind = self.descriptions.kinds.get(mention.name)
        kind = kind or self._kinds.get(mention.name) or likely_kind(mention)
        self._kinds[mention.name] = kind
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

    def _bound(self, token: Token, subjects: list[Placed]) -> Referent | None:
        """A reflexive is the subject of its clause, an object pronoun never is."""
        self._barred = frozenset()
        if token.pos_ != "PRON":
            return self._meant(token, subjects)
        noun = stressed(token) if is_reflexive(token) else None
        who = [noun] if noun is not None else doers(token)
        known = [r for t in who if (r := self._known(t)) is not None]
        if is_reflexive(token) and who:
            return known[0] if known and known[0].names else None
        self._barred = frozenset(n for r in known for n in r.names)
        return self._meant(token, subjects)

    def _relative(self, token: Token) -> Referent | None:
        """What "who" is about: the noun before it."""
        noun = relative_noun(token)
        referent = self._known(noun) if noun is not None else None
        if referent is not None and referent.is_person and token.lower_ == "which":
            return None
        return referent

    def _known(self, noun: Token) -> Referent | None:
        """What a noun before in the sentence is, or the name that it stands beside."""
        if noun.i not in self._read and noun.dep_ == "appos":
            return self._read.get(noun.head.i)
        return self._read.get(noun.i)

    def _may_be(self, referent: Referent) -> bool:
        return self._barred.isdisjoint(referent.names)

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
        near = [r for r in near if self._may_be(r)]
        ship = self._ship() if feminine and self._afloat else None
        if ship is not None and near and near[0].names == ship.names:
            return ship
        for referent in near:
            if referent.is_person and not referent.plural:
                name = referent.names[0] if referent.names else ""
                if not name and referent.head in NOUNS[_OTHER_SEX[feminine]]:
                    continue
                if self.descriptions.may_be(name, feminine=feminine):
                    return referent
        people = self._people[::-1]
        people.sort(key=lambda n: not self.descriptions.is_known(n, feminine=feminine))
        people.sort(key=lambda n: not self.descriptions.is_surely_person(n))
        for name in people:
            if name not in self._barred and self.descriptions.may_be(
                name, feminine=feminine
            ):
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
        before = [r for r in before if self._may_be(r)]
        if agentive:
            before.sort(key=lambda r: not (r.names or r.owner))
        for referent in before:
            if is_single_thing(referent, agentive=agentive):
                return acting(referent, agentive=agentive)
        subject = self._barred.union(*(p.referent.names for p in subjects))
        near = [n for n in self._near if n not in subject]
        if near and (token.dep_ != "nsubj" or not self._main):
            return Referent(names=(near[-1],), kind="ORG")
        if token.dep_ not in {"nsubj", "nsubjpass", "poss"}:
            return None
        for referent in reversed(self._main):
            single = is_single_thing(referent, agentive=agentive)
            if single and self._may_be(referent):
                return acting(referent, agentive=agentive)
        return self._last_thing() if agentive else None

    def _several(self, token: Token, subjects: list[Placed]) -> Referent | None:
        own = token.head if token.dep_ != "poss" else None
        placed = [p for p in reversed(subjects) if p.verb.head != own]
        near = [p.referent for p in placed] + self._main[::-1]
        near = [r for r in near if self._may_be(r)]
        plural = next((r for r in near if r.plural), None)
        if plural is not None:
            return plural
        groups = [r for r in near if r.names and not r.is_person]
        if not groups or self._names_several(token):
            return None
        return groups[0]

    def _names_several(self, token: Token) -> bool:
        """Whether a plural noun stands nearer than the group that "they" may be."""
        return any(
            t.tag_ == "NNS" and t.dep_ in _WHOLE and not t.ent_type_
            for t in (*self._before, *token.doc[token.sent.start : token.i])
        )

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
        elif self.addressed and not self.speaker.names:
            self.speaker = self._asked()
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
