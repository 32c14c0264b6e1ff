"""Sentences without a clause, and clauses that tell nothing of anybody."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.claims.clauses import Clause
from extractors.claims.heads import is_predicate
from extractors.claims.participants import SUBJECTS, objects_of
from extractors.claims.words import LEXICON, SPEECH

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Span, Token

    from extractors.claims.reading import Reading
    from extractors.model import Argument

_UNRESOLVED = frozenset(
    {"this", "that", "these", "those", "it", "they", "we", "you", "i", "there", "what"}
    | {"who", "he", "she", "which", "one", "whatever", "whoever", "things", "thing"}
)
_PERSONS = frozenset({"he", "she", "they"})
_VOICES = frozenset({"i", "you", "we"})
# words of a phrase that can tell anything
_LEAST = 4
_REASONS = frozenset({"because", "although", "though"})
# clauses whose figure tells nothing without those that they hang on
_DEPENDENT = frozenset({"control", "purpose", "nominal"})
_WHOLE = frozenset({"main", "ccomp"})
_PAST = frozenset({"VBD", "VBN"})
# what one may or must do is told of everybody
_RULING = frozenset({"may", "must", "shall"})


def fragment(
    sentence: Span, reading: Reading, taken: AbstractSet[int], *, clauses: bool = False
) -> Clause | None:
    """
    Return what no clause has ``taken`` of a sentence as one clause, or None.

    One with ``clauses`` must give a figure or a time, whatever they tell.

    The small model reads some verbs as nouns ("the contract runs until June"); a
    bullet may begin with what its list is about ("Building its own mill").
    """
    root = sentence.root
    words = frozenset(t.i for t in sentence if not t.is_space and t.i not in taken)
    subject = _subject(sentence, reading)
    if clauses and reading.is_title:
        return None
    if subject is None or len(words) < _LEAST or sentence[-1].text == "?":
        return None
    measured = any(q.start_token in words for q in reading.quantities)
    dated = any(p.start_token in words for p in reading.periods)
    named = any(i in reading.named for i in words)
    if not ((named and not clauses) or measured or dated):
        return None
    return Clause(
        verb=root,
        chain=(root,),
        subject=subject,
        subjects=(subject,),
        objects=tuple(
            (t.head.lower_ if t.dep_ == "pobj" else "object", t)
            for t in sentence
            if (t.dep_ in {"pobj", "dobj", "attr"} or _is_behind_colon(t, root))
            and t.i in words
            and t not in (root, subject)
        ),
        words=words,
        kind="whole",
    )


def _is_behind_colon(token: Token, root: Token) -> bool:
    """As in "Orel: no new mill"."""
    between = root.doc[root.i + 1 : token.i]
    return token.dep_ == "appos" and token.head == root and ":" in between.text


def _subject(sentence: Span, reading: Reading) -> Token | None:
    root = sentence.root
    before = [t for t in sentence if t.i < root.i]
    named = next((t for t in before if reading.name_of(t)), None)
    if named is not None:
        mention = reading.named.get(named.i)
        return named.doc[mention.end - 1] if mention else named
    noun = next((t for t in before if t.pos_ in {"NOUN", "PROPN"}), None)
    if noun is not None:
        return noun
    if root.pos_ in {"NOUN", "PROPN"}:
        return root
    # a figure that is named behind its colon
    below = (c for c in root.children if c.dep_ == "appos" and c.pos_ == "NOUN")
    return next(below, None) if root.pos_ == "NUM" else None


def is_verbless(sentence: Span, taken: AbstractSet[int]) -> bool:
    """
    Whether its main word is no verb and in none of the clauses that it has.

    A verb that only says another clause may have been read as a participle of it.
    """
    root = sentence.root
    says = any(
        c.dep_ == "acl"
        and c.lemma_.lower() in SPEECH
        and any(below.dep_ == "ccomp" for below in c.children)
        for c in root.children
    )
    return root.pos_ not in {"VERB", "AUX"} and root.i not in taken and not says


def list_item(sentence: Span, reading: Reading) -> Clause | None:
    """Return "Building its own mill" or "Founded in 2011" as a clause of its list."""
    first = sentence[0]
    if not reading.is_bullet or first.i or first.tag_ not in {"VBG", "VBN"}:
        return None
    if any(c.dep_ in SUBJECTS or c.dep_ in {"aux", "auxpass"} for c in first.children):
        return None
    objects = list(objects_of((first,), frozenset()))
    if first != sentence.root and first.head == sentence.root:
        objects.insert(0, ("object", sentence.root))
    return Clause(
        verb=first,
        chain=(first,),
        subject=None,
        objects=tuple(objects),
        words=frozenset(t.i for t in sentence if not t.is_space),
        kind="item",
        passive=first.tag_ == "VBN",
    )


def is_empty(
    clause: Clause, subject: Argument | None, reading: Reading, *, told: bool
) -> bool:
    """
    Nobody knows of whom or what it speaks: "This includes:", "one word changed".

    ``told`` when a figure or a time stands in it, which tell something even of "we".
    """
    token = clause.subject
    if subject is None:
        return _lacks_all(clause, reading, told=told)
    if token is not None and _says_nothing(token, reading):
        minded = clause.verb.lemma_.lower() in SPEECH - LEXICON["predict"]
        ours = token.lower_ == "we" and _names_another(clause, reading)
        aside = minded or reading.is_title
        if _is_voice(token):
            stated = told or ours or _is_for_all(clause) or _is_owned_up(clause)
            return aside or not stated
        return aside or not (told and _is_own(clause))
    if reading.answering and token is not None and _is_voice(token) and not told:
        return not any(t.pos_ in {"NOUN", "PROPN"} for _, t in clause.objects)
    if any(t.tag_ == "WP" for _, t in clause.objects) and len(clause.objects) < 2:
        return True
    if token is None or subject.entity or token.pos_ not in {"PRON", "DET"}:
        return False
    if token.i in reading.meant or subject.head not in _UNRESOLVED:
        return False
    stated = told and (_is_own(clause) or _is_described(token, clause))
    return not stated and _is_unknown(clause, token, subject, reading)


def _lacks_all(clause: Clause, reading: Reading, *, told: bool) -> bool:
    """It has no subject, nor anything else that tells of what it speaks."""
    if clause.subject is not None and reading.in_period(clause.subject):
        # "the fourth quarter contributed 520 million", "2025 saw two strikes"
        return not (told or clause.objects)
    if clause.passive or clause.kind == "nominal":
        return not clause.objects
    # a figure that was parsed as a part of the phrase before: "In May 300 left"
    return not (told and clause.verb.tag_ == "VBD" and clause.kind in _WHOLE)


def _is_described(token: Token, clause: Clause) -> bool:
    """It is told who: "those who took it", "it was nine days before it shut"."""
    if token.lower_ == "it":
        return any(is_predicate(c) for c in clause.verb.children)
    others = (c for c in token.children if c != clause.verb)
    return any(c.dep_ in {"relcl", "acl"} for c in others)


def _is_unknown(
    clause: Clause, token: Token, subject: Argument, reading: Reading
) -> bool:
    """Nothing known stands beside a pronoun of which nobody knows whom it means."""
    if any(reading.name_of(t) for t in token.subtree if t.i in clause.words):
        # "those to Orel doubled"
        return False
    if subject.head in _PERSONS and any(
        t.pos_ == "NOUN" and not reading.in_period(t) for _, t in clause.objects
    ):
        # "they came in by the back door"
        return False
    return not any(
        role in {"object", "attribute"}
        and (t.pos_ not in {"PRON", "DET"} or t.i in reading.meant)
        for role, t in clause.objects
    )


def stands(clause: Clause, reading: Reading) -> bool:
    """
    Whether a clause below another tells something by itself.

    It must bring more than a verb and the noun it hangs on: "that they own" does not;
    ", which the miners reject" does.
    """
    doers = [t for t in clause.subjects if t.i in clause.words]
    acting = {t.i for doer in doers for t in doer.subtree}
    doc = clause.verb.doc
    told = any(
        doc[i].pos_ in {"NOUN", "PROPN"} or reading.name_of(doc[i])
        for i in clause.words - acting
    )
    named = any(t.pos_ != "PRON" and (reading.name_of(t) or t.ent_type_) for t in doers)
    own = _is_added(clause) or _is_reason(clause)
    added = own and any(t.pos_ == "NOUN" for t in doers)
    brought = bool(doers) and (clause.passive or named or added)
    return bool(clause.objects) and (told or brought)


def _is_reason(clause: Clause) -> bool:
    """As in "because the roof was wet": told as a fact."""
    return clause.kind == "advcl" and clause.chain[0].left_edge.lower_ in _REASONS


def _is_own(clause: Clause) -> bool:
    """Neither bound to another clause nor only saying which one is meant."""
    return clause.kind not in {*_DEPENDENT, "relcl"} or _is_added(clause)


def _is_added(clause: Clause) -> bool:
    """A relative clause that adds something, and does not say which is meant."""
    first = clause.chain[0].left_edge
    return clause.kind == "relcl" and first.i > 0 and first.nbor(-1).text == ","


def _names_another(clause: Clause, reading: Reading) -> bool:
    return any(reading.named.get(i) for i in clause.words)


def _is_voice(subject: Token) -> bool:
    """Whoever speaks or is spoken to; nobody knows who, but something is told."""
    return subject.lower_ in _VOICES and subject.pos_ == "PRON"


def _is_for_all(clause: Clause) -> bool:
    """As in "you must leave the key": a rule, of whoever reads it."""
    links = {c for link in clause.chain for c in (link, *link.children)}
    return any(c.tag_ == "MD" and c.lower_ in _RULING for c in links) and any(
        role == "object" and t.pos_ == "NOUN" for role, t in clause.objects
    )


def _is_owned_up(clause: Clause) -> bool:
    """As in "we left the union", "I was a baker": what whoever speaks did or was."""
    words = (clause.verb, *clause.verb.children)
    return (
        any(t.tag_ in _PAST or t.dep_ == "neg" for t in words)
        and all(t.tag_ != "MD" for t in words)
        and clause.kind in _WHOLE
        and {s.lower_ for s in clause.subjects} <= {"i", "we"}
        and any(t.pos_ in {"NOUN", "PROPN"} for _, t in clause.objects)
    )


def _says_nothing(subject: Token, reading: Reading) -> bool:
    """Questions for a subject, and the writer or the reader: "I", "you"."""
    if subject.tag_ in {"WP", "WDT"}:
        return True
    return (
        subject.lower_ in _VOICES | {"one"}
        and subject.pos_ == "PRON"
        and subject.i not in reading.meant
    )


def after_aside(clause: Clause) -> list[int]:
    """The places of the clause's words, those behind a longer clause inside it."""
    doc = clause.verb.doc
    indices = sorted(clause.words)
    verbs = min(link.i for link in clause.chain)
    for i, (one, other) in enumerate(pairwise(indices)):
        if other > verbs:
            break
        if other == one + 1:
            continue
        aside = doc[one + 1 : other]
        verbal = any(t.dep_ in {"relcl", "acl"} for t in aside)
        marked = "," in {t.text for t in (doc[one], *aside[:1])}
        if verbal and marked and len(aside) > i + 1:
            return indices[i + 1 :]
    return indices
