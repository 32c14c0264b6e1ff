"""Figures as evidence: how telling one is, and whether two are the same."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from extractors.claims.quantities import comparable, stretch
from extractors.claims.quantities import relation as quantity_relation
from extractors.claims.quantities.words import RATIOS, UNITS, is_currency
from extractors.model import Quantity

_SMALL_COUNT = 12
# names of money that several countries share, beside those that are units already
_COINS = frozenset({"franc", "peso", "rupee", "lira", "denar", "penny"})
# units of measure, and not nouns of what is counted
MEASURED = UNITS.keys() | RATIOS
# a figure so telling, of two digits and more, is held or its claim is not known
OWN_FIGURE = 0.5
_FAR = 1.2
# from so many times a bound on, a figure says more than the bound
_ORDER = 1.5
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+")
# words before the value that is left, and how far before it they stand
_FROM = frozenset({"from"})
_LEFT = _FROM | {"instead", "than", "not"}
_BEFORE = 3
_SET_AGAINST = frozenset({"compared", "instead", "replaces", "replacing", "replaced"})
# what was only to be
_PLANNED = frozenset(
    {"expected", "forecast", "hoped", "planned", "predicted", "targeted"}
)
# pairs of figures whose answer is kept
_REMEMBERED = 50_000
# "five and a half percent" may be six when rounded, but nobody who says six says it
_NEAR = 1.05
# less apart they are one number
_ONE = 1.002
# measures of how a firm stands: the same sum in another role is another sum
_STANDING = frozenset({"valuation", "revenue", "profit", "loss"})


def how_telling(quantity: Quantity) -> float:
    """
    How unlikely two texts share the number by chance, 0..1.

    Sums of money and numbers of three digits hardly ever, small counts often.
    """
    value = quantity.low if quantity.low is not None else quantity.high
    if value is None:
        return 0.0
    digits = f"{abs(value):.4g}".replace(".", "").strip("0")
    if is_currency(quantity.unit) or len(digits) >= 3:
        return 1.0
    if abs(value) <= _SMALL_COUNT:
        return 0.25
    return 0.8 if len(digits) == 2 or abs(value) >= 1000 else 0.5


@lru_cache(maxsize=_REMEMBERED)
def same_figure(old: Quantity, new: Quantity) -> bool:
    """One value, by interval where the units agree, else the same number of things."""
    old, new = _alike_told(old, new)
    outcome = quantity_relation(old, new)
    if outcome != "incomparable":
        return outcome != "differs" and _is_near(old, new)
    if _is_money(old.unit) != _is_money(new.unit) and old.unit and new.unit:
        return False
    if "percent" in {old.unit, new.unit} or old.low is None or new.low is None:
        return False
    if old.unit and new.unit and (how_telling(new) < 1 or _measures_one(old, new)):
        # "14 seats", "14 working groups"
        return False
    return math.isclose(old.low, new.low, rel_tol=1e-3)


def is_told(held: Quantity, new: Quantity) -> bool:
    """
    Whether other words about ``held`` tell ``new``: one number, near ones by measure.

    "402,000 viewers" are not told by 400,000 copies, nor 14 percent by "at least 13",
    nor what a firm is worth by what a project costs.
    """
    if not same_figure(held, new):
        return False
    roles = {held.role, new.role}
    if len(roles) > 1 and all(roles) and roles & _STANDING:
        return False
    apart = stretch(*_alike_told(held, new))
    if apart <= _ONE:
        return True
    if held.approximate or new.approximate:
        return held.role == new.role or not (held.role and new.role)
    return apart <= _NEAR and held.role == new.role and comparable(held, new)


def is_held(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether one of the others is the same figure."""
    return any(same_figure(other, quantity) for other in others)


def has_another(new: Iterable[Quantity], held: Iterable[Quantity]) -> bool:
    """Whether ``held`` tells of one measure other figures alone: "for seven years"."""
    told = tuple(held)
    return any(
        not is_held(figure, told)
        and any(figure.role == q.role and comparable(q, figure) for q in told)
        for figure in new
    )


def most_telling(quantities: Iterable[Quantity]) -> float:
    """How telling the most telling of them is, 0..1; 0 where there is none."""
    return max(map(how_telling, quantities), default=0.0)


def _alike_told(old: Quantity, new: Quantity) -> tuple[Quantity, Quantity]:
    """Without the rate that only one tells; in one role, things counted are one."""
    if bool(old.per) is not bool(new.per):
        old, new = replace(old, per=""), replace(new, per="")
    counted = all(q.unit and counts_things(q.unit) for q in (old, new))
    if counted and old.role and old.role == new.role:
        return old, replace(new, unit=old.unit)
    return old, new


def _is_money(unit: str) -> bool:
    return is_currency(unit) or unit in _COINS


def counts_things(unit: str) -> bool:
    """Whether the unit is what is counted: no measure, no share, no money."""
    return unit not in MEASURED and not _is_money(unit)


def _measures_one(old: Quantity, new: Quantity) -> bool:
    """Whether one has a unit of measurement and the other one counts things."""
    return (old.unit in UNITS) != (new.unit in UNITS)


def _is_near(old: Quantity, new: Quantity) -> bool:
    """A bound far from the value contains it, but does not say it."""
    rough = any(q.approximate or q.low is None or q.high is None for q in (old, new))
    return stretch(old, new) <= (_FAR if rough else _NEAR)


def is_vaguer(old: Quantity, new: Quantity) -> bool:
    """Whether the old bound lies far from the value: "over 13", "billions" and 31."""
    return _size(old) * _ORDER < _size(new)


def are_other_bounds(old: Quantity, new: Quantity) -> bool:
    """Whether each only names a least value, or a most: "over 20", "over 30"."""
    least = old.high is None and new.high is None
    most = old.low is None and new.low is None
    return (least or most) and not math.isclose(
        _size(old), _size(new), rel_tol=_NEAR - 1
    )


def _size(quantity: Quantity) -> float:
    return max(abs(v) for v in (quantity.low, quantity.high, 0.0) if v is not None)


def is_start(held: Quantity, sentence: str) -> bool:
    """Whether a sentence names the figure as what is left: "from 18 to 12"."""
    return _follows(held, sentence, _LEFT)


def is_left_behind(held: Quantity, sentence: str) -> bool:
    """As in "down from 18", "more than the 18 expected": it was so, or was to be."""
    return _follows(held, sentence, _FROM) or _follows(held, sentence, _LEFT, _PLANNED)


def is_compared(held: Quantity, sentence: str) -> bool:
    """Whether it is what another figure is set against: "compared with 18"."""
    return _follows(held, sentence, _SET_AGAINST)


@lru_cache(maxsize=_REMEMBERED)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.lower()))


def _follows(
    held: Quantity,
    sentence: str,
    words: frozenset[str],
    beside: frozenset[str] = frozenset(),
) -> bool:
    """Whether the figure stands behind one of ``words``, with one of ``beside``."""
    own, told = _tokens(held.text), _tokens(sentence)
    # "limited to 20 seats": the number, not the words before it
    value = next((w for w in own if w[0].isdigit()), next(iter(own), ""))
    return value in told and any(
        word == value
        and words & set(told[max(0, i - _BEFORE) : i])
        and (not beside or beside & set(told[max(0, i - _BEFORE) : i + 1 + _BEFORE]))
        for i, word in enumerate(told)
    )
