"""
The pages, feeds and artwork of the sample newsroom: a path in, a response out.

Everything is a Jinja2 template with autoescape; a page depends only on the articles
that are out and on the site's address, so the same edition gives the same bytes.
"""

from __future__ import annotations

import hashlib
import random
import zlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.newsroom.clutter import clutter
from flows.newsroom.stories import Publisher, Story, publishers

_HERE = Path(__file__).parent
_HTML = "text/html; charset=utf-8"
_FEEDS = {
    "/feed.rss": ("rss", "application/rss+xml; charset=utf-8"),
    "/feed.atom": ("atom", "application/atom+xml; charset=utf-8"),
    "/sitemap.xml": ("sitemap", "application/xml; charset=utf-8"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer before HTTP: ``modified`` is aware UTC or None."""

    status: HTTPStatus = HTTPStatus.OK
    content_type: str = _HTML
    body: bytes
    modified: datetime | None = None


class Pages:
    """Renders the site; holds templates and publishers, no state."""

    def __init__(self) -> None:
        self._publishers = publishers()
        self._css = (_HERE / "templates" / "site.css").read_bytes()
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["day"] = _day
        self._templates.filters["rfc822"] = format_datetime

    def answer(self, path: str, out: list[Story], url: str) -> Response:
        """Return the response for ``path``; ``out`` is oldest first."""
        if path in _FEEDS:
            return self._feed(path, out, url)
        match path.strip("/").split("/"):
            case [""]:
                return self._front(out, url)
            case ["site.css"]:
                return Response(content_type="text/css", body=self._css)
            case ["robots.txt"]:
                return self._robots(url)
            case ["art", name] if name.endswith(".svg"):
                return self._art(name.removesuffix(".svg"))
            case [name] if name in self._publishers:
                return self._index(self._publishers[name], out, url)
            case _:
                return self._story(path, out, url)

    def _html(self, template: str, **values: object) -> bytes:
        page = self._templates.get_template(template)
        return page.render(publishers=self._publishers, **values).encode()

    def _feed(self, path: str, out: list[Story], url: str) -> Response:
        name, content_type = _FEEDS[path]
        listed = [story for story in out if story.publisher.feed == name][::-1]
        body = self._html(f"{name}.xml", stories=listed, url=url, updated=_latest(out))
        return Response(content_type=content_type, body=body, modified=_latest(listed))

    def _front(self, out: list[Story], url: str) -> Response:
        whole = [story for story in out if not story.broken][::-1]
        body = self._html("front.html", stories=whole, url=url)
        return Response(body=body, modified=_latest(out))

    def _index(self, publisher: Publisher, out: list[Story], url: str) -> Response:
        listed = [story for story in out if story.publisher == publisher][::-1]
        body = self._html("index.html", publisher=publisher, stories=listed, url=url)
        return Response(body=body, modified=_latest(listed))

    def _robots(self, url: str) -> Response:
        text = f"User-agent: *\nDisallow: /search\nSitemap: {url}/sitemap.xml\n"
        return Response(content_type="text/plain; charset=utf-8", body=text.encode())

    def _art(self, name: str) -> Response:
        publisher = self._publishers.get(name.partition("--")[0])
        accent = publisher.accent if publisher else "#555555"
        body = self._html("art.svg", accent=accent, **_composition(name))
        return Response(content_type="image/svg+xml", body=body)

    def _story(self, path: str, out: list[Story], url: str) -> Response:
        story = next((story for story in out if story.path == path), None)
        if story is None:
            body = self._html("404.html", path=path, url=url)
            return Response(status=HTTPStatus.NOT_FOUND, body=body)
        if story.broken == "500":
            text = b"<h1>500 Internal Server Error</h1>"
            return Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, body=text)
        page = self._html(
            f"{story.publisher.layout}.html",
            story=story,
            publisher=story.publisher,
            clutter=clutter(story),
            related=_related(story, out),
            url=url,
        )
        return Response(body=_torn(page, story), modified=story.modified)


def _torn(page: bytes, story: Story) -> bytes:
    """Cut the broken page off inside a tag of its head."""
    return page[: page.index(b"<link") + 9] if story.broken == "html" else page


def _related(story: Story, out: list[Story]) -> list[Story]:
    others = [other for other in out if other.publisher == story.publisher]
    return [other for other in others[::-1] if other.key != story.key][:4]


def _latest(listed: list[Story]) -> datetime | None:
    return max((story.modified for story in listed), default=None)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _composition(name: str) -> dict[str, object]:
    """Return circles and a horizon drawn from the name: the same name, one picture."""
    draw = random.Random(zlib.crc32(name.encode()))  # noqa: S311 - a picture
    circles = [
        {
            "x": draw.randint(60, 1140),
            "y": draw.randint(40, 600),
            "r": draw.randint(40, 260),
            "opacity": round(draw.uniform(0.08, 0.4), 2),
        }
        for _ in range(9)
    ]
    bars = [draw.randint(60, 420) for _ in range(18)]
    ident = hashlib.sha256(name.encode()).hexdigest()[:8]
    return {"circles": circles, "bars": bars, "ident": ident}
