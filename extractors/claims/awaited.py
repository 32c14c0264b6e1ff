"""What was not so until a time began then: "did not open until May" tells when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.periods.told import told_periods
from extractors.model import Polarity

if TYPE_CHECKING:
    from datetime import date

    from extractors.claims.stance import Stance
    from extractors.model import Period

_UNTIL = ("until ", "till ")
_NOT = frozenset({"negation:not", "negation:n't", "negation:n’t"})


def awaited(
    view: Stance, when: Period, published_on: date | None
) -> tuple[Stance, Period]:
    """Return both as what they come to: "not ... until May" as what is so in May."""
    denials = {cue for cue in view.cues if cue.startswith("negation:")}
    if view.polarity is not Polarity.NEGATED or not denials <= _NOT:
        return view, when
    begins = _begins(when, published_on)
    if begins is None or view.tense == "perfect":
        return view, when
    cues = tuple(cue for cue in view.cues if cue not in denials)
    return replace(view, polarity=Polarity.AFFIRMED, cues=cues), begins


def _begins(until: Period, published_on: date | None) -> Period | None:
    """The period at the end of which it was over: the day, the month or the year."""
    before = next((each for each in _UNTIL if until.text.startswith(each)), "")
    if not before:
        return None
    # a bare "May" may be a verb
    text = f"in {until.text.removeprefix(before)}"
    for ahead in (False, True):
        for found in told_periods(text, published_on, ahead=ahead):
            if found.kind == "at" and found.valid_to == until.valid_to:
                return replace(found, text=until.text)
    return None
