"""The matchers of the public benchmarks, on tuples of our own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractors.claims import extract_claims, load_pipeline
from extractors.model import Topic
from tests.bench.common import ROOT, is_held_back, prose, sampled
from tests.bench.extraction import _article
from tests.bench.labelled import Answer, Row, figures, other_numbers
from tests.bench.matching import (
    Extraction,
    GoldPart,
    GoldTuple,
    carb_match,
    carb_scores,
    wire_match,
    wire_scores,
)
from tests.bench.saved import sentence_key
from tests.bench.surface import extractions


def said(relation, *arguments, confidence=1.0):
    return Extraction(relation=relation, arguments=arguments, confidence=confidence)


def part(*words, inferred=0):
    return GoldPart(words=words, real=len(words) - inferred)


class TestCarb:
    gold = said("was built in", "the old mill", "1870", "by a miller")

    @pytest.mark.parametrize(
        ("found", "expected"),
        [
            (said("was built in", "the old mill", "1870 by a miller"), (1.0, 1.0)),
            (said("built", "mill", "1870"), (1.0, 3 / 10)),
            (said("burned", "the old mill", "1870"), (0.0, 0.0)),
            (said("was built in", "the old mill"), (0.0, 0.0)),
            (said("be", "the old mill", "1870"), (1.0, 5 / 10)),
            (said("was was", "mill mill", "1870"), (3 / 5, 3 / 10)),
        ],
        ids=["whole", "short", "relation", "no-object", "inferred-be", "repeated"],
    )
    def test_tokens_are_counted_part_by_part(self, found, expected):
        assert carb_match(self.gold, found) == pytest.approx(expected)

    def test_what_was_said_may_stand_before_who_said_it(self):
        gold = said("said", "the baker", "bread is dear")

        assert carb_match(gold, said("said", "bread is dear", "the baker")) == (1, 1)
        turned = said("praised", "the baker", "bread is dear")
        assert carb_match(gold, turned) == (0, 0)

    def test_recall_shares_an_extraction_and_precision_does_not(self):
        gold = {"s": [said("has", "a", "b"), said("has", "a", "b")]}

        scores = carb_scores(gold, {"s": [said("has", "a", "b"), said("is", "x", "y")]})

        assert (scores.precision, scores.recall) == (0.5, 1.0)
        assert scores.auc is None

    def test_the_best_point_of_the_curve_is_taken(self):
        gold = {"s": [said("has", "a", "b")], "t": [said("has", "c", "d")]}
        found = {
            "s": [said("has", "a", "b", confidence=0.9)],
            "t": [said("lost", "e", "f", confidence=0.1)],
        }

        scores = carb_scores(gold, found)

        assert (scores.precision, scores.recall) == (1.0, 0.5)
        assert scores.auc == pytest.approx(0.5)

    def test_nothing_found_scores_nothing(self):
        assert carb_scores({"s": [said("has", "a", "b")]}, {}).f1 == 0


class TestWire:
    gold = GoldTuple(
        core=(part("Ada"), part("is", inferred=1), part("a", "pilot")),
        others=(part("since", "May"),),
    )

    @pytest.mark.parametrize(
        ("found", "expected"),
        [
            (said("is", "Ada", "a pilot", "since May"), (1.0, 6 / 5)),
            (said("is", "Ada", "a pilot"), (1.0, 4 / 5)),
            (said("remains", "Ada", "a pilot"), (3 / 4, 3 / 5)),
            (said("is", "Bo", "a pilot"), None),
            (said("is", "", "a pilot"), None),
            (said("", "Ada", "a pilot"), (1.0, 3 / 5)),
        ],
        ids=["whole", "third-left-out", "inferred", "other", "empty", "no-relation"],
    )
    def test_every_part_shares_a_word_but_an_inferred_one(self, found, expected):
        score = wire_match(self.gold, found)

        assert score == (expected if expected is None else pytest.approx(expected))

    def test_tuples_are_paired_greedily(self):
        gold = {
            "s": [
                GoldTuple(core=(part("Ada"), part("flies"), part("a", "plane"))),
                GoldTuple(core=(part("Ada"), part("flies"), part("gliders"))),
            ]
        }
        found = {
            "s": [said("flies", "Ada", "a plane"), said("flies", "Ada", "a plane")]
        }

        scores = wire_scores(gold, found)

        assert (scores.precision, scores.recall) == (0.5, 0.5)


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


class TestSurface:
    def _tuples(self, text, nlp):
        claims = next(
            extract_claims([_article(text)], nlp=nlp, topic=Topic(id="bench"))
        )
        return extractions(claims, nlp(text))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "The council rejected the plan in May.",
                said("rejected", "The council", "the plan", "in May"),
            ),
            (
                "The bridge was designed by a young engineer.",
                said("was designed by", "The bridge", "a young engineer"),
            ),
            (
                "The ferry will not leave before noon.",
                said("will not leave before", "The ferry", "noon"),
            ),
        ],
        ids=["active", "passive", "auxiliaries"],
    )
    def test_a_claim_is_told_in_the_words_of_its_sentence(self, text, expected, nlp):
        assert expected in self._tuples(text, nlp)


class TestContradiction:
    def _row(self, label, claim="It has 5 rooms", baseline="It has 4 rooms"):
        return Row(key="k", source="s", baseline=baseline, claim=claim, label=label)

    def test_three_classes_are_scored_and_updates_are_no_contradiction(self):
        against, known = self._row("contradicts"), self._row("known")
        found = figures(
            [
                Answer(row=against, kind="contradicts"),
                Answer(row=against, kind="updates"),
                Answer(row=known, kind="contradicts"),
                Answer(row=self._row("neither"), kind="new"),
            ]
        )

        assert found["accuracy"] == 0.5
        assert found["contradicts"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}

    def test_the_ready_made_way_sees_another_number(self):
        rows = [self._row("contradicts"), self._row("known", baseline="5 rooms")]

        kinds = [answer.kind for answer in other_numbers(rows)]

        assert kinds == ["contradicts", "known"]


def test_the_fifth_that_is_held_back_depends_on_the_key_alone():
    held = [n for n in range(1000) if is_held_back(f"page {n}")]

    assert held == [n for n in range(1000) if is_held_back(f"page {n}")]
    assert 150 < len(held) < 250


def test_a_sample_is_the_same_in_any_order_of_the_rows():
    rows = [f"row {n}" for n in range(50)]

    assert sampled(rows, str, 5) == sampled(rows[::-1], str, 5)
    assert sampled(rows, str, 0) == rows


@pytest.mark.parametrize(
    ("tokens", "written"),
    [
        ("It rose 2.5 % ( or $ 4 ) .", "It rose 2.5% (or $4)."),
        ("Ada 's dog did n't bark , she said .", "Ada's dog didn't bark, she said."),
        ("They call it `` the box '' now", 'They call it "the box" now'),
        ("Plain prose, as it is.", "Plain prose, as it is."),
    ],
)
def test_tokens_are_written_as_prose(tokens, written):
    assert prose(tokens) == written


def test_a_sentence_is_known_by_its_letters():
    assert sentence_key("a -LRB- b -RRB- , c") == sentence_key("a (b), c")


@pytest.mark.parametrize("area", ["contradiction", "extraction", "pages", "feeds"])
def test_absent_data_is_said_and_is_no_error(area, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{area}"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "CLAIMWATCH_BENCH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "CLAIMWATCH_BENCH" in done.stdout
