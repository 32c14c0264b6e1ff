"""Which tokens of a line stand in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPEN = frozenset({"“", "«", "„"})
_CLOSE = frozenset({"”", "»"})


def quoted_tokens(doc: Doc) -> frozenset[int]:
    """Return the tokens inside double quotation marks; an open one runs to the end."""
    inside = False
    found = []
    for token in doc:
        text = token.text
        if text in _OPEN or (text in {'"', "''", "``"} and not inside):
            inside = True
        elif text in _CLOSE or text in {'"', "''", "``"}:
            inside = False
        elif inside:
            found.append(token.i)
    return frozenset(found)
