"""Cues that comparison needs: exclusivity, history, change, order, falsity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.negation import is_not_exclusive, is_not_only
from extractors.claims.words import LEXICON, is_one_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from extractors.claims.clauses import Clause

# of what can or may be done, where that itself is told as a fact
ABILITY = "ability:can"
# words that leave open whether it is so
_OPEN = (LEXICON["possible_modal"] | LEXICON["possible_adverb"]) - {"can"}
_EXCLUSIVE = frozenset(
    {"only", "sole", "solely", "exclusive", "exclusively", "alone"}
    | {"single-handedly", "single-handed"}
)
_ONESELF = frozenset({"himself", "herself", "itself", "themselves", "ourselves"})
_UNIVERSAL = frozenset({"all", "every", "none", "entire", "no", "any", "each"})
_ADDITIVE = frozenset({"also", "another", "additional", "too", "other", "second"})
_OFTEN = frozenset({"once", "twice", "times"})
_EACH = frozenset({"a", "an", "per", "each", "every"})
_LONG = frozenset({"month", "year", "season", "decade"})
_SPANS = _LONG | {"day", "week"}
_ORDER = frozenset({"first", "last", "latest", "former", "ex", "new", "next"})


def markers(clause: Clause) -> set[str]:
    """Return the cues among the clause's own words."""
    found = set()
    doc = clause.verb.doc
    not_only = is_not_only(clause) or is_not_exclusive(clause)
    for index in clause.words:
        token = doc[index]
        lower = token.lower_
        if lower in _EXCLUSIVE or _by_oneself(token):
            found.add(f"additive:not {lower}" if not_only else f"exclusive:{lower}")
        elif lower in _UNIVERSAL and not _is_at_all(token):
            found.add(f"universal:{lower}")
        elif _is_historic(token):
            found.add(f"historic:{lower}")
        elif lower in LEXICON["now"] and token.pos_ in {"ADV", "NOUN"}:
            found.add(f"now:{lower}")
        elif lower in _ADDITIVE or (lower == "further" and token.dep_ == "amod"):
            found.add(f"additive:{lower}")
        elif lower in _ORDER:
            found.add(f"order:{lower}")
        elif lower in LEXICON["false_quote"]:
            found.add(f"false:{lower}")
    if _is_ability(clause):
        found.add(ABILITY)
    return found


def _is_at_all(token: Token) -> bool:
    """As in "never closed at all": it only stresses the negation."""
    return token.lower_ == "all" and token.i > 0 and token.nbor(-1).lower_ == "at"


def _is_ability(clause: Clause) -> bool:
    """
    What somebody or something can do or is allowed to: a fact of the present.

    "May", "might", "could" and "perhaps" leave open whether it is so (dynamic and
    deontic against epistemic modality, Palmer 2001).
    """
    doc = clause.verb.doc
    words = [doc[index] for index in clause.words]
    if _is_rule(words):
        return True
    return not any(w.lower_ in _OPEN for w in words) and any(
        (w.lower_ in {"can", "ca"} and w.tag_ == "MD")
        or w.lower_ in {"able", "unable"}
        or (w.lower_ in {"free", "entitled"} and _is_before_to(w))
        or (
            w.tag_ == "VBN"
            and w.lemma_.lower() in LEXICON["cause_may"]
            and any(c.dep_ == "auxpass" for c in w.children)
        )
        for w in words
    )


def _is_before_to(word: Token) -> bool:
    return word.doc[word.i + 1 : word.i + 2].text.lower() == "to"


def _is_rule(words: Sequence[Token]) -> bool:
    """
    What "may" permits or forbids, by what no mere chance has.

    A limit to it ("may only", "may no longer", "only he may", "may not ... any"), so
    many times in a while ("may meet twice a year"), or for how long it must not be done
    ("may not sell for six months").
    """
    lower = [w.lower_ for w in words]
    may = next((w for w in words if w.lower_ == "may" and w.tag_ == "MD"), None)
    if may is None or not _OPEN.isdisjoint({*lower} - {"may"}):
        return False
    after = lower[lower.index("may") + 1 :][:2]
    if after[:1] == ["only"] or after == ["no", "longer"]:
        return True
    before = {*lower[: lower.index("may")]}
    if not before.isdisjoint({"only", "no"}) or {"not", "any"} <= {*lower}:
        return True
    if any(w.lower_ in _OFTEN and _is_rate(w) for w in words):
        return True
    return after[:1] == ["not"] and any(_is_stretch(w) for w in words)


def _is_historic(token: Token) -> bool:
    named = token.lower_ in LEXICON["historic"] and token.pos_ == "ADV"
    return named and not is_one_time(token)


def _is_rate(token: Token) -> bool:
    """As in "once *a year*", "three times a month"."""
    behind = token.doc[token.i + 1 : token.i + 3]
    return len(behind) > 1 and behind[0].lower_ in _EACH and behind[1].lower_ in _SPANS


def _is_stretch(token: Token) -> bool:
    """The "for" of "for twelve months", beside something that it is done to."""
    if token.lower_ != "for" or token.dep_ != "prep" or token.head.pos_ != "VERB":
        return False
    spans = (c.lemma_.lower() for c in token.children if c.dep_ == "pobj")
    done = any(c.dep_ in {"dobj", "prep"} for c in token.head.rights if c != token)
    return done and any(span in _LONG for span in spans)


def _by_oneself(token: Token) -> bool:
    """As in "by himself", "on her own"."""
    lower = token.lower_
    if lower != "own" and lower not in _ONESELF:
        return False
    start = token.sent.start
    if token.i == start:
        return False
    before = token.nbor(-1)
    if lower != "own":
        return before.lower_ == "by"
    whose = before.tag_ == "PRP$" and before.i > start
    return whose and before.nbor(-1).lower_ == "on"
