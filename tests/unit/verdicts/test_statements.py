"""Which of the sentences held a new claim may be at odds with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.model import Argument, Period
from extractors.verdicts.judge import Context
from extractors.verdicts.judge.statements import statements
from tests.unit.verdicts.claim_makers import claim, count, row

# a clause of it each, as extraction gives them
DREDGER = "The dredger Orla, bought in Lisbon, lifts 400 tonnes of gravel an hour"
CREW = claim("bought in Lisbon", sentence=DREDGER)
GRAVEL = claim(
    "lifts 400 tonnes of gravel an hour",
    sentence=DREDGER,
    quantities=(replace(count(400, "tonne"), text="400 tonnes"),),
)
OTHERS = [
    claim(f"The harbour {said}")
    for said in (
        "has a chapel",
        "was founded by monks",
        "employs a pilot",
        "closed its ferry terminal",
        "rents out sheds",
        "borrowed from its town",
        "sells ice",
        "lost a lawsuit",
    )
]
NEW = claim(
    "the dredger shifts just 250 tonnes of gravel an hour",
    quantities=(replace(count(250, "tonne"), text="250 tonnes"),),
)


def found(lexicon, new, held):
    rows = [row(each) for each in held]
    return list(statements(new, rows, Context.of(held, lexicon)))


def test_the_sentence_that_shares_what_is_rare_is_looked_at_by_its_figure(lexicon):
    best, *_ = found(lexicon, NEW, [CREW, GRAVEL, *OTHERS])

    assert best.row.claim is not CREW
    assert best.row.claim.quote == GRAVEL.quote
    assert best.aspects["figures_differ"] == 1.0
    assert best.aspects["told_rank"] == 0.0
    assert best.aspects["told_lead"] > 5


def test_what_else_is_said_by_the_sentence_counts_too(lexicon):
    whole = found(lexicon, NEW, [CREW, GRAVEL, *OTHERS])
    part = found(lexicon, NEW, [replace(GRAVEL, sentence=GRAVEL.quote), *OTHERS])

    assert whole[0].aspects["told_nats"] > part[0].aspects["told_nats"]


def test_what_shares_next_to_nothing_is_not_looked_at(lexicon):
    best, *others = found(lexicon, NEW, [GRAVEL, *OTHERS])

    assert best.row.claim.quote == GRAVEL.quote
    assert not others


def test_shares_of_a_sum_and_of_a_firm_are_two_measures(lexicon):
    def share(words: str, value: int, whole: str):
        figure = replace(count(value, "percent"), text=f"{value} percent")
        of = Argument(role="of", head=whole, text=whole)
        told = f"The Orla {words} {value} percent of the {whole}"
        return claim(told, quantities=(figure,), arguments=(of,))

    held = [share("gives its owner", 20, "revenue"), *OTHERS]

    best, *_ = found(lexicon, share("now gives its owner", 24, "revenue"), held)
    assert best.aspects["figures_differ"] == 1.0

    best, *_ = found(lexicon, share("now gives its owner", 24, "harbour"), held)
    assert "figures_differ" not in best.aspects


def test_the_order_of_the_rows_makes_no_difference(lexicon):
    held = [CREW, GRAVEL, *OTHERS]

    assert found(lexicon, NEW, held) == found(lexicon, NEW, held[::-1])


def test_a_figure_that_the_sentence_has_as_well_is_met(lexicon):
    both = replace(NEW, quantities=(*NEW.quantities, *GRAVEL.quantities))

    best, *_ = found(lexicon, both, [GRAVEL, *OTHERS])

    assert best.aspects["figure_met_old"] == 1.0


def test_a_figure_cut_out_of_a_word_leaves_no_word_behind(lexicon):
    def pilot(years: str):
        figure = replace(count(int(years), "year"), text=f"{years}-year")
        told = f"The dredger Orla is steered by a {years}-year-old pilot"
        return claim(told, quantities=(figure,))

    best, *_ = found(lexicon, pilot("52"), [pilot("47"), *OTHERS])

    assert best.aspects["figures_differ"] == 1.0


def test_counts_by_other_nouns_are_met_where_the_words_beside_are_shared(lexicon):
    def sunk(words, value, noun):
        figure = replace(count(value, noun), text=f"{value} {noun}s")
        return claim(words.format(figure.text), quantities=(figure,))

    held = sunk("The January gale wrecked {} in the lagoon", 14, "jetty")
    alike = sunk("{} were wrecked in the lagoon by the January gale", 20, "monopile")
    other = sunk("{} were painted by a monk", 20, "monopile")

    best, *_ = found(lexicon, alike, [held, *OTHERS])
    assert best.aspects["figures_differ"] == 1.0

    best, *_ = found(lexicon, other, [held, *OTHERS])
    assert "figures_differ" not in best.aspects


def test_places_in_a_row_are_met(lexicon):
    held = claim("The Orla is the third-largest dredger of the harbour")
    new = claim("The Orla is the second-largest dredger of the harbour")

    best, *_ = found(lexicon, new, [held, *OTHERS])

    assert best.aspects["figures_differ"] == 1.0
    assert (best.old, best.new) == ("third", "second")


def test_a_short_sentence_that_is_shared_whole_goes_before_long_ones(lexicon):
    sentence = "Since the dredger, the barges and the launch rust away, the monks pray"
    long = claim("the monks pray", sentence=sentence)
    short = claim("The monks sell honey")
    told = "the monks gave up selling honey, beside a dredger and barges"
    new = claim("the monks gave up selling honey", sentence=told)

    first, second, *_ = found(lexicon, new, [long, short, *OTHERS])

    assert [each.row.claim.quote for each in (first, second)] == [
        short.quote,
        long.quote,
    ]
    assert second.aspects["told_rank"] == 0.0 < second.aspects["matter_rank"]


def test_what_is_left_already_is_at_odds_with_nothing(lexicon):
    def lent(quote, *counts):
        figures = tuple(replace(count(n, "map"), text=f"{n} maps") for n in counts)
        return claim(quote, quantities=figures)

    held = lent("the archive raised the loan from 60 to 90 maps", 60, 90)
    again = found(lexicon, lent("the archive now lends 90 maps", 90), [held, *OTHERS])
    other = found(lexicon, lent("the archive now lends 75 maps", 75), [held, *OTHERS])

    assert "figures_differ" not in again[0].aspects
    assert "figures_differ" in other[0].aspects


@pytest.mark.parametrize(
    ("months", "sold", "met"), [(3, 90, False), (3, 30, True), (11, 90, True)]
)
def test_a_part_of_the_year_adds_up_to_less_than_all_of_it(months, sold, met, lexicon):
    def boats(number, until):
        figure = replace(count(number, "boat"), text=f"{number} boats")
        year = Period(
            valid_from=date(2030, 1, 1), valid_to=until, kind="at", text="then"
        )
        return claim(f"the yard sold {number} boats", quantities=(figure,), period=year)

    held = boats(60, date(2030, 1 + months, 1))
    best, *_ = found(lexicon, boats(sold, date(2031, 1, 1)), [held, *OTHERS])

    assert ("figures_differ" in best.aspects) is met
