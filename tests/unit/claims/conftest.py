"""The pipeline and one way to read a text's claims."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.article.document import read_document
from extractors.claims import extract_claims, load_pipeline
from extractors.model import Entity, Topic, Trust

TOPIC = Topic(
    id="mill",
    name="Mill",
    entities=(
        Entity(name="Orel", aliases=("the paper maker",), kind="ORG"),
        Entity(name="Tarn", aliases=("Tarn Works",), kind="ORG"),
        Entity(name="Ann Lind", aliases=("Lind",), kind="PERSON"),
    ),
)
DAY = datetime(2025, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="package")
def nlp():
    return load_pipeline()


@pytest.fixture(scope="package")
def read(nlp):
    """Read a text's claims in order, as an article of 12 March 2025."""

    def claims_of(text, *, topic=TOPIC, title="", day=DAY):
        article = read_document(
            text,
            title=title,
            url="https://mill.example/1",
            source_id="mill",
            published_at=day,
            publisher="Mill News",
            fetched_at=day,
            trust=Trust.PRESS,
        )
        (claims,) = extract_claims([article], nlp=nlp, topic=topic)
        assert all(article.text[c.start : c.end] == c.quote for c in claims)
        return claims

    return claims_of
