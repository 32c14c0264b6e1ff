"""Sick sources among healthy ones: the healthy are read, and in time."""

from __future__ import annotations

import gzip
import time
from contextlib import ExitStack
from datetime import UTC, datetime

from extractors.model import Source
from flows.intake import Fetcher, Guest, Sandbox, in_parallel, list_entries
from storage.sources import SourceState
from tests.fakes.hostile import answer, drip, head, hostile, raw, redirect

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FEED = (
    b"<rss version='2.0'><channel><item><title>One</title>"
    b"<link>http://mill.example/1</link></item></channel></rss>"
)
SICK = {
    "drips": drip(b"x" * 500, head(content_length="500")),
    "bomb": answer(gzip.compress(bytes(60_000_000)), content_encoding="gzip"),
    "loop": redirect("/"),
    "inwards": redirect("http://169.254.169.254/"),
    "entities": answer(b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss/>"),
    "garbage": raw(b"\0\1\2"),
    "login": answer(b"<html>Log in</html>"),
    "refuses": answer(status=503, retry_after="3600"),
}


def test_sick_sources_neither_stop_nor_hold_up_the_others():
    """Row by row the same run: 32 healthy hosts, 8 sick ones in every way."""
    with ExitStack() as stack, Sandbox() as sandbox:
        servers = {
            name: stack.enter_context(hostile({"*": SICK.get(name, answer(FEED))}))
            for name in [*SICK, *(f"healthy-{n}" for n in range(32))]
        }
        sources = [
            Source(id=name, kind="feed", url=server.url + "/feed")
            for name, server in servers.items()
        ]
        fetcher = Fetcher(allow_networks=("127.0.0.0/8",), timeout_s=2.0)
        guest = Guest(fetcher, min_seconds_per_host=0.0)

        def visit(source):
            state = SourceState(source_id=source.id)
            return list_entries(source, state, guest, NOW, sandbox=sandbox)

        visit(sources[-1])  # the child is loaded, what follows measures the visits
        began = time.monotonic()
        listings = in_parallel(visit, sources, lambda source: source.url)
        took = time.monotonic() - began

    reasons = {
        listing.state.source_id: listing.error.reason
        for listing in listings
        if listing.error is not None
    }
    assert reasons == {
        "drips": "deadline",
        "bomb": "bomb",
        "loop": "too_many_redirects",
        "inwards": "blocked_address",
        "entities": "doctype",
        "garbage": "protocol",
        "login": "not_a_feed",
        "refuses": "http_503",
    }
    assert sum(len(listing.entries) for listing in listings) == 32
    assert took < 10
