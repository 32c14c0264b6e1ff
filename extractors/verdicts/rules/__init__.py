"""
The decision table: named rules in the order in which they speak.

Each rule looks at one pair and returns a verdict or nothing. Conflicts speak first:
what agrees in all but the slot they compare would pass for known. Their own conditions,
not a similarity, say that the two are one matter.
"""

from extractors.verdicts.rules.ages import age_differs
from extractors.verdicts.rules.causes import other_cause
from extractors.verdicts.rules.dates import (
    date_moved,
    ended_early,
    not_before,
)
from extractors.verdicts.rules.doers import other_doer, other_maker, other_partner
from extractors.verdicts.rules.events import event_date
from extractors.verdicts.rules.exclusivity import not_the_only_one
from extractors.verdicts.rules.former import moved_from
from extractors.verdicts.rules.gapped import other_share
from extractors.verdicts.rules.grants import granted
from extractors.verdicts.rules.holders import other_in_part
from extractors.verdicts.rules.hours import hour_differs
from extractors.verdicts.rules.known import most_sure, plan_realised, said_before
from extractors.verdicts.rules.modality import duty_differs, still_open
from extractors.verdicts.rules.moved import figure_moved
from extractors.verdicts.rules.nobody import somebody_now
from extractors.verdicts.rules.offices import other_holder
from extractors.verdicts.rules.onsets import onset_differs
from extractors.verdicts.rules.pair import Pair, Rule, is_fair
from extractors.verdicts.rules.places import other_home, other_place
from extractors.verdicts.rules.polarity import polarity_differs
from extractors.verdicts.rules.quantity import quantity_differs
from extractors.verdicts.rules.reasons import other_reason
from extractors.verdicts.rules.shares import part_of_whole
from extractors.verdicts.rules.succession import succeeded
from extractors.verdicts.rules.swapped import roles_swapped
from extractors.verdicts.rules.terms import term_differs
from extractors.verdicts.rules.tolls import toll_grew
from extractors.verdicts.rules.trades import other_trade

__all__ = [
    "AGREEMENTS",
    "CONFLICTS",
    "FULFILMENTS",
    "Pair",
    "Rule",
    "is_fair",
    "most_sure",
]

FULFILMENTS: tuple[Rule, ...] = (figure_moved, plan_realised)
# but for a fulfilment they object: to nothing where the two may not contradict
CONFLICTS: tuple[Rule, ...] = (
    roles_swapped,
    other_share,
    age_differs,
    figure_moved,
    quantity_differs,
    toll_grew,
    ended_early,
    not_before,
    granted,
    somebody_now,
    polarity_differs,
    date_moved,
    moved_from,
    term_differs,
    event_date,
    hour_differs,
    onset_differs,
    not_the_only_one,
    part_of_whole,
    succeeded,
    other_holder,
    other_maker,
    other_partner,
    other_doer,
    other_place,
    other_home,
    other_in_part,
    duty_differs,
    other_cause,
    other_reason,
    other_trade,
    still_open,
    plan_realised,
)
AGREEMENTS: tuple[Rule, ...] = (said_before,)
