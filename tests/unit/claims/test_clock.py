"""Times of day and weekdays of habit, read from bare text."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.claims.periods.clock import clocks, habits, minutes_apart
from extractors.claims.periods.told import told_periods

TIMES = [
    ("The gates close at half past nine", {"09:30", "21:30"}),
    ("The bell rang at 2.35 a.m.", {"02:35"}),
    ("They sailed at 5.20 in the afternoon", {"17:20"}),
    ("The bar is open until midnight", {"00:00"}),
    ("The pumps stopped at a quarter to four", {"03:45", "15:45"}),
    ("It landed at 7.05 on Friday evening", {"19:05"}),
    ("Shortly after six, smoke was seen", {"06:00", "18:00"}),
    ("The log gives the start as 21.15, to 00.35 at the latest", {"00:35"}),
    ("Classes begin at 9:10 rather than earlier", {"09:10", "21:10"}),
    ("The call came at eleven o'clock", {"11:00", "23:00"}),
]
NO_TIMES = [
    "It was tried at two hospitals",
    "The motion fell by three votes to seven",
    "She came to Riga at 19",
    "It traded at 3.40 euros a share",
    "He ran it in 2:07:41",
    "It grew by 4.20 percent",
    "The mill is valued at six and a half billion",
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_time_of_day_is_read_with_both_halves_where_none_is_told(text, expected):
    found = {f"{m // 60:02}:{m % 60:02}" for c in clocks(text) for m in c.minutes}

    assert expected == found


@pytest.mark.parametrize("text", NO_TIMES)
def test_a_count_a_price_or_an_age_is_no_time_of_day(text):
    assert clocks(text) == ()


def test_the_nearest_reading_counts():
    assert minutes_apart(clocks("at eight"), clocks("at 8 p.m.")) is None
    assert minutes_apart(clocks("at half past eight"), clocks("at 7.30 a.m.")) == 60
    assert minutes_apart(clocks("at 11.40 p.m."), clocks("at 12.20 a.m.")) == 40
    assert minutes_apart(clocks("at eight"), ()) is None


def test_a_weekday_of_habit_is_no_date():
    assert {0, 4} == habits("every Monday and on Fridays").keys()
    assert told_periods("The choir meets every Monday", date(2030, 5, 20)) == ()


def test_a_bare_text_tells_its_days_but_not_how_long_or_now():
    found = told_periods("now, in 2019, for two years, on 3 May", date(2030, 5, 20))

    assert [each.text for each in found] == ["in 2019", "on 3 May"]
