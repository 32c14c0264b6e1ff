"""
The articles of the sample newsroom, read from its data files.

An article is ``articles/<publisher>/<slug>.md``: TOML front matter between ``+++``
lines, then paragraphs; ``## `` opens a heading, ``- `` a list item, ``> `` a quotation.
``<slug>.v2.md`` is the same article after its edit. All datetimes are aware UTC. The
publishers and their statements are invented for the demonstration.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

_HERE = Path(__file__).parent
_MARKS = {"## ": "heading", "- ": "item", "> ": "quote"}

Announced = Literal["rss", "atom", "sitemap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """An invented publisher: ``feed`` is where its articles are announced."""

    id: str
    name: str
    layout: str
    feed: Announced
    motto: str
    accent: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """
    What an analyst expects of one statement of an article.

    ``quote`` stands in the article's text, ``about`` in a seed document of the bundled
    topic, or in the text of the earlier article ``within`` where that is set.
    ``verdict`` is one of design's verdicts, or ``silent``: nothing of any kind may be
    raised from these words. ``also`` lists verdicts that are as good. A claim belongs
    to an expectation when it overlaps the quote. A statement that no expectation names
    may be raised as new, never as an update or a contradiction.
    """

    quote: str
    verdict: str
    slot: str = ""
    about: str = ""
    within: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """
    One article in one version; ``key`` is ``publisher/slug``.

    ``broken`` is ``html`` (the page ends in the middle of its head), ``500`` (the
    server errs), or empty. ``kinds`` says what the article is in the collection for.
    """

    key: str
    version: int
    publisher: Publisher
    title: str
    author: str
    published: datetime
    modified: datetime
    section: str
    tags: tuple[str, ...]
    lead: str
    body: str
    kinds: tuple[str, ...]
    expect: tuple[Expectation, ...]
    dateline: str = ""
    credit: str = ""
    copy_of: str = ""
    broken: str = ""

    @property
    def path(self) -> str:
        """Where the page is served, with a leading slash."""
        return f"/{self.key}.html"

    @property
    def slug(self) -> str:
        """The last part of the key."""
        return self.key.rpartition("/")[2]

    @cached_property
    def blocks(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The body as ``(kind, texts)``: items of one list are one block."""
        lines = [_block(line) for line in self.body.splitlines() if line.strip()]
        return tuple(_joined(lines))

    @property
    def text(self) -> str:
        """Title, lead and body without marks, a line each: what a reader reads."""
        body = [text for _, texts in self.blocks for text in texts]
        return "\n".join([self.title, self.lead, *body])


def publishers() -> dict[str, Publisher]:
    """Return the publishers by id, in the order of the data file."""
    tables = tomllib.loads((_HERE / "publishers.toml").read_text("utf-8"))
    return {
        name: Publisher(id=name, **{**table, "sections": tuple(table["sections"])})
        for name, table in tables.items()
    }


def stories() -> list[Story]:
    """Return every version of every article, oldest first, versions in order."""
    known = publishers()
    found = [_read(path, known) for path in (_HERE / "articles").glob("*/*.md")]
    return sorted(found, key=lambda story: (story.published, story.key, story.version))


def _read(path: Path, known: dict[str, Publisher]) -> Story:
    _, front, body = path.read_text("utf-8").split("+++\n", 2)
    meta: dict[str, Any] = tomllib.loads(front)
    slug, _, edited = path.name.removesuffix(".md").partition(".v")
    expect = tuple(_expectation(table) for table in meta.pop("expect", ()))
    return Story(
        key=f"{path.parent.name}/{slug}",
        version=int(edited or 1),
        publisher=known[path.parent.name],
        body=body.strip(),
        expect=expect,
        modified=meta.pop("modified", meta["published"]),
        tags=tuple(meta.pop("tags")),
        kinds=tuple(meta.pop("kinds")),
        **meta,
    )


def _expectation(table: dict[str, Any]) -> Expectation:
    within, also = table.pop("in", ""), tuple(table.pop("also", ()))
    return Expectation(within=within, also=also, **table)


def _block(line: str) -> tuple[str, str]:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "paragraph", line


def _joined(lines: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for kind, group in groupby(lines, key=lambda line: line[0]):
        texts = tuple(text for _, text in group)
        if kind == "item":
            yield kind, texts
        else:
            yield from ((kind, (text,)) for text in texts)
