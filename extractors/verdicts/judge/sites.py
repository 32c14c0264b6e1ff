"""Where two claims may exclude each other: figures, negations, days, exceptions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.claims.quantities import compatible
from extractors.claims.quantities import relation as figures_stand
from extractors.claims.quantities.words import is_currency
from extractors.model import BaselineClaim, Claim, Period, Quantity, Slot
from extractors.verdicts.figures import is_start
from extractors.verdicts.judge.aspects import Known, aspects
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.participants import MOST, closeness
from extractors.verdicts.judge.times import is_nobody, is_universal
from extractors.verdicts.judge.words import SAME, near
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.pair import is_ahead, phrase
from extractors.verdicts.rules.vocabulary import FAMILIES, MEASURE_WORDS
from extractors.verdicts.words import same_name

KINDS = ("quantity", "polarity", "date", "exclusivity", "modality", "filler")
# two counted nouns this close may count the same: plants, factories
_COUNTED_ALIKE = 0.45
# two phrases this close may be one receiver
_ONE_RECEIVER = 0.5
# how far an aspect can go that is not among those known first
RANGES = {
    **{name: (0.0, most) for name, most in MOST.items()},
    "subject_by_verb": (0.0, 1.0),
    "participant_held": (0.0, 1.0),
    "starts_apart": (-1.0, math.inf),
    "ends_apart": (-1.0, math.inf),
}


@dataclass(frozen=True, slots=True)
class Site:
    """
    One possible conflict of a pair.

    ``kind`` is one of ``KINDS``, ``aspects`` are the pair's and the site's own, ``old``
    and ``new`` the words that would stand against each other.
    """

    kind: str
    slot: Slot
    aspects: dict[str, float]
    old: str
    new: str


def sites(
    old: BaselineClaim, new: Claim, context: Context, known: Known | None = None
) -> Iterator[Site]:
    """Yield every place where the two could exclude each other."""
    held, pair = old.claim, aspects(old, new, context, known)
    words = (phrase(held), phrase(new))
    for kind in may_be(held, new, pair):
        match kind:
            case "quantity":
                yield from _figures(held, new, pair, context)
            case "polarity":
                if _is_about_one(pair):
                    turned = not pair["negation_differs"] and pair["odd_by_words"]
                    slot = Slot.RELATION if turned else Slot.POLARITY
                    yield Site(kind, slot, pair, *words)
            case "date":
                yield _days(held.period, new.period, pair)
            case "filler":
                swapped = pair["swapped"] or pair["subject"] < 0.5
                slot = Slot.SUBJECT if swapped else Slot.OBJECT
                yield Site(kind, slot, pair, *words)
            case _:
                yield Site(kind, Slot(kind), pair, *words)


def may_be(old: Claim, new: Claim, pair: Mapping[str, float]) -> Iterator[str]:
    """Yield the kinds of the sites that there may be; ``filler`` is always one."""
    if old.quantities and new.quantities:
        yield "quantity"
    if pair["odd"] or pair["odd_by_words"] or pair["implicit_differs"]:
        yield "polarity"
    if old.period.text and new.period.text and not pair["time_same"]:
        yield "date"
    if any(is_universal(c) or is_nobody(c) for c in (old, new)):
        yield "exclusivity"
    if is_ahead(old) and not is_ahead(new):
        yield "modality"
    yield "filler"


def _days(old: Period, new: Period, pair: dict[str, float]) -> Site:
    apart = {
        "starts_apart": _apart(old, new, "valid_from"),
        "ends_apart": _apart(old, new, "valid_to"),
    }
    return Site("date", Slot.DATE, pair | apart, old.text, new.text)


def _is_about_one(pair: dict[str, float]) -> bool:
    """
    Whether there is something that one side could say and the other deny.

    Opposite verbs beside one name are none ("holds a stake", "lost a case"), and a mere
    phrase ("the minister, Pavel Dorn") says of nothing that it happened.
    """
    if pair["nominal"]:
        return False
    if pair["shared_word"] >= SAME or pair["names_shared"] >= 2:
        return True
    if pair["verb_told"] >= SAME:
        return pair["participant"] >= SAME
    return pair["subject"] >= SAME and bool(pair["bare"])


def _apart(old: Period, new: Period, end: str) -> float:
    """The logarithm of the days between two ends, -1 when either is open."""
    one, other = getattr(old, end), getattr(new, end)
    return math.log1p(abs((one - other).days)) if one and other else -1.0


def _figures(
    old: Claim, new: Claim, pair: dict[str, float], context: Context
) -> Iterator[Site]:
    lexicon = context.lexicon
    if _are_two_deeds(old, new) or _go_elsewhere(old, new, lexicon):
        return
    agreeing = [
        (a, b) for a in old.quantities for b in new.quantities if compatible(a, b)
    ]
    for ours in old.quantities:
        for theirs in new.quantities:
            if not may_differ(ours, theirs, lexicon):
                continue
            if pair["negation_differs"] and not (_is_open(ours) or _is_open(theirs)):
                # who did not pay 5 may well have paid 6
                continue
            own = figure(ours, theirs, lexicon)
            own["figure_met"] = float(any(a is ours for a, _ in agreeing)) + float(
                any(b is theirs for _, b in agreeing)
            )
            own["figure_lone"] = float(len(old.quantities) == 1) + float(
                len(new.quantities) == 1
            )
            own["start_told"] = float(is_start(ours, new.sentence))
            own |= _rare(ours, theirs, old, context)
            both = pair | own
            both |= _together(both)
            yield Site("quantity", Slot.QUANTITY, both, ours.text, theirs.text)


def _go_elsewhere(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether they tell of two receivers: "owes its banks", "owes its suppliers"."""
    ours, theirs = ([a for a in c.arguments if a.role == "to"] for c in (old, new))
    return bool(ours and theirs) and not any(
        closeness(a, b, lexicon) >= _ONE_RECEIVER for a in ours for b in theirs
    )


def _are_two_deeds(old: Claim, new: Claim) -> bool:
    """Whether the verbs themselves name two measures: "lost", "invested"."""
    ours, theirs = _measured_by(old.verb), _measured_by(new.verb)
    alike = any(ours | theirs <= family for family in FAMILIES)
    return bool(ours and theirs) and not ours & theirs and not alike


@lru_cache(maxsize=10_000)
def _measured_by(verb: str) -> frozenset[str]:
    return frozenset(role for role, words in MEASURE_WORDS.items() if verb in words)


def may_differ(old: Quantity, new: Quantity, lexicon: Lexicon) -> bool:
    """Whether two figures of comparable units exclude each other."""
    stand = figures_stand(old, new)
    if stand != "incomparable":
        return stand == "differs"
    counted = all(q.unit and q.unit.islower() and " " not in q.unit for q in (old, new))
    if old.per != new.per or not counted:
        return False
    if near(old.unit, new.unit, lexicon) < _COUNTED_ALIKE:
        return False
    (a, b), (c, d) = _interval(old), _interval(new)
    return max(a, c) > min(b, d)


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
        "figure_ratio": min(8.0, abs(math.log(value / other))) if known else 8.0,
        "figure_smaller": float(known and other < value),
        "figure_larger": float(known and other > value),
        "figure_money": float(is_currency(new.unit)),
        "figure_share": float(new.unit in {"percent", "percentage_points", "ratio"}),
        "figure_bound": sum(float(_is_open(q)) for q in (old, new)),
        "figure_small": float(max(value, other) <= 3),
    }


def _rare(
    old: Quantity, new: Quantity, held: Claim, context: Context
) -> dict[str, float]:
    """How rare the unit and the role are that both have, in nats."""
    unit = context.nats(f"#unit:{old.unit}", held) if old.unit == new.unit else 0.0
    same = bool(old.role) and old.role == new.role
    role = context.nats(f"#role:{old.role}", held) if same else 0.0
    return {"nats_unit": unit, "nats_role": role}


def _value(quantity: Quantity) -> float:
    return abs(quantity.low or quantity.high or 0.0)


def _together(found: dict[str, float]) -> dict[str, float]:
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
    if not old or not new:
        return 0.4
    return 1.0 if old == new else near(old, new, lexicon)
