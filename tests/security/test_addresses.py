"""Rows 8, 10, 11: no address that is not public is ever connected to."""

from __future__ import annotations

import socket
import threading
import time
from ipaddress import ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import FetchError
from flows.intake.guard import is_public
from flows.intake.network import Fetcher
from tests.fakes.hostile import hostile, redirect

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.170.2",
    "100.64.0.1",
    "100.100.100.200",
    "0.0.0.0",
    "0.1.2.3",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:a9fe:a9fe::1",
    "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946"]


class Recorder(httpcore.NetworkBackend):
    """Connects nowhere and remembers where it was asked to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def connect_tcp(self, host, port, *_args, **_more):
        self.asked.append((host, port))
        raise httpcore.ConnectError("not in tests")


def attempt(url, answers, **options):
    """Reason of the failure, and what was connected to."""
    backend = Recorder()
    resolver = answers if callable(answers) else (lambda _host, _port: answers)
    fetcher = Fetcher(resolver=resolver, backend=backend, timeout_s=30.0, **options)
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    return caught.value.reason, backend.asked


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_connected_to(address):
    assert attempt("http://news.example/", [address]) == ("blocked_address", [])
    assert attempt("https://news.example/", [*PUBLIC, address]) == (
        "blocked_address",
        [],
    )


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address):
    assert attempt("http://news.example/", [address]) == (
        "unreachable",
        [(address, 80)],
    )


@pytest.mark.parametrize(
    "host",
    ["2130706433", "127.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.0.0.1.",
     "localhost", "localhost.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"],
)  # fmt: skip
def test_odd_spellings_of_loopback_are_seen_through(host):
    """Row 11: the system resolves them, the guard judges the address."""

    def system(name, port):
        found = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
        return [str(item[4][0]) for item in found]

    reason, connected = attempt(f"http://{host}/", system)

    assert connected == []
    assert reason in {"blocked_address", "bad_url", "unreachable"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8888\\@news.example/", "bad_url"),
        ("http://news.example\\@127.0.0.1/", "bad_url"),
        ("http://user@news.example/", "bad_url"),
        ("http://news.example@127.0.0.1/", "bad_url"),
        ("http://:80/", "bad_url"),
        ("http:///etc/passwd", "bad_url"),
        ("http://news.example:99999/", "bad_url"),
        ("http://news.example/\r\nHost: x", "bad_url"),
        ("http://news\u202e.example/", "bad_url"),
        ("http://news.example\0.evil/", "bad_url"),
        ("http://news.example:22/", "bad_port"),
        ("http://news.example:6379/", "bad_port"),
        ("http://news.example:0/", "bad_url"),
        ("ftp://news.example/", "bad_scheme"),
        ("//news.example/", "bad_scheme"),
        ("", "bad_scheme"),
    ],
)
def test_odd_urls_are_refused_before_any_connection(url, expected):
    assert attempt(url, PUBLIC) == (expected, [])


def test_an_international_name_is_resolved_in_its_ascii_form():
    asked = []

    def resolver(host, _port):
        asked.append(host)
        return ["10.0.0.1"]

    assert attempt("http://bücher.example/", resolver) == ("blocked_address", [])
    assert asked == ["xn--bcher-kva.example"]


def test_a_name_that_changes_its_address_is_checked_each_time():
    """Row 10: what was checked is what is connected to, there is no second look-up."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    looked_up = []

    def rebinding(host, _port):
        looked_up.append(host)
        return next(answers)

    assert attempt("http://news.example/", rebinding) == (
        "unreachable",
        [("93.184.216.34", 80)],
    )
    assert looked_up == ["news.example"]
    assert attempt("http://news.example/", rebinding) == ("blocked_address", [])


def test_a_name_without_address_is_an_outcome():
    def unknown(_host, _port):
        raise socket.gaierror(-2, "Name or service not known")

    assert attempt("http://nowhere.example/", unknown) == ("unreachable", [])
    assert attempt("http://nowhere.example/", []) == ("unreachable", [])
    assert attempt("http://nowhere.example/", ["nonsense"]) == ("blocked_address", [])


def test_a_resolver_that_hangs_ends_at_the_deadline():
    release = threading.Event()
    backend = Recorder()

    def hangs(_host, _port):
        release.wait(10)
        return PUBLIC

    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        Fetcher(resolver=hangs, backend=backend, timeout_s=0.2).get("http://n.example/")
    release.set()

    assert caught.value.reason == "deadline"
    assert time.monotonic() - began < 8.0


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "//192.168.0.1/",
     "http://[fd00:ec2::254]/", "http://100.100.100.200/"],
)  # fmt: skip
def test_a_redirect_inwards_is_not_followed(target):
    """Row 8: the second hop goes through the same door as the first."""

    class OnlyLoopback(httpcore.SyncBackend):
        asked: list[str] = []  # noqa: RUF012

        def connect_tcp(self, host, port, *args, **more):
            self.asked.append(host)
            assert host == "127.0.0.1"
            return super().connect_tcp(host, port, *args, **more)

    backend = OnlyLoopback()
    backend.asked = []
    with hostile({"/": redirect(target)}) as server:
        fetcher = Fetcher(allow_networks=("127.0.0.1/32",), backend=backend)
        with pytest.raises(FetchError) as caught:
            fetcher.get(server.url + "/")

    assert caught.value.reason == "blocked_address"
    assert backend.asked == ["127.0.0.1"]


def test_allowed_networks_are_exempt_from_both_checks_and_no_other():
    allowed = {"allow_networks": ("10.1.0.0/16", "fd00::/8")}

    assert attempt("http://i.example:9999/", ["10.1.2.3"], **allowed) == (
        "unreachable",
        [("10.1.2.3", 9999)],
    )
    assert attempt("http://i.example/", ["10.2.0.1"], **allowed)[0] == "blocked_address"


@given(st.integers(0, 2**32 - 1))
def test_wrappings_are_judged_by_what_they_wrap(number):
    """Whatever IPv4 address is not public is not public in IPv6 clothes either."""
    plain = ip_address(number)
    mapped = ip_address((0xFFFF << 32) | number)

    assert is_public(mapped) <= is_public(plain)
    assert not is_public(ip_address((0x2002 << 112) | (number << 80)))
    assert not is_public(ip_address((0x64FF9B << 96) | number))
