"""
Fetch one address safely: the guard, five redirects, one deadline, bounded bytes.

Every hop of a redirect goes through the same guard. Nothing is taken from the
environment (no proxy, no netrc), TLS is always verified, nothing is retried. Robots,
pace and validators are the business of ``flows.intake.guest`` and ``fetch``.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_network

import certifi
import httpcore
import httpx

from extractors.article.text import safe_url
from extractors.model import FetchError
from flows.intake.decoding import read_body
from flows.intake.door import (
    MAX_FEED_BYTES,
    MAX_PAGE_BYTES,
    Door,
    MovedError,
    Response,
    StatusError,
    Validators,
)
from flows.intake.guard import Guard, RefusedError, Resolve, resolve

__all__ = [
    "MAX_FEED_BYTES",
    "MAX_HOPS",
    "MAX_PAGE_BYTES",
    "Door",
    "Fetcher",
    "MovedError",
    "Response",
    "StatusError",
    "Validators",
]

MAX_HOPS = 5
# What a network or a server that misbehaves makes the libraries raise.
_FAILURES = (
    RefusedError,
    httpx.InvalidURL,
    httpx.RemoteProtocolError,  # a Location that is no address
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    UnicodeError,
)
_BAD_URLS = (httpx.InvalidURL, httpx.RemoteProtocolError, httpcore.UnsupportedProtocol)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, kw_only=True)
class Fetcher:
    """
    The guarded door. Safe to share between threads.

    Args:
        allow_networks: private ranges in CIDR form that may be fetched, on any port.
        user_agent: says who we are and how to reach us.
        timeout_s: wall time of one ``get``, redirects and name resolution included.
        proxy: address of a trusted proxy, which then resolves the names.
        ca_file: further certificate authorities (PEM), beside certifi's.
        resolver: name resolution, injected by tests.
        backend: maker of connections, injected by tests.

    """

    allow_networks: tuple[str, ...] = ()
    user_agent: str = "claimwatch"
    timeout_s: float = 20.0
    proxy: str = ""
    ca_file: str = ""
    resolver: Resolve = resolve
    backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_PAGE_BYTES,
        validators: Validators | None = None,
        stay: bool = False,
    ) -> Response:
        """
        Fetch one address and follow at most five redirects.

        Raises:
            MovedError: with ``stay``, for a redirect to another scheme, host or port.
            FetchError: ``bad_scheme bad_url bad_port blocked_address unreachable tls
                deadline too_large truncated bomb bad_coding protocol
                too_many_redirects``.
            StatusError: ``http_<status>`` for an answer that is no success and no 304.

        """
        deadline = time.monotonic() + self.timeout_s
        with closing(self._client(deadline)) as client:
            try:
                return self._follow(
                    client, url, dict(headers or {}), max_bytes, validators, stay=stay
                )
            except _FAILURES as error:
                raise _as_fetch_error(url, error) from error

    def _follow(
        self,
        client: httpx.Client,
        url: str,
        headers: dict[str, str],
        max_bytes: int,
        validators: Validators | None,
        *,
        stay: bool,
    ) -> Response:
        at = _checked_url(url)
        for _ in range(MAX_HOPS + 1):
            conditional = validators.headers(str(at)) if validators else {}
            with client.stream("GET", at, headers=headers | conditional) as answer:
                if answer.status_code not in _REDIRECTS:
                    return _response(answer, max_bytes)
                target = answer.headers.get("location", "")
            if not target:
                raise RefusedError("protocol", "redirect without a target")
            here, at = at, _checked_url(str(at.join(target)))
            if stay and (here.scheme, here.netloc) != (at.scheme, at.netloc):
                raise MovedError(url, str(at))
        raise RefusedError("too_many_redirects", f"more than {MAX_HOPS}")

    def _client(self, deadline: float) -> httpx.Client:
        return httpx.Client(
            transport=_Transport(self._pool(deadline)),
            trust_env=False,
            follow_redirects=False,
            headers={
                "User-Agent": self.user_agent,
                "Accept": "*/*",
                "Accept-Encoding": "gzip",
            },
        )

    def _pool(self, deadline: float) -> httpcore.ConnectionPool:
        # One pool per call: its guard carries this call's deadline.
        guard = Guard(
            [ip_network(net) for net in self.allow_networks],
            deadline,
            resolver=self.resolver,
            backend=self.backend,
            exempt=httpx.URL(self.proxy).host if self.proxy else "",
        )
        if not self.proxy:
            return httpcore.ConnectionPool(self._tls, network_backend=guard)
        return httpcore.HTTPProxy(
            self.proxy, ssl_context=self._tls, network_backend=guard
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=certifi.where())
        if self.ca_file:
            context.load_verify_locations(self.ca_file)
        return context


class _Transport(httpx.BaseTransport):
    """httpx over a pool of our own, so that the guard is the only way out."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme,
                    host=url.raw_host,
                    port=url.port,
                    target=url.raw_path,
                ),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer)
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _checked_url(url: str) -> httpx.URL:
    scheme = url.partition(":")[0].strip().lower()
    if scheme not in {"http", "https"}:
        raise RefusedError("bad_scheme", f"{scheme[:20]!r} is not http or https")
    if safe_url(url) is None:
        raise RefusedError("bad_url", "malformed, or names a user")
    return httpx.URL(url).copy_with(fragment=None)


def _response(answer: httpx.Response, max_bytes: int) -> Response:
    status, headers = answer.status_code, answer.headers
    if status != 304 and not 200 <= status < 300:
        retry_after = headers.get("retry-after", "")
        raise StatusError(str(answer.request.url), status, retry_after)
    announced = headers.get("content-length", "")
    if status != 304 and announced.isdigit() and int(announced[:19]) > max_bytes:
        raise RefusedError("too_large", f"{announced[:19]} of {max_bytes} bytes")
    chunks: Iterable[bytes] = () if status == 304 else answer.iter_raw()
    coding = "" if status == 304 else headers.get("content-encoding", "")
    return Response(
        status=status,
        headers=dict(headers),
        final_url=str(answer.request.url),
        body=read_body(chunks, coding, max_bytes),
        charset=answer.charset_encoding or "",
    )


def _as_fetch_error(url: str, error: Exception) -> FetchError:
    detail = str(error)[:200]
    if isinstance(error, RefusedError):
        return FetchError(url, error.reason, detail)
    if isinstance(error, httpcore.TimeoutException):
        return FetchError(url, "deadline", detail)
    if isinstance(error, _BAD_URLS):
        return FetchError(url, "bad_url", detail)
    if _is_tls(error):
        return FetchError(url, "tls", detail)
    if isinstance(error, httpcore.NetworkError | httpcore.ProxyError):
        return FetchError(url, "unreachable", detail)
    cut = "without sending complete message body" in detail
    return FetchError(url, "truncated" if cut else "protocol", detail)


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
