"""Every reason why a new claim is told or stays silent."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Modality, Period, Polarity
from extractors.verdicts.newsworthy import newsworthiness
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


def worth(each, **known):
    return newsworthiness(each, article(each.quote), TOPIC, **known)


@pytest.mark.parametrize(
    ("reason", "each"),
    [
        ("modality_question", claim(modality=Modality.QUESTION, **ALDER)),
        ("modality_conditional", claim(modality=Modality.CONDITIONAL, **ALDER)),
        ("modality_possible", claim(modality=Modality.POSSIBLE, **ALDER)),
        ("advice", claim("Alder Mill should buy the ferry", **ALDER)),
        ("opinion", claim("We liked the ferry of Alder Mill")),
        ("speech_only", claim("Alder Mill repeated", verb="repeat", **ALDER)),
        ("speech_only", claim("Alder declined to comment", verb="comment", **ALDER)),
        ("fragment", claim("the ferry", terms=("ferry",))),
        ("late_in_article", claim("the ferry leaves the pier", sentence_index=20)),
        ("other_subject", claim("Tarn buys a ferry at noon", **acting("Tarn"))),
        (
            "generic_present",
            claim("ferries need deep water", tense="present", sentence_index=8),
        ),
        ("history", claim(period=LONG_AGO, **ALDER)),
        (
            "background_clause",
            claim("which runs the ferry line", cues=("clause:relcl",)),
        ),
        (
            "seen_or_felt",
            claim("the crew enjoyed the ferry", verb="enjoy", sentence_index=7),
        ),
        (
            "not_happened",
            claim("the ferry did not leave", polarity=Polarity.NEGATED),
        ),
    ],
)
def test_silence_has_its_reason(reason, each):
    found = worth(each, unheard_subject=reason == "other_subject")

    assert (found.alert, found.reason) == (False, reason)


@pytest.mark.parametrize(
    "each",
    [
        claim(in_title=True, sentence_index=0, **ALDER),
        claim(sentence_index=1, **ALDER),
        claim(period=YESTERDAY, **ALDER),
        claim(quantities=(money(2e6),), **ALDER),
    ],
)
def test_what_the_topic_does_is_told(each):
    assert worth(each).alert


def test_a_fresh_figure_makes_a_line_an_alert():
    each = claim("the ferry costs two million", quantities=(money(2e6),))

    assert not worth(each).alert
    assert worth(each, fresh_figure=1.0).alert


def test_a_rivals_figure_stays_silent():
    each = claim("Tarn paid two million", quantities=(money(2e6),), **acting("Tarn"))

    assert not worth(each, fresh_figure=1.0, unheard_subject=True).alert


def test_words_between_quotation_marks_are_a_voice():
    text = 'She said: "Alder Mill bought the ferry and it pays."'
    each = claim("Alder Mill bought the ferry", start=text.index("Alder"), **ALDER)

    assert newsworthiness(each, article(text), TOPIC).reason == "opinion"


def test_what_is_ruled_out_stands_beside_no_alert():
    assert not worth(claim(modality=Modality.QUESTION, **ALDER)).companion
    assert worth(claim(sentence_index=1, **ALDER)).companion
