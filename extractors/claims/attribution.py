"""Who says what a clause tells, and what that makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.heads import is_infinitive
from extractors.claims.words import LEXICON, SPEECH
from extractors.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.clauses import Clause

_CLIMB = frozenset({"ccomp", "xcomp", "conj", "advcl", "parataxis", "acl", "pcomp"})


# "to judge by the turnstiles", "going by the invoice"
_JUDGING = frozenset({"judge", "go"})
_TRUSTING = frozenset({"trust", "believe", "credit"})
# "if one counts the cellar", "if you know where to look"
_MINDING = frozenset(
    {"read", "count", "look", "see", "care", "know", "remember", "recall", "like"}
    | {"add", "include", "consider", "mistake"}
)
_ANYBODY = frozenset({"one", "you", "i", "we"})
# "if the list is right", "if the clocks do not lie"
_TRUE = frozenset({"right", "correct", "true", "accurate"})
_LYING = frozenset({"lie", "err", "mislead", "deceive"})


def witness(clause: Clause) -> frozenset[int]:
    """The words of "to judge by the payroll": they only tell how one knows it."""
    return frozenset(
        each.i
        for index in clause.words
        if _judges(token := clause.verb.doc[index])
        for each in token.subtree
    )


def _judges(token: Token) -> bool:
    return (
        token.dep_ == "advcl"
        and token.lemma_ in _JUDGING
        and (is_infinitive(token) or token.tag_ == "VBG")
        and any(c.lower_ in {"by", "from"} for c in token.children)
    )


def is_credence(verb: Token) -> bool:
    """
    As in "if one trusts the payroll", "if the list is right": no condition.

    It tells how one knows what is said, or how it is meant: "if one counts the cellar".
    """
    below = [c for c in verb.children if c.dep_ in {"xcomp", "acomp"}]
    if any(link.lemma_ in _TRUSTING for link in (verb, *below)):
        return True
    if any(c.dep_ == "nsubj" and c.lower_ in _ANYBODY for c in verb.children):
        return any(link.lemma_ in _MINDING for link in (verb, *below))
    vouching = verb.lemma_ == "be" and any(c.lower_ in _TRUE for c in below)
    negated = any(c.dep_ == "neg" for c in verb.children)
    return vouching or (negated and verb.lemma_ in _LYING)


def is_speech(clause: Clause) -> bool:
    """Whether the clause only introduces another: "she said", "the point is that"."""
    if clause.verb.lemma_ == "be" and all(r == "complement" for r, _ in clause.objects):
        return any(c.dep_ == "ccomp" and _has_that(c) for c in clause.verb.children)
    if clause.verb.dep_ == "parataxis" and _interjects(clause.verb):
        return True
    return clause.verb.lemma_.lower() in SPEECH and any(
        child.dep_ == "ccomp"
        and child.pos_ in {"VERB", "AUX"}
        and not _is_parted(child, clause.verb)
        for child in clause.verb.children
    )


def _interjects(verb: Token) -> bool:
    """As in "The yard, *he told the court*, had paid"."""
    said = verb.lemma_.lower() in LEXICON["say"] | LEXICON["think"]
    return said and verb.i < verb.head.i and not _is_parted(verb, verb.head)


def _has_that(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children)


def speech_above(clause: Clause) -> tuple[Token | None, set[Modality]]:
    """Climb to the verbs and nouns that say, think, ask or deny what is told."""
    found: set[Modality] = set()
    speaker: Token | None = None
    head = clause.chain[0]
    while head.dep_ in _CLIMB:
        above = head.head
        lemma = above.lemma_.lower()
        if head.dep_ in {"ccomp", "xcomp"} and not _is_parted(head, above):
            found |= _called_untrue(head)
            if lemma in SPEECH:
                speaker = speaker or _said_by(above)
                found |= speech_modality(above, lemma, _said_by(above))
            elif lemma in LEXICON["plan"] and head.tag_ == "VB":
                found.add(Modality.PLANNED)
            if is_infinitive(head):
                # "says insurer to pay" announces
                found |= cause_modality(lemma)
                found |= {Modality.PLANNED} if lemma in LEXICON["say"] else set()
        elif head.dep_ == "acl" and above.pos_ == "NOUN" and not is_infinitive(head):
            if not any(c.dep_ == "mark" for c in head.children):
                break
            teller, modality = _content_noun(above)
            speaker = speaker or teller
            found |= modality
        elif head.dep_ == "pcomp" and above.head.lemma_ in LEXICON["accuse"]:
            speaker = speaker or _said_by(above.head)
            found.add(Modality.REPORTED)
        head = above
    aside = _aside(clause.chain[0])
    if aside is not None:
        speaker = speaker or _said_by(aside)
        found |= speech_modality(aside, aside.lemma_.lower(), _said_by(aside))
    return speaker, found


def _is_parted(below: Token, above: Token) -> bool:
    """A semicolon between them: two sentences that the parse ties together."""
    low, high = sorted((below.i, above.i))
    marks = {t.text for t in below.doc[low:high]}
    # what is said stands behind the colon: "he said: ...", not "...: he said it"
    return ";" in marks or (":" in marks and below.i < above.i)


def _aside(verb: Token) -> Token | None:
    """As in "..., the minister said"."""
    for child in verb.children:
        if (
            child.dep_ in {"parataxis", "ccomp"}
            and child.lemma_.lower() in SPEECH
            and not any(c.dep_ in {"ccomp", "dobj"} for c in child.children)
            and not _is_parted(child, verb)
        ):
            return child
    return None


def cause_modality(lemma: str) -> set[Modality]:
    """What "allow", "ask" or "force" makes of its infinitive."""
    if lemma in LEXICON["cause_may"]:
        return {Modality.POSSIBLE}
    if lemma in LEXICON["cause_ask"]:
        return {Modality.PLANNED}
    return set()


def _content_noun(noun: Token) -> tuple[Token | None, set[Modality]]:
    """As in "the claim that ...": said, or denied where the text calls it untrue."""
    if noun.lemma_.lower() not in LEXICON["content_noun"]:
        return None, set()
    governor = noun.head
    if _is_untrue(noun) or governor.lemma_ in LEXICON["deny"]:
        denier = _said_by(governor) if governor.lemma_ in LEXICON["deny"] else None
        return denier, {Modality.DENIED}
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    return owner, {Modality.REPORTED}


def _is_untrue(noun: Token) -> bool:
    """As in "the false report", "the report is false", "no truth in the report"."""
    if any(c.lower_ in LEXICON["untrue"] for c in noun.children):
        return True
    governor = noun.head
    if noun.dep_ == "nsubj" and governor.lemma_ == "be":
        words = {c.lower_ for c in governor.children}
        negated = any(c.dep_ == "neg" for c in governor.children)
        return bool(words & LEXICON["untrue"]) or (negated and "true" in words)
    truth = governor.head
    return (
        noun.dep_ == "pobj"
        and truth.lower_ in {"truth", "substance"}
        and any(c.lower_ == "no" for c in truth.children)
    )


def _called_untrue(head: Token) -> set[Modality]:
    """As in "it is untrue that", "it is not true that"."""
    above = head.head
    if head.dep_ != "ccomp" or above.lemma_ != "be":
        return set()
    denied = any(c.dep_ == "neg" for c in above.children)
    words = {c.lower_ for c in above.rights if c.dep_ in {"acomp", "attr"}}
    # "it is wrong that" only disapproves
    untrue = {"true", "correct"} if denied else LEXICON["untrue"] - {"wrong"}
    return {Modality.DENIED} if words & untrue else set()


def _said_by(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "nsubj":
            return child
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if verb.dep_ in {"conj", "xcomp"} and verb.head.i != verb.i:
        return _said_by(verb.head)
    return None


def speech_modality(verb: Token, lemma: str, speaker: Token | None) -> set[Modality]:
    """What saying, thinking, asking or denying makes of its complement."""
    found: set[Modality] = set()
    negated = any(c.dep_ == "neg" for c in verb.children)
    denies = any(
        act in LEXICON["deny"]
        for act in (lemma, *(f"{lemma} {c.lower_}" for c in verb.rights))
    )
    if denies:
        # who has never disputed it grants it
        found.add(Modality.REPORTED if negated else Modality.DENIED)
    elif lemma in LEXICON["predict"]:
        found.add(Modality.PREDICTED)
    elif lemma in LEXICON["ask"]:
        found.add(Modality.PLANNED if _is_asked_for(verb) else Modality.QUESTION)
    elif lemma in LEXICON["think"] | LEXICON["hearsay"]:
        found.add(Modality.REPORTED)
    if speaker is None or speaker.lemma_.lower() in LEXICON["sources"]:
        found.add(Modality.REPORTED)
    if speaker is not None and any(
        c.lower_ in LEXICON["false_quote"] for c in speaker.children
    ):
        found.add(Modality.DENIED)
    if negated and not denies:
        disagrees = lemma in LEXICON["say"] | LEXICON["agree"]
        found.add(Modality.DENIED if disagrees else Modality.POSSIBLE)
    return found


def _is_asked_for(verb: Token) -> bool:
    """As in "asked that it be closed"."""
    return any(c.dep_ == "ccomp" and _has_that(c) for c in verb.children)


def according(clause: Clause) -> Token | None:
    """As in "according to X": X is the source."""
    for index in sorted(clause.words):
        token = clause.verb.doc[index]
        if token.lower_ == "according":
            for to in token.children:
                for below in to.children:
                    if below.dep_ == "pobj":
                        return below
    return None
