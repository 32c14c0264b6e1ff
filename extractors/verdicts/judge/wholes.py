"""What breaks an "all", an "only" or a "none", and what is put away for another."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Claim
from extractors.verdicts.judge.context import Context, sentence_stems
from extractors.verdicts.words import REMEMBERED_CLAIMS, stems

# what a phrase is said of: up to five words
_OF = r"((?:\s+[\w’'-]+){1,5})"
_SHORT = 3
_WHOLE = re.compile(
    r"(?<!\bat )\b(?:all|every|each|none|no|entire|whole|any|both|only|sole|solely"
    rf"|exclusively|entirely|alone){_OF}",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|sole|solely|exclusive|exclusively|alone|entirely|wholly|no other)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:also|too|as well|likewise|besides|another|others?|in addition|apart from"
    r"|aside from|along with|alongside|like|both|two|three|four|second|third|fourth"
    r"|equally|elsewhere)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:some|half|part|few|several|many|most|handful|quarter|third|except|bar"
    r"|other than|one|two|three|four|an?)\b",
    re.IGNORECASE,
)
# "was not sold": behind these the verb is denied, and nothing put in its place
_VERBAL = "is are was were be do does did has have had will would can could may might"
_NOT = "".join(rf"(?<!\b{verb} )" for verb in _VERBAL.split()) + r"\bnot"
# "not only", "not until May", "not one of them": no other is named
_NO_OTHER = (
    r"(?!\s(?:only|just|merely|even|yet|until|since|least|all|every|one|an?|quite)\b)"
)
_AWAY = re.compile(
    rf"{_NOT}{_NO_OTHER}{_OF}"
    rf"|\bnot{_NO_OTHER}((?:\s+[\w’'-]+){{1,6}}?),?\sbut\s"
    rf"|\b(?:rather than|instead of){_OF}",
    re.IGNORECASE,
)


def wholes(old: Claim, new: Claim, context: Context) -> dict[str, float]:
    """Aspects of a whole that is broken, and of what is put away; in nats."""
    nats = context.beside(old)
    told = max(map(nats, _said_of_all(old.quote) & sentence_stems(new)), default=0.0)
    only = bool(told and _ONLY.search(old.quote))
    away = _put_away(new.sentence)
    return {
        "whole_told": told,
        "one_more": told * float(only and bool(_MORE.search(new.sentence))),
        "some_of_all": told if told and not only and _SOME.search(new.quote) else 0.0,
        "put_away": sum(map(nats, sorted(away & stems(old.quote)))) if away else 0.0,
    }


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _said_of_all(quote: str) -> frozenset[str]:
    """The stems behind "all" and "only": of what there is no more, or none."""
    return _stems_of(_WHOLE, quote)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _put_away(sentence: str) -> frozenset[str]:
    """As in "to a trust, not to the town", "not the dean but the guild"."""
    return _stems_of(_AWAY, sentence)


def _stems_of(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    parts = [part or "" for match in pattern.finditer(text) for part in match.groups()]
    words = (word for part in parts for word in part.split() if len(word) > _SHORT)
    return stems(" ".join(words))
