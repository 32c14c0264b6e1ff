"""Two figures that may exclude each other, as numbers."""

from __future__ import annotations

import math
from dataclasses import replace

from extractors.claims.quantities import in_one_currency, is_person, reaches
from extractors.claims.quantities import relation as figures_stand
from extractors.claims.quantities.words import ROLES, UNITS, UNKNOWN_MONEY, is_currency
from extractors.model import Claim, Quantity
from extractors.verdicts.figures import MEASURED
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.ranks import is_rank, of_one_row
from extractors.verdicts.judge.words import near
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.vocabulary import FAMILIES, FOR_PERSONS, FOR_THINGS
from extractors.verdicts.words import same_name

# two counted nouns this close may count the same: plants, factories
_COUNTED_ALIKE = 0.45
# units that leave open of what: a bare number, a sum without its currency
_BARE = frozenset({"", UNKNOWN_MONEY})
# a bare figure is not compared with one so many times as large
_SIZES = 100
# from it on, what is counted may be money by a name that is not known
_LARGE = 1e6
# classes of nouns for what happens so many times
_DEEDS = frozenset({"act", "event", "communication", "cognition", "state"})
# nearer than a twentieth two limits are one, told roughly
_SAME_LIMIT = 0.05


def may_differ(old: Quantity, new: Quantity, lexicon: Lexicon) -> bool:
    """Whether two figures that a reader would compare are not the same."""
    if is_rank(old) or is_rank(new):
        return old.role == new.role and old.low != new.low and of_one_row(old, new)
    old = _by_one_rate(in_one_currency(old, new), new)
    stand = figures_stand(old, new)
    if stand != "incomparable":
        return stand == "differs" or _limits_differ(old, new)
    apart = _apart(old, new) > 0 or _limits_differ(old, new)
    return apart and (
        _may_be_told_of_one(old, new)
        or (old.per == new.per and _alike(old, new, lexicon))
    )


def may_count_one(old: Quantity, new: Quantity) -> bool:
    """
    Whether two counts by other nouns exclude each other where all else is alike.

    As "twelve buses burned" and "fire destroyed seven vehicles": only what is beside
    them tells.
    """
    nouns = all(_is_noun(quantity.unit) for quantity in (old, new))
    one_kind = is_person(old.unit) == is_person(new.unit)
    return nouns and one_kind and old.per == new.per and _apart(old, new) > 0


def _is_noun(unit: str) -> bool:
    """Whether it is the noun of what is counted, and no measure."""
    return unit.islower() and unit.isalpha() and unit not in MEASURED


def _by_one_rate(old: Quantity, new: Quantity) -> Quantity:
    """``old`` with the rate that only one of them tells, where it is not of a time."""
    silent = bool(old.per) != bool(new.per)
    timed = UNITS.get(old.per or new.per, ("",))[0] == "time"
    told = is_currency(old.unit) and is_currency(new.unit)
    return replace(old, per=new.per) if silent and (told or not timed) else old


def _alike(old: Quantity, new: Quantity, lexicon: Lexicon) -> bool:
    """Whether two nouns may count the same, by their meaning or as what they count."""
    units = (old.unit, new.unit)
    if not all(map(_is_noun, units)):
        return False
    if old.role == new.role and old.role in ROLES:
        return True
    if near(old.unit, new.unit, lexicon) >= _COUNTED_ALIKE:
        return True
    return _stands_for(*units, lexicon) or _stands_for(*units[::-1], lexicon)


def _stands_for(one: str, other: str, lexicon: Lexicon) -> bool:
    """As "31 names" for victims, "three pieces" for vases, "twice" for two visits."""
    if one == "time":
        return lexicon.noun_class(other) in _DEEDS
    if is_person(other):
        return is_person(one) or one in FOR_PERSONS
    return one in FOR_THINGS and other != "time"


def _limits_differ(old: Quantity, new: Quantity) -> bool:
    """
    Whether two bounds are drawn at different places: "over 10 tonnes", "over 15".

    Both may hold, but not as the one threshold of a rule; and what goes "up to 60" is
    not told to go to 40.
    """
    (a, b), (c, d) = _interval(old), _interval(new)
    low, high = _is_step(a, c), _is_step(b, d)
    if _is_open(old) and _is_open(new):
        return low or high
    return high and (reaches(old) or reaches(new))


def _is_step(one: float, other: float) -> bool:
    larger = max(abs(one), abs(other))
    return math.isfinite(larger) and abs(one - other) > _SAME_LIMIT * larger


def _apart(old: Quantity, new: Quantity) -> float:
    """How far the numbers lie from each other, 0 or less where they overlap."""
    (a, b), (c, d) = _interval(old), _interval(new)
    return max(a, c) - min(b, d)


def _may_be_told_of_one(old: Quantity, new: Quantity) -> bool:
    """Whether a bare figure may be of the other's measure: of its size, at least."""
    value, other = sorted((_value(old), _value(new)))
    if not is_bare(old, new) or other > _SIZES * value:
        return False
    counted = any(_is_noun(quantity.unit) for quantity in (old, new))
    return not (counted and UNKNOWN_MONEY in {old.unit, new.unit} and value < _LARGE)


def is_bare(old: Quantity, new: Quantity) -> bool:
    """Whether one of the two leaves its unit open: "the loss was 520 million"."""
    return old.unit != new.unit and bool(_BARE & {old.unit, new.unit})


def _is_open(quantity: Quantity) -> bool:
    return quantity.low is None or quantity.high is None


def _interval(quantity: Quantity) -> tuple[float, float]:
    low, high = quantity.low, quantity.high
    return (-math.inf if low is None else low, math.inf if high is None else high)


def figure(old: Quantity, new: Quantity, lexicon: Lexicon) -> dict[str, float]:
    """Aspects of two figures that differ; ratio is a natural logarithm, at most 8."""
    value, other = _value(old), _value(new)
    known = value > 0 and other > 0
    return {
        "figure_role": _role(old.role, new.role),
        "figure_named": float(bool(old.role) and old.role == new.role),
        "figure_bearer": _bearer(old.bearer, new.bearer, lexicon),
        "figure_unit": _unit(old.unit, new.unit, lexicon),
        "figure_bare": float(is_bare(old, new)),
        "figure_ratio": min(8.0, abs(math.log(value / other))) if known else 8.0,
        "figure_smaller": float(known and other < value),
        "figure_larger": float(known and other > value),
        "figure_money": float(is_currency(new.unit)),
        "figure_share": float(new.unit in {"percent", "percentage_points", "ratio"}),
        "figure_bound": sum(float(_is_open(q)) for q in (old, new)),
        "figure_limits": float(_apart(in_one_currency(old, new), new) <= 0),
        "figure_small": float(max(value, other) <= 3),
    }


def rare(
    old: Quantity, new: Quantity, held: Claim, context: Context
) -> dict[str, float]:
    """How rare the unit and the role are that both have, in nats."""
    unit = context.nats(f"#unit:{old.unit}", held) if old.unit == new.unit else 0.0
    same = bool(old.role) and old.role == new.role
    role = context.nats(f"#role:{old.role}", held) if same else 0.0
    return {"nats_unit": unit, "nats_role": role}


def _value(quantity: Quantity) -> float:
    return abs(quantity.low or quantity.high or 0.0)


def together(found: dict[str, float]) -> dict[str, float]:
    """What figures and words only tell together."""
    role, held = found["figure_role"], found["held_most"]
    lone_new = min(1.0, found["adjuncts_new"] + found["names_new"])
    lone_old = min(1.0, found["adjuncts_old"] + found["names_old"])
    return {
        "measure": role * found["figure_bearer"],
        "measure_held": role * found["figure_bearer"] * held,
        "role_held": role * held,
        "role_by_verb": role * found["verb_near"],
        "nats_measure": found["nats_both"] + found["nats_unit"] + found["nats_role"],
        "nats_by_role": role * found["nats_both"],
        "unit_held": found["figure_unit"] * found["held_least"],
        "part_of_old": found["figure_smaller"] * lone_new,
        "part_told": found["figure_smaller"] * found["part_new"],
        "whole_of_old": found["figure_larger"] * lone_old,
        "role_apart": (1.0 - role) * found["verb_apart"],
    }


def _role(old: str, new: str) -> float:
    if old and old == new:
        return 1.0
    if not old or not new:
        return 0.5
    return 0.8 if any({old, new} <= family for family in FAMILIES) else 0.0


def _bearer(old: str, new: str, lexicon: Lexicon) -> float:
    if not old or not new:
        return 0.5
    named = (old[:1].isupper(), new[:1].isupper())
    if all(named):
        return float(same_name(old, new))
    return 0.6 if any(named) else near(old, new, lexicon)


def _unit(old: str, new: str, lexicon: Lexicon) -> float:
    if old in _BARE or new in _BARE:
        return 0.4
    return 1.0 if old == new else near(old, new, lexicon)
