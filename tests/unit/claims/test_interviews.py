"""Interviews: labels of questions and answers, and who says "I" in the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.claims import extract_claims
from extractors.model import Topic
from extractors.verdicts.pairs import as_article
from flows.fanout import pipeline


@pytest.fixture(scope="module")
def told():
    """The claims of an article with a headline and these paragraphs."""
    nlp = pipeline()

    def read(*paragraphs: str, title: str = ""):
        article = as_article("talk", "\n\n".join(paragraphs), date(2026, 3, 2))
        if title:
            article = replace(article, title=title)
        return next(iter(extract_claims([article], nlp=nlp, topic=Topic(id="mill"))))

    return read


def test_a_label_is_no_word_of_the_answer(told):
    claims = told(
        'Q: What of the mill? A: "We sold Senn in May 2024, after the flood."'
    )

    assert '"We sold Senn in May 2024, after the flood."' in {c.quote for c in claims}
    assert "sell" in {c.verb for c in claims}


QUESTIONS = ["Are you glad?", "Was it hard?", "Will it last?"]
HEADLINES = [
    '"It was time": Ruth Almay on the end of her mill',
    'Ruth Almay: "It was time"',
]


@pytest.mark.parametrize("title", HEADLINES)
def test_the_headline_names_who_answers(title, told):
    answers = ["“I never wanted the mill.”", "“It rained.”", "“I left the board.”"]
    lines = [f"{q} {a}" for q, a in zip(QUESTIONS, answers, strict=True)]

    claims = told(*lines, title=title)

    said = {c.verb: c.attribution for c in claims}
    assert said["want"] == said["leave"] == "Ruth Almay"


def test_a_label_names_who_answers(told):
    title = 'Ruth Almay: "It was time"'
    answers = ["I left the mill in May.", "I lost my father then.", "I sold my shares."]
    lines = [
        t for q, a in zip(QUESTIONS, answers, strict=True) for t in (q, f"Almay: {a}")
    ]

    claims = told(*lines, title=title)

    assert "Ruth Almay" in {c.attribution for c in claims if c.verb == "sell"}
