"""Phrases that only the article's date resolves: "last year", "two weeks ago"."""

from datetime import date, timedelta

from extractors.claims.periods.grammar import (
    CARDINALS,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Phrase,
)
from extractors.claims.periods.spans import (
    AHEAD,
    BACK,
    NEVER,
    Dates,
    add_months,
    days_from,
    decade_from,
    months_from,
    offset,
    year_of,
)

_DAY = timedelta(days=1)


def relative(phrase: Phrase, now: date, *, ahead: bool) -> Dates:
    """Dates of a relative phrase seen from ``now``; open where nothing is fixed."""
    parts = phrase.parts
    match phrase.shape:
        case "weekday":
            day = WEEKDAYS[parts["weekday"]]
            if week := parts.get("its_week"):
                # "Friday of next week"
                monday = _named(week, "week", now).start
                return days_from(monday + day * _DAY, 1) if monday else NEVER
            return days_from(_weekday(day, now, ahead=ahead), 1)
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
    return NEVER


def _weekday(weekday: int, now: date, *, ahead: bool) -> date:
    if ahead:
        return now + timedelta(days=(weekday - now.weekday()) % 7)
    return now - timedelta(days=(now.weekday() - weekday) % 7)


def _adverb(word: str, now: date) -> Dates:
    days = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if word in days:
        return days_from(now + timedelta(days=days[word]), 1)
    return _unit(word, now)


def _unit(unit: str, now: date, shift: int = 0) -> Dates:
    """The calendar unit that holds ``now``, moved by ``shift`` units."""
    match unit:
        case "week" | "weekend" | "fortnight":
            monday = now - timedelta(days=now.weekday()) + timedelta(weeks=shift)
            saturday = monday + timedelta(days=5)
            return days_from(saturday, 2) if unit == "weekend" else days_from(monday, 7)
        case "month":
            first = add_months(now.replace(day=1), shift)
            return months_from(first.year, first.month, 1)
        case "quarter":
            first = now.replace(day=1, month=(now.month - 1) // 3 * 3 + 1)
            first = add_months(first, 3 * shift)
            return months_from(first.year, first.month, 3)
        case "year":
            return year_of(now.year + shift)
        case "decade":
            return decade_from((now.year // 10 + shift) * 10, "")
        case "century":
            year = (now.year // 100 + shift) * 100
            return Dates(date(year, 1, 1), date(year + 100, 1, 1))
    return days_from(now + timedelta(days=shift), 1)


def _named(which: str, unit: str, now: date) -> Dates:
    """``last year``, ``this Friday``, ``next June``, ``last fall``."""
    shift = offset(which)
    if unit in WEEKDAYS:
        day = _weekday(WEEKDAYS[unit], now, ahead=shift >= 0)
        return days_from(day + timedelta(days=7 * shift * (day == now)), 1)
    if unit in MONTHS:
        return _cycle(MONTHS[unit], 1, shift, now)
    if unit in SEASONS:
        return _cycle(SEASONS[unit], 3, shift, now)
    if which == "past":
        return Dates(_moved(now, "1", unit, -1), now + _DAY)
    if unit in {"night", "evening", "morning", "afternoon"}:
        return days_from(now + timedelta(days=min(shift, 0)), 1)
    return _unit(unit, now, shift)


def _cycle(month: int, size: int, shift: int, now: date) -> Dates:
    """The last one ended, the next one to begin, or this year's."""
    this = months_from(now.year, month, size)
    if this.start is None or this.end is None:
        return this
    if shift < 0 and this.end > now:
        return months_from(now.year - 1, month, size)
    if shift > 0 and this.start <= now:
        return months_from(now.year + 1, month, size)
    return this


def _moved(day: date, count: str, unit: str, sign: int) -> date:
    """``day`` moved by so many units, forth or back by ``sign``."""
    number = sign * float(count if count.isdigit() else CARDINALS.get(count, 1))
    days = {"day": 1, "week": 7, "fortnight": 14, "hour": 1 / 24, "minute": 1 / 1440}
    if unit in days:
        return day + timedelta(days=round(number * days[unit]))
    months = {"month": 1, "quarter": 3, "season": 12, "year": 12, "decade": 120}
    return add_months(day, round(number * months.get(unit, 1200)))


def _span(parts: dict[str, str], now: date) -> Dates:
    """``the past three years``, ``the next few months``."""
    count, unit = parts["span_count"], parts["span_unit"]
    if parts["span_rel"] in AHEAD:
        return Dates(now, _moved(now, count, unit, 1))
    if parts["span_rel"] in BACK:
        return Dates(_moved(now, count, unit, -1), now + _DAY)
    return NEVER


def _ago(parts: dict[str, str], now: date) -> Dates:
    """As exact as its unit: two years ago is that year, two weeks ago that week."""
    if parts["ago"] in {"earlier", "later"}:
        return NEVER
    unit = parts["ago_unit"]
    day = _moved(now, parts["ago_count"], unit, 1 if "now" in parts["ago"] else -1)
    whole = unit in {"week", "month", "quarter", "year", "decade"}
    return _unit(unit if whole else "day", day)


def _duration(phrase: Phrase, now: date, *, ahead: bool) -> Dates:
    """``within six months`` runs from the article's date on."""
    count, unit = phrase.parts["dur_count"], phrase.parts["dur_unit"]
    if phrase.preposition == "within" or ahead:
        return Dates(now, _moved(now, count, unit, 1))
    return NEVER
