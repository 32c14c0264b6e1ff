"""What a noun phrase speaks of, and which phrases can stand for which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.claims.participants import announcer
from extractors.claims.quantities.words import PERSONS
from extractors.claims.words import NOUNS, SPEECH, measured_noun

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.entities import Mention

_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
# what a person is called: the striker, the widow
CALLED = NOUNS["person"] | PERSONS


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
class Placed:
    """A subject and its token, whose head is the verb."""

    referent: Referent
    verb: Token


def salient(subjects: list[Placed]) -> list[Referent]:
    """What the next sentence's pronouns look at first: the last is the nearest."""
    known = [p for p in subjects if p.referent.names or p.referent.head]
    main = [p for p in known if p.verb.head.dep_ in {"ROOT", "conj"}]
    told = [p for p in known if p.verb.head.dep_ == "ccomp"]
    if any(p.verb.head.lemma_.lower() in SPEECH for p in main):
        return [p.referent for p in (*main, *told)]
    if all(p.referent.is_person for p in main):
        # "Vance runs it; Orel left": the parse makes either verb the main one
        return [p.referent for p in sorted((*main, *told), key=lambda p: p.verb.i)]
    return [p.referent for p in main]


def heading(sentence: Span, named: Mapping[int, Mention]) -> list[Referent]:
    """What "The terminal." alone sets as the matter of what follows."""
    root = sentence.root
    if root.pos_ not in {"NOUN", "PROPN"} or any(t.pos_ == "VERB" for t in sentence):
        return []
    mention = named.get(root.i)
    if mention is not None:
        return [Referent(names=(mention.name,), kind=mention.kind)]
    return [common(root, named)] if is_definite(root) else []


def identifies(token: Token, subject: Token) -> bool:
    """As in "the largest of them is the *terminal*": that is what is spoken of."""
    verb = token.head
    if token.dep_ != "attr" or verb != subject.head or not is_definite(token):
        return False
    return any(t.tag_ in {"JJS", "RBS"} for t in (subject, *subject.lefts))


def beside(token: Token, named: Mapping[int, Mention]) -> Referent | None:
    """As in "the minister, Pavel Dorn": the noun is the name beside it."""
    if token.pos_ != "NOUN":
        return None
    for child in token.children:
        mention = named.get(child.i)
        if child.dep_ == "appos" and mention is not None and child.i > token.i:
            kind = kind_of(token.lemma_.lower()) or mention.kind
            return Referent(names=(mention.name,), kind=kind)
    return None


def kind_of(noun: str) -> str:
    """What the noun beside a name makes of it: "maker" and "buyer" may be either."""
    if noun in NOUNS["person"]:
        return "PERSON"
    return "ORG" if noun in NOUNS["organisation"] - PERSONS else ""


def says(token: Token, quoted: frozenset[int]) -> bool:
    """Whether the verb tells what stands in the quotation."""
    return token.i not in quoted and token.lemma_.lower() in SPEECH


def is_sayer(child: Token) -> bool:
    """Whether the verb's child is who speaks."""
    return child.dep_ in SUBJECT


def refresh(names: list[str], name: str) -> None:
    """Make ``name`` the latest of ``names``."""
    if name in names:
        names.remove(name)
    names.append(name)


def common(token: Token, named: Mapping[int, Mention]) -> Referent:
    """Return what a common noun or an unknown pronoun is."""
    owner = next(
        (
            named[c.i].name
            for c in token.children
            if c.dep_ in {"poss", "compound"} and c.i in named
        ),
        "",
    )
    head = measured_noun(token, parts=True)
    return Referent(
        kind="PERSON" if head.lemma_.lower() in NOUNS["person"] else "",
        head=head.lemma_.lower() if head.pos_ in {"NOUN", "PROPN"} else "",
        text=head.text,
        owner=owner,
        plural=head.tag_ in {"NNS", "NNPS"} or token.lower_ in _THEY,
    )


def with_conjuncts(
    token: Token, referent: Referent, named: Mapping[int, Mention]
) -> Referent:
    """As in "Orel and Tarn" are two: "they"."""
    others = [c for c in token.conjuncts if c.i > token.i]
    if not others:
        return referent
    names = [named[c.i].name for c in others if c.i in named]
    return replace(referent, names=(*referent.names, *names), plural=True)


def is_single_thing(referent: Referent, *, agentive: bool) -> bool:
    """Whether "it" can stand for it."""
    if agentive and referent.owner and not referent.names and not referent.is_person:
        return True
    return (
        not referent.plural
        and not referent.is_person
        and bool(referent.names or referent.head)
    )


def acting(referent: Referent, *, agentive: bool) -> Referent:
    """Steps do not act: in "Orel's steps suggest that it sells" Orel does."""
    if agentive and referent.owner and not referent.names:
        return Referent(names=(referent.owner,), kind="ORG")
    return referent


def acts(token: Token) -> bool:
    """Whether the pronoun is the agent of a verb."""
    verb = token.head
    return (token.dep_ == "nsubj" and verb.pos_ == "VERB") or (
        token.dep_ == "nsubj" and any(c.dep_ == "xcomp" for c in verb.children)
    )


def is_expletive(token: Token) -> bool:
    """As in "it is likely that ...": nothing is meant."""
    if token.dep_ == "expl":
        return True
    if token.dep_ not in SUBJECT:
        return False
    verb = token.head
    if verb.lemma_ in {"rain", "snow"} or is_cleft(verb) or is_figure(verb):
        return True
    described = any(c.dep_ in {"acomp", "oprd"} for c in verb.children)
    return (
        verb.lemma_ in {"be", "seem", "appear", "become"}
        and described
        and any(c.dep_ in {"ccomp", "xcomp", "csubj"} for c in verb.children)
    )


def is_cleft(verb: Token) -> bool:
    """As in "it was Orel that ...", "it was in May that ...": nothing is meant."""
    if verb.lemma_ != "be":
        return False
    for child in verb.rights:
        named = child.dep_ == "attr" and child.pos_ in {"PROPN", "PRON"}
        if named and any(c.dep_ == "relcl" for c in child.children):
            return True
    rights = list(verb.rights)
    placed = any(c.dep_ in {"prep", "advmod", "npadvmod"} for c in rights[:1])
    told = (c for c in rights if c.dep_ in {"ccomp", "advcl", "relcl"})
    return placed and any(c.left_edge.lower_ == "that" for c in told)


def is_figure(verb: Token) -> bool:
    """As in "it was 6 million": a figure told before, nobody who has a name."""
    return verb.lemma_ == "be" and any(
        c.dep_ == "attr" and c.ent_type_ in {"CARDINAL", "PERCENT", "MONEY"}
        for c in verb.rights
    )


def is_definite(token: Token) -> bool:
    """Whether the noun has a definite article or a demonstrative."""
    return any(
        c.lower_ in {"the", "this", "that", "both", "these", "those"}
        for c in token.lefts
    )


def is_aged(token: Token) -> bool:
    """Whether the word is the end of "the 52-year-old" and no noun follows."""
    if token.lower_ != "old" or token.dep_ == "amod" or not is_definite(token):
        return False
    return any(c.dep_ == "npadvmod" and c.lemma_ == "year" for c in token.lefts)


def last_person(
    subjects: Sequence[Placed], main: Sequence[Referent], people: Sequence[str]
) -> Referent | None:
    """Who is "the 52-year-old": the last person that is a subject, else is named."""
    near = (*(p.referent for p in reversed(subjects)), *reversed(main))
    last = [Referent(names=(name,), kind="PERSON") for name in people[-1:]]
    return next((r for r in (*near, *last) if r.is_person and r.names), None)


def has_clause(token: Token) -> bool:
    """As in "the company that owns it": it says itself which."""
    return any(
        c.dep_ in {"relcl", "acl"} and token.doc[c.left_edge.i - 1].text != ","
        for c in token.children
    )


def are_listed(one: Token, other: Token) -> bool:
    """Whether two subjects of one verb are two, not who says it and of whom."""
    return one.head == other.head and announcer(one.head) != one
