"""What goes through a door to the web, and comes back: values, errors, the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from extractors.model import FetchError

MAX_PAGE_BYTES = 2_000_000
MAX_FEED_BYTES = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """
    A complete body, decoded. Header names are lower case, values as sent.

    ``status`` is in 200..299 or 304; ``charset`` is the header's word or empty.
    """

    status: int
    headers: Mapping[str, str]
    final_url: str
    body: bytes
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """Cache validators byte-exact as received, for the one URL that sent them."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""

    def headers(self, url: str) -> dict[str, str]:
        """Conditional headers when ``url`` is the one that sent the validators."""
        if url != self.url:
            return {}
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


class StatusError(FetchError):
    """An answer that is no success; ``retry_after`` is the header as sent."""

    def __init__(self, url: str, status: int, retry_after: str = "") -> None:
        super().__init__(url, f"http_{status}")
        self.status = status
        self.retry_after = retry_after


class MovedError(FetchError):
    """A redirect to another host, which was not followed; ``target`` is where to."""

    def __init__(self, url: str, target: str) -> None:
        super().__init__(url, "moved", target[:200])
        self.target = target


class Door(Protocol):
    """Whatever fetches: the bare Fetcher, or a Guest around it."""

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_PAGE_BYTES,
        validators: Validators | None = None,
        stay: bool = False,
    ) -> Response:
        """Fetch one address; raises FetchError."""
        ...
