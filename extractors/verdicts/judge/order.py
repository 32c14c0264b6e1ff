"""How the text places its state beside the one held: as following it, or against it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from extractors.model import BaselineClaim, Claim
from extractors.verdicts.figures import is_left_behind
from extractors.verdicts.judge.words import words_of
from extractors.verdicts.rules.later import GONE, NOT_YET, NOW, is_told_later, known_on
from extractors.verdicts.rules.pair import AHEAD, has_happened, is_history, negated
from extractors.verdicts.rules.vocabulary import (
    ALL_ALONG,
    BY_NOW,
    CHANGE,
    ENDING,
    LASTING,
    POSTPONE,
    RECENT_DAYS,
    STARTING,
    STOPPING,
    SUCCEED,
    TELLING,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS

_VERBS = {
    "change": CHANGE,
    "postpone": POSTPONE,
    "succeed": SUCCEED,
    "starting": STARTING,
    "stopping": STOPPING,
    "ending": ENDING,
    "lasting": LASTING,
}
_HAPPENED = frozenset({"past", "perfect"})
_CLAUSES = ("relcl", "appos", "advcl", "acl", "ccomp")
# days between two documents from which on their distance says no more
_LONG = 60
# days by which a weekday may lie before the old document
_NEAR = 3


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)


_PHRASES = {
    "by_now": BY_NOW,
    "all_along": ALL_ALONG,
    "recent_day": RECENT_DAYS,
    "never": {"never", "ever", "always", "at no time", "all along"},
    "had": {"had"},
    "was": {"was", "were"},
    "been": {"been"},
    "used_to": {"used to"},
    **{f"words_{kind}": words for kind, words in TELLING.items()},
}
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
# of each mark the words that it begins with, without one of which it is not searched
_MARKS = {
    name: (frozenset(each.split()[0] for each in words), _any_of(words))
    for name, words in _PHRASES.items()
} | {"first_person": (frozenset({"i", "we", "my", "our", "me", "us"}), _FIRST_PERSON)}
_WORD = re.compile(r"\w+")


def order(old: BaselineClaim, new: Claim) -> dict[str, float]:
    """Aspects of which of the two states that exclude each other came first."""
    held = old.claim
    return {
        **_told(new),
        **_dates(old, new),
        **_moods(held, new),
        "told_later": float(is_told_later(old, new)),
        "open_old": float(negated(held) and bool(NOT_YET.search(held.quote))),
        "whole_old": _share(held),
        "left_behind": float(
            any(is_left_behind(q, new.sentence) for q in held.quantities)
        ),
    }


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _told(new: Claim) -> dict[str, float]:
    """Aspects of what the new claim tells by itself."""
    return {
        **_verbs(new),
        **_marks(new.sentence),
        **{f"in_{c}": float(f"clause:{c}" in new.cues) for c in _CLAUSES},
        "now": float(bool(NOW & set(new.cues))),
        "gone": float(bool(GONE & set(new.cues))),
        "history": float(is_history(new)),
        "whole_new": _share(new),
        # a lone sentence tells of no order unless it says so
        "in_article": float(new.in_title or new.sentence_index > 0),
        "in_headline": float(new.in_title),
        "headline_present": float(new.in_title and new.tense in {"", "present"}),
    }


def _share(claim: Claim) -> float:
    """How much of its sentence the claim is, 0..1."""
    return len(claim.quote) / max(1, len(claim.sentence))


def _verbs(new: Claim) -> dict[str, float]:
    told = {*words_of(new).relation, new.verb, new.relation}
    return {f"verb_{name}": float(bool(told & verbs)) for name, verbs in _VERBS.items()}


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _marks(sentence: str) -> dict[str, float]:
    words = frozenset(_WORD.findall(sentence.lower()))
    return {
        name: float(not words.isdisjoint(first) and bool(mark.search(sentence)))
        for name, (first, mark) in _MARKS.items()
    }


def _dates(old: BaselineClaim, new: Claim) -> dict[str, float]:
    """Where the new period lies, seen from the day of the old document."""
    told, period, published = known_on(old), new.period, new.published_on
    apart = (published - told).days if told and published else 0
    found = {
        "days_apart": max(0, min(_LONG, apart)) / _LONG,
        "long_apart": math.log1p(max(0, apart)),
    }
    if not period.text or told is None:
        return found | {"undated": 1.0}
    start, end = period.valid_from, period.valid_to
    return found | {
        f"dated_{period.kind}": 1.0,
        "starts_after": float(start is not None and start >= told),
        "starts_before": float(start is not None and (told - start).days > _NEAR),
        "ends_after": float(start is None and end is not None and end > told),
        "starts_ahead": float(bool(start and published and start > published)),
        "both_dated": float(bool(old.claim.period.text)),
    }


def _moods(held: Claim, new: Claim) -> dict[str, float]:
    return {
        f"tense_{new.tense or 'none'}": 1.0,
        f"tense_old_{held.tense or 'none'}": 1.0,
        f"mood_{new.modality.value}": 1.0,
        f"mood_old_{held.modality.value}": 1.0,
        "fulfils": float(held.modality in AHEAD and has_happened(new)),
        "two_events": float(held.tense in _HAPPENED and new.tense in _HAPPENED),
        "denies": float(negated(new)),
        "denied_old": float(negated(held)),
        "said": float(bool(new.attribution)),
    }
