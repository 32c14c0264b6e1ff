"""Every sign of news, and how the signs add up."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Argument, Modality, Period, Polarity
from extractors.verdicts.newsworthy import Weights, load_weights, newsworthiness
from extractors.verdicts.signs import signs
from tests.unit.verdicts.claim_makers import TOPIC, acting, article, claim, money

ALDER = acting("Alder Mill")
LONG_AGO = Period(
    valid_from=date(2001, 1, 1),
    valid_to=date(2002, 1, 1),
    kind="at",
    text="in 2001",
)
YESTERDAY = Period(
    valid_from=date(2030, 5, 19),
    valid_to=date(2030, 5, 20),
    kind="at",
    text="on Sunday",
)
NEXT_YEAR = Period(
    valid_from=date(2031, 1, 1),
    valid_to=date(2032, 1, 1),
    kind="at",
    text="next year",
)
BODY = "The ferry sailed. " * 20


def signs_of(each, text=BODY, **features):
    return signs(each, article(text), TOPIC, features)


def worth(each, weights=None, **features):
    return newsworthiness(each, article(BODY), TOPIC, features, weights)


@pytest.mark.parametrize(
    ("sign", "each"),
    [
        ("cast_acts", claim(**ALDER)),
        ("topic_concerned", claim("the ferry", entities=("Alder Mill",))),
        ("generic_present", claim("Alder is a mill", tense="present", **ALDER)),
        ("generic_truth", claim("ferries need deep water", tense="present")),
        ("late_in_article", claim(start=200)),
        ("background_clause", claim(cues=("clause:relcl",))),
        ("history", claim(period=LONG_AGO)),
        ("recent", claim(period=YESTERDAY)),
        ("ahead", claim(period=NEXT_YEAR)),
        ("perfect_tense", claim(tense="perfect")),
        ("in_title", claim(in_title=True)),
        ("no_clause", claim(cues=("clause:whole",))),
        ("before_the_past", claim("the ferry had left")),
        ("modality_planned", claim(modality=Modality.PLANNED)),
        ("modality_conditional", claim(modality=Modality.CONDITIONAL)),
        ("not_happened", claim(polarity=Polarity.NEGATED)),
        ("one_more", claim(cues=("additive:also",))),
        ("seen_or_felt", claim("the crew enjoyed the ferry", verb="enjoy")),
        ("speech_only", claim("Alder Mill repeated", verb="repeat")),
        ("speech_only", claim("Alder declined to comment", verb="comment")),
        ("few_words", claim("the ferry", terms=("ferry",))),
        ("attributed", claim(attribution="Orel")),
        ("first_person", claim("We liked the ferry of Alder Mill")),
        ("advice", claim("Alder Mill should buy the ferry")),
        ("called_untrue", claim("a fake account sold the ferry")),
    ],
)
def test_a_sign_is_seen(sign, each):
    assert signs_of(each).get(sign, 0) > 0
    assert not signs_of(claim("Somebody bought ferry lines")).get(sign)


def test_words_between_quotation_marks_are_a_voice():
    text = 'She said: "Alder Mill bought the ferry and it pays."'
    each = claim("Alder Mill bought the ferry", start=text.index("Alder"), **ALDER)

    assert signs_of(each, text)["in_quotes"]
    assert "in_quotes" not in signs_of(each, text.replace('"', ""))


def test_who_belongs_to_the_story_acts_in_it():
    each = claim("Tarn bought a ferry", **acting("Tarn"))

    assert signs_of(each, cast=0.5)["cast_acts"] == 0.5
    assert not signs_of(each, cast=0.0)["cast_acts"]


@pytest.mark.parametrize(
    ("generic", "quote", "modality"),
    [
        (True, "Ferries need deep water", Modality.ASSERTED),
        (False, "The ferry is slowly taking on water", Modality.ASSERTED),
        (False, "They're being towed", Modality.ASSERTED),
        (False, "The ferry is to be renamed", Modality.PLANNED),
    ],
)
def test_what_goes_on_or_is_planned_is_no_general_truth(generic, quote, modality):
    each = claim(quote, tense="present", modality=modality)

    assert ("generic_present" in signs_of(each)) is generic


def test_a_day_is_no_news_by_itself():
    few = claim("that closed on Sunday", terms=("close",))

    assert signs_of(claim(), fresh_day=1.0)["fresh_day"] == 1
    assert "fresh_day" not in signs_of(few, fresh_day=1.0)


def test_the_points_add_up_and_the_heaviest_against_it_is_the_reason():
    points = {"recent": 1.0, "perfect_tense": 1.0, "history": -2.0}
    weights = Weights(bias=0.5, signs=points, alert=1.0, line=-1.0)
    told = worth(claim(period=YESTERDAY), weights)
    line = worth(claim(tense="perfect", period=LONG_AGO), weights)
    silent = worth(claim(period=LONG_AGO), weights)
    minor = worth(claim(), weights)

    assert (told.alert, told.score, told.points) == (True, 1.5, {"recent": 1.0})
    assert (line.alert, line.companion, line.reason) == (False, True, "history")
    assert (silent.companion, silent.score) == (False, -1.5)
    assert (minor.alert, minor.reason) == (False, "minor")


@pytest.mark.parametrize(
    "slots",
    [
        {"in_title": True, "sentence_index": 0},
        {"sentence_index": 1, "period": YESTERDAY},
    ],
)
def test_what_the_topic_does_is_told(slots):
    assert worth(claim(**slots, **ALDER), familiar=0.8, fresh_names=0.5).alert


def test_a_fresh_figure_makes_a_line_an_alert():
    each = claim("the ferry costs two million", start=180, quantities=(money(2e6),))

    assert not worth(each, familiar=0.5).alert
    assert worth(each, familiar=0.5, fresh_figure=1.0).alert


def test_a_question_stands_beside_no_alert():
    found = worth(claim(modality=Modality.QUESTION, **ALDER), fresh_figure=1.0)

    assert (found.alert, found.companion) == (False, False)
    assert found.reason == "modality_question"


@pytest.mark.parametrize(
    "each",
    [
        claim(modality=Modality.POSSIBLE, tense="modal", **ALDER),
        claim("Tarn has left the harbour office", tense="perfect", **acting("Tarn")),
    ],
)
def test_what_may_be_and_what_a_stranger_does_can_stand_beside_one(each):
    assert worth(each, familiar=0.8, fresh_figure=1.0).companion


@pytest.mark.parametrize(
    ("each", "reason"),
    [
        (
            claim("Tarn paid", quantities=(money(2e6),), **acting("Tarn")),
            "strangers_figure",
        ),
        (claim(modality=Modality.CONDITIONAL, **ALDER), "modality_conditional"),
        (claim("promised by Orel", cues=("clause:acl",)), "few_words"),
        (
            claim(
                "I have rowed here for nine years",
                tense="perfect",
                arguments=(Argument(role="subject", head="i", text="I"),),
            ),
            "own_life",
        ),
        (
            claim(
                "Alder Mill today announced changes for its guests",
                verb="announce",
                arguments=(
                    Argument(role="subject", head="mill", entity="Alder Mill"),
                    Argument(role="object", head="change", text="changes"),
                ),
            ),
            "genre",
        ),
    ],
)
def test_a_rivals_figure_a_condition_and_a_mere_piece_are_no_news(each, reason):
    found = worth(each, familiar=0.8, fresh_figure=1.0)

    assert (found.alert, found.companion, found.reason) == (False, False, reason)


def test_the_shipped_weights_speak_the_way_they_should():
    weights = load_weights()

    assert weights.line < weights.alert
    for sign in ("topic_concerned", "fresh_figure", "fresh_names", "recent"):
        assert weights.signs[sign] > 0
    for sign in ("late_in_article", "not_happened", "generic_truth", "other_story"):
        assert weights.signs[sign] < 0
