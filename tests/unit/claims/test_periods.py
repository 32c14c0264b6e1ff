from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.claims.language import load_pipeline
from extractors.claims.periods import find_periods

WEDNESDAY = date(2025, 3, 12)


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


FOUND = [
    # a year told by a word, here or in a sentence before
    (
        "It opened on 3 May last year.",
        "on 3 May last year",
        "at",
        "2024-05-03",
        "2024-05-04",
    ),
    ("It was banned in June of that year.", "in June of that year", "at", None, None),
    # parts of months, and days of two months
    ("It was put off to mid-May.", "to mid-May", "until", None, "2025-05-21"),
    ("It will open mid-2026.", "mid-2026", "at", "2026-05-01", "2026-09-01"),
    (
        "The fair is planned for 28 May to 3 June.",
        "for 28 May to 3 June",
        "at",
        "2025-05-28",
        "2025-06-04",
    ),
    (
        "The fair was moved from 28 May to 3 June.",
        "to 3 June",
        "until",
        None,
        "2025-06-04",
    ),
    # only what it was moved to
    ("The fair has slipped from 2026 to 2028.", "to 2028", "until", None, "2029-01-01"),
    (
        "The fair was put off from May to July 2026.",
        "to July 2026",
        "until",
        None,
        "2026-08-01",
    ),
    (
        "It was from 2021 to 2023.",
        "from 2021 to 2023",
        "at",
        "2021-01-01",
        "2024-01-01",
    ),
    # a plan of which is told what became of it, and one that is still to come
    (
        "The sale planned for 9 March was called off.",
        "for 9 March",
        "at",
        "2025-03-09",
        "2025-03-10",
    ),
    (
        "The sale planned for 9 March is called off.",
        "for 9 March",
        "at",
        "2026-03-09",
        "2026-03-10",
    ),
    # once that counts is no time of the past
    ("It has sunk once, in May 2019.", "in May 2019", "at", "2019-05-01", "2019-06-01"),
    # ends and beginnings of a unit
    (
        "It has stood empty since the end of June 2024.",
        "since the end of June 2024",
        "since",
        "2024-06-23",
        None,
    ),
    (
        "It is valid until the start of 2027.",
        "until the start of 2027",
        "until",
        None,
        "2027-01-01",
    ),
    # by how much, and to what day
    (
        "The lease was extended by two years, to the end of 2029.",
        "to the end of 2029",
        "until",
        None,
        "2030-01-01",
    ),
    # which way an incomplete date points
    ("They have refused since May.", "since May", "since", "2024-05-01", None),
    ("It is to open on 6 May.", "on 6 May", "at", "2025-05-06", "2025-05-07"),
    ("It had to shut on 6 May.", "on 6 May", "at", "2024-05-06", "2024-05-07"),
    ("It was able to open on 6 May.", "on 6 May", "at", "2024-05-06", "2024-05-07"),
    ("It was forced to shut on 6 May.", "on 6 May", "at", "2024-05-06", "2024-05-07"),
    ("It has to shut on 6 May.", "on 6 May", "at", "2025-05-06", "2025-05-07"),
    ("It agreed to shut on 6 May.", "on 6 May", "at", "2025-05-06", "2025-05-07"),
    ("It was to have opened on 6 May.", "on 6 May", "at", "2024-05-06", "2024-05-07"),
    ("It has been shut until 4 May.", "until 4 May", "until", None, "2025-05-05"),
    ("It was shut until 4 May.", "until 4 May", "until", None, "2025-05-05"),
    (
        "It was extended to the end of May.",
        "to the end of May",
        "until",
        None,
        "2025-06-01",
    ),
    # two days, a day with its name, the day that something is moved to
    (
        "It was planned from 12 to 20 April 2025.",
        "from 12 to 20 April 2025",
        "at",
        "2025-04-12",
        "2025-04-21",
    ),
    (
        "It burnt between 8 and 9 May 2024.",
        "between 8 and 9 May 2024",
        "at",
        "2024-05-08",
        "2024-05-10",
    ),
    (
        "It reopened on Sunday, 2 March.",
        "on Sunday, 2 March",
        "at",
        "2025-03-02",
        "2025-03-03",
    ),
    (
        "They have moved it from 8 to 9 May.",
        "to 9 May",
        "until",
        None,
        "2025-05-10",
    ),
    (
        "They have moved it from May to 9 June.",
        "to 9 June",
        "until",
        None,
        "2025-06-10",
    ),
    ("The deal runs until 2030.", "until 2030", "until", None, "2031-01-01"),
    ("The deal has held since 2019.", "since 2019", "since", "2019-01-01", None),
    (
        "It will close by the end of the decade.",
        "by the end of the decade",
        "until",
        None,
        "2030-01-01",
    ),
    ("It will close by 2030.", "by 2030", "until", None, "2031-01-01"),
    (
        "It will close by the end of 2026.",
        "by the end of 2026",
        "until",
        None,
        "2027-01-01",
    ),
    ("It stays through June.", "through June", "until", None, "2025-07-01"),
    ("It stayed through June.", "through June", "until", None, "2024-07-01"),
    ("It lasted until May 2024.", "until May 2024", "until", None, "2024-06-01"),
    ("Last year sales fell.", "Last year", "at", "2024-01-01", "2025-01-01"),
    ("Last fall sales fell.", "Last fall", "at", "2024-09-01", "2024-12-01"),
    ("Last month sales fell.", "Last month", "at", "2025-02-01", "2025-03-01"),
    ("Last week sales fell.", "Last week", "at", "2025-03-03", "2025-03-10"),
    ("Last quarter sales fell.", "Last quarter", "at", "2024-10-01", "2025-01-01"),
    ("Last decade sales fell.", "Last decade", "at", "2010-01-01", "2020-01-01"),
    ("In January it left.", "In January", "at", "2025-01-01", "2025-02-01"),
    ("In June it left.", "In June", "at", "2024-06-01", "2024-07-01"),
    ("It will open in June.", "in June", "at", "2025-06-01", "2025-07-01"),
    ("It will open in January.", "in January", "at", "2026-01-01", "2026-02-01"),
    ("It opened in March.", "in March", "at", "2025-03-01", "2025-04-01"),
    ("She resigned on Friday.", "on Friday", "at", "2025-03-07", "2025-03-08"),
    ("She resigned on Wednesday.", "on Wednesday", "at", "2025-03-12", "2025-03-13"),
    ("She will resign on Friday.", "on Friday", "at", "2025-03-14", "2025-03-15"),
    ("She resigned last Friday.", "last Friday", "at", "2025-03-07", "2025-03-08"),
    ("She will resign next Friday.", "next Friday", "at", "2025-03-14", "2025-03-15"),
    ("She resigned yesterday.", "yesterday", "at", "2025-03-11", "2025-03-12"),
    ("She resigned today.", "today", "at", "2025-03-12", "2025-03-13"),
    ("She will resign tomorrow.", "tomorrow", "at", "2025-03-13", "2025-03-14"),
    ("This week it met.", "This week", "at", "2025-03-10", "2025-03-17"),
    ("This month it met.", "This month", "at", "2025-03-01", "2025-04-01"),
    ("This year it met.", "This year", "at", "2025-01-01", "2026-01-01"),
    ("Next week it will meet.", "Next week", "at", "2025-03-17", "2025-03-24"),
    ("Next month it will meet.", "Next month", "at", "2025-04-01", "2025-05-01"),
    ("Next year it will meet.", "Next year", "at", "2026-01-01", "2027-01-01"),
    ("Next quarter it will meet.", "Next quarter", "at", "2025-04-01", "2025-07-01"),
    (
        "Over the next few years it plans to grow.",
        "Over the next few years",
        "at",
        "2025-03-12",
        "2028-03-12",
    ),
    (
        "Over the next two years it plans to grow.",
        "Over the next two years",
        "at",
        "2025-03-12",
        "2027-03-12",
    ),
    (
        "In the past three years it grew.",
        "In the past three years",
        "at",
        "2022-03-12",
        "2025-03-13",
    ),
    (
        "Over the past decade it grew.",
        "Over the past decade",
        "at",
        "2015-03-12",
        "2025-03-13",
    ),
    (
        "Over the past five months it grew.",
        "Over the past five months",
        "at",
        "2024-10-12",
        "2025-03-13",
    ),
    (
        "In the third quarter profit rose.",
        "In the third quarter",
        "at",
        "2024-07-01",
        "2024-10-01",
    ),
    (
        "In the first quarter profit rose.",
        "In the first quarter",
        "at",
        "2025-01-01",
        "2025-04-01",
    ),
    (
        "In the fourth quarter of 2024 profit rose.",
        "In the fourth quarter of 2024",
        "at",
        "2024-10-01",
        "2025-01-01",
    ),
    (
        "In the first half of 2024 profit rose.",
        "In the first half of 2024",
        "at",
        "2024-01-01",
        "2024-07-01",
    ),
    (
        "In the second half of last year profit rose.",
        "In the second half of last year",
        "at",
        "2024-07-01",
        "2025-01-01",
    ),
    ("In Q1 2025 profit rose.", "In Q1 2025", "at", "2025-01-01", "2025-04-01"),
    ("In Q3 profit rose.", "In Q3", "at", "2024-07-01", "2024-10-01"),
    ("In H2 2024 profit rose.", "In H2 2024", "at", "2024-07-01", "2025-01-01"),
    ("It met in March 2024.", "in March 2024", "at", "2024-03-01", "2024-04-01"),
    ("It met on 12 May 2023.", "on 12 May 2023", "at", "2023-05-12", "2023-05-13"),
    ("It met on May 12, 2023.", "on May 12, 2023", "at", "2023-05-12", "2023-05-13"),
    ("It met on 2023-05-12.", "on 2023-05-12", "at", "2023-05-12", "2023-05-13"),
    (
        "It met on the 4th of July 2023.",
        "on the 4th of July 2023",
        "at",
        "2023-07-04",
        "2023-07-05",
    ),
    (
        "It met on Sept. 30, 2024.",
        "on Sept. 30, 2024",
        "at",
        "2024-09-30",
        "2024-10-01",
    ),
    ("It met on 3 February.", "on 3 February", "at", "2025-02-03", "2025-02-04"),
    ("It will meet on 3 February.", "on 3 February", "at", "2026-02-03", "2026-02-04"),
    ("It met on December 24.", "on December 24", "at", "2024-12-24", "2024-12-25"),
    ("It was small in the 1990s.", "in the 1990s", "at", "1990-01-01", "2000-01-01"),
    (
        "It was small in the early 2000s.",
        "in the early 2000s",
        "at",
        "2000-01-01",
        "2004-01-01",
    ),
    (
        "It was small in the late 1980s.",
        "in the late 1980s",
        "at",
        "1987-01-01",
        "1990-01-01",
    ),
    ("It was small in 2011.", "in 2011", "at", "2011-01-01", "2012-01-01"),
    ("It was small in early 2021.", "in early 2021", "at", "2021-01-01", "2021-05-01"),
    ("It was small in mid-2021.", "in mid-2021", "at", "2021-05-01", "2021-09-01"),
    ("It was small in late 2021.", "in late 2021", "at", "2021-09-01", "2022-01-01"),
    ("It will be done by early 2026.", "by early 2026", "until", None, "2026-05-01"),
    (
        "Two years ago it was founded.",
        "Two years ago",
        "at",
        "2023-01-01",
        "2024-01-01",
    ),
    ("A year ago it was founded.", "A year ago", "at", "2024-01-01", "2025-01-01"),
    (
        "Three decades ago it was founded.",
        "Three decades ago",
        "at",
        "1990-01-01",
        "2000-01-01",
    ),
    (
        "Six months ago it was founded.",
        "Six months ago",
        "at",
        "2024-09-01",
        "2024-10-01",
    ),
    (
        "A few weeks ago it was founded.",
        "A few weeks ago",
        "at",
        "2025-02-17",
        "2025-02-24",
    ),
    ("Ten days ago it was founded.", "Ten days ago", "at", "2025-03-02", "2025-03-03"),
    (
        "It must pay within six months.",
        "within six months",
        "until",
        "2025-03-12",
        "2025-09-12",
    ),
    (
        "It must pay within 30 days.",
        "within 30 days",
        "until",
        "2025-03-12",
        "2025-04-11",
    ),
    ("It worked there for three years.", "for three years", "", None, None),
    (
        "It stood from 2019 to 2023.",
        "from 2019 to 2023",
        "at",
        "2019-01-01",
        "2024-01-01",
    ),
    (
        "It stood between 2019 and 2023.",
        "between 2019 and 2023",
        "at",
        "2019-01-01",
        "2024-01-01",
    ),
    (
        "It stood between March and May.",
        "between March and May",
        "at",
        "2024-03-01",
        "2024-06-01",
    ),
    (
        "It stood from November 2023 to January 2024.",
        "from November 2023 to January 2024",
        "at",
        "2023-11-01",
        "2024-02-01",
    ),
    ("It won in 2023-24.", "in 2023-24", "at", "2023-01-01", "2025-01-01"),
    ("Before 2020 it was shut.", "Before 2020", "until", None, "2020-01-01"),
    ("After 2021 it was shut.", "After 2021", "since", "2022-01-01", None),
    ("The ban takes effect from 1 July.", "from 1 July", "since", "2025-07-01", None),
    ("The ban was lifted from 1 July.", "from 1 July", "since", "2024-07-01", None),
    ("Talks begin in early April.", "in early April", "at", "2025-04-01", "2025-04-11"),
    ("The budget takes effect Thursday.", "Thursday", "at", "2025-03-13", "2025-03-14"),
    ("At the time it employed 50 people.", "At the time", "past", None, "2025-03-12"),
    ("It originally employed 50 people.", "originally", "past", None, "2025-03-12"),
    ("It previously employed 50 people.", "previously", "past", None, "2025-03-12"),
    ("It formerly employed 50 people.", "formerly", "past", None, "2025-03-12"),
    ("At its peak it employed 50 people.", "At its peak", "past", None, "2025-03-12"),
    (
        "In its first years it employed 50 people.",
        "In its first years",
        "past",
        None,
        "2025-03-12",
    ),
    ("It now employs 50 people.", "now", "at", "2025-03-12", None),
    ("It currently employs 50 people.", "currently", "at", "2025-03-12", None),
    (
        "Since the start of the year it has employed 50 people.",
        "Since the start of the year",
        "since",
        "2025-01-01",
        None,
    ),
    (
        "As of March 1 it employed 50 people.",
        "As of March 1",
        "since",
        "2025-03-01",
        None,
    ),
    (
        "It was elected last November.",
        "last November",
        "at",
        "2024-11-01",
        "2024-12-01",
    ),
    ("It takes office next January.", "next January", "at", "2026-01-01", "2026-02-01"),
    (
        "It closes in the summer of 2026.",
        "in the summer of 2026",
        "at",
        "2026-06-01",
        "2026-09-01",
    ),
    ("Starting in 2027 it will pay.", "Starting in 2027", "since", "2027-01-01", None),
    (
        "It will pay no later than 2028.",
        "no later than 2028",
        "until",
        None,
        "2029-01-01",
    ),
    ("It will pay by Friday.", "by Friday", "until", None, "2025-03-15"),
    (
        "It will pay by the end of the month.",
        "by the end of the month",
        "until",
        None,
        "2025-04-01",
    ),
    (
        "It will pay by the end of next year.",
        "by the end of next year",
        "until",
        None,
        "2027-01-01",
    ),
    (
        "It will pay before the end of the year.",
        "before the end of the year",
        "until",
        None,
        "2026-01-01",
    ),
    ("It met on Feb. 29.", "on Feb. 29", "at", None, None),
]
NONE = [
    "May said that the march may go on.",
    "It fell in the spring of the mattress.",
    "The mill employs 2000 workers.",
    "The mill employs 2,011 workers.",
    "It took 40 minutes.",
    "A 45-year-old man left.",
    "It cost $2019.",
    "She flew a Boeing 747.",
    "It costs $20 a month.",
    "The second man left.",
]
WITHOUT_DATE = [
    ("It closed last year.", None, None),
    ("It closed in May.", None, None),
    ("It closed in May 2024.", date(2024, 5, 1), date(2024, 6, 1)),
    ("It closed in 2024.", date(2024, 1, 1), date(2025, 1, 1)),
]


def _date(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "words", "kind", "valid_from", "valid_to"), FOUND)
def test_a_phrase_is_resolved_against_the_date_of_the_article(
    nlp, text, words, kind, valid_from, valid_to
):
    (found,) = find_periods(nlp(text), published_on=WEDNESDAY)

    assert (words, kind) == (found.period.text, found.period.kind)
    assert (_date(valid_from), _date(valid_to)) == (
        found.period.valid_from,
        found.period.valid_to,
    )


@pytest.mark.parametrize("text", NONE)
def test_names_amounts_and_ages_are_no_periods(nlp, text):
    assert find_periods(nlp(text), published_on=WEDNESDAY) == []


@pytest.mark.parametrize(("text", "valid_from", "valid_to"), WITHOUT_DATE)
def test_without_the_date_of_the_article_only_full_dates_are_known(
    nlp, text, valid_from, valid_to
):
    (found,) = find_periods(nlp(text), published_on=None)

    assert (valid_from, valid_to) == (found.period.valid_from, found.period.valid_to)


def test_the_caller_may_say_which_way_a_date_points(nlp):
    doc = nlp("Closed in June.")
    years = [
        find_periods(doc, published_on=WEDNESDAY, future=future)[
            0
        ].period.valid_from.year
        for future in (False, True)
    ]

    assert years == [2024, 2025]


def test_several_phrases_stand_in_order(nlp):
    text = "From 2019 to 2023 it stood; since March 2024 it has been closed until further notice in 2026."
    words = [
        found.period.text for found in find_periods(nlp(text), published_on=WEDNESDAY)
    ]

    assert words == ["From 2019 to 2023", "since March 2024", "in 2026"]


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]),
)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_written_date_is_read_back(nlp, day, style):
    (found,) = find_periods(nlp(f"It met on {day.strftime(style)}."), published_on=None)

    assert found.period.valid_from == day


@given(st.text("0123456789 -–/.,lastyeronifMJbQH\n", max_size=50), st.dates())
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_the_text_spans_are_verbatim(nlp, text, day):
    doc = nlp(text)
    for found in find_periods(doc, published_on=day):
        assert doc.text[found.start : found.end] == found.period.text
        assert found.start_token < found.end_token
