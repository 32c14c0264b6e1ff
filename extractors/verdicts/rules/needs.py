"""
What a rule needs of either claim: a pair is shown to those alone that may speak of it.

Every rule asks for itself whatever it needs; here stands what can be known of a claim
once, for all the pairs that it is in. A rule that is not listed sees every pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from extractors.model import Claim, Modality
from extractors.verdicts.rules.ages import age_differs
from extractors.verdicts.rules.barriers import is_cleft
from extractors.verdicts.rules.causes import other_cause, told_cause
from extractors.verdicts.rules.dates import date_moved, ended_early, not_before
from extractors.verdicts.rules.days import day_of
from extractors.verdicts.rules.doers import other_doer, other_maker, other_partner
from extractors.verdicts.rules.events import event_date
from extractors.verdicts.rules.former import moved_from
from extractors.verdicts.rules.gapped import other_share
from extractors.verdicts.rules.grants import denies_it, granted, grants
from extractors.verdicts.rules.handed import turn_of
from extractors.verdicts.rules.holders import other_in_part
from extractors.verdicts.rules.hours import hour, hour_differs
from extractors.verdicts.rules.known import is_duty, plan_realised
from extractors.verdicts.rules.modality import (
    duty_differs,
    is_done,
    is_pending,
    still_open,
    tells_duty,
)
from extractors.verdicts.rules.moved import figure_moved
from extractors.verdicts.rules.nobody import nobody_of, somebody_now
from extractors.verdicts.rules.offices import office_held, other_holder
from extractors.verdicts.rules.onsets import onset_differs
from extractors.verdicts.rules.origins import since_it_came
from extractors.verdicts.rules.pair import (
    DONE,
    FACT,
    Rule,
    is_history,
    is_open,
    negated,
)
from extractors.verdicts.rules.places import fills_one, other_home, other_place
from extractors.verdicts.rules.polarity import polarity_differs
from extractors.verdicts.rules.quantity import quantity_differs
from extractors.verdicts.rules.reasons import other_reason, told_reason
from extractors.verdicts.rules.shares import part_of_whole, tells_share
from extractors.verdicts.rules.succession import succeeded
from extractors.verdicts.rules.swapped import roles_swapped
from extractors.verdicts.rules.terms import term_differs
from extractors.verdicts.rules.told_parts import told_parts
from extractors.verdicts.rules.tolls import toll_grew, whole_toll
from extractors.verdicts.rules.trades import other_trade, told_trade
from extractors.verdicts.rules.vocabulary import ONE_SUBJECT, SYMMETRIC
from extractors.verdicts.words import REMEMBERED_CLAIMS

Test = Callable[[Claim], object]
# what stands in them changes places with no subject
_NO_PLACE = frozenset({"subject", "with", "and", "attribute"})


def _affirmed(claim: Claim) -> bool:
    return not negated(claim)


def _of_now(claim: Claim) -> bool:
    return not is_history(claim)


def _done(claim: Claim) -> bool:
    return claim.modality in FACT and claim.tense in DONE


def _to_be_done(claim: Claim) -> bool:
    planned = claim.modality in {Modality.PLANNED, Modality.PREDICTED}
    return planned or is_duty(claim)


def _closed(claim: Claim) -> bool:
    return not is_open(claim)


def _has_verb(claim: Claim) -> bool:
    """A mere phrase has none that could be denied."""
    return bool(claim.tense)


def _one_way(claim: Claim) -> bool:
    """Who does it to whom could be told the other way round."""
    return claim.verb not in SYMMETRIC


def _acts_on(claim: Claim) -> bool:
    """Somebody does it, and something takes part in it otherwise."""
    roles = {argument.role for argument in claim.arguments}
    return "subject" in roles and bool(roles - _NO_PLACE)


def _by_one(claim: Claim) -> bool:
    return claim.verb in ONE_SUBJECT


def _figured(claim: Claim) -> bool:
    return bool(claim.quantities)


def _percent(claim: Claim) -> bool:
    return any(q.unit == "percent" for q in claim.quantities)


def _aged(claim: Claim) -> bool:
    return any(q.role == "age" for q in claim.quantities)


def _on_day(claim: Claim) -> bool:
    return day_of(claim.period) is not None


def _starting(claim: Claim) -> bool:
    return claim.period.valid_from is not None


def _come_about(claim: Claim) -> bool:
    """As in "goes back to 1898", which tells no other beginning."""
    return since_it_came(claim).valid_from is not None


def _ending(claim: Claim) -> bool:
    return claim.period.valid_to is not None


def _bounded(claim: Claim) -> bool:
    return _starting(claim) or _ending(claim)


_AFFIRMED = frozenset[Test]({_affirmed})


def _each(*tests: Test) -> tuple[frozenset[Test], frozenset[Test]]:
    """The same of either side."""
    return frozenset(tests), frozenset(tests)


# of each rule what it needs of the held claim, and of the new one
NEEDS: dict[Rule, tuple[frozenset[Test], frozenset[Test]]] = {
    roles_swapped: _each(_affirmed, _one_way, _acts_on),
    other_share: _each(_affirmed, _percent),
    age_differs: _each(_aged),
    figure_moved: (frozenset({_figured}), frozenset({_figured, _affirmed, _closed})),
    quantity_differs: _each(_figured),
    toll_grew: (frozenset({_figured, _of_now}), frozenset({whole_toll})),
    ended_early: (frozenset({_ending}), frozenset({_of_now})),
    not_before: (_AFFIRMED, frozenset({negated, _ending})),
    granted: (frozenset({denies_it}), frozenset({grants})),
    somebody_now: (frozenset({nobody_of}), frozenset({_affirmed, _of_now, _done})),
    polarity_differs: _each(_has_verb),
    date_moved: (frozenset({_on_day}), frozenset({_bounded, _of_now})),
    moved_from: (
        frozenset({_on_day, _affirmed}),
        frozenset({_bounded, _affirmed, _of_now}),
    ),
    term_differs: (
        frozenset({_ending, _affirmed}),
        frozenset({_ending, _affirmed, _of_now}),
    ),
    event_date: _each(_on_day, _affirmed),
    hour_differs: _each(hour, _affirmed),
    onset_differs: _each(_come_about, _affirmed),
    part_of_whole: _each(tells_share, _of_now),
    succeeded: (frozenset({_affirmed, _of_now}), frozenset({turn_of})),
    other_holder: _each(office_held),
    other_maker: _each(_affirmed, _by_one),
    other_partner: _each(_affirmed, _by_one),
    other_doer: (_AFFIRMED, frozenset({_affirmed, is_cleft})),
    other_place: _each(_affirmed, fills_one),
    other_home: _each(_affirmed, _of_now),
    other_in_part: _each(told_parts),
    other_cause: _each(told_cause),
    other_reason: _each(told_reason),
    other_trade: _each(told_trade),
    duty_differs: _each(tells_duty, _of_now),
    still_open: (
        frozenset({_affirmed, _of_now, is_done}),
        frozenset({_affirmed, _of_now, is_pending}),
    ),
    plan_realised: (
        frozenset({_affirmed, _to_be_done}),
        frozenset({_affirmed, _of_now, _done}),
    ),
}
_BITS = {rule: 1 << place for place, rule in enumerate(NEEDS)}
_TESTS = frozenset[Test]().union(*(test for sides in NEEDS.values() for test in sides))


def able(held: Claim, new: Claim) -> int:
    """The bits of those listed rules that find what they need on both sides."""
    return _met(held)[0] & _met(new)[1]


def among(rules: Iterable[Rule], bits: int) -> tuple[Rule, ...]:
    """Those of ``rules`` whose bits are set, and those that see every pair."""
    return tuple(r for r in rules if r not in _BITS or _BITS[r] & bits)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _met(claim: Claim) -> tuple[int, int]:
    """The bits of the rules that it has enough for: as what is held, as what is new."""
    found = {test for test in _TESTS if test(claim)}
    held, new = (
        sum(_BITS[rule] for rule, sides in NEEDS.items() if sides[place] <= found)
        for place in (0, 1)
    )
    return held, new
