"""Claims, rows and articles with only what a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from extractors.model import (
    Argument,
    Article,
    BaselineClaim,
    Claim,
    Entity,
    Quantity,
    Status,
    Topic,
)

TOPIC = Topic(id="mill", entities=(Entity(name="Alder Mill"), Entity(name="Orel")))
DAY = date(2030, 5, 20)


def money(value: float) -> Quantity:
    """So many euros."""
    return Quantity(low=value, high=value, unit="EUR", text=f"{value:.0f} euros")


def count(value: float, unit: str = "") -> Quantity:
    """So many things."""
    return Quantity(low=value, high=value, unit=unit, text=f"{value:.0f} {unit}")


def claim(quote: str = "Alder Mill buys the ferry", **slots: object) -> Claim:
    """A main clause in the middle of an article, by default about the topic."""
    words = tuple(w.lower().strip(".,") for w in quote.split() if len(w) > 3)
    plain = Claim(
        claim_id=quote,
        article_id="a",
        sentence=quote,
        quote=quote,
        start=0,
        end=len(quote),
        terms=words,
        tense="past",
        sentence_index=5,
        published_on=DAY,
        cues=("clause:main",),
    )
    return replace(plain, **slots)  # type: ignore[arg-type]


def acting(name: str) -> dict[str, object]:
    """The slots of a claim whose subject is a name."""
    subject = Argument(role="subject", head=name.lower(), entity=name)
    return {"subject": name, "entities": (name,), "arguments": (subject,)}


def row(held: Claim, status: Status = Status.SEED) -> BaselineClaim:
    """A baseline claim from a document of its own."""
    return BaselineClaim(claim=replace(held, article_id="seed"), status=status)


def article(text: str = "") -> Article:
    """An article of the day."""
    at = datetime(2030, 5, 20, tzinfo=UTC)
    return Article(
        article_id="a",
        url="",
        canonical_url="",
        source_id="s",
        published_at=at,
        fetched_at=at,
        text=text or "Alder Mill and Orel",
    )
