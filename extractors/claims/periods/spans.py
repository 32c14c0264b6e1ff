"""Half-open spans of days, months, years and decades."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

BACK = frozenset({"last", "previous", "past"})
AHEAD = frozenset({"next", "coming", "following"})


@dataclass(frozen=True, slots=True)
class Dates:
    """Half-open dates; None where nothing is known."""

    start: date | None
    end: date | None


NEVER = Dates(None, None)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_from(first: date, count: int) -> Dates:
    """``count`` days from ``first`` on."""
    return Dates(first, first + timedelta(days=count))


def year_of(year: int) -> Dates:
    """A calendar year."""
    return Dates(date(year, 1, 1), date(year + 1, 1, 1))


def months_from(year: int, month: int, count: int) -> Dates:
    """``count`` months from the first of ``month`` on."""
    first = date(year, month, 1)
    return Dates(first, add_months(first, count))


def decade_from(year: int, modifier: str) -> Dates:
    """Ten years from ``year`` on, or their early, mid or late part."""
    low, high = {"early": (0, 4), "mid": (4, 7), "late": (7, 10)}.get(modifier, (0, 10))
    return Dates(date(year + low, 1, 1), date(year + high, 1, 1))


def offset(word: str) -> int:
    """-1 for a word that points back, 1 for one that points ahead, else 0."""
    return -1 if word in BACK else 1 if word in AHEAD else 0
