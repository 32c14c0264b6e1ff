"""A phrase of time and the article's date -> a period. Calendar arithmetic only."""

from datetime import date, timedelta

from dateutil.easter import easter

from extractors.claims.periods.grammar import (
    FEASTS,
    MONTHS,
    MOVABLE_FEASTS,
    ORDINALS,
    SEASONS,
    Phrase,
)
from extractors.claims.periods.relative import relative
from extractors.claims.periods.spans import (
    NEVER,
    Dates,
    add_months,
    days_from,
    decade_from,
    months_from,
    offset,
    year_of,
)
from extractors.model import Period

_SINCE = frozenset(
    {"since", "ever since", "from", "as of", "starting", "beginning", "effective"}
    | {
        "starting in",
        "starting on",
        "beginning in",
        "beginning on",
        "after",
        "not before",
    }
    | {"not until"}
)
_UNTIL = frozenset(
    {"until", "till", "through", "by", "before", "up to", "no later than", "to"}
    | {"ending in", "ending on"}
)
# a year that another sentence tells
_ITS_YEAR = frozenset({"that year", "the same year"})
_MODIFIED = {"early": (0, 4), "mid": (4, 8), "late": (8, 12)}


def resolve(phrase: Phrase, published_on: date | None, *, ahead: bool) -> Period:
    """Give the period that the phrase fixes; without dates where none can be had."""
    if phrase.shape == "past":
        return Period(valid_to=published_on, kind="past", text=phrase.text)
    if phrase.shape == "now":
        return Period(valid_from=published_on, kind="at", text=phrase.text)
    try:
        dates = _dates(phrase, published_on, ahead=ahead)
    except (ValueError, OverflowError):
        return Period(kind="at", text=phrase.text)
    return _bounded(phrase, dates)


# what is so until then is over when the unit begins
_AT_ITS_START = tuple(
    f"{word} the {part}" for word in ("by", "until") for part in ("start", "beginning")
)


def _bounded(phrase: Phrase, dates: Dates) -> Period:
    """Turn the span of the named unit into what the preposition says of it."""
    prep, text = phrase.preposition, phrase.text
    dates = _part(prep, dates)
    head = _head(prep)
    if phrase.shape == "duration" and prep == "for":
        return Period(valid_from=dates.start, valid_to=dates.end, kind="", text=text)
    if phrase.shape == "duration" and prep == "within":
        return Period(
            valid_from=dates.start, valid_to=dates.end, kind="until", text=text
        )
    if head == "before" or prep.startswith(_AT_ITS_START):
        return Period(valid_to=dates.start, kind="until", text=text)
    if head == "after":
        return Period(valid_from=dates.end or dates.start, kind="since", text=text)
    if head in _UNTIL:
        return Period(valid_to=dates.end, kind="until", text=text)
    if head in _SINCE:
        return Period(valid_from=dates.start, kind="since", text=text)
    return Period(valid_from=dates.start, valid_to=dates.end, kind="at", text=text)


def _head(prep: str) -> str:
    if prep.startswith("before the end"):
        return "until"
    return prep if prep in _SINCE | _UNTIL or not prep else prep.split(maxsplit=1)[0]


def _part(prep: str, dates: Dates) -> Dates:
    """Narrow a unit to its beginning, middle or end where the words do."""
    if dates.start is None or dates.end is None:
        return dates
    days = (dates.end - dates.start).days
    for word, (low, high) in _MODIFIED.items():
        if not prep.rstrip("-").endswith(word):
            continue
        if days > 360:
            first = dates.start
            return Dates(add_months(first, low), add_months(first, high))
        return Dates(
            dates.start + timedelta(days=days * low // 12),
            dates.start + timedelta(days=days * high // 12),
        )
    if "end of" in prep:
        return Dates(dates.start + timedelta(days=days * 3 // 4), dates.end)
    if "start of" in prep or "beginning of" in prep:
        return Dates(dates.start, dates.start + timedelta(days=max(1, days // 4)))
    return dates


def _dates(phrase: Phrase, now: date | None, *, ahead: bool) -> Dates:
    parts = phrase.parts
    match phrase.shape:
        case "iso":
            return days_from(date.fromisoformat(parts["iso"]), 1)
        case "year":
            return year_of(int(parts["year"]))
        case "decade":
            return decade_from(int(parts["decade"]), parts.get("modifier", ""))
        case "range":
            return _range(parts, now, ahead=ahead)
        case "days":
            return _days(parts, now, ahead=ahead)
        case "day":
            return _day(parts, now, ahead=ahead)
        case "month":
            return _month_phrase(parts, now, ahead=ahead)
        case "quarter":
            return _quarter(parts, now, ahead=ahead)
        case "season":
            return months_from(int(parts["s_year"]), SEASONS[parts["season"]], 3)
    return NEVER if now is None else relative(phrase, now, ahead=ahead)


def _range(parts: dict[str, str], now: date | None, *, ahead: bool) -> Dates:
    if "r_from" in parts:
        first, last = parts["r_from"], parts["r_to"]
        last = first[: -len(last)] + last
        return Dates(year_of(int(first)).start, year_of(int(last)).end)
    until = _month(parts["rm_to"], parts.get("rmy_to", ""), now, ahead=ahead)
    first_year = parts.get("rmy_from", "")
    if not first_year and until.start is not None:
        crosses = MONTHS[parts["rm_from"]] > MONTHS[parts["rm_to"]]
        first_year = str(until.start.year - crosses)
    since = _month(parts["rm_from"], first_year, now, ahead=ahead)
    return Dates(since.start, until.end)


def _days(parts: dict[str, str], now: date | None, *, ahead: bool) -> Dates:
    """``from 12 to 20 April``: both days are in it."""
    month = {"d_month": parts["days_month"], "d_year": parts.get("days_year", "")}
    last = _day(month | {"day": parts["last_day"]}, now, ahead=ahead)
    if last.start is None:
        return NEVER
    name = parts.get("first_month", parts["days_month"])
    year = last.start.year - (MONTHS[name] > last.start.month)
    first = date(year, MONTHS[name], _number(parts["first_day"]))
    return Dates(first, last.end)


def _day(parts: dict[str, str], now: date | None, *, ahead: bool) -> Dates:
    if "feast" in parts:
        return _feast(parts, now, ahead=ahead)
    month = MONTHS[parts.get("d_month") or parts["m_month"]]
    day = _number(parts.get("day") or parts["m_day"])
    year = parts.get("d_year") or parts.get("m_year") or ""
    if year.isdigit():
        return days_from(date(int(year), month, day), 1)
    if now is None or year in _ITS_YEAR:
        return NEVER
    if year:
        return days_from(date(now.year + offset(year.split()[0]), month, day), 1)
    return days_from(_nearest(now, month, day, ahead=ahead), 1)


def _number(day: str) -> int:
    return int("".join(filter(str.isdigit, day)))


def _feast(parts: dict[str, str], now: date | None, *, ahead: bool) -> Dates:
    """A day with a name, in the year told or in the nearest one."""
    name, year = parts["feast"].replace("’", "'"), parts.get("f_year", "")
    if year:
        return days_from(_feast_of(name, int(year)), 1)
    if now is None:
        return NEVER
    this = _feast_of(name, now.year)
    found = _nearest(now, this.month, this.day, ahead=ahead)
    return days_from(_feast_of(name, found.year), 1)


def _feast_of(name: str, year: int) -> date:
    if name in FEASTS:
        return date(year, *FEASTS[name])
    sunday: date = easter(year)
    return sunday + timedelta(days=MOVABLE_FEASTS[name])


def _nearest(now: date, month: int, day: int, *, ahead: bool) -> date:
    """The latest such day up to ``now``, or the next one from ``now`` on."""
    found = date(now.year, month, day)
    if ahead and found < now:
        return date(now.year + 1, month, day)
    # a notice of a few days ahead is no date of last year
    if not ahead and found > now + timedelta(days=31):
        return date(now.year - 1, month, day)
    return found


def _month_phrase(parts: dict[str, str], now: date | None, *, ahead: bool) -> Dates:
    year = parts.get("month_year", "")
    if year and not year.isdigit():
        if now is None or year in _ITS_YEAR:
            return NEVER
        year = str(now.year + offset(year.split()[0]))
    return _month(parts["month"], year, now, ahead=ahead)


def _month(name: str, year: str, now: date | None, *, ahead: bool) -> Dates:
    month = MONTHS[name]
    if year:
        return months_from(int(year), month, 1)
    if now is None:
        return NEVER
    if ahead:
        return months_from(now.year + (month < now.month), month, 1)
    return months_from(now.year - (month > now.month), month, 1)


def _quarter(parts: dict[str, str], now: date | None, *, ahead: bool) -> Dates:
    number = int(parts.get("q_number", 0)) or ORDINALS[parts["quarter"]]
    half = parts.get("part") == "half" or parts.get("q_letter") == "h"
    size = 6 if half else 3
    number = min(number, 12 // size)
    first = size * (number - 1) + 1
    year = parts.get("q_year") or parts.get("qn_year") or ""
    if year.isdigit():
        return months_from(int(year), first, size)
    if now is None:
        return NEVER
    if year:
        return months_from(now.year + offset(year.split()[0]), first, size)
    if ahead:
        return months_from(now.year + (first + size <= now.month), first, size)
    return months_from(now.year - (first > now.month), first, size)
