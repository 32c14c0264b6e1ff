"""Which verbs of a sentence begin a clause of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.participants import SUBJECTS, has_subject, interrupted
from extractors.claims.words import LEXICON, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "acomp"})
# prepositions whose gerund tells a fact of its own: "after co-founding ..."
_GERUND_PREPOSITIONS = frozenset(
    {"despite", "after", "before", "with", "by", "besides", "since", "without", "while"}
    | {"following"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL_WH = frozenset({"what", "whatever", "whoever"})
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
            return _is_told_gerund(token) or _is_whose(token)
        case "acl":
            return _is_told_modifier(token) or _is_after_label(token)
        case "appos" | "dep" | "nmod":
            return _is_finite(token)
        case _:
            return False


def _is_finite(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP"} and has_subject(token)


def _is_after_label(token: Token) -> bool:
    """As in "Rooms: the inn has forty"; in "Orel: we left" it is Orel who speaks."""
    return _is_finite(token) and all(
        c.pos_ != "PRON" for c in token.children if c.dep_ in SUBJECTS
    )


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


def _is_whose(token: Token) -> bool:
    """As in ", in whose yard a hall is being built,": a relative clause."""
    owned = (t.tag_ == "WP$" for c in token.lefts for t in c.subtree)
    return any(owned) and has_subject(token)


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
    helped = any(
        c.dep_ in {"aux", "auxpass"} and has_subject(c) for c in token.children
    )
    finite = token.tag_ in {"VBD", "VBZ", "VBP"} or interrupted(token) is not None
    return helped or _has_participants(token) or finite


def misread_main(sentence: Span) -> Token | None:
    """
    Return the main verb that the parse took for a participle, or None.

    In "61 percent of the members approved of it." nothing else is finite, and a whole
    sentence needs a verb; "a mill built by Orel" names who did it, and is none.
    """
    root = sentence.root
    if root.pos_ not in {"NOUN", "PROPN", "NUM", "PRON"} or sentence[-1].text != ".":
        return None
    if any(t.tag_ in _FINITE for t in sentence if not _is_inside(t, sentence)):
        return None
    found = [
        t
        for t in sentence
        if t.dep_ == "acl"
        and t.tag_ == "VBN"
        and root in (t.head, *t.head.ancestors)
        and not any(c.dep_ in {"agent", "aux", "auxpass"} for c in t.children)
    ]
    return found[-1] if found else None


def _is_inside(token: Token, sentence: Span) -> bool:
    """Whether the verb stands in a relative clause or another clause below."""
    return token != sentence.root and any(
        link.dep_ in {"relcl", "advcl"} for link in (token, *token.ancestors)
    )


def is_free_relative(token: Token) -> bool:
    """As in "abolish what remains of it", "it is where they meet": a phrase of noun."""
    if token.dep_ not in {"ccomp", "pcomp", "csubj", "advcl"}:
        return False
    if token.head.lemma_.lower() in SPEECH:
        return False
    first = next((t for t in token.subtree if not t.is_punct), token)
    if first.lower_ in _NOMINAL_WH:
        return True
    return token.dep_ != "advcl" and first.lower_ in {"where", "how", "when", "why"}


def is_predicate(token: Token) -> bool:
    """A clause without which its verb says nothing: "it was 94 days before ..."."""
    if token.dep_ not in {"ccomp", "advcl"} or token.head.lemma_ != "be":
        return False
    told = any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
    return (
        not told
        and token.i > token.head.i
        and not any(
            c.dep_ in _OBJECTS or c.dep_ in {"prep", "advmod"}
            for c in token.head.children
            if c.i > token.head.i
        )
    )


def is_purpose(token: Token) -> bool:
    """An infinitive of purpose stays a part of the clause it explains."""
    return is_infinitive(token) and not has_subject(token)


def _has_participants(token: Token) -> bool:
    return any(
        c.dep_ in SUBJECTS or c.dep_ in _OBJECTS or c.dep_ in {"prep", "agent"}
        for c in token.children
    )
