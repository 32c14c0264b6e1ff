"""What a number counts, and when a figure is a year or a name instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.quantities.figures import small_number, word
from extractors.claims.quantities.fractions import is_head_count
from extractors.claims.quantities.lexemes import lexemes
from extractors.claims.quantities.words import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from extractors.claims.quantities.figures import Number
    from extractors.claims.quantities.lexemes import Lexeme

_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_SURE_YEARS = range(1900, 2100)
_ROUND = 10
_SKIPPED = frozenset({"ADJ", "ADV", "DET", "NUM", "PUNCT", "PART", "SYM"})
_REACH = 6
_DAYS = frozenset({"DATE", "TIME"})
# "below one hundred last year"
_TIMES = frozenset({"last", "next", "this", "each", "every"})
# "the 68,000 the firm is asking": what follows is another phrase
_OTHERS = frozenset({"the", "a", "an", "whose", "which"})
_NAMING = frozenset({"the", "these", "those", "all"})
_NOT_COUNTED = frozenset(
    {"percent", "%", "cent", "ago", "gmt", "today", "yesterday", "tomorrow", "tonight"}
)
# "it cost Orel 30 ships": the name is whom it cost them
_GIVING = frozenset(
    {"cost", "give", "offer", "bring", "win", "lend", "sell", "save", "send", "grant"}
    | {"charge", "owe", "pay", "buy", "award", "earn"}
)


def counted_noun(first: Token, last: Token, *, vague: bool) -> Token | None:
    """The noun that the number ``first..last`` counts: "1,200 factory *jobs*"."""
    doc = last.doc
    following = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if following is not None and following.lower_ == "of":
        noun = _run(following, limit=_REACH)
        plural = noun is not None and noun.tag_ in {"NNS", "NNPS"}
        return noun if plural or vague else None
    head = _head(first, last)
    return head if head is not None else _run(last, limit=4)


def _head(first: Token, last: Token) -> Token | None:
    """The noun that the parse hangs the number on, when it follows closely."""
    for token in (last, first):
        head = token.head
        chain = token.dep_ in {"nummod", "compound", "amod", "nmod", "quantmod"}
        if not (chain and head.i > last.i and head.pos_ == "NOUN"):
            continue
        if head.lower_ in _NOT_COUNTED:
            continue
        if head.dep_ == "compound" and (head.tag_, head.head.tag_) == ("NN", "NNS"):
            # "forty school libraries"
            head = head.head
        if _clear(last, head):
            return head
    return None


def _clear(last: Token, head: Token) -> bool:
    between = last.doc[last.i + 1 : head.i]
    if any(t.lower_ in _TIMES for t in between):
        return False
    return head.i - last.i <= _REACH and all(
        t.pos_ not in {"VERB", "AUX", "ADP", "CCONJ", "SCONJ"}
        or t.tag_ in {"VBN", "VBG"}
        for t in between
        if t.text not in {",", "and"}
    )


def _run(token: Token, *, limit: int) -> Token | None:
    """The last noun of the noun run that starts after ``token``."""
    doc, noun = token.doc, None
    for other in doc[token.i + 1 : token.i + 1 + limit]:
        if other.lower_ in (_TIMES if token.lower_ == "of" else _TIMES | _OTHERS):
            break
        if other.pos_ in {"NOUN", "PROPN"} and other.lower_ not in _NOT_COUNTED:
            noun = other
        elif other.tag_ == "POS":
            # "four of the firm's ships"
            noun = None
        elif noun is not None or not _modifies(other, token):
            break
    if noun is None or noun.pos_ != "NOUN":
        return None
    # "visitors under 16 need a pass", where the verb is read as a noun
    verbal = any(c.dep_ in {"nsubj", "dobj"} for c in noun.children)
    return None if verbal and noun.tag_ == "NN" else noun


def _modifies(token: Token, number: Token) -> bool:
    if token.pos_ == "PUNCT":
        return token.text in {"-", "–"} and token.i == number.i + 1
    past = token.tag_ in {"VBN", "VBG", "POS", "PRP$"}
    return past or token.pos_ in _SKIPPED


def share_among(noun: Token | None, number: Number) -> tuple[float, Token] | None:
    """The percentage of "four farmers in ten", with the number's last token."""
    if noun is None:
        return None
    after = noun.doc[noun.i + 1 : noun.i + 4]
    words = [token.lower_ for token in after]
    at = 2 if words[:2] == ["out", "of"] else 1 if words[:1] == ["in"] else len(after)
    whole = next((t for t in after[at : at + 1] if _is_below(t)), None)
    total, _ = small_number(lexemes(whole.text), 0) if whole is not None else (0.0, 0)
    if whole is None or number.low >= total:
        return None
    if at > 1 and is_head_count(number.low, total):
        return None
    return float(f"{100 * number.low / total:.12g}"), whole


def _is_below(token: Token) -> bool:
    """Whether it ends "one train in eight", also before a verb read as a noun."""
    head = token.head
    read = token.dep_ == "nummod" and head.dep_ == "pobj" and head.i == token.i + 1
    return token.dep_ == "pobj" or (read and head.tag_ == "NN" and head.lemma_ != "day")


def is_year(token: Token, value: float, noun: Token | None) -> bool:
    """Whether a bare four-digit figure is a year."""
    if not token.text.isdigit() or not _FIRST_YEAR <= value <= _LAST_YEAR:
        return False
    before = token.nbor(-1) if token.i > token.sent.start else None
    counted = noun is not None and noun.tag_ == "NNS" and noun.i == token.i + 1
    owned = before is not None and before.tag_ in {"POS", "PRP$"}
    if counted and owned and value % _ROUND:
        # "Orel's 2025 sales", but not "its 2000 workers"
        return int(value) in _SURE_YEARS
    if counted and before is not None and before.pos_ == "ADP":
        return int(value) in _SURE_YEARS and before.lower_ in {"in", "since", "until"}
    return not counted


def is_label(token: Token, noun: Token | None) -> bool:
    """Whether a bare figure belongs to the name or label before it."""
    if token.i == token.sent.start or not token.text[0].isdigit():
        return False
    before = token.nbor(-1)
    if before.text == "." and token.i - 1 > token.sent.start:
        before = token.nbor(-2)
    plural = noun is not None and noun.tag_ == "NNS" and noun.i == token.i + 1
    if before.lower_ in LABELS and before.pos_ != "VERB":
        return not plural or before.lower_ in {"no", "page"}
    if before.pos_ != "PROPN" or before.ent_type_ in _DAYS:
        return False
    if plural and _is_given(before):
        return False
    return not plural or before.ent_type_ in {"PRODUCT", "ORG", "FAC"}


def _is_given(name: Token) -> bool:
    """Whether a verb stands before the name that gives it what is counted."""
    while name.pos_ == "PROPN" and name.i > name.sent.start:
        name = name.nbor(-1)
    return name.lemma_.lower() in _GIVING


def is_ordinal_place(items: Sequence[Lexeme], number: Number) -> bool:
    """A bare number word without a noun ("the two", "all three") names, not counts."""
    before = word(items, number.start - 1)
    return items[number.start].kind == "word" and before in _NAMING
