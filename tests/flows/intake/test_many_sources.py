"""Sick sources among healthy ones: the healthy are all read, the sick all named."""

from __future__ import annotations

import pytest

from extractors.model import FetchError, Source
from flows.intake import Fetcher, Guest
from tests.bench.load import crowd, gathered, sources_of
from tests.fakes.crowd import ARTICLES, SICK, address
from tests.fakes.hostile import answer, hostile

OUTCOMES = {
    "hang": "deadline",
    "hang_in_body": "deadline",
    "drip": "deadline",
    "sick_pages": "",
    "http_500": "http_500",
    "http_429": "http_429",
    "http_403": "http_403",
    "http_404": "http_404",
    "bomb": "bomb",
    "bomb_in_bomb": "bad_coding",
    "cut_gzip": "truncated",
    "not_asked_for": "bad_coding",
    "endless": "too_large",
    "endless_head": "protocol",
    "picture": "not_a_feed",
    "login": "not_a_feed",
    "entities": "doctype",
    "many_tags": "too_large",
    "cut": "truncated",
    "garbage": "protocol",
    "reset": "unreachable",
    "loop": "too_many_redirects",
    "inwards": "blocked_address",
    "to_a_file": "bad_scheme",
    "tls": "tls",
}


def test_sick_sources_neither_stop_nor_hide_the_others():
    """26 healthy hosts and one that is sick in each way."""
    with crowd(2 * len(SICK)) as port:
        sources = sources_of(2 * len(SICK), list(SICK), port)
        done, _ = gathered(sources, pause=0, timeout=6)

    visits = {visit.source_id.rpartition("-")[0]: visit for visit in done.visits}
    assert visits.pop("healthy").error == ""
    found = {
        kind: v.error.partition(": ")[2].partition(" ")[0] for kind, v in visits.items()
    }
    # Read in a second, or given up where the machine has other work.
    assert found.pop("deep") in {"", "extract_timeout"}
    assert found == OUTCOMES
    healthy = [r for r in done.readings if r.article.source_id.startswith("healthy")]
    assert len(healthy) == ARTICLES * len(SICK)
    assert visits["sick_pages"].errors == ARTICLES


def test_an_article_in_five_feeds_is_fetched_once():
    """Row 22: under any guid and with any marks of the feed in its address."""
    page = "<html lang=en><title>Mill</title><article>" + "".join(
        f"<p>The mill was sold to its workers on day {n} of the strike.</p>"
        for n in range(9)
    )
    with hostile({"*": answer(page.encode(), content_type="text/html")}) as server:
        server.routes["/robots.txt"] = answer(status=404)
        for n in range(5):
            item = (
                f"<item><title>Mill</title><link>/a?utm_source={n}</link>"
                f"<guid isPermaLink='false'>{n}</guid></item>"
            )
            body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
            server.routes[f"/feed{n}"] = answer(body)
        feeds = [
            Source(id=f"s{n}", kind="feed", url=f"{server.url}/feed{n}")
            for n in range(5)
        ]
        done, _ = gathered(feeds, pause=0, timeout=30)

        assert [path for path in server.paths() if "utm" in path] == ["/a?utm_source=0"]
    assert [each.article.source_id for each in done.readings] == ["s0"]


def test_a_host_that_lets_us_wait_twice_is_left_alone():
    """Two deadlines cost as much as hundreds of healthy pages."""
    reasons = []
    with crowd(1) as port:
        networks = ("127.0.0.0/8",)
        guest = Guest(Fetcher(allow_networks=networks, timeout_s=0.3))
        for _ in range(3):
            with pytest.raises(FetchError) as caught:
                guest.get(f"http://{address(0)}:{port}/hang", robots=False)
            reasons.append(caught.value.detail == "host left alone")

    assert reasons == [False, False, True]
