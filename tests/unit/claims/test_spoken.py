"""Who speaks, what stands by itself, and sentences that the parse takes apart."""

import pytest

from extractors.claims.quantities import find_quantities

INTERVIEW = """Late work

Ann Lind receives us in her yard. She has run Orel for six years.

Mrs Lind, why did you sell the mill?

I did not want to. The bank had asked me for 4 million euros in May.

And the workers?

I have kept 60 of them, and my brother runs the yard.

What comes next?

We shall open a second yard in 2027. I built the first one with a loan.
"""


def test_who_answers_in_an_interview_is_its_i(read):
    claims = read(INTERVIEW, title="Late work")
    told = {c.quote: (c.subject, c.attribution) for c in claims}
    assert told["I have kept 60 of them"] == ("Ann Lind", "Ann Lind")
    assert told["We shall open a second yard in 2027"] == ("We", "Ann Lind")
    assert told["She has run Orel for six years"] == ("Ann Lind", "")


VOICES = [
    ("We have moved the opening to September.", 1),
    ("You have 14 seats in the new council.", 1),
    ("By summer we want to be 400 here.", 1),
    ("I watch the yard.", 0),
    ("You know where it stands.", 0),
    ("We are curious.", 0),
]


@pytest.mark.parametrize(("text", "count"), VOICES)
def test_what_we_tell_needs_a_figure_a_time_or_a_name(read, text, count):
    assert count == len(read(text))


QUOTES = [
    ("Orel has a mill that they own.", ["Orel has a mill"]),
    (
        "The union is to abolish what remains of its duties on fish.",
        ["The union is to abolish what remains of its duties on fish"],
    ),
    ("The trouble is that Orel closes in May.", ["Orel closes in May"]),
    (
        "Twelve people died, 14 were injured and two are missing.",
        ["Twelve people died", "14 were injured", "two are missing"],
    ),
    (
        "Behind it stands an office: the auditors found 5 million euros.",
        ["the auditors found 5 million euros"],
    ),
    (
        "In a survey, 61 percent of the members approved of the lease.",
        ["In a survey, 61 percent of the members approved of the lease"],
    ),
    (
        "Orel, which makes more paper than anyone else, lost 5 million euros.",
        ["which makes more paper than anyone else", "lost 5 million euros"],
    ),
    ("[14:55] Orel left the port.", ["Orel left the port"]),
    ("10.17 Forty people wait before the shop.", ["Forty people wait before the shop"]),
]


@pytest.mark.parametrize(("text", "quotes"), QUOTES)
def test_a_claim_has_the_words_that_it_needs(read, text, quotes):
    found = [c.quote for c in read(text)]
    assert quotes == [q for q in found if not q.startswith("Behind")]


def test_by_oneself_is_exclusive(read):
    for words in ("all by himself", "on his own"):
        (claim,) = read(f"Lind founded Orel {words} in 2014.")
        assert claim.exclusive


def test_an_office_has_its_own_time(read):
    left, office = read(
        "Ann Lind, the director of Orel since 2019, now leaves on 3 May."
    )
    assert (office.relation, office.period.text) == ("be director", "since 2019")
    assert left.period.text == "on 3 May"


def test_a_weekday_of_another_week_and_once_a_day(read):
    opens, sails = read("Orel opens on Monday of next week. The boat goes once a day.")
    assert str(opens.period.valid_from) == "2025-03-17"
    assert sails.period.text == ""


# text | low, high, unit and role of every quantity
FIGURES = [
    ("Ada Voss, 57, has led it since May.", [(57, "year", "age")]),
    ("The coach, who is 44, left.", [(44, "year", "age")]),
    ("A widow of 81 called.", [(81, "year", "age")]),
    ("We were fourteen in May.", [(14, "people", "people")]),
    (
        "The duty goes from 24 to 19 percent.",
        [(24, "percent", None), (19, "percent", None)],
    ),
    (
        "It grew from 1.2 to 1.4 million euros.",
        [(1.2e6, "EUR", None), (1.4e6, "EUR", None)],
    ),
    ("The bank pays two and a quarter percent.", [(2.25, "percent", None)]),
    ("It took in three billion euros and a bit.", [(3e9, "EUR", None)]),
    ("A contract of sixty-odd pages lies there.", [(60, "page", None)]),
    ("It was cut to 60 euros from 80.", [(60, "EUR", None), (80, "EUR", None)]),
    (
        "The patrol was extended from twelve weeks to fifteen.",
        [(12, "week", None), (15, "week", None)],
    ),
    (
        "They won 12, 9 and 3 seats.",
        [(12, "seat", None), (9, "seat", None), (3, "seat", None)],
    ),
]


@pytest.mark.parametrize(("text", "rows"), FIGURES)
def test_ages_changes_and_lists_of_figures(nlp, text, rows):
    found = [f.quantity for f in find_quantities(nlp(text))]
    assert rows == [
        (q.low, q.unit, q.role if role else None)
        for q, (_, _, role) in zip(found, rows, strict=True)
    ]
