"""Cues that comparison needs: exclusivity, history, change, order, falsity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.negation import is_not_exclusive, is_not_only
from extractors.claims.words import LEXICON

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.clauses import Clause

_EXCLUSIVE = frozenset(
    {"only", "sole", "solely", "exclusive", "exclusively", "alone"}
    | {"single-handedly", "single-handed"}
)
_ONESELF = frozenset({"himself", "herself", "itself", "themselves", "ourselves"})
_UNIVERSAL = frozenset({"all", "every", "none", "entire", "no", "any", "each"})
_ADDITIVE = frozenset({"also", "another", "additional", "too", "other", "second"})
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
        elif lower in _UNIVERSAL:
            found.add(f"universal:{lower}")
        elif lower in LEXICON["historic"] and token.pos_ == "ADV":
            found.add(f"historic:{lower}")
        elif lower in LEXICON["now"] and token.pos_ in {"ADV", "NOUN"}:
            found.add(f"now:{lower}")
        elif lower in _ADDITIVE:
            found.add(f"additive:{lower}")
        elif lower in _ORDER:
            found.add(f"order:{lower}")
        elif lower in LEXICON["false_quote"]:
            found.add(f"false:{lower}")
    return found


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
