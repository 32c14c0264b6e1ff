"""Sentences without a clause, and clauses that tell nothing of anybody."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.claims.clauses import Clause
from extractors.claims.heads import is_predicate
from extractors.claims.participants import SUBJECTS, objects_of
from extractors.claims.words import LEXICON, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.reading import Reading
    from extractors.model import Argument

_UNRESOLVED = frozenset(
    {"this", "that", "these", "those", "it", "they", "we", "you", "i", "there", "what"}
    | {"who", "he", "she", "which", "one", "whatever", "whoever", "things", "thing"}
)
_PERSONS = frozenset({"he", "she", "they"})
_VOICES = frozenset({"i", "you", "we"})


def fragment(
    sentence: Span, reading: Reading, *, clauses: bool = False
) -> Clause | None:
    """
    Return a sentence in which no clause was found as one clause, or None.

    One with ``clauses`` that tell nothing of anybody must give a figure or a time.

    The small model reads some verbs as nouns ("the contract runs until June"); a
    bullet may begin with what its list is about ("Building its own mill").
    """
    root = sentence.root
    subject = _subject(sentence, reading)
    if clauses and reading.is_title:
        return None
    if subject is None or len(sentence) < 4 or sentence[-1].text == "?":
        return None
    words = frozenset(t.i for t in sentence if not t.is_space)
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
            ("object" if t.dep_ in {"dobj", "attr"} else t.head.lower_, t)
            for t in sentence
            if t.dep_ in {"pobj", "dobj", "attr"} and t is not root and t is not subject
        ),
        words=words,
        kind="whole",
    )


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
    return root if root.pos_ in {"NOUN", "PROPN"} else None


def list_item(sentence: Span, reading: Reading) -> Clause | None:
    """Return "Building its own mill" or "Founded in 2011" as a clause of its list."""
    first = sentence[0]
    if not reading.is_bullet or first.i or first.tag_ not in {"VBG", "VBN"}:
        return None
    if any(c.dep_ in SUBJECTS or c.dep_ in {"aux", "auxpass"} for c in first.children):
        return None
    objects = list(objects_of((first,), frozenset()))
    if first is not sentence.root and first.head is sentence.root:
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
        if token is not None and reading.in_period(token):
            # "the fourth quarter contributed 520 million", "2025 saw two strikes"
            return not (told or clause.objects)
        if clause.passive or clause.kind == "nominal":
            return not clause.objects
        return True
    if token is not None and _says_nothing(token, reading):
        minded = clause.verb.lemma_.lower() in SPEECH - LEXICON["predict"]
        ours = token.lower_ == "we" and _names_another(clause, reading)
        aside = minded or reading.is_title
        return aside or not (_is_voice(token) and (told or ours))
    if reading.answering and token is not None and _is_voice(token) and not told:
        return not any(t.pos_ in {"NOUN", "PROPN"} for _, t in clause.objects)
    if any(t.tag_ == "WP" for _, t in clause.objects) and len(clause.objects) < 2:
        return True
    if token is None or subject.entity or token.pos_ not in {"PRON", "DET"}:
        return False
    if told and _is_described(token, clause):
        return False
    if token.i in reading.meant or subject.head not in _UNRESOLVED:
        return False
    return _is_unknown(clause, token, subject, reading)


def _is_described(token: Token, clause: Clause) -> bool:
    """It is told who: "those who took it", "it was nine days before it shut"."""
    if token.lower_ == "it":
        return any(is_predicate(c) for c in clause.verb.children)
    return any(c.dep_ in {"relcl", "acl"} for c in token.children)


def _is_unknown(
    clause: Clause, token: Token, subject: Argument, reading: Reading
) -> bool:
    """Nothing known stands beside a pronoun of which nobody knows whom it means."""
    if any(reading.name_of(t) for t in token.subtree if t.i in clause.words):
        # "those to Orel doubled"
        return False
    if subject.head in _PERSONS and any(t.pos_ == "NOUN" for _, t in clause.objects):
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
    added = _is_added(clause) and any(t.pos_ == "NOUN" for t in doers)
    brought = bool(doers) and (clause.passive or named or added)
    return bool(clause.objects) and (told or brought)


def _is_added(clause: Clause) -> bool:
    """A relative clause that adds something, and does not say which is meant."""
    first = clause.chain[0].left_edge
    return clause.kind == "relcl" and first.i > 0 and first.nbor(-1).text == ","


def _names_another(clause: Clause, reading: Reading) -> bool:
    return any(reading.named.get(i) for i in clause.words)


def _is_voice(subject: Token) -> bool:
    """Whoever speaks or is spoken to; nobody knows who, but something is told."""
    return subject.lower_ in _VOICES and subject.pos_ == "PRON"


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
