"""A phrase of time and the article's date -> a period. Calendar arithmetic only."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from extractors.claims.periods_grammar import (
    CARDINALS,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    Phrase,
)
from extractors.model import Period

_DAY = timedelta(days=1)
_SINCE = frozenset(
    {"since", "ever since", "from", "as of", "starting", "beginning", "effective"}
    | {"starting in", "starting on", "beginning in", "beginning on", "after", "not before"}
    | {"as early as", "as soon as", "not until"}
)
_UNTIL = frozenset(
    {"until", "till", "through", "by", "before", "up to", "no later than", "to"}
    | {"ending in", "ending on", "as late as"}
)
_BACK = frozenset({"last", "previous", "past"})
_AHEAD = frozenset({"next", "coming", "following"})
_MODIFIED = {"early": (0, 4), "mid": (4, 8), "late": (8, 12)}


@dataclass(frozen=True, slots=True)
class _Dates:
    """Half-open dates; None where nothing is known."""

    start: date | None
    end: date | None


_NEVER = _Dates(None, None)


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


def _bounded(phrase: Phrase, dates: _Dates) -> Period:
    """Turn the span of the named unit into what the preposition says of it."""
    prep, text = phrase.preposition, phrase.text
    dates = _part(prep, dates)
    head = _head(prep)
    if phrase.shape == "duration" and prep == "for":
        return Period(valid_from=dates.start, valid_to=dates.end, kind="", text=text)
    if phrase.shape == "duration" and prep == "within":
        return Period(valid_from=dates.start, valid_to=dates.end, kind="until", text=text)
    if head == "before" or prep.startswith(("by the start", "by the beginning")):
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
    return prep if prep in _SINCE | _UNTIL or not prep else prep.split()[0]


def _part(prep: str, dates: _Dates) -> _Dates:
    """Narrow a unit to its beginning, middle or end where the words do."""
    if dates.start is None or dates.end is None:
        return dates
    days = (dates.end - dates.start).days
    for word, (low, high) in _MODIFIED.items():
        if prep.rstrip("-").split(" ")[-1:] == [word]:
            return _Dates(
                dates.start + timedelta(days=days * low // 12),
                dates.start + timedelta(days=days * high // 12),
            )
    if prep.startswith(("at the end", "towards the end")):
        return _Dates(dates.start + timedelta(days=days * 3 // 4), dates.end)
    if "start of" in prep or "beginning of" in prep:
        return _Dates(dates.start, dates.start + timedelta(days=max(1, days // 4)))
    return dates


def _dates(phrase: Phrase, now: date | None, *, ahead: bool) -> _Dates:
    parts = phrase.parts
    match phrase.shape:
        case "iso":
            return _days(date.fromisoformat(parts["iso"]), 1)
        case "year":
            return _year(int(parts["year"]))
        case "decade":
            return _decade(int(parts["decade"]), parts.get("modifier", ""))
        case "range":
            return _range(parts, now, ahead=ahead)
        case "day":
            return _day(parts, now, ahead=ahead)
        case "month":
            return _month_phrase(parts, now, ahead=ahead)
        case "quarter":
            return _quarter(parts, now, ahead=ahead)
        case "season":
            return _months(int(parts["s_year"]), SEASONS[parts["season"]], 3)
    return _NEVER if now is None else _relative(phrase, now, ahead=ahead)


def _relative(phrase: Phrase, now: date, *, ahead: bool) -> _Dates:
    parts = phrase.parts
    match phrase.shape:
        case "weekday":
            return _days(_weekday(WEEKDAYS[parts["weekday"]], now, ahead=ahead), 1)
        case "adverb":
            return _adverb(parts["adverb"], now)
        case "relative":
            return _named(parts["rel"], parts["rel_unit"], now)
        case "span":
            return _span(parts, now)
        case "ago":
            return _ago(parts, now)
        case "duration":
            return _duration(phrase, now, ahead=ahead)
    return _NEVER


def _days(first: date, count: int) -> _Dates:
    return _Dates(first, first + timedelta(days=count))


def _year(year: int) -> _Dates:
    return _Dates(date(year, 1, 1), date(year + 1, 1, 1))


def _months(year: int, month: int, count: int) -> _Dates:
    first = date(year, month, 1)
    return _Dates(first, first + relativedelta(months=count))


def _decade(year: int, modifier: str) -> _Dates:
    low, high = {"early": (0, 4), "mid": (4, 7), "late": (7, 10)}.get(modifier, (0, 10))
    return _Dates(date(year + low, 1, 1), date(year + high, 1, 1))


def _range(parts: dict[str, str], now: date | None, *, ahead: bool) -> _Dates:
    if "r_from" in parts:
        first, last = parts["r_from"], parts["r_to"]
        last = first[: -len(last)] + last
        return _Dates(_year(int(first)).start, _year(int(last)).end)
    end_year = parts.get("rmy_to", "")
    last = _month(parts["rm_to"], end_year, now, ahead=ahead)
    first_year = parts.get("rmy_from", "")
    if not first_year and last.start is not None:
        crosses = MONTHS[parts["rm_from"]] > MONTHS[parts["rm_to"]]
        first_year = str(last.start.year - crosses)
    return _Dates(_month(parts["rm_from"], first_year, now, ahead=ahead).start, last.end)


def _day(parts: dict[str, str], now: date | None, *, ahead: bool) -> _Dates:
    month = MONTHS[parts.get("d_month") or parts["m_month"]]
    raw = parts.get("day") or parts["m_day"]
    day = int("".join(filter(str.isdigit, raw)))
    year = parts.get("d_year") or parts.get("m_year") or ""
    if year:
        return _days(date(int(year), month, day), 1)
    if now is None:
        return _NEVER
    return _days(_nearest(now, month, day, ahead=ahead), 1)


def _nearest(now: date, month: int, day: int, *, ahead: bool) -> date:
    """The latest such day up to ``now``, or the next one from ``now`` on."""
    found = date(now.year, month, day)
    if ahead and found < now:
        return date(now.year + 1, month, day)
    # a notice of a few days ahead is no date of last year
    if not ahead and found > now + timedelta(days=31):
        return date(now.year - 1, month, day)
    return found


def _month_phrase(parts: dict[str, str], now: date | None, *, ahead: bool) -> _Dates:
    year = parts.get("month_year", "")
    if year and not year.isdigit():
        if now is None:
            return _NEVER
        year = str(now.year + _offset(year.split()[0]))
    return _month(parts["month"], year, now, ahead=ahead)


def _month(name: str, year: str, now: date | None, *, ahead: bool) -> _Dates:
    month = MONTHS[name]
    if year:
        return _months(int(year), month, 1)
    if now is None:
        return _NEVER
    if ahead:
        return _months(now.year + (month < now.month), month, 1)
    return _months(now.year - (month > now.month), month, 1)


def _quarter(parts: dict[str, str], now: date | None, *, ahead: bool) -> _Dates:
    number = int(parts.get("q_number", 0)) or ORDINALS[parts["quarter"]]
    size = 6 if parts.get("part") == "half" else 3
    number = min(number, 12 // size)
    first = size * (number - 1) + 1
    year = parts.get("q_year") or parts.get("qn_year") or ""
    if year.isdigit():
        return _months(int(year), first, size)
    if now is None:
        return _NEVER
    if year:
        return _months(now.year + _offset(year.split()[0]), first, size)
    if ahead:
        return _months(now.year + (first + size <= now.month), first, size)
    return _months(now.year - (first > now.month), first, size)


def _offset(word: str) -> int:
    return -1 if word in _BACK else 1 if word in _AHEAD else 0


def _weekday(weekday: int, now: date, *, ahead: bool) -> date:
    if ahead:
        return now + timedelta(days=(weekday - now.weekday()) % 7)
    return now - timedelta(days=(now.weekday() - weekday) % 7)


def _adverb(word: str, now: date) -> _Dates:
    days = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if word in days:
        return _days(now + timedelta(days=days[word]), 1)
    return _unit(word, now)


def _unit(unit: str, now: date, shift: int = 0) -> _Dates:
    """The calendar unit that holds ``now``, moved by ``shift`` units."""
    match unit:
        case "week" | "weekend" | "fortnight":
            monday = now - timedelta(days=now.weekday()) + timedelta(weeks=shift)
            return _days(monday + timedelta(days=5), 2) if unit == "weekend" else _days(monday, 7)
        case "month":
            first = now.replace(day=1) + relativedelta(months=shift)
            return _months(first.year, first.month, 1)
        case "quarter":
            first = now.replace(day=1, month=(now.month - 1) // 3 * 3 + 1)
            first += relativedelta(months=3 * shift)
            return _months(first.year, first.month, 3)
        case "year":
            return _year(now.year + shift)
        case "decade":
            return _decade((now.year // 10 + shift) * 10, "")
        case "century":
            year = (now.year // 100 + shift) * 100
            return _Dates(date(year, 1, 1), date(year + 100, 1, 1))
    return _days(now + timedelta(days=shift), 1)


def _named(which: str, unit: str, now: date) -> _Dates:
    """``last year``, ``this Friday``, ``next June``, ``last fall``."""
    shift = _offset(which)
    if unit in WEEKDAYS:
        day = _weekday(WEEKDAYS[unit], now, ahead=shift >= 0)
        return _days(day + timedelta(days=7 * shift * (day == now)), 1)
    if unit in MONTHS:
        return _cycle(MONTHS[unit], 1, shift, now)
    if unit in SEASONS:
        return _cycle(SEASONS[unit], 3, shift, now)
    if unit in {"night", "evening", "morning", "afternoon"}:
        return _days(now + timedelta(days=min(shift, 0)), 1)
    return _unit(unit, now, shift)


def _cycle(month: int, size: int, shift: int, now: date) -> _Dates:
    """The last one ended, the next one to begin, or this year's."""
    this = _months(now.year, month, size)
    if this.start is None or this.end is None:
        return this
    if shift < 0 and this.end > now:
        return _months(now.year - 1, month, size)
    if shift > 0 and this.start <= now:
        return _months(now.year + 1, month, size)
    return this


def _step(count: str, unit: str) -> relativedelta:
    number = float(count) if count.isdigit() else float(CARDINALS.get(count, 1))
    days = {"day": 1, "week": 7, "fortnight": 14}
    if unit in days:
        return relativedelta(days=round(number * days[unit]))
    if unit in {"hour", "minute"}:
        return relativedelta(days=round(number / (24 if unit == "hour" else 1440)))
    months = {"month": 1, "quarter": 3, "season": 12, "year": 12, "decade": 120}
    return relativedelta(months=round(number * months.get(unit, 1200)))


def _span(parts: dict[str, str], now: date) -> _Dates:
    """``the past three years``, ``the next few months``."""
    step = _step(parts["span_count"], parts["span_unit"])
    if parts["span_rel"] in _AHEAD:
        return _Dates(now, now + step)
    if parts["span_rel"] in _BACK:
        return _Dates(now - step, now + _DAY)
    return _NEVER


def _ago(parts: dict[str, str], now: date) -> _Dates:
    """As exact as its unit: two years ago is that year, two weeks ago that week."""
    if parts["ago"] in {"earlier", "later"}:
        return _NEVER
    step = _step(parts["ago_count"], parts["ago_unit"])
    day = now + step if "now" in parts["ago"] else now - step
    unit = parts["ago_unit"]
    return _unit(unit if unit in {"week", "month", "quarter", "year", "decade"} else "day", day)


def _duration(phrase: Phrase, now: date, *, ahead: bool) -> _Dates:
    """``within six months`` runs from the article's date, ``for three years`` so far."""
    step = _step(phrase.parts["dur_count"], phrase.parts["dur_unit"])
    if phrase.preposition == "within" or ahead:
        return _Dates(now, now + step)
    return _NEVER


