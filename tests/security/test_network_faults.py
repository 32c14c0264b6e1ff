"""Rows 1 to 17 of the fault table: what a server may do to the fetcher."""

from __future__ import annotations

import gzip
import resource
import ssl
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.article.markup import decode
from extractors.model import FetchError
from flows.intake.network import Fetcher, StatusError, Validators
from flows.intake.schedule import retry_after
from tests.fakes.hostile import (
    answer,
    canned_door,
    drip,
    head,
    hostile,
    raw,
    redirect,
)

NETWORK, DOOR = canned_door()
LOOPBACK = ("127.0.0.0/8",)
TEXT = b"<p>The mill was sold on Friday.</p>" * 300


def fetcher(**options) -> Fetcher:
    return Fetcher(**{"allow_networks": LOOPBACK, "timeout_s": 30.0, **options})


def reason(routes, path="/", **options) -> str:
    limits = {"max_bytes": options.pop("max_bytes")} if "max_bytes" in options else {}
    with hostile(routes) as server, pytest.raises(FetchError) as caught:
        fetcher(**options).get(server.url + path, **limits)
    return caught.value.reason


@pytest.mark.parametrize(
    "handler",
    [
        drip(b"x" * 1000, head(content_length="1000")),
        drip(head(200) + b"x"),
        drip(b"", head(content_length="9"), 0),
    ],
    ids=["slow body", "slow head", "nothing after the head"],
)
def test_a_slow_server_is_left_at_the_deadline(handler):
    """Rows 1, 2: the deadline is absolute, however often a byte arrives."""
    began = time.monotonic()

    assert reason({"/": handler}, timeout_s=0.4) in {"deadline", "truncated"}
    assert time.monotonic() - began < 20.0


def test_a_page_without_end_is_refused_in_little_memory():
    """Row 3: 200 MB without a Content-Length stop at the cap."""

    def endless(connection, _):
        connection.sendall(head(200))
        for _ in range(3_200):
            connection.sendall(bytes(65_536))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert reason({"/": endless}, max_bytes=2_000_000) == "too_large"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 32_000  # kB


def test_an_announced_size_beyond_the_cap_is_not_read():
    assert reason({"/": answer(b"x" * 101)}, max_bytes=100) == "too_large"
    endless = raw(head(200, content_length="9" * 15))
    assert reason({"/": endless}) == "too_large"


def test_a_body_shorter_than_announced_is_no_body():
    """Row 4."""
    assert reason({"/": raw(head(content_length="500") + b"short")}) == "truncated"


def _gzipped(data: bytes, **headers: str):
    return answer(data, content_encoding="gzip", **headers)


BOMB = gzip.compress(bytes(20_000_000), mtime=0)


@pytest.mark.parametrize(
    ("body", "coding", "expected"),
    [
        (BOMB, "gzip", "bomb"),
        (gzip.compress(BOMB, mtime=0), "gzip, gzip", "bad_coding"),
        (zlib.compress(TEXT), "deflate", "bad_coding"),
        (TEXT, "br", "bad_coding"),
        (TEXT, "zstd", "bad_coding"),
        (b"no gzip at all", "gzip", "bad_coding"),
        (gzip.compress(TEXT, mtime=0)[:-12], "gzip", "truncated"),
        (b"", "gzip", "truncated"),
    ],
)
def test_odd_codings_are_refused(body, coding, expected):
    """Rows 5, 6."""
    routes = {"/": answer(body, content_encoding=coding)}

    assert reason(routes, max_bytes=2_000_000) == expected


def test_a_nested_bomb_is_only_unpacked_once():
    with hostile({"/": _gzipped(gzip.compress(BOMB, mtime=0))}) as server:
        assert fetcher().get(server.url + "/").body == BOMB


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_members_of_gzip_are_joined(coding):
    """Row 6."""
    body = gzip.compress(TEXT, mtime=0) + gzip.compress(b"second") + b"\0\0\0"
    with hostile({"/": answer(body, content_encoding=coding)}) as server:
        assert fetcher().get(server.url + "/").body == TEXT + b"second"


def test_five_redirects_are_followed_and_no_more():
    """Row 7."""
    hops = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    hops["/5"] = answer(b"there")
    with hostile(hops) as server:
        assert fetcher().get(server.url + "/0").body == b"there"
        assert server.paths() == [f"/{n}" for n in range(6)]

    assert reason({"*": redirect("/again")}) == "too_many_redirects"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("file:///etc/passwd", "bad_scheme"),
        ("file:/etc/passwd", "bad_scheme"),
        ("gopher://127.0.0.1/", "bad_scheme"),
        ("javascript:alert(1)", "bad_url"),
        ("data:text/html,hello", "bad_url"),
        ("source:file:///etc/passwd", "bad_url"),
        ("http://user:secret@127.0.0.1/", "bad_url"),
        ("http://127.0.0.1:99999/", "bad_url"),
        ("http://[::1", "bad_url"),
        ("", "protocol"),
    ],
)
def test_redirects_out_of_the_web_end_there(target, expected):
    """Row 9."""
    assert reason({"/": redirect(target)}) == expected


def test_a_redirect_without_scheme_keeps_the_scheme():
    with hostile({"/there": answer(b"yes")}) as server:
        server.routes["/"] = redirect(f"//127.0.0.1:{server.port}/there")
        assert fetcher().get(server.url + "/").body == b"yes"


def test_the_environment_offers_no_proxy(monkeypatch):
    """Row 12."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with hostile({"/": answer(b"direct")}) as server:
        assert fetcher().get(server.url + "/").body == b"direct"


def test_a_configured_proxy_is_used():
    with hostile({"*": answer(b"by proxy")}) as server:
        response = fetcher(allow_networks=(), proxy=server.url).get(
            "http://news.example/a"
        )

        assert response.body == b"by proxy"
        assert server.paths() == ["http://news.example/a"]


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 3_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: yes\r\n" * 20_000 + b"\r\n",
        b"FTP/9 hello\r\n\r\n",
        b"<html>of 1991</html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"",
    ],
    ids=["3 MB header", "20,000 headers", "status", "0.9", "lengths", "chunk", "empty"],
)
def test_broken_http_is_an_outcome(data):
    """Row 13."""
    assert reason({"/": raw(data)}) in {"protocol", "unreachable", "truncated"}


@pytest.fixture
def authority():
    return trustme.CA()


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_an_unknown_authority_is_not_trusted(authority):
    """Row 14."""
    context = _context(authority.issue_cert("127.0.0.1"))
    with hostile({"/": answer(b"x")}, context) as server:
        with pytest.raises(FetchError) as caught:
            fetcher().get(server.url + "/")
        assert caught.value.reason == "tls"
        assert server.requests == []


def test_a_certificate_that_has_expired_is_refused(authority, tmp_path):
    """Row 14."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    context = _context(authority.issue_cert("127.0.0.1", not_after=yesterday))
    with hostile({"/": answer(b"x")}, context) as server:
        with pytest.raises(FetchError) as caught:
            fetcher(ca_file=str(tmp_path / "ca.pem")).get(server.url + "/")
        assert (caught.value.reason, server.requests) == ("tls", [])


def test_a_configured_authority_is_trusted_for_its_hosts_only(authority, tmp_path):
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    trusting = fetcher(ca_file=str(tmp_path / "ca.pem"))
    right = _context(authority.issue_cert("127.0.0.1"))
    with hostile({"/": answer(b"private")}, right) as server:
        assert trusting.get(server.url + "/").body == b"private"

    wrong = _context(authority.issue_cert("elsewhere.example"))
    with (
        hostile({"/": answer(b"x")}, wrong) as server,
        pytest.raises(FetchError) as caught,
    ):
        trusting.get(server.url + "/")
    assert caught.value.reason == "tls"


def test_validators_go_byte_exact_to_their_own_address_only():
    """Row 15."""
    with hostile({"/feed": answer(status=304), "/": redirect("/feed")}) as server:
        own = server.url + "/feed"
        validators = Validators(url=own, etag='W/"a b"', last_modified="yesterday")
        response = fetcher().get(server.url + "/", validators=validators)

        assert (response.status, response.body, response.final_url) == (304, b"", own)
        assert "None-Match" not in server.requests[0]
        assert 'If-None-Match: W/"a b"\r\n' in server.requests[1]
        assert "If-Modified-Since: yesterday\r\n" in server.requests[1]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 451, 500, 503])
def test_a_refusal_keeps_its_number_and_its_wish(status):
    """Rows 16, 17."""
    with (
        hostile({"/": answer(status=status, retry_after="120")}) as server,
        pytest.raises(StatusError) as caught,
    ):
        fetcher().get(server.url + "/")

    assert caught.value.reason == f"http_{status}"
    assert caught.value.retry_after == "120"


REASONS = {
    "protocol", "truncated", "too_large", "bomb", "bad_coding", "bad_scheme", "bad_url",
    "bad_port", "blocked_address", "unreachable", "too_many_redirects", "deadline",
}  # fmt: skip
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["Content-Length", "Content-Encoding", "Transfer-Encoding", "Content-Type",
             "Location", "Retry-After", "ETag", "Last-Modified", "X", "", "Set-Cookie"]
        )
        | st.text(max_size=6),
        st.sampled_from(
            ["0", "5", "-1", "9" * 40, "gzip", "gzip, gzip", "chunked", "br", "/", "//",
             "text/html; charset=utf-8", "text/html; charset=", "http://10.0.0.1/",
             "file:///x", "http://[", "Sun, 31 Feb 2026 25:61:00 +2500", "\t", "\r\n"]
        )
        | st.text(max_size=20),
    ),
    max_size=6,
)  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from([200, 204, 206, 299, 301, 304, 308, 400, 404, 429, 503, 99, 999]),
       HEADERS, st.binary(max_size=99))  # fmt: skip
def test_any_headers_are_a_response_or_a_reason(status, headers, body):
    """Row 13, and whoever reads the response finds what is promised of it."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    first = f"HTTP/1.1 {status} Said so\r\n{lines}\r\n"
    NETWORK.data = first.encode("utf-8", "replace") + body
    reason = response = None
    try:
        response = DOOR.get("http://mill.example/a")
    except FetchError as error:
        reason = error.reason

    assert reason is None or reason in REASONS or reason == f"http_{status}"
    if response is None:
        return
    assert 200 <= response.status < 300 or response.status == 304
    assert response.final_url.startswith("http")
    assert all(name == name.lower() for name in response.headers)
    decode(response.body, response.charset)
    retry_after(response.headers.get("retry-after", ""), datetime.now(UTC))


def test_nothing_listens_there():
    with hostile({}) as server:
        gone = server.url
    with pytest.raises(FetchError) as caught:
        fetcher().get(gone + "/")
    assert caught.value.reason == "unreachable"


def test_we_say_who_we_are_and_take_gzip_only():
    with hostile({"/": answer(b"x")}) as server:
        fetcher(user_agent="claimwatch/1 (me@example.org)").get(server.url + "/")
        sent = server.requests[0].lower()

    assert "user-agent: claimwatch/1 (me@example.org)\r\n" in sent
    assert "accept-encoding: gzip\r\n" in sent
