"""
How a clause stands to its proposition: polarity, modality, attribution, tense, cues.

Negation is counted along the chain of verbs ("has not refused to pay" is affirmed).
A denial is a claim of the denier: modality ``denied``, polarity ``negated``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.claims.attribution import (
    according,
    cause_modality,
    is_credence,
    speech_above,
)
from extractors.claims.heads import is_infinitive
from extractors.claims.markers import markers
from extractors.claims.negation import negations
from extractors.claims.participants import SUBJECTS, announcer, clefted
from extractors.claims.words import LEXICON, SPEECH
from extractors.model import Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.clauses import Clause

_WEAK = (
    # the strongest qualification wins, in this order
    Modality.QUESTION,
    Modality.CONDITIONAL,
    Modality.DENIED,
    Modality.PREDICTED,
    Modality.POSSIBLE,
    Modality.PLANNED,
    Modality.REPORTED,
)
# what others think will be is a forecast, not a plan
_FORESEEN = {Modality.PLANNED, Modality.REPORTED}
_FUTURE_MODAL = LEXICON["future_modal"] | {"would", "'d", "’d", "’ll"}
_FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})
_JOINING = frozenset({"and", "but", "for", "or", "so", "then", "yet"})
_WH = frozenset({"why", "how", "where", "whether", "what", "who", "when", "which"})
# of these a participle that follows takes part: "may sell it, making ..."
_HEDGED = frozenset(
    {Modality.CONDITIONAL, Modality.PREDICTED, Modality.POSSIBLE, Modality.PLANNED}
    | {Modality.REPORTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a clause does with its proposition; ``speaker`` is the head that says it."""

    polarity: Polarity
    modality: Modality
    tense: str
    speaker: Token | None
    cues: tuple[str, ...]


def stance(clause: Clause) -> Stance:
    """Read the stance of ``clause`` from its own words and the verbs above it."""
    negative = negations(clause)
    found: set[Modality] = set()
    if clause.kind == "purpose" or _is_headline_future(clause):
        found.add(Modality.PLANNED)
    for link in clause.chain:
        found |= _link_modality(link, is_last=link == clause.verb)
    if clause.helper is not None:
        found |= _link_modality(clause.helper, is_last=True)
    speaker, above = speech_above(clause)
    found |= above | _followed(clause)
    if found >= _FORESEEN:
        found.add(Modality.PREDICTED)
    if Modality.DENIED in found:
        negative.append("negation:deny")
    found |= _hedges(clause)
    source = according(clause)
    if source is not None:
        speaker = source
        found.add(Modality.REPORTED)
    speaker = speaker or announcer(clause.chain[0])
    return Stance(
        polarity=Polarity.NEGATED if len(negative) % 2 else Polarity.AFFIRMED,
        modality=strongest(found),
        tense=_tense(clause),
        speaker=speaker,
        cues=tuple(sorted({*negative, *markers(clause)})),
    )


def _is_headline_future(clause: Clause) -> bool:
    """As in "Insurer to pay after all"."""
    return clause.kind == "main" and is_infinitive(clause.chain[0])


def strongest(found: set[Modality]) -> Modality:
    """Return the qualification that wins among several."""
    return next((m for m in _WEAK if m in found), Modality.ASSERTED)


def _link_modality(link: Token, *, is_last: bool) -> set[Modality]:
    found = {Modality.CONDITIONAL} if _is_condition(link) else set()
    for child in link.children:
        if child.dep_ == "aux":
            if child.lower_ in LEXICON["possible_modal"]:
                found.add(Modality.POSSIBLE)
            elif child.lower_ in _FUTURE_MODAL:
                found.add(Modality.PLANNED)
        if child.dep_ == "mark" and child.lower_ == "should":
            found.add(Modality.CONDITIONAL)
        if child.dep_ in {"acomp", "oprd"} and not is_last:
            if child.lemma_.lower() in {"likely", "unlikely", "able", "unable"}:
                found.add(Modality.POSSIBLE)
            if child.lemma_.lower() in LEXICON["plan"]:
                found.add(Modality.PLANNED)
    return found if is_last else found | _control_modality(link)


def _control_modality(link: Token) -> set[Modality]:
    """What the governing verb makes of the infinitive that carries the meaning."""
    lemma = link.lemma_.lower()
    if lemma in LEXICON["predict"]:
        return {Modality.PREDICTED}
    if lemma in LEXICON["seem"]:
        return {Modality.POSSIBLE}
    if lemma in LEXICON["plan"] or link.lower_ == "going":
        return {Modality.PLANNED}
    if lemma in SPEECH and not any(c.dep_ == "prt" for c in link.children):
        return {Modality.REPORTED}
    if lemma == "be" and not any(
        c.dep_ == "acomp" or c.lemma_ == "blame" for c in link.children
    ):
        return {Modality.PLANNED}
    return cause_modality(lemma)


def _followed(clause: Clause) -> set[Modality]:
    """A participle after its clause is as sure as that: "may sell, ending the ..."."""
    head = clause.chain[0]
    if clause.kind != "advcl" or head.tag_ != "VBG" or head.i < head.head.i:
        return set()
    if any(c.dep_ in {"mark", "nsubj", "aux"} for c in head.children):
        return set()
    above: set[Modality] = set()
    governor = head.head
    above |= _link_modality(governor, is_last=True)
    above |= {
        Modality.REPORTED
        for c in governor.children
        if c.lower_ in LEXICON["report_adverb"]
    }
    while governor.dep_ == "xcomp":
        governor = governor.head
        above |= _link_modality(governor, is_last=False)
    return above & _HEDGED


def _hedges(clause: Clause) -> set[Modality]:
    found = set()
    doc = clause.verb.doc
    for index in clause.words:
        token = doc[index]
        lower = token.lower_
        if lower in LEXICON["report_adverb"]:
            found.add(Modality.REPORTED)
        elif lower in LEXICON["possible_adverb"] and token.pos_ == "ADV":
            found.add(Modality.POSSIBLE)
    if clause.kind in {"main", "whole"} and _asks(clause):
        found.add(Modality.QUESTION)
    if _is_inverted(clause):
        found.add(Modality.CONDITIONAL)
    governor = clause.chain[0]
    if governor.dep_ in {"ccomp", "pcomp"} and _is_wh(governor):
        found.add(Modality.QUESTION)
    if any(_binds(c, governor) for c in governor.children):
        found.add(Modality.CONDITIONAL)
    return found


def _asks(clause: Clause) -> bool:
    """
    The stretch of the clause itself ends in a question mark.

    "He left, but who knows?" says that he left; so does "Why did he leave?".
    """
    doc = clause.verb.doc
    stated = _is_stated(clause.chain[0])
    for token in doc[clause.verb.i : clause.verb.sent.end]:
        if token.text in {"?", ":", ";"}:
            return token.text == "?" and not _asks_why(clause.chain[0])
        if stated and token.text == "," and _turns(token):
            return False
    return False


def _is_stated(verb: Token) -> bool:
    """Whether its subject stands before the finite verb, and no word asks."""
    finite = min(c.i for c in (verb, *verb.children) if c.tag_ in _FINITE or c == verb)
    lefts = [c for c in verb.lefts if c.i < finite]
    asks = any(c.tag_.startswith("W") for c in verb.lefts)
    return not asks and any(c.dep_ in SUBJECTS for c in lefts)


def _turns(comma: Token) -> bool:
    """Whether a question begins behind it: ", but who", ", for whom", ", has it"."""
    rest = comma.doc[comma.i + 1 : comma.i + 4]
    joined = bool(rest) and rest[0].lower_ in _JOINING
    words = [t for t in rest[joined:] if t.tag_ != "IN"]
    if not words:
        return False
    inverted = len(words) > 1 and words[1].dep_ in SUBJECTS
    asks = joined and words[0].tag_.startswith("W")
    return asks or (words[0].tag_ in _FINITE and inverted)


def _asks_why(verb: Token) -> bool:
    """As in "Why did it close?": that it closed is taken for granted."""
    return any(c.lower_ == "why" for c in verb.lefts) and any(
        c.tag_ == "VBD" for c in (verb, *verb.lefts)
    )


def _binds(child: Token, governor: Token) -> bool:
    """
    Whether what the governor tells holds on the condition ``child`` only.

    What did happen does not hang on what is: "The mine closed, if that helps you."
    """
    if child.dep_ != "advcl" or not _is_condition(child) or is_credence(child):
        return False
    helpers = (c for c in governor.children if c.dep_ in {"aux", "auxpass"})
    past = any(t.tag_ == "VBD" for t in (governor, *helpers))
    return not (past and governor.dep_ == "ROOT" and child.tag_ in {"VBZ", "VBP"})


def _is_wh(verb: Token) -> bool:
    """As in "why it sold", "whether to sell": nobody says that it is so."""
    if verb.head.dep_ == "relcl" or clefted(verb) is not None:
        return False
    return any(
        c.lower_ in _WH and c.dep_ in {"advmod", "mark", "nsubj", "dobj", "attr"}
        for c in verb.children
    )


def _is_condition(verb: Token) -> bool:
    """Whether the verb's own conjunction is "if" or "unless", and not "as if"."""
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
    return bool(marks & {"if", "unless"}) and "as" not in marks


def _is_inverted(clause: Clause) -> bool:
    """As in "Should the talks fail, ...": no question, a condition."""
    sentence = clause.verb.sent
    return sentence[0].lower_ in {"should", "had", "were"} and not any(
        t.text == "?" for t in sentence[-3:]
    )


def _tense(clause: Clause) -> str:
    first = clause.helper or clause.chain[0]
    helpers = [c for c in first.children if c.dep_ in {"aux", "auxpass"}]
    tags = {h.tag_ for h in helpers}
    lemmas = {h.lemma_.lower() for h in helpers}
    if "MD" in tags:
        return "future" if {"will", "shall"} & lemmas else "modal"
    if "have" in lemmas:
        return "past" if any(h.lower_ == "had" for h in helpers) else "perfect"
    finite = [*helpers, first]
    if first.tag_ == "VBN" and not helpers and clause.kind == "main":
        return "" if clause.passive or first.dep_ == "conj" else "past"
    if any(t.tag_ == "VBD" for t in finite):
        return "past"
    if any(t.tag_ in {"VBZ", "VBP"} for t in finite):
        ahead = first.lower_ == "going" and first != clause.verb
        return "future" if ahead else "present"
    return ""
