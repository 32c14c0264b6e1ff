"""
A newspaper stand: hundreds of pages from the sample newsroom's own stories.

Each page mixes paragraphs of several stories, told again with other things, people and
figures (``retold``), so that a line of an original seldom stands in another: only a
paper's own background does, up to three lines a page. A fifth of the originals names
nobody of the topic. Two pages of five are a wire text in another paper: the same
paragraphs, perhaps cut, under another head, with a credit and a local line. The same
number gives the same pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flows.newsroom.pages import Pages
from flows.newsroom.stories import Story, publishers, stories
from tests.bench.retold import Retold

URL = "https://stand.example"
BEGIN = datetime(2025, 4, 1, 6, tzinfo=UTC)
COPIES = 0.4
OFF_TOPIC = 0.2
_PARAGRAPHS = (12, 22)
_TOPIC = re.compile(r"OpenAI|Microsoft|Altman|Nadella|Suleyman|ChatGPT|Copilot|Azure")
# A paper has lines of background that stand in many of its articles, word for word.
_BACKGROUND_HELD, _BACKGROUND = 12, (0, 3)
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
    retold = Retold([*about, *other], _TOPIC)
    background = _background(about, retold)
    pages, originals = Pages(), list[Story]()
    for number in range(count):
        base = draw.choice(whole)
        moment = BEGIN + timedelta(minutes=7 * number)
        wire = draw.choice(originals) if originals and draw.random() < COPIES else None
        if wire:
            story = _copy(wire, base, number, moment, draw)
        else:
            pool = other if draw.random() < OFF_TOPIC else about + other
            told = retold.page(draw)
            texts = [
                told(each) for each in draw.sample(pool, draw.randint(*paragraphs))
            ]
            if pool is not other:
                held = background[base.publisher.id]
                texts[-1:] = draw.sample(held, draw.randint(*_BACKGROUND))
            story = _original(base, texts, number, moment)
            originals = [*originals[-40:], story]
        html = pages.answer(story.path, [story], URL).body
        of = URL + wire.path if wire else ""
        yield Sheet(url=URL + story.path, html=html, copy_of=of)


def _texts(story: Story) -> list[str]:
    return [text for _, texts in story.blocks for text in texts]


def _background(texts: list[str], retold: Retold) -> dict[str, list[str]]:
    """The standing lines of each publisher."""
    held = {}
    for publisher in publishers():
        draw = random.Random(publisher)
        told = retold.page(draw)
        held[publisher] = [told(each) for each in draw.sample(texts, _BACKGROUND_HELD)]
    return held


def _original(base: Story, texts: list[str], number: int, moment: datetime) -> Story:
    lead, *body = texts
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
