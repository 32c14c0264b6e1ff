"""
A newspaper stand: hundreds of pages from the sample newsroom's own stories.

Each page mixes paragraphs of several stories, with other figures, days and small words,
so that no two originals are one text; a fifth of them names nobody of the topic. Two
pages of five are a wire text in another paper: the same paragraphs, perhaps cut, under
another head, with a credit and a local line. The same number gives the same pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flows.newsroom.pages import Pages
from flows.newsroom.stories import Story, publishers, stories

URL = "https://stand.example"
BEGIN = datetime(2025, 4, 1, 6, tzinfo=UTC)
COPIES = 0.4
OFF_TOPIC = 0.2
_PARAGRAPHS = (12, 22)
_TOPIC = re.compile(r"OpenAI|Microsoft|Altman|Nadella|Suleyman|ChatGPT|Copilot|Azure")
_FIGURE = re.compile(r"(?<![\w.,])\d{2,3}(?![\w,]|\.\d)")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_LIKE = (
    ("about", "roughly", "some"),
    ("also", "besides", "too"),
    ("announced", "disclosed", "reported"),
    ("company", "group", "firm"),
    ("large", "big", "sizeable"),
    ("new", "recent", "fresh"),
    ("said", "wrote", "explained"),
    _DAYS,
)
_LOCAL = (
    "Readers of this paper can follow the matter in the business pages.",
    "The harbour office did not wish to add anything.",
    "A longer version of this report stands in the weekend edition.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page with its address; ``copy_of`` is the address of the wire's own page."""

    url: str
    html: bytes
    copy_of: str = ""


def stand(
    count: int, *, seed: int = 1, paragraphs: tuple[int, int] = _PARAGRAPHS
) -> Iterator[Sheet]:
    """Yield so many pages, oldest first; originals before their copies."""
    draw = random.Random(seed)
    whole = [each for each in stories() if not each.broken and each.version == 1]
    about = [text for each in whole for text in _texts(each) if _TOPIC.search(text)]
    other = [text for each in whole for text in _texts(each) if not _TOPIC.search(text)]
    pages, originals = Pages(), list[Story]()
    for number in range(count):
        base = draw.choice(whole)
        moment = BEGIN + timedelta(minutes=7 * number)
        wire = draw.choice(originals) if originals and draw.random() < COPIES else None
        if wire:
            story = _copy(wire, base, number, moment, draw)
        else:
            pool = other if draw.random() < OFF_TOPIC else about + other
            length = draw.randint(*paragraphs)
            story = _original(base, draw.sample(pool, length), number, moment, draw)
            originals = [*originals[-40:], story]
        html = pages.answer(story.path, [story], URL).body
        of = URL + wire.path if wire else ""
        yield Sheet(url=URL + story.path, html=html, copy_of=of)


def _texts(story: Story) -> list[str]:
    return [text for _, texts in story.blocks for text in texts]


def _original(
    base: Story, chosen: list[str], number: int, moment: datetime, draw: random.Random
) -> Story:
    lead, *body = [_varied(text, draw) for text in chosen]
    return replace(
        base,
        key=f"{base.publisher.id}/{base.slug}-{number}",
        title=_headline(lead, number),
        lead=lead,
        body="\n\n".join(body),
        published=moment,
        modified=moment,
        expect=(),
        copy_of="",
    )


def _headline(lead: str, number: int) -> str:
    words = re.split(r"[.!?]", lead)[0].split()
    return " ".join(words[:9]).rstrip(",;:") or f"Notes of the day {number}"


def _copy(
    wire: Story, base: Story, number: int, moment: datetime, draw: random.Random
) -> Story:
    paragraphs = wire.body.split("\n\n")
    kept = paragraphs[: max(5, len(paragraphs) - draw.randint(0, 1))]
    others = [p for p in publishers().values() if p != wire.publisher]
    publisher = draw.choice(others)
    return replace(
        wire,
        key=f"{publisher.id}/{base.slug}-{number}",
        publisher=publisher,
        author=base.author,
        title=f"{wire.title} ({publisher.name})",
        body="\n\n".join([*kept, draw.choice(_LOCAL)]),
        credit=f"{wire.publisher.name}",
        published=moment,
        modified=moment,
        copy_of=wire.key,
    )


def _varied(text: str, draw: random.Random) -> str:
    """Other figures in a third of the places, other small words in half of them."""

    def figure(found: re.Match[str]) -> str:
        value = int(found[0])
        return found[0] if draw.random() < 0.66 else str(value + draw.randint(1, 40))

    for group in _LIKE:
        for word in group:
            if draw.random() < 0.5:
                text = re.sub(rf"\b{word}\b", draw.choice(group), text)
    return _FIGURE.sub(figure, text)
