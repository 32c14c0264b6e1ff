"""
Two quantities -> how they stand to each other, by interval and stated precision.

- A number stands for half of its last stated digit either way: "$13 billion" is 12.5 to
  13.5. Trailing zeros of a whole figure are stated from the third digit on ("1,200" is
  1,150 to 1,250, "400" is 395 to 405), and nothing is wider than 8 %.
- "about" widens to 5 % at least; "nearly 40" is 36 to 40 (read so when it was found).
- An open bound holds every number beyond it: "over $7 billion" is compatible with $12
  billion, since it does not say that it is not. Who wants "probably the same" asks
  ``stretch``.
- "Up to 60" says that 60 is reached: neither "at most 20" nor "up to 40" agrees.
- Units of one dimension are converted; percent and ratio, different currencies,
  different things counted and different rates are not comparable.
- What one side leaves unsaid it takes from the other: the currency, the scale of bare
  degrees, and, in one role, the rate. Rates by the calendar are converted.
"""

import math
import re
from dataclasses import replace
from functools import lru_cache

from extractors.claims.quantities.words import (
    CODES,
    COIN_OF,
    OWN_NAMES,
    PERSONS,
    RATIOS,
    REACHING,
    UNITS,
    UNKNOWN_MONEY,
    is_currency,
)
from extractors.model import Quantity

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WIDEST = 0.08
_ABOUT = 0.05
# "two-thirds" is said of 66 and of 67 percent
_FRACTION = 1.0
# how many of each make a year, or a day; rates of pay differ across the two
_LENGTHS: dict[str, float] = {
    "week": 52,
    "fortnight": 26,
    "month": 12,
    "quarter": 4,
    "year": 1,
}
_LENGTHS |= {"decade": 0.1, "second": 86400, "minute": 1440, "hour": 24, "day": 1}
_CONVERTED = (
    frozenset({"week", "fortnight", "month", "quarter", "year", "decade"}),
    frozenset({"second", "minute", "hour", "day"}),
)
# figures, and their words, of which something is kept
_REMEMBERED = 10_000
# what every noun for a person can be called, and one another
_PEOPLE = frozenset(
    {"people", "person", "man", "woman", "individual", "human", "worker", "employee"}
    | {"staff", "staffer", "job", "post", "position", "victim", "resident", "civilian"}
    | {"soldier", "passenger", "inhabitant", "adult", "citizen", "casualty", "death"}
    | {"fatality", "member", "role"}
)


def relation(a: Quantity, b: Quantity) -> str:
    """
    Say how ``a`` stands to ``b``.

    Returns:
        ``equal`` (the same numbers), ``compatible`` (one may be the other rounded or
        bounded), ``differs`` (both cannot be), ``incomparable`` (another measure).

    """
    silent = a.per != b.per and not (a.per and b.per)
    brought = _brought_together(a, b)
    if brought is None:
        return "incomparable"
    a, b = brought
    if a.unit == "score":
        return "equal" if _digits(a.text) == _digits(b.text) else "differs"
    ours, theirs = _interval(a), _interval(b)
    if _same(ours, theirs):
        return "compatible" if silent else "equal"
    slack = max(_slack(a), _slack(b))
    if _tops_differ(a, b, slack):
        return "differs"
    apart = max(ours[0] - theirs[1], theirs[0] - ours[1])
    # 1e-9: a value on the edge of the rounding is inside
    return "compatible" if apart <= slack * (1 + 1e-9) else "differs"


def _tops_differ(a: Quantity, b: Quantity, slack: float) -> bool:
    """Whether one reaches what the other rules out, both being bounds from above."""
    if a.low is not None or b.low is not None or a.high is None or b.high is None:
        return False
    over = (_interval(a)[1] - _interval(b)[1]) / (1 + 1e-9)
    return (reaches(a) and over > slack) or (reaches(b) and -over > slack)


def reaches(quantity: Quantity) -> bool:
    """As "up to 60" does: 60 and no more is reached."""
    return quantity.text.lower().startswith(REACHING)


def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether both can be true of one measure."""
    return relation(a, b) in {"equal", "compatible"}


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the units and rates can be brought together."""
    return _brought_together(a, b) is not None


def _brought_together(a: Quantity, b: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both by one rate, each with what only the other tells, if that can be."""
    rated = _rated_alike(a, b)
    if rated is None:
        return None
    a, b = _filled(rated, b), _filled(b, rated)
    return (a, b) if _units_agree(a.unit, b.unit) else None


def _rated_alike(a: Quantity, b: Quantity) -> Quantity | None:
    """``a`` by the rate of ``b``."""
    if a.per == b.per:
        return a
    if _is_each(a.per) and _is_each(b.per):
        # "a head", "per customer"
        return replace(a, per=b.per)
    if not a.per or not b.per:
        agree = a.role == b.role or not a.role or not b.role
        return replace(a, per=b.per) if agree else None
    if not any({a.per, b.per} <= units for units in _CONVERTED):
        return None
    factor = _LENGTHS[a.per] / _LENGTHS[b.per]
    low, high = (None if v is None else v * factor for v in (a.low, a.high))
    return replace(a, low=low, high=high, per=b.per)


def in_one_currency(a: Quantity, b: Quantity) -> Quantity:
    """
    ``a`` in the currency of ``b`` where the words of either may mean the other's.

    A bare "kroner" or "$" is of any country whose coin has that name, and which one
    only the text around may tell: it is to be asked for, not taken for granted.
    """
    coins = {COIN_OF.get(a.unit, a.unit), COIN_OF.get(b.unit, b.unit)}
    if len(coins) > 1 or not (is_currency(a.unit) and is_currency(b.unit)):
        return a
    own = _names_its_country(a.text) and _names_its_country(b.text)
    return a if own else replace(a, unit=b.unit)


@lru_cache(maxsize=_REMEMBERED)
def _names_its_country(text: str) -> bool:
    """As "NZ$5" and "five million Fijian dollars" do."""
    lower = text.lower()
    return not CODES.keys().isdisjoint(text.split()) or any(
        name in lower for name in OWN_NAMES
    )


def is_person(unit: str) -> bool:
    """Whether what is counted are people, by whatever noun."""
    return unit in _PEOPLE or unit in PERSONS


def _is_each(per: str) -> bool:
    """Whether the rate is that of one person, or of each of what was named."""
    return is_person(per) or per in {"head", "capita", "piece"}


def _filled(a: Quantity, b: Quantity) -> Quantity:
    """``a`` with the currency or the scale of ``b`` where it tells none."""
    money = a.unit == UNKNOWN_MONEY and is_currency(b.unit)
    warm = a.unit == "degree" and a.role != "angle" and _is_temperature(b.unit)
    return replace(a, unit=b.unit) if money or warm else a


def _is_temperature(unit: str) -> bool:
    return unit in UNITS and UNITS[unit][0] == "temperature"


def _units_agree(a: str, b: str) -> bool:
    if a == b or (a in _PEOPLE and b in _PEOPLE):
        return True
    if any(x in _PEOPLE and y in PERSONS for x, y in ((a, b), (b, a))):
        return True
    if a in UNITS and b in UNITS:
        return UNITS[a][0] == UNITS[b][0]
    plain = {u for u in (a, b) if _is_count(u)}
    return not (a and b) and len(plain) == 2


def stretch(a: Quantity, b: Quantity) -> float:
    """
    How many times the nearer ends of two comparable quantities lie apart, 1 or more.

    An open bound counts with its one end: "over $7 billion" and $12 billion give 1.7.
    """
    a, b = _brought_together(a, b) or (a, b)
    ours = [v for v in _interval(a) if math.isfinite(v)]
    theirs = [v for v in _interval(b) if math.isfinite(v)]
    if not ours or not theirs:
        return math.inf
    _, low, high = min((abs(x - y), min(x, y), max(x, y)) for x in ours for y in theirs)
    if low == high:
        return 1.0
    return high / low if low > 0 else math.inf


def _is_count(unit: str) -> bool:
    return unit not in UNITS and unit not in RATIOS and not is_currency(unit)


def _interval(quantity: Quantity) -> tuple[float, float]:
    low = -math.inf if quantity.low is None else _base(quantity.low, quantity.unit)
    high = math.inf if quantity.high is None else _base(quantity.high, quantity.unit)
    return low, high


def _base(value: float, unit: str) -> float:
    _, factor, offset = UNITS.get(unit, ("", 1.0, 0.0))
    return value * factor + offset


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return all(
        x == y or math.isclose(x, y, rel_tol=1e-9) for x, y in zip(a, b, strict=True)
    )


def _slack(quantity: Quantity) -> float:
    """How far the true value may lie outside the stated numbers, in base units."""
    ends = [abs(v) for v in (quantity.low, quantity.high) if v is not None]
    value = max(ends, default=0.0)
    half = min(_step(value, quantity.text) / 2, _WIDEST * value)
    if quantity.unit == "percent" and not _FIGURE.search(quantity.text):
        half = max(half, _FRACTION)
    if quantity.approximate:
        half = max(half, _ABOUT * value)
    return half * UNITS.get(quantity.unit, ("", 1.0, 0.0))[1]


@lru_cache(maxsize=_REMEMBERED)
def _step(value: float, text: str) -> float:
    """The worth of the last digit that the text states."""
    found = _FIGURE.findall(text)
    figure = found[-1].rstrip(",").replace(",", "") if found else ""
    if not figure or not float(figure):
        figure = _shortest(value)
    whole, _, decimals = figure.partition(".")
    scale = value / float(figure) if float(figure) else 1.0
    if decimals:
        return scale * 10.0 ** -len(decimals)
    zeros = len(whole) - len(whole.rstrip("0"))
    return scale * 10.0 ** max(0, min(zeros, len(whole) - 2))


def _shortest(value: float) -> str:
    """Words ("seven billion") state as many digits as the number needs."""
    for size in (1e12, 1e9, 1e6):
        if value >= size:
            return f"{value / size:g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)
