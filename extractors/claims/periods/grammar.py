"""
Text -> phrases of time: which words, which shape, which numbers. No calendar here.

One expression finds all phrases; the groups that matched say the shape.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads(
    files("extractors.claims.lexicon").joinpath("time.toml").read_text("utf-8")
)
MONTHS: dict[str, int] = _WORDS["months"]
WEEKDAYS: dict[str, int] = _WORDS["weekdays"]
SEASONS: dict[str, int] = _WORDS["seasons"]
ORDINALS: dict[str, int] = _WORDS["ordinals"]
CARDINALS: dict[str, float] = _WORDS["cardinals"]
CENTURIES: list[str] = _WORDS["centuries"]["words"]
FEASTS: dict[str, list[int]] = _WORDS["feasts"]
MOVABLE_FEASTS: dict[str, int] = _WORDS["movable_feasts"]
PAST: tuple[str, ...] = tuple(_WORDS["past"]["phrases"])
NOW: tuple[str, ...] = tuple(_WORDS["now"]["phrases"])
# verbs that give an event another day
MOVING = frozenset(_WORDS["moving"]["verbs"])
# texts whose phrases are kept
_REMEMBERED = 4_000


def any_of(words: Iterable[str]) -> str:
    """A pattern of one of the words or phrases, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_WHOLE = frozenset({"may", "june", "july"})


def _spaced(words: str) -> str:
    return words.replace(" ", r"\s")


# "may", "march", "fall" and "second" are other words too: a month has a capital
_MONTH = "|".join(
    m.capitalize() + (r"\b\.?" if len(m) < 5 and m not in _WHOLE else r"\b")
    for m in sorted(MONTHS, key=len, reverse=True)
)
_WEEKDAY = "|".join(w.capitalize() for w in WEEKDAYS)
_FEAST = "|".join(
    re.escape(name.title().replace("'S", "'s")).replace("'", "['’]")
    for name in sorted((*FEASTS, *MOVABLE_FEASTS), key=len, reverse=True)
)
# a feast with a noun behind it is no day: "the Easter market"
_ALONE = (
    r"(?=[.,;:!?)\"”]|$"
    r"|\s(?:and|but|or|at|in|on|to|as|by|with|when|while|because|instead|rather)\b)"
)
_COUNT = rf"\d{{1,4}}|{any_of(CARDINALS)}"
_UNIT = (
    "day|week|fortnight|month|quarter|year|decade|century|centurie|season|hour|minute"
)
_NAMED = (
    f"{any_of(WEEKDAYS)}|{any_of(SEASONS)}|{any_of(m for m in MONTHS if len(m) > 3)}"
    "|day|night|evening|morning|afternoon|week|weekend|fortnight|month|quarter|year"
    "|decade|century"
)
_COUNTED = (
    "people|workers|employees|jobs|men|women|homes|troops|dollars|euros|users|patients"
)
_YEAR = r"(?:1[5-9]|20)\d\d(?![\d%]|,\d|\.\d)"
# "that year" is the one the text told before
_THAT_YEAR = r"(?:last|this|next|that|the\ssame)\syear"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
# behind a number they make a measure of it: "by the end of June 9 kilometres were done"
MEASURED = (
    r"(?:(?:kilo|centi|milli)?met(?:re|er)s|miles|tonnes|tons|degrees|kilograms|litres"
    r"|hectares|acres|barrels|dollars|euros|pounds)\b"
)
_PREPOSITIONS = (
    "by the end of|before the end of|until the end of|through the end of|at the end of"
    "|to the end of|from the end of|by the beginning of|by the start of|at the start of"
    "|at the beginning of"
    "|since the start of|since the beginning of|from the start of|towards? the end of"
    "|from the beginning of|since the end of|for the end of|after the end of"
    "|for the start of|for the beginning of|until the start of|until the beginning of"
    "|no later than|not until|not before|as early as|as late as|as soon as|as of"
    "|starting in|starting on|beginning in|beginning on|ending in|ending on|effective"
    "|in early|in mid|in mid-|in late|by early|by mid|by mid-|by late|since early"
    "|since mid|since mid-|since late|from early|from mid|from mid-|from late"
    "|until early|until mid|until mid-|until late"
    "|to early|to mid|to mid-|to late|for early|for mid|for mid-|for late|mid-"
    "|until|till|through|by|before|after|since|from|in|on|during|within|throughout"
    "|around|over|for|ever since|up to|starting|beginning|of|to"
)
_PATTERN = re.compile(
    rf"""
    (?<![\w.,$€£-])
    (?:
      (?P<range>(?:[Ff]rom|[Bb]etween|[Ii]n|[Dd]uring|[Oo]ver)?\s?
        (?:(?P<r_from>{_YEAR})\s?(?:to|and|until|through|[-–])\s?(?P<r_to>{_YEAR}|\d\d\b(?!-))
        |(?P<rm_from>{_MONTH})(?:\s(?P<rmy_from>{_YEAR}))?\s(?:to|and|until|through|[-–])\s
           (?P<rm_to>{_MONTH})(?:\s(?P<rmy_to>{_YEAR}))?))
     |(?P<days>(?:(?:(?P<from>[Ff]rom|[Bb]etween)|[Ff]or|[Oo]n|(?P<days_to>[Tt]o))\s)?(?P<first_day>{DAY})
        (?:\s(?P<first_month>{_MONTH})(?=\s?(?:to|until|[-–])))?\s?(?:to|and|until|[-–])
        \s?(?P<last_day>{DAY})\s(?:of\s)?(?P<days_month>{_MONTH})(?:,?\s(?P<days_year>{_YEAR}))?)
     |(?:(?P<prep>(?i:{_spaced(_PREPOSITIONS)}))\s?(?:the\s)?)?
      (?:
        (?P<iso>\d{{4}}-\d\d-\d\d)
       |(?:(?:{_WEEKDAY}),?\s(?:the\s)?)?(?P<day>{DAY})\s(?:of\s)?(?P<d_month>{_MONTH})
         (?:,?\s(?:of\s)?(?P<d_year>{_YEAR}|{_THAT_YEAR}))?
       |(?<!\b[Ii]n\s)(?:(?:{_WEEKDAY}),?\s)?(?P<m_month>{_MONTH})\s(?P<m_day>{DAY})\b
         (?![\d,.]*\d|\s?(?:per\s?cent|%|million|people|{MEASURED}))
         (?:,?\s(?P<m_year>{_YEAR}))?
       |(?:at\s)?(?P<feast>{_FEAST})(?:,?\s(?P<f_year>{_YEAR})|{_ALONE})
       |(?P<month>{_MONTH})(?:,?\s(?:of\s)?(?P<month_year>{_YEAR}|{_THAT_YEAR}))?
       |(?i:(?P<quarter>first|second|third|fourth|final|last)\s(?P<part>quarter|half))
         (?:\s(?:of\s)?(?:the\s)?(?P<q_year>{_YEAR}|(?i:(?:last|this|next)\s(?:fiscal\s)?year|year)))?
       |(?P<q_letter>[QH])(?P<q_number>[1-4])(?:\s(?:of\s)?|-)?(?P<qn_year>{_YEAR})?\b
       |(?i:(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s)?)(?P<s_year>{_YEAR})
       |(?i:(?P<modifier>early|mid|late)[\s-])?(?:the\s)?(?P<decade>(?:1[5-9]|20)\d0)s\b
       |(?i:(?P<rel>last|previous|past|this|current|next|coming|following)\s
          (?P<rel_unit>{_NAMED})\b)(?!\s(?:ago|old))
       |(?i:(?P<span_rel>last|past|previous|next|coming|following)\s
          (?P<span_count>{_COUNT})\s(?P<span_unit>{_UNIT})s?)\b
       |(?i:(?P<ago_count>{_COUNT})\s(?P<ago_unit>{_UNIT})s?\s(?P<ago>ago|earlier|later|from\snow))\b
       |(?i:(?P<dur_count>{_COUNT})[\s-](?P<dur_unit>{_UNIT})s?)\b
       |(?i:(?P<adverb>yesterday|today|tonight|tomorrow|decade|year|month|week|century))\b(?![-'’])
       |(?P<weekday>{_WEEKDAY})\b(?:\s(?:of\s)?(?i:(?P<its_week>last|this|next)\sweek)\b)?
       |(?P<year>{_YEAR})\b(?!\s(?:{_COUNTED}))
      )
     |(?!(?i:once\s(?:an?\s(?:{_UNIT})|per|every|each|more|again))\b)
      (?i:(?P<past>{any_of(PAST)}))\b
     |(?i:(?P<now>{any_of(NOW)}))\b
    )
    """,
    re.VERBOSE,
)
_SHAPES = (
    ("range", "range"),
    ("days", "days"),
    ("iso", "iso"),
    ("day", "day"),
    ("m_day", "day"),
    ("feast", "day"),
    ("month", "month"),
    ("quarter", "quarter"),
    ("q_number", "quarter"),
    ("season", "season"),
    ("decade", "decade"),
    ("rel", "relative"),
    ("span_rel", "span"),
    ("ago", "ago"),
    ("dur_count", "duration"),
    ("adverb", "adverb"),
    ("weekday", "weekday"),
    ("year", "year"),
    ("past", "past"),
    ("now", "now"),
)
# only these make a bare noun a time: "by the end of the decade", "within a year"
_BARE = frozenset({"decade", "year", "month", "week", "century"})
_SPANNING = frozenset({"for", "within", "in", "over", "during", "after"})


# a time denied, and what stands between it and the one that holds
_NOT = re.compile(r"(?:\bnot|\bno\slonger|n[’']t)\b[^,;:.]*$", re.IGNORECASE)
_BUT = re.compile(r"^[^,;:.]*,?\sbut\s(?:rather\s|only\s|instead\s)?$", re.IGNORECASE)
_EACH = re.compile(r"\b(?:every|each)\s(?:second\s|other\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Characters ``start:end`` with the words of each group in lower case."""

    shape: str
    text: str
    start: int
    end: int
    preposition: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def has_preposition(self) -> bool:
        """Whether a preposition opens the phrase."""
        return bool(self.preposition)


@lru_cache(maxsize=_REMEMBERED)
def phrases(text: str) -> tuple[Phrase, ...]:
    """All phrases of time, in order; many texts are asked for more than once."""
    return tuple(_phrases(text))


def _phrases(text: str) -> Iterator[Phrase]:
    found = list(_PATTERN.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        if following is not None and _is_replaced(text, match, following):
            continue
        parts = {k: v.lower().rstrip(".") for k, v in match.groupdict().items() if v}
        shape = next(shape for name, shape in _SHAPES if name in parts)
        if _is_habit(shape, text[: match.start()]):
            continue
        if _no_time(shape, parts, text, match.end()):
            continue
        raw = match[0]
        yield Phrase(
            shape=shape,
            text=raw.strip(),
            start=match.start() + len(raw) - len(raw.lstrip()),
            end=match.start() + len(raw.rstrip()),
            preposition=parts.get("prep") or parts.get("days_to", ""),
            parts=parts,
        )


def _is_replaced(text: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """As in "no longer in May but in June": it is June."""
    between = text[match.end() : following.start()]
    return bool(_BUT.search(between) and _NOT.search(text[: match.start()]))


def _is_habit(shape: str, before: str) -> bool:
    """As in "every Monday": no day of the calendar."""
    return shape == "weekday" and bool(_EACH.search(before))


def _no_time(shape: str, parts: dict[str, str], text: str, end: int) -> bool:
    prep = parts.get("prep", "")
    if shape == "adverb" and parts["adverb"] in _BARE:
        return not ("end of" in prep or "start of" in prep or "beginning of" in prep)
    if shape == "duration":
        rated = parts["dur_count"] in {"a", "an"} and prep not in _SPANNING
        return prep not in _SPANNING or rated or text[end : end + 4] == "-old"
    alone = shape == "month" and not prep and "month_year" not in parts
    return alone and parts["month"] in {"may", "march", "mar"}
