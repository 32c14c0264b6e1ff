"""Whether a text is on topic is told by its names and key terms, before it is parsed."""

from __future__ import annotations

import pytest

from extractors.claims.gazetteer import why_off_topic
from extractors.model import Entity, Topic, TopicRule

TOPIC = Topic(
    id="mill",
    entities=(Entity(name="Orel", aliases=("the paper maker",)), Entity(name="Tarn")),
    key_terms=("pulp", "paper mill"),
    on_topic=(TopicRule(entities=2), TopicRule(entities=1, key_terms=1)),
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Orel and Tarn have met.", ""),
        ("The paper maker sold its pulp.", ""),
        ("It belongs to Orel,\nlike every paper\nmill here.", ""),
        ("Orel, the paper maker, is one firm.", "names_too_little"),
        ("Pulp is dear this year.", "names_too_little"),
        ("There is pulp in every paper mill.", "names_too_little"),
        ("The fair opens on Sunday.", "names_nothing"),
        ("", "names_nothing"),
    ],
)
def test_a_text_is_on_topic_when_it_names_enough(text, why):
    assert why == why_off_topic(text, TOPIC)
