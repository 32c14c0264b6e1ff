"""
A parsed text -> its phrases of time, resolved against the article's date.

"until 2030" fixes an end, "since 2019" a start, "in January" both; dates are half-open.
"by" and "until" a unit run to its end ("by 2030": before 2031-01-01). Without the
article's date only absolute phrases get dates, the others keep their words. A month,
weekday or season without a year is the latest one that had begun by the article's date,
or the next one where the clause tells the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from extractors.claims.periods.calendar import resolve
from extractors.claims.periods.grammar import MOVING, Phrase, phrases
from extractors.claims.words import LEXICON, is_one_time
from extractors.model import Period

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["FoundPeriod", "find_periods"]

_FUTURE = frozenset(
    {"will", "shall", "'ll", "’ll", "wo", "going", "would", "must", "should", "may"}
    | {"might", "could", "can"}
)
_PLANS = frozenset(
    {"plan", "expect", "intend", "aim", "schedule", "hope", "forecast", "due", "want"}
    | {"slate", "set", "predict", "promise", "pledge", "vow", "propose", "target"}
)
# what is told to be done below them in the past was done, or was not
_IMPLYING = LEXICON["aspect"] | LEXICON["cause_fact"] | {"have", "fail"}
_IMPLYING |= {"able", "unable"}
_BACK = ("since", "ever since")
_ENDS = frozenset(
    {"until", "till", "through", "to", "until the end of", "to the end of", "by"}
)
# what a stretch tells of its last day, month or year, and what a phrase of it alone has
_TO = {
    "days": {"last_day": "day", "days_month": "d_month", "days_year": "d_year"},
    "range": {"rm_to": "month", "rmy_to": "month_year", "r_to": "year"},
}
# digits of "from 2027 to 28"
_SHORT = 2
_PARTS = frozenset({"early", "mid", "late"})
_OPEN = frozenset({"until", "till", "through", "by", "from", "up to", "to", "within"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPeriod:
    """A period with its tokens and characters in the document, half-open."""

    period: Period
    start_token: int
    end_token: int
    start: int
    end: int


def find_periods(
    text: Doc | Span, *, published_on: date | None, future: bool | None = None
) -> list[FoundPeriod]:
    """
    Every phrase of time in ``text``, in order, never overlapping.

    ``future`` says which way an incomplete date points; None reads it from the clause
    around the phrase. Offsets count from the start of the document.
    """
    span = text[:]
    return list(_found(span, published_on, future))


def _found(
    span: Span,
    published_on: date | None,
    future: bool | None,  # noqa: FBT001
) -> Iterator[FoundPeriod]:
    for told in phrases(span.text):
        whole = span.char_span(told.start, told.end, alignment_mode="expand")
        phrase = _arrival(told, whole) if whole else told
        inner = span.char_span(phrase.start, phrase.end, alignment_mode="expand")
        if inner is None or _is_name(phrase, inner) or _is_left(phrase, inner):
            continue
        period = _resolved(phrase, published_on, _direction(phrase, inner[0], future))
        yield FoundPeriod(
            period=period,
            start_token=inner.start,
            end_token=inner.end,
            start=span.start_char + phrase.start,
            end=span.start_char + phrase.end,
        )


def _direction(phrase: Phrase, token: Token, future: bool | None) -> bool | None:  # noqa: FBT001
    return _tells_future(phrase, token) if future is None else future


def _resolved(phrase: Phrase, published_on: date | None, ahead: bool | None) -> Period:  # noqa: FBT001
    """Without a direction the nearer of the two readings."""
    if ahead is not None:
        return resolve(phrase, published_on, ahead=ahead)
    back = resolve(phrase, published_on, ahead=False)
    forth = resolve(phrase, published_on, ahead=True)
    ends = (back.valid_to or back.valid_from, forth.valid_from or forth.valid_to)
    if published_on is None or ends[0] is None or ends[1] is None:
        return back
    return forth if ends[1] - published_on < published_on - ends[0] else back


def _arrival(phrase: Phrase, inner: Span) -> Phrase:
    """Of "moved from 20 to 21 August", "from May to June" what it was moved to."""
    to = phrase.text.find(" to ") + 1
    told = _TO.get(phrase.shape)
    if told is None or not to or not phrase.text.lower().startswith("from"):
        return phrase
    if not _is_moved(inner):
        return phrase
    parts = {own: phrase.parts.get(name, "") for name, own in told.items()}
    if len(parts.get("year", "    ")) == _SHORT:
        return phrase
    return replace(
        phrase,
        shape=next(name for name in ("day", "month", "year") if parts.get(name)),
        text=phrase.text[to:],
        start=phrase.start + to,
        preposition="to",
        parts={name: word for name, word in parts.items() if word},
    )


def _is_left(phrase: Phrase, inner: Span) -> bool:
    """As in "moved the vote from May to June": it will not be in May."""
    return phrase.preposition.startswith("from") and _is_moved(inner)


def _is_moved(inner: Span) -> bool:
    """Whether the phrase hangs on a verb that gives an event another day."""
    verbs = (t for t in inner[0].ancestors if t.pos_ in {"VERB", "AUX"})
    verb = next(verbs, None)
    return verb is not None and verb.lemma_ in MOVING


def _is_name(phrase: Phrase, inner: Span) -> bool:
    """As in "May said", "to last ten years", "it failed once": no time at all."""
    if any(t.lower_ == "last" and t.pos_ == "VERB" for t in inner):
        return True
    if phrase.shape == "past":
        return is_one_time(inner[0])
    if phrase.shape not in {"month", "season"} or phrase.has_preposition:
        return False
    verb = any(t.pos_ in {"VERB", "AUX"} for t in inner)
    return verb or inner[0].ent_type_ == "PERSON"


def _tells_future(phrase: Phrase, token: Token) -> bool | None:
    """Whether the clause around ``token`` tells what is to come; None: either."""
    if phrase.preposition.startswith(_BACK):
        return False
    for verb in (token, *token.ancestors):
        if verb.pos_ not in {"VERB", "AUX", "ADJ"}:
            continue
        if verb.lemma_ in _PLANS and verb.tag_ not in {"NN", "NNS"}:
            return None if _is_past_plan(verb) else True
        if any(c.lower_ in _FUTURE for c in verb.children):
            return True
        helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if "to" in helpers and "have" not in helpers:
            if _came_about(verb):
                continue
            # "is to be sold on 6 November"
            return True
        if verb.tag_ in {"VBD", "VBN"}:
            moved = verb.lemma_ in MOVING and not helpers
            return _past(phrase, {"was"} if moved else helpers or {verb.lemma_})
        if verb.tag_ in {"VBZ", "VBP"}:
            # "the ban runs through June", "rates rise from 1 July", "now opens in May"
            ahead = phrase.preposition in _OPEN
            return True if ahead or any(c.lower_ == "now" for c in verb.lefts) else None
    return False


def _is_past_plan(verb: Token) -> bool:
    """As in "the walkout planned for 24 May was called off": on either side of it."""
    if verb.dep_ != "acl" or verb.tag_ != "VBN":
        return False
    above = next((t for t in verb.ancestors if t.pos_ in {"VERB", "AUX"}), verb)
    return any(t.tag_ == "VBD" for t in (above, *above.lefts))


def _came_about(verb: Token) -> bool:
    """As in "had to be sold", "were able to sell": the verb above tells when."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.lemma_ not in _IMPLYING:
        return False
    helpers = {c.lower_ for c in above.children if c.dep_ in {"aux", "auxpass"}}
    copula = above.head.lower_ if above.dep_ == "acomp" else ""
    return above.tag_ == "VBD" or bool({*helpers, copula} & {"was", "were", "had"})


def _past(phrase: Phrase, helpers: set[str]) -> bool | None:
    """
    Which way a date points at a verb of the past.

    An end lies ahead of what "has been closed until April", on either side of what
    "was closed until April" or was "put off to April".
    """
    first, *rest = phrase.preposition.split() or [""]
    part = len(rest) == 1 and rest[0].rstrip("-") in _PARTS
    if (first if part else phrase.preposition) not in _ENDS:
        return False
    if helpers & {"has", "have", "is", "are", "'s", "’s"}:
        return True
    return None if helpers & {"was", "were", "be"} else False
