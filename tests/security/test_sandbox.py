"""Rows 20 to 28: what bytes may do to the parsers, and how the run goes on."""

from __future__ import annotations

import signal
import threading
import time
from datetime import UTC, datetime

import pytest

from extractors.model import Entry, ExtractError, ParseError, Source
from flows.intake.sandbox import InProcess, Sandbox

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SOURCE = Source(id="mill", kind="feed", url="http://mill.example/feed")
ENTRY = Entry(source_id="mill", url="http://mill.example/a", title="The mill")
PROSE = (
    b"<p>The mill at the river was sold to its workers on Friday evening.</p>"
    b"<p>They paid ten dollars for it and will reopen the gates in the spring.</p>"
    b"<p>The former owner said that nobody else had made an offer in two years.</p>"
    b"<p>About four hundred people had lost their work when the mill was closed.</p>"
)
PAGE = (
    b"<html lang=en><title>The mill</title><body><article>%s</article></body>" % PROSE
)
FEED = (
    b"<rss version='2.0'><channel><item><title>One</title>"
    b"<link>http://mill.example/1</link></item></channel></rss>"
)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(page_s=1.5, listing_s=1.5) as running:
        running.read_page(PAGE, **page_of())  # loaded, so that limits measure parsing
        yield running


def page_of(**fields):
    known = {"entry": ENTRY, "source": SOURCE, "final_url": ENTRY.url}
    return {**known, "fetched_at": NOW, **fields}


def test_the_child_reads_what_the_process_would_read(sandbox):
    own = InProcess()

    assert own.read_page(PAGE, **page_of()) == sandbox.read_page(PAGE, **page_of())
    there = sandbox.entries(FEED, source=SOURCE, base_url=SOURCE.url, now=NOW)
    assert own.entries(FEED, source=SOURCE, base_url=SOURCE.url, now=NOW) == there


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"<html></html>"])
def test_errors_are_the_same_on_both_sides(sandbox, data):
    with pytest.raises(ExtractError) as here:
        InProcess().read_page(data, **page_of())
    with pytest.raises(ExtractError) as there:
        sandbox.read_page(data, **page_of())

    assert str(here.value) == str(there.value)


def test_a_warm_page_costs_milliseconds(sandbox):
    def seconds(reader):
        began = time.perf_counter()
        for _ in range(10):
            reader.read_page(PAGE, **page_of())
        return (time.perf_counter() - began) / 10

    own = InProcess()
    best = min(seconds(sandbox) - seconds(own) for _ in range(5))

    assert best < 0.01


HOSTILE = {
    "200,000 line breaks": PROSE + b"<br>" * 300_000,
    "unclosed paragraphs": PROSE + b"<p>x" * 300_000,
    "an attribute of 5 MB": PROSE + b'<p title="' + b"a" * 1_900_000 + b'">x</p>',
    "a comment of 2 MB": PROSE + b"<!--" + b"- " * 900_000 + b"-->",
    "deep elements": PROSE + b"<div>" * 100_000,
    "deep JSON-LD": PROSE
    + b'<script type="application/ld+json">'
    + b"[" * 100_000
    + b"</script>",
    "long JSON-LD": PROSE
    + b'<script type="application/ld+json">'
    + b'{"a":' * 300_000
    + b"</script>",
    "unclosed scripts": PROSE + b"<script>" * 200_000,
    "entities": PROSE + b"&amp;&#x;&bogus;" * 100_000,
    "less-than signs": PROSE + b"<" * 1_500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_still_gives_its_prose(sandbox, name):
    """Rows 26, 27: by the parser in time, or with its tags stripped."""
    began = time.monotonic()
    article = sandbox.read_page(b"<html><body>" + HOSTILE[name], **page_of())

    assert time.monotonic() - began < 90.0  # a killed child's successor has to load
    assert "sold to its workers on Friday" in article.text
    assert article.text.startswith("The mill\n")


def test_a_feed_that_hangs_is_an_outcome_and_the_next_is_read():
    """Rows 20, 28: the time is up, the child is killed, another takes over."""
    with Sandbox(listing_s=0.05) as short:
        many = b"<item><a/>" * 100_000 + b"<item>"
        slow = FEED.replace(b"<item>", many, 1)
        with pytest.raises(ParseError) as caught:
            short.entries(slow, source=SOURCE, base_url=SOURCE.url, now=NOW)
        assert caught.value.reason == "extract_timeout"

        short._listing_s = 10.0
        parsed = short.entries(FEED, source=SOURCE, base_url=SOURCE.url, now=NOW)
        assert [entry.title for entry in parsed.entries] == ["One"]


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("tests.fakes.children.aborts", "extract_crash"),
        ("tests.fakes.children.swells", "extract_memory"),
        ("tests.fakes.children.babbles", "extract_crash"),
        ("tests.fakes.children.leaves", "extract_crash"),
    ],
)
def test_a_child_that_dies_is_an_outcome(module, expected):
    """Row 28."""
    with Sandbox(module=module, memory_bytes=512 * 1024**2) as dying:
        for _ in range(2):
            with pytest.raises(ParseError) as caught:
                dying.entries(FEED, source=SOURCE, base_url=SOURCE.url, now=NOW)
            assert caught.value.reason == expected
        assert dying.read_page(PAGE, **page_of()).low_confidence


def test_a_child_that_waits_is_given_up():
    """Row 28: it uses no processor time, so only the clock can end it."""
    sleeps = Sandbox(module="tests.fakes.children.sleeps", listing_s=0.05)
    with sleeps, pytest.raises(ParseError) as caught:
        sleeps.entries(FEED, source=SOURCE, base_url=SOURCE.url, now=NOW)

    assert caught.value.reason == "extract_timeout"


def test_a_page_is_read_however_long_its_child_has_to_wait(sandbox):
    """What counts is work: a child stopped for longer than its limit goes on."""
    child = sandbox._child
    child.send_signal(signal.SIGSTOP)
    threading.Timer(2.0, child.send_signal, [signal.SIGCONT]).start()
    article = sandbox.read_page(PAGE, **page_of())

    assert article == InProcess().read_page(PAGE, **page_of())


@pytest.mark.parametrize(
    "action", ["connect", "write", "spawn", "fork", "unlink", "ctypes"]
)
def test_the_child_can_do_nothing_but_parse(action):
    source = Source(id=action, kind="feed", url="http://mill.example/")
    with (
        Sandbox(module="tests.fakes.children.escapes") as fenced,
        pytest.raises(ParseError) as caught,
    ):
        fenced.entries(FEED, source=source, base_url="http://x.y/", now=NOW)

    assert caught.value.reason == "extract_crash"
    assert "Error" in caught.value.detail


def test_the_child_leaves_with_its_parent():
    sandbox = Sandbox()
    with sandbox:
        sandbox.read_page(PAGE, **page_of())
        child = sandbox._child

    assert child is not None
    assert child.returncode is not None
