"""How telling it is to share a word."""

from __future__ import annotations

import pytest

from extractors.verdicts.judge import Context
from extractors.verdicts.judge.aspects import aspects
from tests.unit.verdicts.claim_makers import acting, claim, row


def told(text, subject, *terms):
    return claim(text, terms=(subject.lower(), *terms), **acting(subject))


ROOF = told("Alder Hall repairs its roof", "Alder Hall", "repair", "roof")
ROOF_AGAIN = told("Alder Hall is repairing the roof", "Alder Hall", "repair", "roof")
PIANO = told("Alder Hall bought a piano", "Alder Hall", "buy", "piano")
CHOIR = told("Alder Hall founded a choir", "Alder Hall", "found", "choir")
NEW = told("Alder Hall has torn off its roof", "Alder Hall", "tear", "roof")


def test_what_every_claim_has_tells_little(lexicon):
    context = Context.of([ROOF, PIANO, CHOIR], lexicon)

    assert context.nats("roof", ROOF) > 2 * context.nats("alder hall", ROOF)


def test_alone_a_word_is_as_telling_as_it_is_rare_in_english(lexicon):
    alone = Context(lexicon)

    assert alone.nats("piano", PIANO) > alone.nats("company", PIANO) > 0
    assert alone.nats("zzyzx", PIANO) <= 8.0


def test_the_row_that_shares_what_is_rare_has_most_in_common(lexicon):
    context = Context.of([ROOF, ROOF_AGAIN, PIANO, CHOIR], lexicon)

    best = aspects(row(ROOF), NEW, context)
    other = aspects(row(PIANO), NEW, context)

    assert best["nats_both"] > other["nats_both"]


def test_a_repetition_makes_a_word_no_more_common(lexicon):
    once = Context.of([ROOF, PIANO, CHOIR], lexicon)
    twice = Context.of([ROOF, ROOF_AGAIN, PIANO, CHOIR], lexicon)

    assert twice.nats("roof", ROOF) == pytest.approx(once.nats("roof", ROOF))


def test_an_event_told_from_its_other_end_is_seen(lexicon):
    old = claim("Orel bought the mill", verb="buy", relation="buy", **acting("Orel"))
    new = claim("Orel sold the mill", verb="sell", relation="sell", **acting("Orel"))

    assert aspects(row(old), new, Context(lexicon))["other_end"] == 1.0
