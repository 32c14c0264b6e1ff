"""A figure alone: so many of what was told before, of its subject, or a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.quantities.counted import subject_of
from extractors.claims.quantities.words import CHANGES

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_VERBS = frozenset({"VERB", "AUX"})
# "the two", "all three" name what is known
_NAMING = frozenset({"the", "these", "those", "all", "both", "a", "another"})
_HOLDING = frozenset({"room", "space", "seat", "seating", "place", "bed"})
_HOURS = 24


def is_elliptic(token: Token) -> bool:
    """
    Whether a figure stands for so many of what was spoken of before.

    As in "sixty are on show", "there were 41", "they bought six", "it has room for 90".
    """
    verb = token.head
    if any(left.lower_ in _NAMING for left in token.lefts):
        return False
    if token.dep_ in _SUBJECTS or token.dep_ == "dobj":
        return verb.pos_ in _VERBS
    if token.dep_ == "pobj":
        if verb.lower_ == "with":
            # "the party is left with 61"
            return verb.head.lemma_.lower() == "leave"
        if verb.dep_ == "agent":
            # "watched by 24,000"
            return token.text[0].isdigit()
        return verb.lower_ == "for" and verb.nbor(-1).lemma_.lower() in _HOLDING
    there = any(child.dep_ == "expl" for child in verb.children)
    return there and token.dep_ == "attr"


def told_of(token: Token) -> Token | None:
    """The noun that a bare figure is said to be: "the rating is 81"."""
    verb = token.head
    if token.dep_ not in {"attr", "acomp"} or verb.lemma_ != "be":
        return None
    figure = token.text[0].isdigit() and not any(c.like_num for c in token.lefts)
    noun = subject_of(verb) if figure else None
    if noun is None or noun.tag_ not in {"NN", "NNP", "PRP"}:
        return None
    # "it was 9" may tell the time
    hour = token.text.isdigit() and int(token.text) <= _HOURS
    return None if noun.tag_ == "PRP" and (hour or noun.lower_ != "it") else noun


def is_result(token: Token) -> bool:
    """Whether it is the first figure of a vote: "they voted for it by six to four"."""
    after = token.doc[token.i + 1 : token.i + 3]
    pair = len(after) == 2 and after[0].lower_ == "to" and after[1].like_num
    before = token.nbor(-1) if token.i > token.sent.start else token
    verb = next((t for t in token.ancestors if t.pos_ in _VERBS), token)
    words = [verb.lemma_.lower()]
    if verb.lemma_ == "be" and (subject := subject_of(verb)) is not None:
        # "the vote was nine to six"
        words.append(subject.lemma_.lower())
    voted = not CHANGES["voting"].isdisjoint(words)
    return pair and before.lower_ != "from" and voted
