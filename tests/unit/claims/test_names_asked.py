"""The model is asked for names only where it could find one."""

from __future__ import annotations

import pytest

from extractors.claims import load_pipeline
from extractors.claims.entities import Gazetteer, may_name
from extractors.model import Entity, Topic

GAZETTEER = Gazetteer(Topic(id="mill", entities=(Entity(name="Orel", kind="ORG"),)))


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Orel sold the mill. It was not cheap.", False),
        ("However, the mill was sold by Orel.", False),
        ("Orel sold the mill to Tarn Paper.", True),
        ("Weber sold the mill.", True),
        ("The workers of Orel 737 left.", True),
        ("It was sold in May.", True),
    ],
)
def test_unknown_names_and_figures_beside_names_are_asked_for(nlp, text, asked):
    with nlp.select_pipes(disable=["ner"]):
        doc = nlp(text)

    assert asked is may_name(doc, GAZETTEER)
