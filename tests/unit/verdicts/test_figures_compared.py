"""Which figures the judge is asked about: those that a reader would compare."""

from __future__ import annotations

import pytest

from extractors.claims.quantities import find_quantities
from extractors.verdicts import load_lexicon
from extractors.verdicts.judge.measures import may_differ
from flows.fanout import pipeline
from tests.unit.verdicts.claim_makers import count


@pytest.fixture(scope="module")
def offered():
    lexicon, nlp = load_lexicon(), pipeline()

    def first(text):
        return find_quantities(nlp(f"The town told of {text}."))[0].quantity

    return lambda one, other: may_differ(first(one), first(other), lexicon)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("6 million kroner", "4 million Danish kroner"),
        ("$6m", "4 million Canadian dollars"),
        ("6 million rupees", "4 million Sri Lankan rupees"),
        ("60 sailors", "40 nurses"),
        ("60 sailors", "40 names"),
        ("60 vases", "40 pieces"),
        ("60 visits", "40 times"),
        ("60 members", "40 seats"),
        ("90 euros each", "70 euros a head"),
        ("more than 60 tonnes", "more than 40 tonnes"),
        ("up to 60 tonnes", "40 tonnes"),
        ("60 and over", "children over 40"),
        ("60 megawatts apiece", "40 megawatts"),
        ("60 euros an hour", "40 euros"),
    ],
)
def test_figures_that_a_reader_compares_are_offered(offered, one, other):
    assert offered(one, other)
    assert offered(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US$6m", "4 million Canadian dollars"),
        ("6 million euros", "4 million Danish kroner"),
        ("60 sailors", "40 tonnes"),
        ("60 sailors", "40 percent"),
        ("60 sailors", "40 pieces"),
        ("60 bridges", "40 times"),
        ("more than 40 tonnes", "60 tonnes"),
        ("at most 60 tonnes", "40 tonnes"),
        ("60 tonnes", "60 tonnes"),
    ],
)
def test_figures_of_other_things_are_not_offered(offered, one, other):
    assert not offered(one, other)
    assert not offered(other, one)


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ((60, ""), (40, "witness"), True),
        ((60, ""), (40, "percent"), True),
        ((60, ""), (40_000, "EUR"), False),
        ((6e6, "XXX"), (4e6, "EUR"), True),
        ((6e6, "XXX"), (4e6, ""), True),
        ((600, "XXX"), (400, "witness"), False),
    ],
)
def test_a_bare_figure_is_compared_with_those_of_its_size(one, other, may):
    assert may is may_differ(count(*one), count(*other), load_lexicon())
    assert may is may_differ(count(*other), count(*one), load_lexicon())
