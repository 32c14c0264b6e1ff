"""
Another number for the same measure of the same bearer.

Same unit and rate are given by the alignment. Beyond that a conflict needs the same
bearer, the same measure, and no word that makes it another measure: another participant
in the same role, an adjunct that only one side has, another period, a forecast.
"""

from __future__ import annotations

import re

from extractors.model import Claim, Modality, Quantity, Slot, Verdict
from extractors.verdicts.align import QuantityMatch
from extractors.verdicts.figures import is_left_behind
from extractors.verdicts.rules.content import arguments, own_words
from extractors.verdicts.rules.later import VALUE_VERBS, is_dated_later, is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_another, is_history
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.spans import are_of_two_spans
from extractors.verdicts.rules.vocabulary import (
    CHANGE,
    FAMILIES,
    LASTING,
    LOSSES,
    MEASURE_WORDS,
    MEASURES,
    PAYING,
    STANDING,
    STATING,
    UNIT_WORDS,
)
from extractors.verdicts.words import same_name

_PART_OF_A_TIME = re.compile(
    r"\bin (?:the|its|their|his|her) (?:first|last|past|final) (?:\w+ )?"
    r"(?:half|quarters?|years?|months?|weeks?|days?|hours?)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\b(?:up|down) from\b", re.IGNORECASE)


def quantity_differs(pair: Pair) -> Verdict | None:
    """Judge the measures that both claims state; what agrees settles it."""
    measured = _unsettled(pair)
    if not measured:
        return None
    if pair.held.polarity is not pair.new.polarity or pair.scope.opposed:
        return None
    if _is_quoted_price(pair, measured[0]):
        return None
    if is_other_scope(pair) or is_other_time(pair) or is_other_mood(pair):
        return None
    # who reaches a place reaches no value
    other = {"reach"} if arguments(pair.new, "object") else set()
    first = max(measured, key=lambda q: (q.old.role in STANDING, q.same_role))
    return conflict(
        pair,
        "quantity_differs",
        Slot.QUANTITY,
        old=first.old.text,
        new=first.new.text,
        confidence=0.7 + 0.25 * min(pair.scope.old_cover, pair.scope.new_cover),
        later=is_later(pair, verbs=VALUE_VERBS - other)
        or is_left_behind(first.old, pair.new.sentence)
        or _tells_move(pair.new),
    )


def _tells_move(new: Claim) -> bool:
    """As in "up from 41 in May": it was otherwise before."""
    return bool(_MOVED.search(new.quote))


def _unsettled(pair: Pair) -> list[QuantityMatch]:
    """
    The measures that differ, where none of the same unit agrees.

    What agrees in another unit tells that the two are one event: "28 percent for 40
    million" and "28 percent for 55 million".
    """
    measured = [q for q in pair.side.quantities if is_one_measure(pair, q)]
    settled = {q.old.unit for q in measured if q.outcome != "differs"}
    return [q for q in measured if q.old.unit not in settled]


def _is_quoted_price(pair: Pair, match: QuantityMatch) -> bool:
    """The price of a share or a currency moves all day; two of them are two moments."""
    priced = {"share", "stock", "currency", "index", "barrel", "bond"}
    return match.old.role in {"price", "cost", ""} and bool(
        priced & {*pair.held.terms, match.old.bearer, match.new.bearer}
    )


def is_one_measure(pair: Pair, match: QuantityMatch) -> bool:
    """Same bearer, and the same measure by its role, its counted noun or its verb."""
    same_act = pair.scope.relation >= 0.8
    if not roles_agree(match) and not (same_act and match.old.unit == match.new.unit):
        return False
    if _is_another_kind(pair, match) or _is_of_what(pair.new, match.new):
        return False
    bearer = bearer_fit(pair, match)
    if bearer is Fit.OTHER or not _is_anchored(pair, bearer):
        return False
    old, new = leftovers(pair, match)
    if (old and new) or MEASURES & {*old, *new}:
        return False
    role = match.old.role
    roles = {role, match.new.role}
    standing = roles <= STANDING and (len(roles) == 1 or roles <= LOSSES)
    if standing or _is_how_long(pair, roles):
        sure = len(pair.scope.shared) + 1 + same_act if bearer is Fit.SAME else 0
        return len(old) + len(new) <= sure
    if same_act:
        return len(old) + len(new) <= 1
    if len(old) + len(new) > bool(old) or not (role or match.new.role):
        return False
    if role == match.new.role:
        return {pair.held.verb, pair.new.verb} <= STATING | CHANGE
    if not {pair.held.verb, pair.new.verb} <= PAYING | {"cost"}:
        return False
    return len(pair.scope.shared) >= 2 or Fit.SAME is pair.scope.object


def _is_of_what(claim: Claim, figure: Quantity) -> bool:
    """As in "in Kolin there are 900": of what, another sentence tells."""
    return claim.verb == "be" and not (figure.unit or figure.role)


def _is_how_long(pair: Pair, roles: set[str]) -> bool:
    """How long a state lasts, told twice: "is in force for 5 years", "runs for 3"."""
    sides = (pair.held, pair.new)
    # "is late by five months" says how late, not how long
    bare = not any(a.role == "attribute" for side in sides for a in side.arguments)
    return roles == {"duration"} and bare and {s.verb for s in sides} <= LASTING


def _is_another_kind(pair: Pair, match: QuantityMatch) -> bool:
    """Two kinds of what is counted, or of two spans: "season tickets", "single"."""
    if are_of_two_spans(pair.held, match.old, pair.new, match.new):
        return True
    ours, theirs = (_KIND.findall(q.text.lower()) for q in (match.old, match.new))
    words = [
        [w for w in side if w not in UNIT_WORDS | {"more", "other"}]
        for side in (ours, theirs)
    ]
    return all(words) and not any(
        is_kin(a, b, pair.lexicon) for a in words[0] for b in words[1]
    )


def roles_agree(match: QuantityMatch) -> bool:
    """Same role, one of them unsaid, or two words for one measure."""
    old, new = match.old.role, match.new.role
    return old == new or not old or not new or bool(_families(match))


def _families(match: QuantityMatch) -> list[frozenset[str]]:
    roles = {match.old.role, match.new.role}
    return [f for f in FAMILIES if roles <= f]


def _is_anchored(pair: Pair, bearer: Fit) -> bool:
    """Without a sure bearer the claims must share names or several words."""
    if bearer is Fit.SAME:
        return True
    scope = pair.scope
    if scope.shared_names:
        return not scope.new_only
    if scope.relation >= 0.8:
        return not (scope.new_only or scope.old_only)
    return len(scope.shared) >= 2 and not (scope.new_only or scope.old_only)


def leftovers(
    pair: Pair, match: QuantityMatch
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Content words without a partner that do not just name the measure."""
    scope = pair.scope
    named = _measure_words(match)
    if named & set(scope.old_left) and named & set(scope.new_left):
        # "the damage", "the cost of the bridge": each names its own
        named = frozenset()
    if bearer_fit(pair, match) is Fit.SAME:
        # how each side calls the bearer: "the bank", its name
        named |= {*_words(match.old.bearer), *_words(match.new.bearer)}
    named |= {*_words(pair.held.attribution), *_words(pair.new.attribution)}
    partners = {*pair.held.terms, *pair.new.terms}

    def left(words: tuple[str, ...], own: Claim) -> tuple[str, ...]:
        other = pair.new if own is pair.held else pair.held
        return tuple(
            w
            for w in own_words(own, other, words)
            if w not in named
            and not (w in partners and is_kin(w, other.verb, pair.lexicon))
        )

    return left(scope.old_left, pair.held), left(scope.new_left, pair.new)


def _words(phrase: str) -> tuple[str, ...]:
    """Its words and, of a name, the whole."""
    low = phrase.lower()
    return (low, *low.split())


def _measure_words(match: QuantityMatch) -> frozenset[str]:
    roles = {match.old.role, match.new.role} - {""}
    words = [MEASURE_WORDS.get(role, frozenset()) for role in roles]
    family = [MEASURE_WORDS.get(r, frozenset()) for f in _families(match) for r in f]
    return frozenset({*roles}.union(*words, *family))


def bearer_fit(pair: Pair, match: QuantityMatch) -> Fit:
    """Whether both numbers are of one bearer: one name, or one noun without a name."""
    ours, theirs = match.old.bearer, match.new.bearer
    scope = pair.scope
    if not ours or not theirs or {ours, theirs} & MEASURES:
        return scope.subject
    if ours.lower() == theirs.lower():
        return Fit.SAME
    if ours[:1].isupper() and theirs[:1].isupper():
        return Fit.SAME if same_name(ours, theirs) else _unless_shared(pair)
    if ours[:1].isupper() or theirs[:1].isupper():
        return Fit.SAME if scope.subject is Fit.SAME else Fit.OPEN
    if is_kin(ours, theirs, pair.lexicon):
        return scope.subject if scope.subject is Fit.OTHER else Fit.SAME
    return Fit.SAME if scope.subject is Fit.SAME else Fit.OTHER


def _unless_shared(pair: Pair) -> Fit:
    """Two names that both claims have: which one bears it is a matter of wording."""
    if pair.scope.subject is Fit.SAME and not (
        pair.scope.old_only or pair.scope.new_only
    ):
        return Fit.SAME
    return Fit.OTHER


def is_other_scope(pair: Pair) -> bool:
    """Whether a word of either side makes it a part, another thing or another place."""
    scope = pair.scope
    if scope.replaced or scope.new_only:
        return True
    grown = "now:now" in pair.new.cues
    if any(a.role != "with" or not grown for a in scope.restricted):
        return True
    return is_another(pair)


# the words between a figure and what it counts
_KIND = re.compile(r"(?<=\d )([a-z]{3,})(?= [a-z]{3,})")
_SEASON = re.compile(
    r"\b(?:spring|summer|autumn|winter|mornings?|evenings?|weekends?|weekdays?)\b",
    re.IGNORECASE,
)
# "in the season before that", "two years earlier"
_OTHER_TIME = re.compile(
    r"\b(?:before|after) that\b|\bprevious(?:ly)?\b"
    r"|\b(?:year|season|month|week|quarter|day)s? (?:before|earlier|after|later)\b",
    re.IGNORECASE,
)


def is_other_time(pair: Pair) -> bool:
    """Whether the numbers belong to different periods, and not one after the other."""
    old, new = pair.held, pair.new
    if is_history(new) is not is_history(old) or _OTHER_TIME.search(new.sentence):
        return True
    if _seasons(old) and _seasons(new) and not _seasons(old) & _seasons(new):
        return True
    if bool(_PART_OF_A_TIME.search(old.quote)) is not bool(
        _PART_OF_A_TIME.search(new.quote)
    ):
        return True
    if pair.side.periods == "same" or not (_is_dated(old) or _is_dated(new)):
        return False
    if _is_stretch(old) and _is_stretch(new):
        return False
    if is_dated_later(pair):
        return old.tense == "past" and old.period.kind == "at"
    if _is_dated(old) and _is_dated(new):
        # two stretches that began apart, or a day within one of them
        return [old.period.kind, new.period.kind].count("since") != 1
    return old.tense != new.tense


def _is_stretch(claim: Claim) -> bool:
    """Whether its time is the measure itself: "for five years"."""
    return any(q.text and claim.period.text.endswith(q.text) for q in claim.quantities)


def _seasons(claim: Claim) -> set[str]:
    """Times that come round again are conditions: "in winter", "at night"."""
    return {w.lower() for w in _SEASON.findall(claim.quote)}


def _is_dated(claim: Claim) -> bool:
    return bool(claim.period.valid_from or claim.period.valid_to)


def is_other_mood(pair: Pair) -> bool:
    """A plan against a fact, unless the fact is told like a plan of the same act."""
    if Modality.DENIED in {pair.new.modality, pair.held.modality}:
        return True
    planned = Modality.PLANNED
    if pair.new.modality is planned and pair.held.modality is not planned:
        return pair.held.tense != "present" or pair.scope.relation < 0.8
    return False
