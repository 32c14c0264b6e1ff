"""
Two quantities -> how they stand to each other, by interval and stated precision.

- A number stands for half of its last stated digit either way: "$13 billion" is 12.5 to
  13.5. Trailing zeros of a whole figure are stated from the third digit on ("1,200" is
  1,150 to 1,250, "400" is 395 to 405), and nothing is wider than 8 %.
- "about" widens to 5 % at least; "nearly 40" is 36 to 40 (read so when it was found).
- An open bound holds every number beyond it: "over $7 billion" is compatible with $12
  billion, since it does not say that it is not. Who wants "probably the same" asks
  ``stretch``.
- Units of one dimension are converted; percent and ratio, different currencies,
  different things counted and different rates are not comparable.
"""

import math
import re

from extractors.claims.quantities.words import UNITS
from extractors.model import Quantity

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WIDEST = 0.08
_ABOUT = 0.05
# "two-thirds" is said of 66 and of 67 percent
_FRACTION = 1.0
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
    if not comparable(a, b):
        return "incomparable"
    if a.unit == "score":
        return "equal" if _digits(a.text) == _digits(b.text) else "differs"
    ours, theirs = _interval(a), _interval(b)
    if _same(ours, theirs):
        return "equal"
    slack = max(_slack(a), _slack(b))
    apart = max(ours[0] - theirs[1], theirs[0] - ours[1])
    # 1e-9: a value on the edge of the rounding is inside
    return "compatible" if apart <= slack * (1 + 1e-9) else "differs"


def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether both can be true of one measure."""
    return relation(a, b) in {"equal", "compatible"}


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the units and rates can be brought together."""
    if a.per != b.per:
        return False
    if a.unit == b.unit or (a.unit in _PEOPLE and b.unit in _PEOPLE):
        return True
    if a.unit in UNITS and b.unit in UNITS:
        return UNITS[a.unit][0] == UNITS[b.unit][0]
    plain = {u for u in (a.unit, b.unit) if _is_count(u)}
    return not (a.unit and b.unit) and len(plain) == 2


def stretch(a: Quantity, b: Quantity) -> float:
    """
    How many times the nearer ends of two comparable quantities lie apart, 1 or more.

    An open bound counts with its one end: "over $7 billion" and $12 billion give 1.7.
    """
    ours = [v for v in _interval(a) if math.isfinite(v)]
    theirs = [v for v in _interval(b) if math.isfinite(v)]
    if not ours or not theirs:
        return math.inf
    _, low, high = min((abs(x - y), min(x, y), max(x, y)) for x in ours for y in theirs)
    if low == high:
        return 1.0
    return high / low if low > 0 else math.inf


def _is_count(unit: str) -> bool:
    rated = {"percent", "percentage_points", "ratio", "score"}
    return unit not in UNITS and unit not in rated and not unit.isupper()


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
