"""Every sign of news, and how the signs add up."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Modality, Period, Polarity
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
        ("topic_acts", claim(**ALDER)),
        ("topic_concerned", claim("the ferry", entities=("Alder Mill",))),
        ("other_subject", claim("Tarn buys a ferry", **acting("Tarn"))),
        ("figure", claim("it cost two million", quantities=(money(2e6),))),
        ("generic_present", claim("Alder is a mill", tense="present", **ALDER)),
        ("generic_truth", claim("ferries need deep water", tense="present")),
        ("title", claim(in_title=True, sentence_index=0)),
        ("lead", claim(sentence_index=1)),
        ("late_in_article", claim(start=200)),
        ("background_clause", claim(cues=("clause:relcl",))),
        ("history", claim(period=LONG_AGO)),
        ("recent", claim(period=YESTERDAY)),
        ("ahead", claim(period=NEXT_YEAR)),
        ("perfect_tense", claim(tense="perfect")),
        ("before_the_past", claim("the ferry had left")),
        ("modality_planned", claim(modality=Modality.PLANNED)),
        ("not_happened", claim(polarity=Polarity.NEGATED)),
        ("one_more", claim(cues=("additive:also",))),
        ("seen_or_felt", claim("the crew enjoyed the ferry", verb="enjoy")),
        ("speech_only", claim("Alder Mill repeated", verb="repeat")),
        ("speech_only", claim("Alder declined to comment", verb="comment")),
        ("few_words", claim("the ferry", terms=("ferry",))),
        ("fragment", claim("the ferry", terms=("ferry",))),
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


def test_who_belongs_to_the_story_is_no_stranger():
    each = claim("Tarn bought a ferry", **acting("Tarn"))

    assert signs_of(each, cast=0.5)["cast_acts"] == 0.5
    assert "other_subject" not in signs_of(each, cast=0.25)
    assert "other_subject" in signs_of(each, cast=0.0)


def test_the_points_add_up_and_the_heaviest_against_it_is_the_reason():
    weights = Weights(
        bias=0.5, signs={"lead": 1.0, "history": -2.0}, alert=1.0, line=-1.0
    )
    told = worth(claim(sentence_index=1), weights)
    line = worth(claim(sentence_index=1, period=LONG_AGO), weights)
    silent = worth(claim(period=LONG_AGO), weights)
    minor = worth(claim(), weights)

    assert (told.alert, told.score, told.points) == (True, 1.5, {"lead": 1.0})
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
    assert worth(claim(**slots, **ALDER), familiar=0.8).alert


def test_a_fresh_figure_makes_a_line_an_alert():
    each = claim("the ferry costs two million", start=180, quantities=(money(2e6),))

    assert not worth(each, familiar=0.5).alert
    assert worth(each, familiar=0.5, fresh_figure=1.0).alert


@pytest.mark.parametrize(
    ("reason", "each"),
    [
        ("modality_question", claim(modality=Modality.QUESTION, **ALDER)),
        ("modality_conditional", claim(modality=Modality.CONDITIONAL, **ALDER)),
        (
            "modality_possible",
            claim(modality=Modality.POSSIBLE, tense="modal", **ALDER),
        ),
        (
            "other_subject",
            claim("Tarn paid", quantities=(money(2e6),), **acting("Tarn")),
        ),
    ],
)
def test_what_is_ruled_out_stands_beside_no_alert(reason, each):
    found = worth(each, fresh_figure=1.0)

    assert (found.alert, found.companion, found.reason) == (False, False, reason)


def test_the_shipped_weights_speak_the_way_they_should():
    weights = load_weights()

    assert weights.line < weights.alert
    for sign in ("title", "lead", "topic_acts", "fresh_figure", "recent"):
        assert weights.signs[sign] > 0
    for sign in ("late_in_article", "history", "not_happened", "background_clause"):
        assert weights.signs[sign] < 0
