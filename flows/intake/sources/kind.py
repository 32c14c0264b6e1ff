"""What a kind of source must give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from extractors.article.feed import Parsed
from extractors.model import ParseError, Source


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time to be read, half-open, aware UTC; both None is the newest."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, when: datetime | None) -> bool:
        """Whether a moment lies in the window; what has no date may."""
        if when is None:
            return True
        early = self.since is not None and when < self.since
        return not early and not (self.until is not None and when >= self.until)


class Address(Protocol):
    """Gives the address that is asked for the entries of a window."""

    def __call__(self, source: Source, window: Window) -> str:
        """Return an absolute address; raises ParseError when an option is missing."""
        ...


class Parse(Protocol):
    """Turns the answer into entries."""

    def __call__(
        self, data: bytes, *, source: Source, base_url: str, now: datetime
    ) -> Parsed:
        """Read the answer; raises ParseError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """
    What a kind gives of its past when it is asked for a window.

    ``reach`` is how far back it goes, None for years; ``most`` is how many entries an
    answer holds; ``finest`` is the shortest window that it understands.
    """

    most: int
    finest: timedelta
    reach: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of source.

    ``archive`` is None where the present listing is all there is; ``pause_s`` is the
    pace that its host asks for.
    """

    address: Address
    parse: Parse
    robots: bool = False
    archive: Archive | None = None
    pause_s: float = 0.0


def with_query(base: str, **parameters: str) -> str:
    """Add parameters to an address; empty ones are left out."""
    pairs = {name: value for name, value in parameters.items() if value}
    return base + ("&" if urlsplit(base).query else "?") + urlencode(pairs)


def option(source: Source, name: str) -> str:
    """
    Return an option of a source.

    Raises:
        ParseError: ``missing_option``.

    """
    value = str(source.options.get(name) or "").strip()
    if not value:
        detail = f"a source of kind {source.kind} needs `{name}`"
        raise ParseError(source.url or source.id, "missing_option", detail)
    return value
