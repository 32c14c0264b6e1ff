"""Nouns whose verb the parse gave to their relative clause."""

from __future__ import annotations

import pytest

from flows.fanout import pipeline


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


@pytest.mark.parametrize(
    ("text", "noun", "verb", "deed"),
    [
        (
            "The toll that the council raised in May was nine crowns.",
            "toll",
            "was",
            "raised",
        ),
        (
            "The barge the town bought in April was 40 metres long.",
            "barge",
            "was",
            "bought",
        ),
        (
            "The number of guests who left after the storm has risen to 90.",
            "number",
            "risen",
            "left",
        ),
        (
            "Orel said the number of guests who left after the storm has risen.",
            "number",
            "risen",
            "left",
        ),
    ],
)
def test_a_noun_keeps_its_verb(text, noun, verb, deed, nlp):
    words = {token.text: token for token in nlp(text)}

    assert (words[noun].dep_, words[noun].head.text) == ("nsubj", verb)
    assert words[deed].dep_ == "relcl"
    assert words["."].head.dep_ == "ROOT"


@pytest.mark.parametrize(
    "text",
    [
        "The barge hit by the crane was old.",
        "The guests left after the storm had passed.",
        "The toll that is raised by the council was low.",
    ],
)
def test_what_is_read_well_stays(text, nlp):
    bare = nlp(text, disable=["reattached"])

    assert [t.head.i for t in nlp(text)] == [t.head.i for t in bare]


@pytest.mark.parametrize(
    ("text", "noun", "verb", "deed"),
    [
        (
            "Wages lost during the fire in Tarn amounted to nine million crowns.",
            "Wages",
            "amounted",
            "lost",
        ),
        (
            "Rent missed because of the flood came to 31 million, Orel said.",
            "Rent",
            "came",
            "missed",
        ),
    ],
)
def test_a_participle_is_no_verb_of_its_own(text, noun, verb, deed, nlp):
    words = {token.text: token for token in nlp(text)}

    assert (words[noun].dep_, words[noun].head.text) == ("nsubj", verb)
    assert (words[deed].dep_, words[deed].head.text) == ("acl", noun)


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ("The works have been run since the war by the firm Orel.", "by", "run"),
        ("Lind was replaced as director by Ada Holm.", "by", "replaced"),
        ("The director of the Kolin, Clara Holm, spoke of a loss.", "Holm", "director"),
    ],
)
def test_doer_and_name_belong_to_verb_and_post(text, word, head, nlp):
    words = {token.text: token for token in nlp(text)}

    assert words[word].head.text == head


@pytest.mark.parametrize(
    "text",
    [
        "The talks were broken off after an attack by rebels.",
        "The wife of the owner, Clara Holm, spoke of a loss.",
    ],
)
def test_a_deed_has_its_own_doer(text, nlp):
    bare = nlp(text, disable=["reattached"])

    assert [t.head.i for t in nlp(text)] == [t.head.i for t in bare]
