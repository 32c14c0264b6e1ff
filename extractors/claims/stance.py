"""
How a clause stands to its proposition: polarity, modality, attribution, tense, cues.

Negation is counted along the chain of verbs ("has not refused to pay" is affirmed).
A denial is a claim of the denier: modality ``denied``, polarity ``negated``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from spacy.tokens import Token

from extractors.claims.clauses import Clause
from extractors.model import Modality, Polarity


def _lexicon() -> dict[str, frozenset[str]]:
    raw = files("extractors.claims.lexicon").joinpath("verbs.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(raw).items()}


LEXICON = _lexicon()
CONTROL = (
    LEXICON["plan"]
    | LEXICON["seem"]
    | LEXICON["aspect"]
    | LEXICON["negate"]
    | (
        LEXICON["predict"]
        | {"say", "report", "believe", "think", "know", "rumor", "have"}
    )
)
_SPEECH = (
    LEXICON["say"]
    | LEXICON["think"]
    | LEXICON["predict"]
    | LEXICON["ask"]
    | (LEXICON["deny"])
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a clause does with its proposition; ``speaker`` is the head that says it."""

    polarity: Polarity
    modality: Modality
    tense: str
    speaker: Token | None
    cues: tuple[str, ...]


def is_speech(clause: Clause) -> bool:
    """Whether the clause only introduces what somebody said or thought."""
    return clause.verb.lemma_.lower() in _SPEECH and any(
        child.dep_ == "ccomp" and child.pos_ in {"VERB", "AUX"}
        for child in clause.verb.children
    )


def stance(clause: Clause) -> Stance:
    """Read the stance of ``clause`` from its own words and the verbs above it."""
    negations: list[str] = []
    found: set[Modality] = set()
    for link in clause.chain:
        negations += _negations(link, clause)
        found |= _link_modality(link, is_last=link is clause.verb)
    negations += [
        f"negation:{c.lower_}"
        for _, token in _participants(clause)
        for c in token.lefts
        if c.dep_ in {"det", "neg"} and c.lower_ in {"no", "neither"}
    ]
    speaker, above = _speech_above(clause)
    found |= above
    if _FORESEEN <= found:
        found.add(Modality.PREDICTED)
    if Modality.DENIED in found:
        negations.append("negation:deny")
    found |= _hedges(clause)
    source = _according(clause)
    if source is not None:
        speaker = source
        found.add(Modality.REPORTED)
    negated = len(negations) % 2 == 1
    return Stance(
        polarity=Polarity.NEGATED if negated else Polarity.AFFIRMED,
        modality=next((m for m in _WEAK if m in found), Modality.ASSERTED),
        tense=_tense(clause),
        speaker=speaker,
        cues=tuple(sorted({*negations, *_markers(clause)})),
    )


def _participants(clause: Clause) -> list[tuple[str, Token]]:
    subject = [("subject", clause.subject)] if clause.subject is not None else []
    return [*subject, *clause.objects]


def _negations(link: Token, clause: Clause) -> list[str]:
    cues = [
        f"negation:{c.lower_}"
        for c in link.children
        if c.dep_ in {"neg", "advmod", "preconj", "cc"}
        and c.lower_ in LEXICON["negation"]
        and c.lower_ not in {"no", "nor"}
    ]
    if any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)
        for c in link.children
    ):
        cues.append("negation:no longer")
    if any(
        c.lower_ == "more" and any(g.lower_ == "no" for g in c.children)
        for c in link.children
        if c.dep_ == "advmod"
    ):
        cues.append("negation:no more")
    lemma = link.lemma_.lower()
    if link is not clause.verb and lemma in LEXICON["negate"]:
        cues.append(f"negation:{lemma}")
    if link is clause.verb and link.dep_ == "pcomp" and link.head.lower_ == "without":
        cues.append("negation:without")
    for child in link.children:
        if (
            child.dep_ in {"acomp", "attr"}
            and link is not clause.verb
            and (child.lemma_.lower() in LEXICON["negate_adjective"])
        ):
            cues.append(f"negation:{child.lemma_.lower()}")
    return cues


def _link_modality(link: Token, *, is_last: bool) -> set[Modality]:
    found = set()
    for child in link.children:
        if child.dep_ == "aux":
            if child.lower_ in LEXICON["possible_modal"]:
                found.add(Modality.POSSIBLE)
            elif child.lower_ in LEXICON["future_modal"] | {"would", "'d", "’d", "’ll"}:
                found.add(Modality.PLANNED)
        if child.dep_ == "mark" and child.lower_ in {"if", "unless"}:
            found.add(Modality.CONDITIONAL)
        if child.dep_ in {"acomp", "oprd"} and not is_last:
            if child.lemma_.lower() in {"likely", "unlikely", "able", "unable"}:
                found.add(Modality.POSSIBLE)
            if child.lemma_.lower() in LEXICON["plan"]:
                found.add(Modality.PLANNED)
    lemma = link.lemma_.lower()
    if not is_last:
        if lemma in LEXICON["predict"]:
            found.add(Modality.PREDICTED)
        elif lemma in LEXICON["seem"]:
            found.add(Modality.POSSIBLE)
        elif lemma in LEXICON["plan"]:
            found.add(Modality.PLANNED)
        elif lemma in _SPEECH:
            found.add(Modality.REPORTED)
        elif lemma == "be" and not any(c.dep_ == "acomp" for c in link.children):
            found.add(Modality.PLANNED)
    return found


def _speech_above(clause: Clause) -> tuple[Token | None, set[Modality]]:
    """Climb to the verbs that say, think, ask or deny what the clause tells."""
    found: set[Modality] = set()
    speaker: Token | None = None
    head = clause.chain[0]
    while head.dep_ in {"ccomp", "conj", "advcl", "parataxis", "relcl"}:
        above = head.head
        lemma = above.lemma_.lower()
        if head.dep_ == "ccomp" and lemma in _SPEECH:
            speaker = speaker or _said_by(above)
            found |= _speech_modality(above, lemma, speaker)
        elif head.dep_ == "relcl":
            break
        elif head.dep_ == "ccomp" and lemma in LEXICON["plan"]:
            found.add(Modality.PLANNED)
        head = above
    for child in clause.chain[0].children:
        # "..., the minister said" as an aside
        if (
            child.dep_ in {"parataxis", "ccomp"}
            and child.lemma_.lower() in _SPEECH
            and (not any(c.dep_ in {"ccomp", "dobj"} for c in child.children))
        ):
            speaker = speaker or _said_by(child)
            found |= _speech_modality(child, child.lemma_.lower(), speaker)
    return speaker, found


def _said_by(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in {"nsubj", "agent"}:
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
            return child
    if verb.dep_ == "conj":
        return _said_by(verb.head)
    return None


def _speech_modality(verb: Token, lemma: str, speaker: Token | None) -> set[Modality]:
    found: set[Modality] = set()
    if lemma in LEXICON["deny"]:
        found.add(Modality.DENIED)
    elif lemma in LEXICON["predict"]:
        found.add(Modality.PREDICTED)
    elif lemma in LEXICON["ask"]:
        found.add(Modality.QUESTION)
    elif lemma in LEXICON["think"] | LEXICON["hearsay"]:
        found.add(Modality.REPORTED)
    if speaker is None or speaker.lemma_.lower() in LEXICON["sources"]:
        found.add(Modality.REPORTED)
    if any(c.dep_ == "neg" for c in verb.children) and lemma not in LEXICON["deny"]:
        found.add(Modality.DENIED if lemma in LEXICON["say"] else Modality.POSSIBLE)
    return found


def _hedges(clause: Clause) -> set[Modality]:
    found = set()
    for index in clause.words:
        token = clause.verb.doc[index]
        lower = token.lower_
        if lower in LEXICON["report_adverb"]:
            found.add(Modality.REPORTED)
        elif lower in LEXICON["possible_adverb"] and token.pos_ == "ADV":
            found.add(Modality.POSSIBLE)
    if clause.kind == "main" and clause.verb.sent.text.rstrip("\"'”’ ").endswith("?"):
        found.add(Modality.QUESTION)
    governor = clause.chain[0]
    if any(
        c.dep_ == "advcl" and any(m.lower_ in {"if", "unless"} for m in c.children)
        for c in governor.children
    ):
        found.add(Modality.CONDITIONAL)
    return found


def _according(clause: Clause) -> Token | None:
    """ "according to X": X is the source."""
    for index in sorted(clause.words):
        token = clause.verb.doc[index]
        if token.lower_ == "according":
            for to in token.children:
                for below in to.children:
                    if below.dep_ == "pobj":
                        return below
    return None


def _tense(clause: Clause) -> str:
    first = clause.chain[0]
    helpers = [c for c in first.children if c.dep_ in {"aux", "auxpass"}]
    tags = {h.tag_ for h in helpers}
    lemmas = {h.lemma_.lower() for h in helpers}
    if "MD" in tags:
        return "future" if {"will", "shall"} & lemmas else "modal"
    if "have" in lemmas:
        return "past" if any(h.lower_ == "had" for h in helpers) else "perfect"
    finite = [*helpers, first]
    if any(t.tag_ == "VBD" for t in finite):
        return "past"
    if any(t.tag_ in {"VBZ", "VBP"} for t in finite):
        return "present"
    return ""


def _markers(clause: Clause) -> set[str]:
    """Cues that comparison needs: exclusivity, history, change, falsity."""
    found = set()
    doc = clause.verb.doc
    for index in clause.words:
        token = doc[index]
        lower = token.lower_
        if lower in {"only", "sole", "solely", "exclusive", "exclusively", "alone"}:
            found.add(f"exclusive:{lower}")
        elif lower in {"all", "every", "none", "entire", "no", "any", "each"}:
            found.add(f"universal:{lower}")
        elif lower in LEXICON["historic"] and token.pos_ == "ADV":
            found.add(f"historic:{lower}")
        elif lower in LEXICON["now"] and token.pos_ in {"ADV", "NOUN"}:
            found.add(f"now:{lower}")
        elif lower in {"also", "another", "additional", "too", "other", "second"}:
            found.add(f"additive:{lower}")
        elif lower in {"first", "last", "latest", "former", "ex", "new", "next"}:
            found.add(f"order:{lower}")
        elif lower in LEXICON["false_quote"]:
            found.add(f"false:{lower}")
    return found
