"""
Does the text place the new state after the old one? Then it is an update.

A date after the baseline's document, a word of change ("now", "no longer"), or, told by
a later document, a verb of change ("has risen to", "took over", "was extended") or the
event that the baseline did not have yet. What is dated before it is no change.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractors.model import BaselineClaim, Claim, Modality, Period
from extractors.verdicts.align import periods
from extractors.verdicts.rules.pair import Pair, is_ahead, negated
from extractors.verdicts.rules.vocabulary import (
    ACHIEVED,
    ALL_ALONG,
    CHANGE,
    ENDING,
    GIVING_UP,
    LEADING,
    ONCE,
    OWNING,
    POSTPONE,
    SUCCEED,
)

NOW = frozenset({"now:now", "now:since", "now:newly", "now:currently", "now:today"})
GONE = frozenset({"negation:no longer", "negation:no more"})
# what is so from the text's own day on, or came before the day that was held
_TURN = re.compile(
    r"\bwith immediate effect\b|\beffective immediately\b|\bfrom (?:now|today) on\b"
    r"|\bahead of (?:schedule|time)\b|\b(?:days?|weeks?|months?|years?) early\b"
    r"|\b(?:earlier|later|sooner|longer) than (?:\w+ ){0,2}"
    r"(?:planned|expected|announced|promised|scheduled)\b"
    # what is set against what came before it by its own name
    r"|(?<!at )\bthe (?:latest|newest|most recent) (?!in\b|of\b|to\b)[a-z]"
    r"|\b(?:the|its|his|her|their|an) (?:improved|raised|increased|revised|amended"
    r"|updated|sweetened) [a-z]"
    # what is measured once more
    r"|\ban? new (?:survey|poll|count|census|estimate|forecast)\b",
    re.IGNORECASE,
)
# what was so before another past, unless it has come about since
_HAD = re.compile(
    r"\bhad (?:already |also |never |not |once |\w+ly )?(?:been|\w+ed|\w+[^aeiou]en)\b",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(r"\b(?:since|now|meanwhile|by then)\b", re.IGNORECASE)
# so long after a day is over, its figures come in no more
_SETTLED = timedelta(days=14)
_GOES = re.compile(r"\b(?:go(?:es|ing|ne)?|went|com(?:es?|ing)|came) (?:up|down) to\b")
_STILL = re.compile(r"(?<!stand )(?<!stands )(?<!lie )\bstill\b", re.IGNORECASE)
_ALWAYS = re.compile(rf"\b(?:{'|'.join(sorted(ALL_ALONG))})\b", re.IGNORECASE)
_SINCE_EVER = re.compile(
    r"\b(?:ever since|all along|from the (?:start|beginning|outset|very first))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:the|its|his|her|their) first time\b", re.IGNORECASE)
NOT_YET = re.compile(r"\b(?:yet|so far|to date|still|until now)\b", re.IGNORECASE)


def known_on(old: BaselineClaim) -> date | None:
    """The day for which the baseline's claim was told."""
    return old.document_date or old.claim.published_on


def is_told_later(old: BaselineClaim, new: Claim) -> bool:
    """Whether the new document is younger than the baseline's."""
    held, told = known_on(old), new.published_on
    return held is not None and told is not None and told > held


def is_dated_later(pair: Pair) -> bool | None:
    """Whether the new claim's own date lies after the baseline; None without a date."""
    held, period = known_on(pair.old), pair.new.period
    if held is None or not period.text:
        return None
    if period.kind == "until":
        return period.valid_to > held if period.valid_to else None
    return period.valid_from >= held if period.valid_from else None


def is_over_before(pair: Pair) -> bool:
    """Whether the new claim's own time was over when the old one was told."""
    held, told = known_on(pair.old), pair.new.period
    return bool(held and told.kind == "at" and told.valid_to and told.valid_to <= held)


def is_later(pair: Pair, *, verbs: frozenset[str] = frozenset()) -> bool:
    """Whether the text says that the new state came after the old one."""
    held, told = known_on(pair.old), pair.new.published_on
    if held and told and told < held:
        return False
    cues = set(pair.new.cues)
    planned = pair.held.modality is Modality.PLANNED
    if planned and pair.new.modality is Modality.PLANNED:
        # two intentions: the later one does not make the first one past
        return bool(cues & (NOW | GONE)) or _changes(pair.new, verbs & POSTPONE)
    if cues & GONE:
        return True
    dated = is_dated_later(pair)
    if dated is not None:
        return dated
    if cues & NOW or tells_turn(pair.new) or _gives_up(pair):
        return True
    if planned:
        verbs = verbs & POSTPONE
    return is_told_later(pair.old, pair.new) and (
        _changes(pair.new, verbs) or was_open(pair)
    )


def is_change_ahead(pair: Pair) -> bool:
    """As in "will be led by Holm": until then it may well be led by Lind."""
    verbs = {pair.held.verb, pair.new.verb}
    ahead = is_ahead(pair.new) and not is_ahead(pair.held)
    return ahead and verbs <= LEADING | OWNING


def tells_turn(new: Claim) -> bool:
    """As in "from now on", "six weeks ahead of schedule": before it was otherwise."""
    rest = new.sentence.partition(new.quote)[2]
    compared = rest if rest.startswith(" than ") else ""
    return bool(_TURN.search(new.quote + compared))


def is_turned(pair: Pair) -> bool:
    """Whether a later text tells a turn, of no day before the baseline's."""
    told = is_told_later(pair.old, pair.new) and is_dated_later(pair) is not False
    return told and tells_turn(pair.new)


def goes_on(new: Claim) -> bool:
    """As in "the shop is still open": nothing has come to an end."""
    return new.tense == "present" and bool(_STILL.search(new.quote))


def is_of_old(new: Claim) -> bool:
    """As in "it has been so ever since": it was never otherwise."""
    return new.tense == "perfect" and bool(_SINCE_EVER.search(new.sentence))


def is_after(old: BaselineClaim, start: date | None) -> bool:
    """An event after the baseline's day is another one, or the one that was planned."""
    known = known_on(old)
    return bool(known and start and start > known)


def cannot_follow(old: BaselineClaim, new: Claim) -> bool:
    """
    Whether the new state is no later one, whatever the words say.

    It is told as what had been before, or of one time with the old one that was over
    when the old one was told.
    """
    if new.tense != "past" or {*new.cues} & (NOW | GONE):
        return False
    held, told = known_on(old), new.period
    if _HAD.search(new.quote) and not _SINCE_THEN.search(new.sentence):
        # "by May it had sold 90" may well be told of a time after the old one's
        return not (held and told.valid_to and told.valid_to > held)
    if periods(old.claim.period, told) != "same" or new.verb in CHANGE:
        return False
    if not (held and told.valid_from and told.valid_to and told.kind == "at"):
        return False
    # the count of a day goes on for a while, that of a summer was taken at its end
    brief = told.valid_to - told.valid_from < _SETTLED
    return told.valid_to + brief * _SETTLED <= held


def is_of_later_time(old: Period, new: Period) -> bool | None:
    """Whether the new time begins when the old one is over; None unless they differ."""
    if periods(old, new) != "apart" and not old.kind == new.kind == "until":
        return None
    if old.valid_to == new.valid_to or not (old.valid_to and new.valid_to):
        return None
    return new.valid_to > old.valid_to


def _gives_up(pair: Pair) -> bool:
    """Who has given something up had it: "has dropped the plan"."""
    done = pair.new.tense in {"past", "perfect"}
    return done and is_told_later(pair.old, pair.new) and _changes(pair.new, GIVING_UP)


def _changes(new: Claim, verbs: frozenset[str]) -> bool:
    goes = "rise" in verbs and bool(_GOES.search(new.quote))
    return not negated(new) and (goes or bool({new.verb, new.relation} & verbs))


def was_open(pair: Pair) -> bool:
    """What had not happened yet has happened: "has not yet opened", "opened"."""
    if negated(pair.new) or not negated(pair.held):
        return False
    if pair.new.tense == "perfect" and _is_achieved(pair):
        return is_told_later(pair.old, pair.new) and not _lasts(pair.new)
    return (
        pair.new.tense in {"past", "perfect"}
        and pair.held.tense in {"present", "perfect"}
        and bool(NOT_YET.search(pair.held.quote))
        and not is_over_before(pair)
    )


def ends_as_told(pair: Pair) -> bool:
    """As in "was extended until 27 May", told on that day: "ends today"."""
    told, over = pair.held.period, pair.new.period
    if told.kind != "until" or pair.new.verb not in ENDING:
        return False
    if told.valid_to is None or over.valid_from is None:
        return False
    return abs((told.valid_to - over.valid_from).days) <= 1


def is_first(pair: Pair) -> bool:
    """What has never been so is so "for the first time"."""
    told = is_told_later(pair.old, pair.new) and negated(pair.held)
    return told and not negated(pair.new) and bool(_FIRST.search(pair.new.sentence))


def _is_achieved(pair: Pair) -> bool:
    """What had not come about has: "was never found", "has been found"."""
    verb, ours = pair.new.verb, pair.held
    return verb == ours.verb in ACHIEVED | ONCE and ours.tense in {"past", "perfect"}


def _lasts(new: Claim) -> bool:
    """As in "has signed them since May", "has always been signed"."""
    since = new.period.kind == "since" or any(a.role == "since" for a in new.arguments)
    return since or bool(_ALWAYS.search(new.quote))


VALUE_VERBS = CHANGE | POSTPONE
STATE_VERBS = SUCCEED | CHANGE
