"""Which verbs of a sentence begin a clause of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.participants import SUBJECTS, has_subject
from extractors.claims.words import LEXICON

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "acomp"})
# prepositions whose gerund tells a fact of its own: "after co-founding ..."
_GERUND_PREPOSITIONS = frozenset(
    {"despite", "after", "before", "with", "by", "besides", "since", "without", "while"}
    | {"following"}
)
_WH = frozenset({"what", "who", "which", "whatever", "whoever", "how", "why", "there"})


def is_swallowed(token: Token) -> bool:
    """As in "after founding Orel Mills", where it is read as a name."""
    return (
        token.tag_ == "VBG"
        and token.dep_ in {"compound", "amod"}
        and token.i > 0
        and token.nbor(-1).lower_ in _GERUND_PREPOSITIONS
        and token.head.dep_ == "pobj"
        and token.head.pos_ == "PROPN"
    )


def is_head(token: Token) -> bool:
    """Whether ``token`` is the governing verb of a clause."""
    if is_swallowed(token):
        return True
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"}:
        return False
    match token.dep_:
        case "ROOT" | "relcl" | "parataxis":
            return True
        case "ccomp" | "xcomp":
            return is_controlled(token) or (
                token.dep_ == "ccomp" and not is_infinitive(token)
            )
        case "advcl":
            return not is_purpose(token) or token.lemma_ in LEXICON["function"]
        case "conj":
            return token.head.pos_ in {"VERB", "AUX"} and _is_head_like(token)
        case "pcomp":
            return _is_told_gerund(token)
        case "acl":
            return _is_told_modifier(token)
        case "appos" | "dep" | "nmod":
            return token.tag_ in {"VBD", "VBZ", "VBP"} and has_subject(token)
        case _:
            return False


def _is_told_modifier(token: Token) -> bool:
    """As in "the claim that it closed", "a mill built by Orel"."""
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children):
        return True
    return (
        token.tag_ in {"VBG", "VBN"}
        and token.lemma_ not in LEXICON["naming"]
        and _has_participants(token)
    )


def _is_told_gerund(token: Token) -> bool:
    if any(c.lower_ in _WH for c in token.children):
        return False
    if token.head.lower_ == "of":
        return token.head.head.lemma_ in LEXICON["accuse"]
    return token.head.lower_ in _GERUND_PREPOSITIONS and (
        token.tag_ == "VBG" or has_subject(token) or _is_having(token)
    )


def is_controlled(token: Token) -> bool:
    """As in "allowed Orel to leave", "expect it to last": another's infinitive."""
    if not is_infinitive(token):
        return False
    if has_subject(token):
        return True
    return token.head.lemma_ in LEXICON["cause"] and any(
        c.dep_ == "dobj" for c in token.head.children
    )


def _is_having(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "having" for c in token.children)


def is_infinitive(token: Token) -> bool:
    """As in "to sell"."""
    return token.tag_ in {"VB", "VBN"} and any(
        c.dep_ == "aux" and c.tag_ == "TO" for c in token.children
    )


def _is_head_like(token: Token) -> bool:
    """A coordinated verb is a clause of its own unless it only coordinates words."""
    return _has_participants(token) or token.tag_ in {"VBD", "VBZ", "VBP"}


def is_purpose(token: Token) -> bool:
    """An infinitive of purpose stays a part of the clause it explains."""
    return is_infinitive(token) and not has_subject(token)


def _has_participants(token: Token) -> bool:
    return any(
        c.dep_ in SUBJECTS or c.dep_ in _OBJECTS or c.dep_ in {"prep", "agent"}
        for c in token.children
    )
