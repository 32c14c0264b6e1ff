"""
Pronouns and definite nouns -> who or what is meant, sentence by sentence.

A pronoun takes the nearest subject before it that agrees in number and kind, a definite
noun the name that the text described so ("Orel, the Danish paper maker": "the maker",
"the Danish company"). In doubt nobody is meant: a wrong name costs more than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.claims.descriptions import Descriptions, describing_words, employer_of
from extractors.claims.words import NOUNS, SPEECH, measured_noun

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.entities import Mention
    from extractors.claims.gazetteer import Gazetteer

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_MAIN = frozenset({"ROOT", "conj", "ccomp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """Who or what a noun phrase speaks of: names, or a common noun and its owner."""

    names: tuple[str, ...] = ()
    kind: str = ""
    head: str = ""
    text: str = ""
    owner: str = ""
    plural: bool = False

    @property
    def is_person(self) -> bool:
        """A named person, or a noun such as "engineer"."""
        return self.kind == "PERSON"


@dataclass(slots=True)
class _Placed:
    referent: Referent
    verb: Token


class Antecedents:
    """Who was spoken of in one article so far."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.descriptions = Descriptions(gazetteer)
        self.speaker = Referent()
        self._main: list[Referent] = []
        self._people: list[str] = []
        self._things: list[str] = []
        self._near: list[str] = []
        self._kinds = {e.name: e.kind for e in gazetteer.entities}

    def read(
        self, sentence: Span, named: Mapping[int, Mention], quoted: frozenset[int]
    ) -> dict[int, Referent]:
        """Return what the pronouns and definite nouns of ``sentence`` stand for."""
        found: dict[int, Referent] = {}
        subjects: list[_Placed] = []
        self._near = []
        for token in sentence:
            mention = named.get(token.i)
            if mention is not None and token.i != mention.end - 1:
                continue
            if mention is not None:
                self.descriptions.learn(token, mention, named)
                referent = self._note(mention)
            else:
                meant = _beside(token, named) or self._meant(token, subjects)
                if meant is not None and token.i in quoted and token.pos_ == "PRON":
                    # a speaker's "it" looks back in his own words only
                    own = {n for p in subjects for n in p.referent.names}
                    meant = meant if set(meant.names) & own else None
                if meant is not None:
                    found[token.i] = meant
                    self._again(meant)
                referent = meant or _common(token, named)
            if token.dep_ in _SUBJECT and token.lower_ not in _I | _WE:
                referent = _with_conjuncts(token, referent, named)
                if any(p.verb.head is token.head for p in subjects):
                    # the parse cuts some lists of subjects in two
                    referent = replace(referent, plural=True)
                subjects.append(_Placed(referent, token))
        self._speak(sentence, named, found, quoted)
        main = _salient(subjects)
        if main:
            self._main = main
        return found

    def _note(self, mention: Mention) -> Referent:
        kind = self._kinds.setdefault(mention.name, mention.kind)
        if kind == "PERSON":
            _refresh(self._people, mention.name)
        elif kind not in _PLACES:
            _refresh(self._things, mention.name)
            self._near.append(mention.name)
        return Referent(names=(mention.name,), kind=kind)

    def _again(self, meant: Referent) -> None:
        for name in meant.names:
            if not meant.is_person and name in self._things:
                _refresh(self._things, name)
                self._near.append(name)

    def _meant(self, token: Token, subjects: list[_Placed]) -> Referent | None:
        lower = token.lower_
        if lower in _HE | _SHE:
            return self._person(lower, subjects)
        if lower in _IT and token.pos_ == "PRON":
            return None if _is_expletive(token) else self._thing(token, subjects)
        if lower in _THEY and token.pos_ == "PRON":
            return self._several(token, subjects)
        return self._definite(token, subjects)

    def _person(self, lower: str, subjects: list[_Placed]) -> Referent | None:
        feminine = lower in _SHE
        known = [r for r in self._main[::-1] if self._is_known(r, feminine=feminine)]
        near = [p.referent for p in reversed(subjects)] + known + self._main[::-1]
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
        return None

    def _is_known(self, referent: Referent, *, feminine: bool) -> bool:
        return any(
            self.descriptions.is_known(name, feminine=feminine)
            for name in referent.names
        )

    def _thing(self, token: Token, subjects: list[_Placed]) -> Referent | None:
        own = token.head if token.dep_ not in {"poss"} else None
        agentive = token.dep_ == "poss" or _acts(token)
        before = [p.referent for p in reversed(subjects) if p.verb.head is not own]
        if agentive:
            before.sort(key=lambda r: not (r.names or r.owner))
        for referent in before:
            if _is_single_thing(referent, agentive=agentive):
                return _acting(referent, agentive=agentive)
        subject = {n for p in subjects for n in p.referent.names}
        near = [n for n in self._near if n not in subject]
        if near and (token.dep_ != "nsubj" or not self._main):
            return Referent(names=(near[-1],), kind="ORG")
        if token.dep_ not in {"nsubj", "nsubjpass", "poss"}:
            return None
        for referent in reversed(self._main):
            if _is_single_thing(referent, agentive=agentive):
                return _acting(referent, agentive=agentive)
        return self._last_thing() if agentive else None

    def _several(self, token: Token, subjects: list[_Placed]) -> Referent | None:
        own = token.head if token.dep_ != "poss" else None
        placed = [p for p in reversed(subjects) if p.verb.head is not own]
        near = [p.referent for p in placed] + self._main[::-1]
        plural = next((r for r in near if r.plural), None)
        if plural is not None:
            return plural
        groups = [r for r in near if r.names and not r.is_person]
        return groups[0] if groups else None

    def last(self) -> str:
        """Whom a list item goes on to speak of: the last subject, else the last name."""
        for referent in reversed(self._main):
            name = referent.names[0] if referent.names else referent.owner
            if name and self._kinds.get(name) != "PERSON":
                return name
        return self._things[-1] if self._things else ""

    def _last_thing(self) -> Referent | None:
        if not self._things:
            return None
        return Referent(names=(self._things[-1],), kind="ORG")

    def _definite(self, token: Token, subjects: list[_Placed]) -> Referent | None:
        if token.pos_ not in {"NOUN", "PROPN"} or not _is_definite(token):
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
        if lemma in NOUNS["person"] and not _has_clause(token):
            name = self.descriptions.person(lemma, words, self._people[::-1])
            return Referent(names=(name,), kind="PERSON") if name else None
        return None

    def _parties(self, token: Token, lemma: str) -> Referent | None:
        """ "the two companies" are the two that were named last."""
        if lemma not in NOUNS["parties"] or len(self._things) < 2:
            return None
        if describing_words(token) - {"two", "both"} or _has_clause(token):
            return None
        followed = self.descriptions.of_topic(self._things)
        names = followed if len(followed) > 1 else self._things
        return Referent(names=tuple(names[-2:]), kind="ORG", plural=True)

    def _organisation(
        self, token: Token, lemma: str, words: frozenset[str], subjects: list[_Placed]
    ) -> Referent | None:
        if _has_clause(token):
            return None
        taken = {n for p in subjects for n in p.referent.names}
        main = [n for r in self._main for n in r.names if not r.is_person]
        latest = self._things[::-1]
        order = [*main[::-1], *self.descriptions.of_topic(latest), *latest]
        things = [n for n in dict.fromkeys(order) if n in self._things]
        if token.dep_ not in _SUBJECT:
            things.sort(key=lambda n: n in taken and token.dep_ != "poss")
        name = self.descriptions.organisation(lemma, words, main[::-1], things)
        return Referent(names=(name,), kind="ORG") if name else None

    def _speak(
        self,
        sentence: Span,
        named: Mapping[int, Mention],
        found: dict[int, Referent],
        quoted: frozenset[int],
    ) -> None:
        """Who speaks in the quotation: "I" is the speaker, "we" whom he works for."""
        if not any(t.i in quoted for t in sentence):
            return
        said = next(
            (c for t in sentence if _says(t, quoted) for c in t.children if _sayer(c)),
            None,
        )
        if said is not None:
            self.speaker = self._voice(said, named, found)
        for token in sentence:
            if token.i not in quoted:
                continue
            if token.lower_ in _I and self.speaker.names:
                found[token.i] = replace(self.speaker, owner="")
            elif token.lower_ in _WE and self.speaker.owner:
                found[token.i] = Referent(names=(self.speaker.owner,), kind="ORG")

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


def _salient(subjects: list[_Placed]) -> list[Referent]:
    """What the next sentence's pronouns look at first: the last is the nearest."""
    known = [p for p in subjects if p.referent.names or p.referent.head]
    main = [p for p in known if p.verb.head.dep_ in {"ROOT", "conj"}]
    told = [p for p in known if p.verb.head.dep_ == "ccomp"]
    spoken = any(p.verb.head.lemma_.lower() in SPEECH for p in main)
    if spoken or all(p.referent.is_person for p in main):
        return [p.referent for p in (*main, *told)]
    return [p.referent for p in main]


def _beside(token: Token, named: Mapping[int, Mention]) -> Referent | None:
    """ "the minister, Pavel Dorn": the noun is the name beside it."""
    if token.pos_ != "NOUN" or not any(c.dep_ == "appos" for c in token.children):
        return None
    for child in token.children:
        mention = named.get(child.i)
        if child.dep_ == "appos" and mention is not None and child.i > token.i:
            is_person = token.lemma_.lower() in NOUNS["person"]
            kind = "PERSON" if is_person else mention.kind
            return Referent(names=(mention.name,), kind=kind)
    return None


def _says(token: Token, quoted: frozenset[int]) -> bool:
    return token.i not in quoted and token.lemma_.lower() in SPEECH


def _sayer(child: Token) -> bool:
    return child.dep_ in _SUBJECT


def _refresh(names: list[str], name: str) -> None:
    if name in names:
        names.remove(name)
    names.append(name)


def _common(token: Token, named: Mapping[int, Mention]) -> Referent:
    owner = next(
        (
            named[c.i].name
            for c in token.children
            if c.dep_ in {"poss", "compound"} and c.i in named
        ),
        "",
    )
    head = measured_noun(token)
    return Referent(
        kind="PERSON" if head.lemma_.lower() in NOUNS["person"] else "",
        head=head.lemma_.lower() if head.pos_ in {"NOUN", "PROPN"} else "",
        text=head.text,
        owner=owner,
        plural=head.tag_ in {"NNS", "NNPS"} or token.lower_ in _THEY,
    )


def _with_conjuncts(
    token: Token, referent: Referent, named: Mapping[int, Mention]
) -> Referent:
    """ "Orel and Tarn" are two: "they"."""
    others = [c for c in token.conjuncts if c.i > token.i]
    if not others:
        return referent
    names = [named[c.i].name for c in others if c.i in named]
    return replace(referent, names=(*referent.names, *names), plural=True)


def _is_single_thing(referent: Referent, *, agentive: bool) -> bool:
    if agentive and referent.owner and not referent.names and not referent.is_person:
        return True
    return (
        not referent.plural
        and not referent.is_person
        and bool(referent.names or referent.head)
    )


def _acting(referent: Referent, *, agentive: bool) -> Referent:
    """Steps do not act: in "Orel's steps suggest that it sells" Orel does."""
    if agentive and referent.owner and not referent.names:
        return Referent(names=(referent.owner,), kind="ORG")
    return referent


def _acts(token: Token) -> bool:
    verb = token.head
    return (token.dep_ == "nsubj" and verb.pos_ == "VERB") or (
        token.dep_ == "nsubj" and any(c.dep_ == "xcomp" for c in verb.children)
    )


def _is_expletive(token: Token) -> bool:
    """ "it is likely that ...": nothing is meant."""
    if token.dep_ == "expl":
        return True
    if token.dep_ not in _SUBJECT:
        return False
    verb = token.head
    described = any(c.dep_ in {"acomp", "oprd"} for c in verb.children)
    return (
        verb.lemma_ in {"be", "seem", "appear", "become"}
        and described
        and any(c.dep_ in {"ccomp", "xcomp", "csubj"} for c in verb.children)
    )


def _is_definite(token: Token) -> bool:
    return any(
        c.lower_ in {"the", "this", "that", "both", "these", "those"}
        for c in token.lefts
    )


def _has_clause(token: Token) -> bool:
    """ "the company that owns it": it says itself which."""
    return any(
        c.dep_ in {"relcl", "acl"} and token.doc[c.left_edge.i - 1].text != ","
        for c in token.children
    )
