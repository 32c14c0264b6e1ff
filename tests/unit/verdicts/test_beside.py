"""The claims of one article beside each other: what they tell of one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import VerdictKind
from extractors.verdicts import FAILED, compare, compare_all
from extractors.verdicts.judge import Beside, Opinion, Seen, View, load_judge
from extractors.verdicts.judge import model as judging
from extractors.verdicts.looks import Look, think_over
from tests.unit.verdicts.claim_makers import acting, claim, row


def view(index, document="seed", **chances):
    every = {"updates": 0.0, "contradicts": 0.0, "known": 0.0} | chances
    return View(document, index, **every)


DOUBT = Seen(4, (view(7, contradicts=0.4),))


def beside(*others, of=DOUBT):
    [found] = Beside([of, *others]).aspects(of)
    return found


def test_a_neighbour_on_the_next_sentence_held_is_of_the_same_passage():
    found = beside(Seen(5, (view(8, known=0.9),)))

    assert found["near_next"] == found["near_next_known"] == 0.9
    assert found["near_same"] == found["near_close"] == 0.0


@pytest.mark.parametrize(
    "elsewhere",
    [
        Seen(5, (view(8, "another", known=0.9),)),
        Seen(5, (view(12, known=0.9),)),
        Seen(7, (view(8, known=0.9),)),
    ],
    ids=["of another document", "far from it there", "far from it here"],
)
def test_what_is_elsewhere_is_no_neighbour(elsewhere):
    found = beside(elsewhere)

    assert found["near_next"] == found["near_same"] == found["near_close"] == 0.0


def test_another_sentence_on_the_same_one_is_a_rival():
    found = beside(Seen(1, (view(7, updates=0.8),)), Seen(2, (view(3, known=0.7),)))

    assert (found["rival"], found["rival_conflict"]) == (0.8, 0.8)
    assert found["rival_known"] == 0.0


def test_claims_of_one_sentence_are_no_rivals():
    assert beside(Seen(4, (view(7, known=0.6),)))["also_known"] == 0.6
    assert beside(Seen(4, (view(7, known=0.6),)))["rival"] == 0.0


def test_others_are_those_of_which_anything_is_thought():
    found = beside(
        Seen(0, (view(1, contradicts=0.9),)), Seen(2, ()), Seen(6, (view(2, known=1),))
    )

    assert found["others_contradict"] == pytest.approx(0.45)
    assert found["others_known"] == pytest.approx(0.5)


def test_a_doubt_is_likelier_beside_what_goes_through_the_same_passage():
    first = Opinion(_statement(), False, 0.5, 0.5, 0.1, first=(-3.0, 0.0, -2.0))
    passage = beside(
        Seen(2, (view(5, known=0.9),)),
        Seen(3, (view(6, known=0.9),)),
        Seen(5, (view(8, contradicts=0.9),)),
        Seen(8, (view(2, contradicts=0.8),)),
    )
    strange = beside(*(Seen(i, (view(i, f"d{i}", known=0.2),)) for i in (2, 3, 5, 8)))

    likelier = load_judge().reconsidered(first, passage)
    less_likely = load_judge().reconsidered(first, strange)

    assert likelier.probability > less_likely.probability + 0.1


def _statement():
    held = row(claim("Orel bought the mill", **acting("Orel")))
    aspects = {"gone": 0.0, "left_behind": 0.0}
    return judging.Statement(held, "filler", None, aspects, "", "")


def test_one_sentence_alone_is_not_looked_at_again():
    thought = [Opinion(_statement(), False, 0.5, 0.5, 0.1, first=(-3.0, 0.0, -2.0))]
    alone = Look(claim=claim("Tarn bought the mill"), candidates=(), thought=thought)

    assert [*think_over([alone])] == [alone]


def test_alone_a_claim_is_judged_as_by_itself(lexicon):
    held = [row(claim("Orel bought the mill", **acting("Orel")))]
    new = claim("Tarn bought the mill", **acting("Tarn"))

    [found] = compare_all([(new, held)], lexicon=lexicon)

    assert found == compare(new, held, lexicon=lexicon)


def test_a_failure_is_of_one_claim_alone(lexicon):
    held = [row(claim("Orel bought the mill", **acting("Orel")))]
    new = claim("Orel bought the mill", **acting("Orel"))
    broken = replace(new, arguments=None)

    failed, found = compare_all([(broken, held), (new, held)], lexicon=lexicon)

    assert failed.reason == FAILED
    assert found.kind is VerdictKind.KNOWN
