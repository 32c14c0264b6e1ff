"""When either side is true, and how real it is said to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractors.model import BaselineClaim, Claim, Modality, Period
from extractors.verdicts.align import is_later, periods
from extractors.verdicts.rules.added import ORDINAL
from extractors.verdicts.rules.pair import is_history, is_open
from extractors.verdicts.words import REMEMBERED_CLAIMS

_PAST = frozenset({"at", "past"})
# days by which a period must be over to be another time than an undated present
_LONG_AGO = 150
_NOBODY = frozenset(
    f"negation:{w}" for w in ("nobody", "no", "none", "never", "no one", "nothing")
)
_CUES = ("additive:", "order:")
# words that make it another measure, time, thing or mood when only one side has them
_MARKS = {
    "ordinal": ORDINAL,
    "span": (
        r"minutes?|hours?|days?|daily|weeks?|weekly|weekends?|months?|monthly"
        r"|quarters?|quarterly|years?|yearly|annual|annually|seasons?|decades?"
        r"|century|terms?|nights?"
    ),
    "season": (
        r"springs?|summers?|autumns?|winters?|mornings?|evenings?|nights?|daytime"
        r"|weekends?|weekdays?"
    ),
    "statistic": (
        r"average|averaged|median|mean|total|overall|combined|altogether|net|gross"
        r"|maximum|minimum|record|highest|lowest|peak|typical|estimated|initial"
        r"|original|further|extra|remaining|previous|outgoing|then|earlier|ago|before"
        r"|formerly|once|originally|initially|former|next|today|last|other|another"
        r"|separate|similar|neighbouring|own"
    ),
    "part": (
        r"alone|only|just|among|including|part|half|third|quarter|most|some"
        r"|of (?:them|which|whom|the|these|those|its|their)"
    ),
    "opinion": (
        r"think|thinks|thought|believes?|expects?|hopes?|estimates?|reckons?|fears?"
        r"|could|might|may|would|should|wants?|demands?|asks?|asking|propos\w+"
    ),
}
_PATTERNS = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in _MARKS.items()
}


def times(old: BaselineClaim, new: Claim) -> dict[str, float]:
    """Aspects of the two periods; the old one's document says when it was told."""
    held = old.claim
    ours, theirs = held.period, new.period
    stand, later = periods(ours, theirs), is_later(old, new)
    same, overlap, apart = stand == "same", stand == "overlap", stand == "apart"
    told = old.document_date or held.published_on
    before = _is_over(theirs, told) and not same and not (ours.text and overlap)
    before_old = _is_over(ours, told) and not same and not overlap
    return {
        "time_same": float(same),
        "time_overlap": float(overlap),
        "time_apart": float(apart),
        "time_inside": float(overlap and _is_part(theirs, ours)),
        "time_at_apart": float(apart and ours.kind == theirs.kind == "at"),
        "time_earlier": float(apart and _ends_before(theirs, ours)),
        "time_next": float(apart and _ends_before(ours, theirs) and not later),
        "time_before": float(before),
        "time_before_undated": float(before and not ours.text),
        "time_before_apart": float(before and apart),
        "time_before_old": float(before_old),
        "time_until": float(ours.kind == "until") + float(theirs.kind == "until"),
        "time_since": float(ours.kind == "since") + float(theirs.kind == "since"),
        "dated_old": float(bool(ours.text)),
        "dated_new": float(bool(theirs.text)),
        "later": float(later),
        "history_new": float(is_history(new)),
        "history_differs": float(is_history(held) is not is_history(new)),
    }


def _is_over(period: Period, told: date | None) -> bool:
    """Whether it ended long before the old document was written."""
    return bool(
        period.text
        and period.kind in _PAST
        and period.valid_to
        and told
        and (told - period.valid_to).days > _LONG_AGO
    )


def _days(period: Period) -> int | None:
    if period.valid_from is None or period.valid_to is None:
        return None
    return (period.valid_to - period.valid_from).days


def _is_part(part: Period, whole: Period) -> bool:
    days, all_days = _days(part), _days(whole)
    return bool(days and all_days and days < 0.7 * all_days)


def _ends_before(first: Period, second: Period) -> bool:
    return bool(
        first.valid_to and second.valid_from and first.valid_to <= second.valid_from
    )


def moods(old: Claim, new: Claim) -> dict[str, float]:
    """Aspects of modality, quantifiers and the words that make it another thing."""
    ours, theirs = _mood(old), _mood(new)
    found = {
        "soft_old": float(ours.is_soft),
        "soft_new": float(theirs.is_soft),
        "question_new": float(new.modality is Modality.QUESTION),
        "false_new": float(theirs.is_false),
        "planned_differs": float(
            (old.modality is Modality.PLANNED) != (new.modality is Modality.PLANNED)
        ),
        "future_differs": float((old.tense == "future") != (new.tense == "future")),
        "universal_differs": float(ours.is_universal != theirs.is_universal),
        "nobody_old": float(ours.is_nobody),
        "nobody_new": float(theirs.is_nobody),
        "additions_differ": float(ours.additions != theirs.additions),
        "said_new_only": float(bool(new.attribution) and not old.attribution),
        **_UNMARKED,
    }
    for (apart, lone_new, lone_old), one, other in zip(
        _MARKED, ours.marks, theirs.marks, strict=True
    ):
        if one != other:
            found[apart] = float(bool(one and other) and not one & other)
            found[lone_new] = float(bool(other - one))
            found[lone_old] = float(bool(one - other))
    return found


_MARKED = [(f"{name}_apart", f"{name}_new", f"{name}_old") for name in _PATTERNS]
_UNMARKED = {name: 0.0 for names in _MARKED for name in names}


@dataclass(frozen=True, slots=True)
class _Mood:
    """What of one claim ``moods`` lays beside the other's."""

    is_soft: bool
    is_false: bool
    is_universal: bool
    is_nobody: bool
    additions: frozenset[str]
    marks: tuple[frozenset[str], ...]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _mood(claim: Claim) -> _Mood:
    return _Mood(
        is_soft=is_open(claim),
        is_false=any(cue.startswith("false:") for cue in claim.cues),
        is_universal=is_universal(claim),
        is_nobody=is_nobody(claim),
        additions=frozenset(c for c in claim.cues if c.startswith(_CUES)),
        marks=_marks(claim.quote),
    )


def _marks(text: str) -> tuple[frozenset[str], ...]:
    """The words of each kind of mark, in the order of ``_PATTERNS``."""
    return tuple(
        frozenset(word.lower().rstrip("s") for word in pattern.findall(text))
        for pattern in _PATTERNS.values()
    )


def is_universal(claim: Claim) -> bool:
    """Whether it leaves no room for another: "all", "only", "every"."""
    return claim.exclusive or any(
        cue.startswith(("universal:", "exclusive:")) for cue in claim.cues
    )


def is_nobody(claim: Claim) -> bool:
    """Whether it says that there is none at all."""
    return bool(_NOBODY & set(claim.cues))
