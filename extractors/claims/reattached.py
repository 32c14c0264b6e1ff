"""
Main verbs that the parse gave to a relative clause, back to the main one.

"The fine that the court imposed in May was small" is read as of a court that was
imposed and small; "the number of guests who left after the storm has risen" as of a
storm that has risen. Both leave the noun that is spoken of without a verb, which tells.

So are moved the doer that was given to a word between ("was led from its beginning by
the judge Lind"), and the name that was given to the house, not to its head ("the
director of the Rheinhof, Ms Lind").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.claims.given import is_feminine, is_given
from extractors.claims.words import NOUNS, POSTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

# token -> its head, dependency and, where it changes, tag
_Moves = dict[int, tuple[int, str, str]]
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_INFINITE = frozenset({"VB", "VBN", "VBG"})
_HELPING = frozenset({"aux", "auxpass"})
_RELATIVE = frozenset({"that", "which"})
# they stand before a noun as well as before a clause
_TIMES = frozenset({"since", "after", "before", "until"})
_SAYING = frozenset({"said", "says", "say", "added", "adds", "reported", "reports"}) | {
    "announced",
    "claims",
    "claimed",
    "wrote",
    "writes",
    "noted",
    "notes",
}
_NOUNS = frozenset({"NN", "NNS"})
_OF = frozenset({"of", "at", "for"})
# what is so done to a thing is not done to who has it
_MADE = frozenset(
    {"caused", "triggered", "built", "made", "designed", "written", "composed"}
    | {"painted", "supplied", "produced", "published", "manufactured", "drafted"}
)
# participles that no simple past looks like: "taken", "known"
_OWN_FORM = ("en", "wn")


def reattached(doc: Doc) -> Doc:
    """Give the noun of such a sentence its verb."""
    moves: _Moves = {}
    for verb in doc:
        if _is_finite(verb):
            moves |= _of_object(verb) or _of_time(verb) or _of_participle(verb)
        elif verb.lower_ in _MADE and verb.dep_ == "advcl":
            moves |= _of_thing(verb)
        elif verb.dep_ == "appos":
            moves |= _of_post(verb)
        elif verb.lower_ == "by" and verb.dep_ == "prep":
            moves |= _of_agent(verb)
    return _moved(doc, moves) if moves else doc


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in _FINITE or (
        verb.tag_ in _INFINITE
        and any(c.dep_ in _HELPING and c.tag_ in _FINITE for c in verb.lefts)
    )


def _of_object(verb: Token) -> _Moves:
    """As in "the sum (that) the club paid for him was 7 million"."""
    subjects = [c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}]
    if not subjects:
        return {}
    doer = subjects[-1]
    deed = next((c for c in doer.rights if _may_be_past(c)), None)
    if deed is None or deed.right_edge.i >= verb.i:
        return {}
    marks = [c for c in verb.lefts if c.lower_ in _RELATIVE and c.tag_ == "WDT"]
    alone = verb.dep_ in {"relcl", "acl"} and verb.head.dep_ == "ROOT" and marks
    if not (alone or len(subjects) > 1):
        return {}
    noun = verb.head if alone else subjects[-2]
    between = verb.doc[noun.right_edge.i + 1 if not alone else noun.i + 1 : doer.i]
    if noun.tag_ not in _NOUNS or any(t.is_punct or t.dep_ == "cc" for t in between):
        return {}
    moves: _Moves = {
        deed.i: (noun.i, "relcl", "VBD"),
        doer.i: (deed.i, "nsubj", ""),
        noun.i: (verb.i, "nsubj", ""),
    }
    moves |= {mark.i: (deed.i, "dobj", "") for mark in marks}
    return moves | (_as_root(verb, noun) if alone else {})


def _may_be_past(token: Token) -> bool:
    """Whether a participle may be the verb of whom it stands behind."""
    by = any(c.dep_ == "agent" for c in token.rights)
    own = token.lower_.endswith(_OWN_FORM)
    return token.dep_ == "acl" and token.tag_ == "VBN" and not (by or own)


def _of_time(verb: Token) -> _Moves:
    """As in "the number of guests who left after the storm has risen"."""
    deed = verb.head
    if verb.dep_ != "advcl" or deed.dep_ != "relcl" or deed.i > verb.i:
        return {}
    marks = [c for c in verb.lefts if c.dep_ == "mark" and c.lower_ in _TIMES]
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if not marks or subject is None or subject.left_edge.i != marks[0].i + 1:
        return {}
    noun = deed.head
    while noun.dep_ in {"pobj", "prep"}:
        noun = noun.head
    said = noun.dep_ == "dobj" and noun.head.lower_ in _SAYING
    if subject.tag_ not in _NOUNS or not (said or noun.dep_ == "ROOT"):
        return {}
    moves: _Moves = {
        marks[0].i: (deed.i, "prep", ""),
        subject.i: (marks[0].i, "pobj", ""),
        noun.i: (verb.i, "nsubj", ""),
    }
    if said:
        return moves | {verb.i: (noun.head.i, "ccomp", "")}
    return moves | _as_root(verb, noun)


def _of_participle(verb: Token) -> _Moves:
    """
    As in "sales missed because of the strike came to 184 million".

    No verb goes on with another one without a word or a comma between them: the first
    is a participle.
    """
    first = verb.head
    if verb.dep_ != "conj" or first.tag_ != "VBD" or _has_subject(verb):
        return {}
    noun = first.nbor(-1) if first.i else first
    if noun.dep_ != "nsubj" or noun.head != first or noun.tag_ not in _NOUNS:
        return {}
    between = [t for t in verb.doc[first.i : verb.i] if t.head in {first, verb}]
    if any(t.is_punct or t.dep_ in {"cc", "aux", "neg", "dobj"} for t in between):
        return {}
    moves: _Moves = {first.i: (noun.i, "acl", "VBN"), noun.i: (verb.i, "nsubj", "")}
    rest = (c for c in first.children if c.i < noun.left_edge.i or c.i > verb.i)
    moves |= {c.i: (verb.i, c.dep_, "") for c in rest}
    above = verb.i if first.dep_ == "ROOT" else first.head.i
    return moves | {verb.i: (above, first.dep_, "")}


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.lefts)


def _of_agent(by: Token) -> _Moves:
    """As in "was led from its start by Lind", "as head by Lind": neither has a doer."""
    noun = by.head
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.dep_ != "prep" or by.i != noun.i + 1:
        return {}
    post = noun.head.lower_ == "as" and noun.lower_ in POSTS | {"general"}
    if not (post or noun.tag_ == "NNP" or noun.lower_ in NOUNS["doerless"]):
        return {}
    passive = verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.lefts)
    if not passive or any(c.dep_ == "agent" for c in verb.rights):
        return {}
    return {by.i: (verb.i, "agent", "")}


def _of_thing(verb: Token) -> _Moves:
    """As in "found cracks in the disc, caused by rust": not they who found them."""
    thing = next((c for c in verb.head.rights if c.dep_ == "dobj"), None)
    if thing is None or thing.right_edge.i != verb.left_edge.i - 2:
        return {}
    comma = verb.doc[verb.left_edge.i - 1].text == ","
    done = any(c.dep_ == "agent" for c in verb.rights)
    return {verb.i: (thing.i, "acl", "")} if comma and done else {}


def _of_post(name: Token) -> _Moves:
    """As in "the director of the Rheinhof, Ms Lind, said": a person is no house."""
    house = name.head
    link, post = house.head, house.head.head
    called = name.doc[name.left_edge.i : name.i + 1]
    if any(t.tag_ != "NNP" for t in called) or is_feminine(called.text) is None:
        return {}
    if house.dep_ != "pobj" or link.dep_ != "prep" or link.lower_ not in _OF:
        return {}
    if house.lower_ in POSTS or is_given(house.text):
        return {}
    if post.tag_ != "NN" or post.lower_ not in POSTS:
        return {}
    if name.doc[called.start - 1].text != ",":
        return {}
    return {name.i: (post.i, "appos", "")}


def _as_root(verb: Token, noun: Token) -> _Moves:
    """The verb instead of the noun, with what stands behind it."""
    behind = (c for c in noun.rights if c.i > verb.i)
    return {verb.i: (verb.i, "ROOT", "")} | {c.i: (verb.i, c.dep_, "") for c in behind}


def _moved(doc: Doc, moves: Mapping[int, tuple[int, str, str]]) -> Doc:
    table: Any = doc.to_array(["HEAD", "DEP"])
    for i, (head, dep, tag) in moves.items():
        # a head is told by how far off it is
        table[i] = np.array([head - i, 0]).astype("uint64")
        table[i, 1] = doc.vocab.strings.add(dep)
        if tag:
            doc[i].tag_ = tag
    return doc.from_array(["HEAD", "DEP"], table)
