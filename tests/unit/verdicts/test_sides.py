"""By which words two sentences are seen to be opposite, and by which they are not."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.claims import extract_claims
from extractors.model import BaselineClaim, Status, Topic
from extractors.verdicts.judge.aspects import aspects
from extractors.verdicts.judge.context import Context
from extractors.verdicts.pairs import as_article
from flows.fanout import pipeline

SIGNS = ("odd", "odd_by_words", "implicit_differs")


def claims(old, new):
    """The claims of a text held and of a new one."""
    articles = [
        as_article("old", old, date(2030, 3, 1)),
        as_article("new", new, date(2030, 5, 1)),
    ]
    return extract_claims(articles, nlp=pipeline(), topic=Topic(id="t"))


@pytest.fixture(scope="module")
def signs(lexicon):
    def seen(old, new):
        [held], [told] = claims(old, new)
        row = BaselineClaim(claim=held, status=Status.SEED)
        found = aspects(row, told, Context.of([held], lexicon))
        return {name for name in SIGNS if found[name]}

    return seen


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # a verdict on a thing
        ("The tenants called the rent fair.", "The tenants found the rent outrageous."),
        ("Guests praised the soup.", "Guests tore the soup to shreds."),
        ("Farmers considered the dam useful.", "Farmers described the dam as a folly."),
        ("The council praised the mural.", "The mural was met with scorn."),
        ("Pilots called the runway adequate.", "Pilots called the runway too short."),
        ("The pastor regretted the sale.", "The pastor welcomed the sale."),
        (
            "The guild was full of praise for the dean.",
            "The guild criticised the dean.",
        ),
        ("The harvest is good.", "The harvest is poor."),
        ("Entry is free.", "Entry is nine francs."),
        ("The synod opposes the organ.", "The organ has the blessing of the synod."),
        ("The synod opposes the organ.", "The synod has no objection to the organ."),
        ("Guests praised the tenor.", "Guests had nothing but reproach for the tenor."),
        ("The farmers withdrew the lawsuit.", "The farmers upheld the lawsuit."),
        ("The register is complete.", "The register has gaps."),
        ("Ida Brandt keeps the barge.", "Ida Brandt got rid of the barge."),
        ("The fee is refunded.", "The fee is not refundable."),
        ("The rent was left unchanged.", "The rent was raised."),
        ("Critics panned the opera.", "The opera got good reviews."),
        ("The opera was praised.", "The opera drew criticism."),
        ("The fee was praised.", "The clerks called the fee unreasonable."),
        # whose side one takes
        ("The dean backs the canal.", "The dean is against it."),
        ("The guild backs the dean.", "The guild has turned its back on the dean."),
        # what is so by a phrase
        ("The curfew was lifted.", "The curfew remains in force."),
        ("The ferry runs on time.", "The ferry is always late."),
        ("The chapel is used daily.", "The chapel stands empty."),
        ("The blaze is under control.", "The blaze is out of control."),
        ("The suspect confessed.", "The suspect maintains his innocence."),
        ("The coin is genuine.", "The coin was forged."),
        ("The nurses recommend it.", "The nurses warn against it."),
        ("The firm met its goal.", "The firm fell short of its goal."),
        ("The lift works.", "The lift is out of order."),
        ("The poachers were released.", "The poachers are still in custody."),
        ("The hearings are public.", "The hearings are held behind closed doors."),
        ("Parking is free.", "Parking costs two crowns an hour."),
        ("The barn is intact.", "The barn was destroyed."),
        ("The pier was finished.", "The pier is unfinished."),
        ("The driver was fined for it.", "The driver went unpunished."),
        # how it is done, and how it came out
        ("The barge arrived early.", "The barge arrived late."),
        ("The march passed off peacefully.", "The march ended in clashes."),
        ("The board approved it unanimously.", "The board was divided."),
        # what one is let or asked to do
        ("He had to hand in his rifle.", "He was allowed to keep his rifle."),
        # what it is done without
        (
            "The lease was signed before a witness.",
            "The lease was signed without a witness.",
        ),
    ],
)
def test_opposites_are_seen(signs, old, new):
    assert signs(old, new)
    assert signs(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The tenants called the rent fair.", "The tenants found the rent reasonable."),
        ("Guests praised the soup.", "Guests were full of praise for the soup."),
        ("Farmers called the dam a folly.", "Farmers tore the dam to pieces."),
        ("The dean is against the canal.", "The dean opposes the canal."),
        ("The opera got good reviews.", "Critics praised the opera."),
        ("The ferry is late.", "The ferry is behind schedule."),
        ("The blaze is under control.", "Firefighters have the blaze under control."),
        ("The hall behind the mill is open.", "The hall is open every Friday."),
        ("The tram was behind schedule.", "The tram came late."),
        ("The curfew remains in force.", "The curfew is still in effect."),
        (
            "The lease was signed without a witness.",
            "The lease was signed without any witness.",
        ),
        ("The crew unloaded the barge.", "The crew emptied the barge."),
    ],
)
def test_what_agrees_has_no_sign(signs, old, new):
    assert not signs(old, new)


@pytest.mark.parametrize(
    ("new", "nearest"),
    [
        ("The dean opposes the canal.", "The dean supports the canal"),
        ("The guild is full of praise for the canal.", "the guild praises it"),
    ],
)
def test_an_opposite_relation_is_as_near_as_the_same(lexicon, new, nearest):
    text = "The dean supports the canal; the guild praises it; two farmers oppose it."
    held, [told] = claims(text, new)
    rows = [BaselineClaim(claim=each, status=Status.SEED) for each in held]

    assert nearest == Context.of(held, lexicon).nearest(rows, told).claim.quote


@pytest.mark.parametrize(
    ("old", "new", "side"),
    [
        ("The heirs oppose any merger.", "Brandt wants to merge the mills.", "old"),
        ("The mill is to be demolished.", "The heirs reject a demolition.", "new"),
    ],
)
def test_what_is_turned_down_is_told_by_the_other(lexicon, old, new, side):
    """An aspect says so, for either side."""
    [held], [told] = claims(old, new)
    row = BaselineClaim(claim=held, status=Status.SEED)

    found = aspects(row, told, Context.of([held], lexicon))

    assert found[f"turned_down_{side}"] >= 0.8


def test_what_one_lost_was_not_turned_down(lexicon):
    """A lost case is a case."""
    [held], [told] = claims("The guild lost the case.", "The guild has a case.")
    row = BaselineClaim(claim=held, status=Status.SEED)

    found = aspects(row, told, Context.of([held], lexicon))

    assert found["turned_down_old"] == 0.0
