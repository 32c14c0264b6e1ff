"""
The participants of a clause: subject, objects, prepositional phrases, relative nouns.

Coordinated members are not listed here: they hang on the first one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.words import NOUNS, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_LAPSES = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
# words between two commas that may part a subject from its verb
_SHORTEST_ASIDE, _LONGEST_ASIDE = 3, 12
# a relative adverb stands for a place, a time or a reason, never for an object
_ADVERB_ROLE = {"where": "in", "when": "at", "why": "for", "whereby": "by"}


def has_subject(token: Token) -> bool:
    """Whether the verb has a subject of its own, of whatever kind."""
    return any(c.dep_ in SUBJECTS for c in token.children)


def own_subjects(verb: Token) -> list[Token]:
    """
    Every subject that the parse hangs on ``verb``, or on a coordinated verb's helper.

    It splits some long lists. Who announces what is said is none.
    """
    speaker = announcer(verb)
    own = [
        c
        for c in verb.children
        if c.dep_ in SUBJECTS and c.dep_ != "expl" and c != speaker
    ]
    if own or verb.dep_ != "conj":
        return own
    helpers = (c for c in verb.children if c.dep_ in {"aux", "auxpass"})
    return [c for h in helpers for c in h.children if c.dep_ in SUBJECTS]


def announcer(verb: Token) -> Token | None:
    """As in "The chief: sales fell": who says it, parsed as one of two subjects."""
    first, *others = [c for c in verb.lefts if c.dep_ in SUBJECTS] or [verb]
    between = verb.doc[first.i : others[0].i] if others else ()
    speaks = _is_somebody(first) and any(t.text == ":" for t in between)
    return first if speaks else None


def _is_somebody(noun: Token) -> bool:
    """A person by his name, title or office."""
    words = {t.lemma_.lower() for t in (noun, *noun.lefts) if t.dep_ != "poss"}
    offices = NOUNS["person"] | NOUNS["title"] | NOUNS["rank"]
    return noun.ent_type_ == "PERSON" or bool(words & offices)


def agent(verb: Token) -> Token | None:
    """Who does it in a passive: "by X"."""
    for child in verb.children:
        if child.dep_ == "agent":
            nouns = (c for c in child.children if c.dep_ == "pobj")
            return next((noun for noun in nouns if not _is_lapse(noun)), None)
    return None


def _is_lapse(noun: Token) -> bool:
    """As in "was extended by two years": how far, not who."""
    return noun.lemma_.lower() in _LAPSES and all(
        c.dep_ in {"nummod", "amod", "det", "quantmod", "advmod"} for c in noun.lefts
    )


def subjects_of(head: Token, chain: tuple[Token, ...]) -> list[Token]:
    """Who does it, from the clause itself or from the clause it hangs on."""
    for link in chain:
        own = own_subjects(link)
        if own:
            return [_antecedent(link, subject) for subject in own]
    if head.dep_ in {"relcl", "acl"}:
        return [head.head]
    if (noun := interrupted(head)) is not None:
        return [noun]
    governor = _governor(head)
    if governor is None or head.dep_ in {"ccomp", "ROOT"}:
        return _misread_subject(head)
    if head.dep_ in {"xcomp", "pcomp"}:
        controlled = _controlled(governor, head)
        if controlled is not None:
            return [controlled]
    if governor.dep_ in {"relcl", "acl"} and not has_subject(governor):
        return [governor.head]
    doer = agent(governor)
    if doer is not None and not has_subject(governor):
        return [doer]
    return subjects_of(governor, (governor,))


def interrupted(verb: Token) -> Token | None:
    """As in "The yard, he told the court, had paid": its noun, hung on who says so."""
    asides = [c for c in verb.lefts if c.dep_ == "parataxis"]
    if verb.dep_ == "conj" and verb.head.i < verb.i:
        asides.append(verb.head)
    said = next((a for a in asides if a.lemma_.lower() in SPEECH), None)
    if said is None or any(c.dep_ in SUBJECTS for c in verb.lefts):
        return None
    start = min(t.i for t in (verb, *verb.lefts) if t.i > said.i)
    front = next((c for c in said.lefts if c.dep_ in {"npadvmod", "dep"}), None)
    if front is None or verb.doc[start - 1].text != ",":
        return None
    after = verb.doc[max(t.i for t in front.subtree) + 1]
    return front if after.text == "," and has_subject(said) else None


def _misread_subject(verb: Token) -> list[Token]:
    """
    Return the subject that the parse has hung elsewhere.

    It stands before the finite verb group: the small model takes some unknown names
    for adverbs or for a part of the phrase before ("In June Orel employed ...").
    """
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    hung = [s for helper in helpers for s in own_subjects(helper)]
    group = [*helpers, verb]
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in group)
    start = min(t.i for t in group)
    if hung or not finite or start == verb.sent.start:
        return hung
    before = _before_aside(verb.doc[start - 1])
    while before.i > verb.sent.start and before.pos_ == "ADV" and before.text.islower():
        before = before.nbor(-1)
    named = before.text[:1].isupper() and not before.is_stop
    return [before] if before.pos_ in {"NOUN", "PROPN"} or named else []


def _before_aside(comma: Token) -> Token:
    """Return the word that an aside parts from the verb: "Orel, for its part, "."""
    sentence = comma.sent
    if comma.text != "," or comma.i - sentence.start < _SHORTEST_ASIDE:
        return comma
    first = max(sentence.start, comma.i - _LONGEST_ASIDE)
    opening = next((i for i in range(comma.i - 2, first, -1) if _is_comma(comma, i)), 0)
    return comma.doc[opening - 1] if opening else comma


def _is_comma(token: Token, index: int) -> bool:
    return token.doc[index].text == ","


def _antecedent(verb: Token, subject: Token) -> Token:
    """As in "who joined": the noun that the relative clause is about."""
    if subject.lower_ not in _RELATIVE:
        return subject
    if verb.dep_ == "relcl":
        return verb.head
    return clefted(verb) or _added_to(verb, subject) or subject


def _added_to(verb: Token, subject: Token) -> Token | None:
    """As in "the mill was shut, which hit 60 people", when the parse misses it too."""
    added = subject.lower_ == "which" and subject.i > verb.sent.start
    marked = added and subject.nbor(-1).text == ","
    spoken = verb.head.lemma_.lower() in SPEECH
    if not marked or spoken or verb.dep_ not in {"advcl", "ccomp"}:
        return None
    before = [c for c in verb.head.children if c.i < subject.i]
    objects = [c for c in before if c.dep_ == "dobj"]
    subjects = [c for c in before if c.dep_ in SUBJECTS]
    return next((c for c in (*objects[::-1], *subjects) if c.pos_ in _NOUNS), None)


def clefted(verb: Token) -> Token | None:
    """As in "it was Orel that left", when that is not parsed as a relative clause."""
    around = (verb.head, *(c for c in verb.lefts if c.dep_ == "ccomp"))
    for link in around:
        pointed = any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in link.lefts)
        if link.lemma_ == "be" and pointed:
            return next((c for c in link.rights if c.dep_ == "attr"), None)
    return None


def _governor(head: Token) -> Token | None:
    governor: Token | None = head.head
    while governor is not None and governor.pos_ not in {"VERB", "AUX"}:
        governor = governor.head if governor.head.i != governor.i else None
    return None if governor is not None and governor.i == head.i else governor


def _controlled(governor: Token, head: Token) -> Token | None:
    """As in "urged Orel to sell", "accused Orel of selling": Orel is who sells."""
    if head.dep_ == "pcomp" and head.head.lower_ not in {"of", "from", "into"}:
        return None
    objects = [c for c in governor.children if c.dep_ in {"dobj", "nsubjpass"}]
    return objects[0] if objects else None


def objects_of(
    chain: tuple[Token, ...], starts: frozenset[int]
) -> Iterator[tuple[str, Token]]:
    """Yield ``(role, head)`` of every participant; prepositions name their own role."""
    for link in chain:
        for child in _taking_part(link):
            role = _role(child)
            match child.dep_:
                case _ if role:
                    yield role, child
                case "ccomp" if child.i in starts and _is_content(child):
                    yield "complement", child
                case "ccomp" | "xcomp" if child not in chain:
                    yield from _of_below(child)
                    yield from objects_of((child,), starts)
                case "prep" | "dative":
                    yield from prepositional(child, starts)
        for child in link.children:
            for below in child.children if child.dep_ == "dobj" else ():
                if below.dep_ == "prep" and below.lower_ not in INSTANCES:
                    yield from prepositional(below, starts)


def _taking_part(verb: Token) -> Iterator[Token]:
    """Its children but a statement before the semicolon behind which it stands."""
    for child in verb.children:
        if child.dep_ == "ccomp" and ";" in {
            t.text for t in child.doc[child.i : verb.i]
        }:
            continue
        yield child


def _of_below(child: Token) -> Iterator[tuple[str, Token]]:
    """As in "allowed Orel to leave", "finds the toll unfair": who, and what he is."""
    subjects = [c for c in child.children if c.dep_ in SUBJECTS]
    yield from (("object", subject) for subject in subjects)
    if subjects and child.pos_ in {"ADJ", "NOUN"}:
        yield "attribute", child


def _role(child: Token) -> str:
    """Return the role of a direct participant."""
    if child.dep_ == "dobj":
        return "object"
    if child.pos_ == "ADP":
        return ""
    if child.dep_ == "dative":
        return "to"
    return "attribute" if child.dep_ in {"oprd", "attr", "acomp"} else ""


# prepositions that bring members of what stands before them
INSTANCES = frozenset({"like", "including"})


_OUT_OF = "out of"


def _is_content(child: Token) -> bool:
    """A complement that tells something, not the infinitive after a causing verb."""
    return not any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)


def prepositional(
    preposition: Token, starts: frozenset[int]
) -> Iterator[tuple[str, Token]]:
    """Yield what stands behind ``preposition``, with the preposition as its role."""
    if preposition.lower_ == "according":
        return
    for child in preposition.children:
        if child.dep_ == "pobj" or (
            child.dep_ == "amod" and preposition.lower_ == "as"
        ):
            # "described as harmless"
            yield preposition.lower_, child
        elif child.dep_ == "pcomp" and child.i not in starts:
            if child.pos_ == "ADP":
                # "due to X", "because of X"
                yield from (
                    (preposition.lower_, t) for _, t in prepositional(child, starts)
                )
            else:
                yield preposition.lower_, child
        elif child.dep_ == "conj" and child.tag_ in {"IN", "TO"}:
            # "to the city and to the county"
            yield from prepositional(child, starts)
        elif child.dep_ == "prep":
            outward = f"{preposition.lower_} {child.lower_}" == _OUT_OF
            for role, token in prepositional(child, starts):
                yield (_OUT_OF if outward else role), token


def relative(
    head: Token,
    subjects: list[Token],
    objects: list[tuple[str, Token]],
    *,
    passive: bool,
) -> tuple[list[Token], list[tuple[str, Token]]]:
    """Put the noun that a relative clause is about in its pronoun's place."""
    if head.dep_ != "relcl":
        return subjects, objects
    noun = head.head
    subjects = [noun if s.lower_ in _RELATIVE else s for s in subjects]
    objects = [
        (role, noun if token.lower_ in _RELATIVE else token) for role, token in objects
    ]
    if noun in subjects or any(token == noun for _, token in objects):
        return subjects, objects
    adverb = next((c.lower_ for c in head.children if c.lower_ in _ADVERB_ROLE), "")
    if passive and not adverb:
        return subjects, objects
    return subjects, [*objects, (_ADVERB_ROLE.get(adverb, "object"), noun)]
