"""
The sample newsroom as a web server on loopback.

Pages, feeds and the sitemap are rendered per request from what is published at that
moment, with ``ETag``, ``Last-Modified`` and 304 answers as RFC 9110 has them. The
server holds no state but `Edition`: until when articles are out, and whether the edited
article shows its second version.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.newsroom.pages import Pages, Response
from flows.newsroom.stories import Story, stories

_FEEDS = (
    ("harbour-rss", "feed", "/feed.rss"),
    ("review-atom", "feed", "/feed.atom"),
    ("daily-sitemap", "sitemap", "/sitemap.xml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is out: articles up to ``until`` (None: all), edited ones if ``edited``."""

    until: datetime | None = None
    edited: bool = False

    def visible(self, everything: list[Story]) -> list[Story]:
        """Return one version of each article that is out, oldest first."""
        out = {
            story.key: story
            for story in everything
            if (self.until is None or story.published <= self.until)
            and (story.version == 1 or self.edited)
        }
        return list(out.values())


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """
    A running newsroom; ``url`` has no trailing slash.

    Changing what is out is safe from any thread and holds from the next request on.
    """

    url: str
    _stories: list[Story]
    _edition: Edition = field(default_factory=Edition)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def published(self) -> list[Story]:
        """Return the articles that are out, oldest first."""
        with self._lock:
            edition = self._edition
        return edition.visible(self._stories)

    def publish_until(self, until: datetime | None) -> None:
        """Show only articles published up to ``until`` (aware; None shows all)."""
        with self._lock:
            self._edition = replace(self._edition, until=until)

    def edit(self, *, edited: bool = True) -> None:
        """Switch the edited article to its second version, or back."""
        with self._lock:
            self._edition = replace(self._edition, edited=edited)

    def sources(self) -> list[dict[str, object]]:
        """Return the ``[[source]]`` tables of a topic file that follows the site."""
        return [
            {"id": name, "kind": kind, "url": self.url + path, "every_minutes": 1}
            for name, kind, path in _FEEDS
        ]

    def topic_toml(self, documents: str) -> str:
        """
        Return a whole topic file that follows the site.

        ``documents`` is the glob of the seed documents. The network part allows
        loopback, where the site is.
        """
        sources = "\n".join(_source_toml(source) for source in self.sources())
        return _TOPIC.format(documents=_quoted(documents)) + sources


_TOPIC = """\
[topic]
id = "sample-newsroom"
name = "Microsoft and OpenAI (sample newsroom)"
entities = [
  {{ name = "OpenAI", aliases = ["ChatGPT maker"], kind = "ORG" }},
  {{ name = "Microsoft", aliases = ["Redmond"], kind = "ORG" }},
]
on_topic = [{{ entities = 2 }}, {{ entities = 1, key_terms = 1 }}]
key_terms = ["Copilot", "Azure", "Stargate", "MAI", "Suleyman", "Altman", "Musk"]

[baseline]
documents = [{{ path = {documents}, published = 2025-03-10 }}]

[fetch]
min_seconds_per_host = 0.0
allow_networks = ["127.0.0.0/8"]

"""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _source_toml(source: dict[str, object]) -> str:
    lines = (
        f"{key} = {_quoted(value) if isinstance(value, str) else value}"
        for key, value in source.items()
    )
    return "[[source]]\n" + "\n".join(lines) + "\n"


@contextmanager
def serve(port: int = 0) -> Iterator[Newsroom]:
    """
    Serve the newsroom on 127.0.0.1 while the context is open.

    Port 0 takes a free one. Raises OSError when the port is taken.
    """
    pages = Pages()
    server = _Server(("127.0.0.1", port), _Handler)
    newsroom = Newsroom(
        url=f"http://127.0.0.1:{server.server_port}", _stories=stories()
    )
    server.answer = partial(_answer, pages, newsroom)
    thread = threading.Thread(
        target=server.serve_forever, args=(0.05,), name="newsroom", daemon=True
    )
    thread.start()
    try:
        yield newsroom
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(pages: Pages, newsroom: Newsroom, path: str) -> Response:
    return pages.answer(path, newsroom.published(), newsroom.url)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answer: partial[Response]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader that went away: it prints into the demo."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30
    server_version = "newsroom"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the page."""
        self._respond(send_body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._respond(send_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent: the demo's own output is what one looks at."""

    def _respond(self, *, send_body: bool) -> None:
        response = self.server.answer(unquote(urlsplit(self.path).path))
        etag = f'"{hashlib.sha256(response.body).hexdigest()[:20]}"'
        if response.status == HTTPStatus.OK and self._holds(etag, response.modified):
            response = replace(response, status=HTTPStatus.NOT_MODIFIED, body=b"")
        self.send_response(response.status)
        self._validators(response, etag)
        if response.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if send_body:
            self.wfile.write(response.body)

    def _validators(self, response: Response, etag: str) -> None:
        if response.status not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            return
        self.send_header("ETag", etag)
        self.send_header("Cache-Control", "no-cache")
        if response.modified:
            stamp = format_datetime(response.modified.astimezone(UTC), usegmt=True)
            self.send_header("Last-Modified", stamp)

    def _holds(self, etag: str, modified: datetime | None) -> bool:
        """Say whether the client's copy is current; ETag outranks the date."""
        if tags := self.headers.get("If-None-Match"):
            held = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return etag in held or "*" in held
        since = _http_date(self.headers.get("If-Modified-Since", ""))
        return bool(since and modified and modified <= since)


def _http_date(text: str) -> datetime | None:
    try:
        stamp = parsedate_to_datetime(text)
    except ValueError:
        return None
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
