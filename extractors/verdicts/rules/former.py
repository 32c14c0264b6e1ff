"""
A plan whose old day the text itself tells beside the new one.

As in "once promised for 2029, is now due in 2030": whatever the verbs, the day that is
held is the one given up.
"""

from __future__ import annotations

import re

from extractors.claims.periods.told import told_periods
from extractors.model import Claim, Period, Verdict
from extractors.verdicts.align import periods
from extractors.verdicts.rules.dates import dated, is_open
from extractors.verdicts.rules.days import differ
from extractors.verdicts.rules.pair import Pair, is_history, negated
from extractors.verdicts.rules.scope import Fit

# what stands before a day that a plan had
_FORMERLY = re.compile(
    r"\b(?:originally|initially|previously|formerly|once|instead of|rather than"
    r"|had (?:been|hoped|planned|expected|promised))\b[^,;:]{0,30}$",
    re.IGNORECASE,
)


def moved_from(pair: Pair) -> Verdict | None:
    """Planned for a day that the text tells to have been the plan before."""
    old, new = pair.held, pair.new
    if not is_open(old) or is_history(new) or negated(old) or negated(new):
        return None
    if not differ(old.period, new.period, moved=True):
        return None
    if not any(_is_same(old.period, former) for former in _former(old, new)):
        return None
    scope = pair.scope
    one = Fit.SAME in {scope.subject, scope.object} and scope.shared
    if not one or (scope.old_only and scope.new_only):
        return None
    return dated(pair, "moved_from", old.period, new.period, confidence=0.8, later=True)


def _former(old: Claim, new: Claim) -> list[Period]:
    """The days that the sentence tells as those of a plan before, as then seen."""
    told = told_periods(new.sentence, old.published_on, ahead=True)
    others = (p for p in told if p.text != new.period.text)
    found = ((p, new.sentence.partition(p.text)[0]) for p in others)
    return [p for p, before in found if _FORMERLY.search(before)]


def _is_same(held: Period, former: Period) -> bool:
    """The same day, or one of which either is told more exactly."""
    start = former.valid_from or former.valid_to
    return bool(start) and periods(held, former) in {"same", "overlap"}
