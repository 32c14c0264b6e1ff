"""What the baseline has said before in other words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.model import (
    Modality,
    Period,
    Polarity,
    Slot,
    Status,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.echo import unless_heard, unmatched
from extractors.verdicts.figures import has_another, how_telling, is_told, same_figure
from extractors.verdicts.fresh import cast, fresh_figure
from extractors.verdicts.parts import hold
from extractors.verdicts.passages import passages_of
from tests.unit.verdicts.claim_makers import DAY, acting, claim, count, money, row

HELD = claim(
    "Orel bought the ferry line for 7.3 million euros",
    verb="buy",
    terms=("orel", "buy", "ferry", "line", "euro"),
    quantities=(money(7.3e6),),
    **acting("Orel"),
)
OTHER = claim(
    "the bridge closes at noon", terms=("bridge", "close", "noon"), sentence_index=9
)

USERS = replace(count(9.8e6, "customer"), role="users")
NEARLY = replace(count(9.83e6), approximate=True)
FURTHER = [
    row(claim(word, terms=(word,), sentence_index=i))
    for i, word in enumerate(("lantern", "orchard", "harvest", "parade"), start=20)
]


def judged(each, lexicon, *rows):
    held = rows or (row(HELD), row(OTHER))
    return unmatched(each, [*held, *FURTHER], lexicon)


def test_a_telling_figure_beside_its_thing_is_known(lexicon):
    each = claim(
        "which cost 7.3 million euros",
        terms=("cost", "ferry", "euro"),
        verb="cost",
        quantities=(money(7.3e6),),
    )
    verdict = judged(each, lexicon)

    assert (verdict.kind, verdict.reason) == (VerdictKind.KNOWN, "content_held")
    assert verdict.counterpart.claim.quote == HELD.quote


def test_words_that_only_one_passage_has_are_known(lexicon):
    each = claim(
        "the line's ferry is Orel's", terms=("line", "ferry"), entities=("Orel",)
    )

    assert judged(each, lexicon).kind is VerdictKind.KNOWN


@pytest.mark.parametrize(
    "slots",
    [
        {"quantities": (money(9.1e6),)},
        {"polarity": Polarity.NEGATED, "verb": "buy"},
        {"modality": Modality.QUESTION},
        {"terms": ("orel", "sink", "lighthouse", "reef", "storm")},
    ],
)
def test_a_figure_a_denial_a_question_or_other_words_are_not(slots, lexicon):
    each = claim(
        "Orel bought the ferry line",
        **{"terms": ("orel", "buy", "ferry", "line"), **acting("Orel"), **slots},
    )

    assert judged(each, lexicon).kind is VerdictKind.NEW


def test_a_plan_does_not_tell_of_the_deed(lexicon):
    plan = claim(
        "Orel wants to buy the ferry line",
        modality=Modality.PLANNED,
        verb="buy",
        terms=HELD.terms,
        **acting("Orel"),
    )

    assert judged(HELD, lexicon, row(plan), row(OTHER)).kind is VerdictKind.NEW


@pytest.mark.parametrize("status", [Status.DISPUTED, Status.REJECTED])
def test_what_is_not_held_is_not_heard(status, lexicon):
    verdict = judged(HELD, lexicon, row(HELD, status), row(OTHER))

    assert verdict.kind is VerdictKind.NEW


def test_news_says_which_names_and_day_are_fresh(lexicon):
    sunday = Period(valid_from=DAY, valid_to=DAY, kind="at", text="on Sunday")
    held = replace(HELD, period=sunday)
    each = claim("Tarn and Mora met", period=sunday, entities=("Tarn", "Mora"))
    features = judged(each, lexicon, row(HELD)).features

    assert (features["fresh_names"], features["fresh_day"]) == (1.0, 1.0)
    assert judged(each, lexicon, row(held)).features["fresh_day"] == 0


def test_news_says_what_is_fresh_about_it(lexicon):
    each = claim("Tarn paid 4.4 million", quantities=(money(4.4e6),), **acting("Tarn"))
    verdict = judged(each, lexicon)

    assert verdict.features["fresh_figure"] == 1.0
    assert verdict.features["cast"] == 0.0
    assert verdict.features["familiar"] < 0.5
    assert fresh_figure(HELD, [row(HELD)]) == 0


@pytest.mark.parametrize(("moved_to", "heard"), [(3, True), (5, False)])
def test_a_day_that_another_row_tells_is_known(lexicon, moved_to, heard):
    def opens(words, on, index):
        day, after = DAY.replace(month=on), DAY.replace(month=on, day=DAY.day + 1)
        return claim(
            f"the lantern festival {words}",
            verb="open",
            terms=("lantern", "festival", "open"),
            period=Period(text="then", kind="at", valid_from=day, valid_to=after),
            sentence_index=index,
        )

    first, moved = opens("opens then", 4, 7), opens("now opens then", moved_to, 8)
    again = opens("opens after Lent", 3, 1)
    differs = Verdict(
        kind=VerdictKind.CONTRADICTS,
        reason="date_moved",
        confidence=0.8,
        slot=Slot.DATE,
        counterpart=row(first),
    )
    found = unless_heard(differs, again, [row(first), row(moved), *FURTHER], lexicon)

    assert (found.kind is VerdictKind.KNOWN) == heard


@pytest.mark.parametrize(
    ("quantity", "telling"),
    [
        (money(5), 1.0),
        (count(1250, "ton"), 1.0),
        (count(37, "well"), 0.8),
        (count(3, "ship"), 0.25),
    ],
)
def test_sums_tell_more_than_small_counts(quantity, telling):
    assert how_telling(quantity) == telling


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (money(7.3e6), money(7.3e6), True),
        (money(7.3e6), money(9e6), False),
        (count(640, "worker"), count(640, "people"), True),
        (count(640, "worker"), money(640), False),
        (count(48, "hour"), count(2, "day"), True),
        (replace(money(8.9), per="month"), money(9), True),
        (USERS, replace(NEARLY, role="users", unit="subscriber"), True),
        (USERS, replace(NEARLY, role="seat", unit="seat"), False),
    ],
)
def test_one_figure(old, new, same):
    assert same_figure(old, new) is same


def test_who_is_often_named_belongs_to_the_story():
    rows = [
        row(replace(HELD, claim_id=f"c{i}", sentence_index=i, quote=f"line {i}"))
        for i in range(4)
    ]
    heard = [replace(each, status=Status.OBSERVED) for each in rows]

    assert cast(HELD, passages_of(rows)) == 1.0
    assert cast(HELD, passages_of(rows[:1])) == 0.25
    assert cast(HELD, passages_of(heard)) == 0.0
    assert cast(replace(HELD, arguments=()), ()) == 1.0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (replace(count(40, "percent"), role="turnout", high=None), count(43), False),
        (
            replace(money(7.6e8), role="savings"),
            replace(money(7.9e8), role="debt"),
            False,
        ),
        (
            replace(money(7.6e8), role="savings"),
            replace(money(7.6e8), role="debt"),
            True,
        ),
        (replace(count(700000, "brick"), role="brick"), count(704000), False),
        (
            replace(count(704000, "brick"), approximate=True),
            count(700000, "brick"),
            True,
        ),
        (
            replace(count(8, "hour"), role="duration"),
            replace(count(481, "minute"), role="duration"),
            True,
        ),
    ],
)
def test_a_near_figure_is_told_of_one_measure_alone(old, new, told):
    assert is_told(old, new) is told


def test_a_sentence_with_another_figure_of_the_measure_says_nothing_of_it():
    years, other = (replace(count(n, "year"), role="duration") for n in (6, 4))

    assert has_another([other], [years])
    assert not has_another([other], [years, other])
    assert not has_another([other], [money(6)])


def test_a_particle_verb_is_not_told_by_its_bare_verb(lexicon):
    """Who threw the first stone threw no suit out."""
    thrown = claim(
        "Tarn threw out the suit of Orel over the ferry",
        verb="throw out",
        terms=("tarn", "throw", "suit", "orel", "ferry"),
        **acting("Tarn"),
    )
    bare = claim(
        "Tarn threw the suit of Orel off the ferry",
        verb="throw",
        terms=("tarn", "throw", "suit", "orel", "ferry"),
        **acting("Tarn"),
    )

    assert unmatched(thrown, [row(thrown)], lexicon).features["covered"] == 1
    assert unmatched(thrown, [row(bare), *FURTHER], lexicon).features["covered"] < 1


@pytest.mark.parametrize(
    ("held", "told", "said"),
    [
        ((date(2024, 1, 1), date(2025, 1, 1)), (date(2024, 1, 1), date(2024, 2, 1)), 0),
        (
            (date(2024, 5, 9), date(2024, 5, 10)),
            (date(2024, 5, 1), date(2024, 6, 1)),
            1,
        ),
        (
            (date(2024, 5, 1), date(2024, 5, 31)),
            (date(2024, 5, 1), date(2024, 6, 1)),
            1,
        ),
    ],
)
def test_a_time_is_told_by_one_as_exact(held, told, said, lexicon):
    old, new = (
        claim(
            "Orel bought the mill",
            period=Period(valid_from=start, valid_to=end, kind="at", text="then"),
        )
        for start, end in (held, told)
    )

    [passage] = hold(new, [row(old)], lexicon).shares

    assert passage[-1] == said
