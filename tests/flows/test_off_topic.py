"""A page that names too little of the topic is read and recorded, and never parsed."""

from __future__ import annotations

from dataclasses import replace

from flows.answering import why_silent
from flows.copies import to_parse, with_claims
from flows.judge import Reading
from tests.flows.alerting.newsdesk import MACHINE, Newsdesk
from tests.flows.conftest import Cli, running_site, write_topic

FAIR = """<!doctype html><html lang="en"><head><title>Flower fair</title></head><body>
<article><h1>The flower fair opens on Sunday</h1><p>The fair has 40 stands this year,
ten more than last year. The mayor expects 3,000 guests from the whole valley, and the
ferry goes until ten in the evening.</p></article></body></html>"""


def test_an_article_off_topic_says_so_and_has_no_claims(tmp_path):
    with running_site(tmp_path / "www") as site:
        site.publish({"fair": ("Flower fair", "", "Mon, 02 Jun 2025 08:00:00 GMT")})
        site.write("fair.html", FAIR)
        cli = Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))
        run = cli("run", "--direct", "--json")
        url = f"{site.url}/fair.html"

        [article] = cli("explain", url, "--json").rows
        shown = cli("explain", url).err
        counted = ("articles", "off_topic", "claims", "alerts")

        assert [run.summary[name] for name in counted] == [1, 1, 0, 0]
        became = (article["status"], article["status_reason"])
        assert became == ("off_topic", "names_nothing")
        assert "it names nothing of the topic" in shown


def test_what_is_edited_is_parsed_whatever_it_names(tmp_path):
    desk = Newsdesk(tmp_path)
    desk.read(MACHINE)
    first = replace(desk.last, version=1)
    seen = [
        Reading(article=first, off_topic="names_nothing"),
        Reading(article=first, copy_of="v1other"),
        Reading(article=replace(first, version=2), off_topic="names_nothing"),
        Reading(article=first),
    ]

    wanted = to_parse(seen)
    given = with_claims(seen, [[1], [2]])

    assert [each.version for each in wanted] == [2, 1]
    assert [each.claims for each in given] == [(), (), (1,), (2,)]


def test_a_missed_finding_off_topic_is_explained(tmp_path):
    desk = Newsdesk(tmp_path)
    desk.read("The flower fair opens on Sunday.", title="Out and about")

    said = desk.do(why_silent, desk.last.url, "out and about")

    assert "the article is off topic (names_nothing)" in said


def test_an_article_that_an_edit_takes_off_topic_is_looked_at_again(tmp_path):
    desk = Newsdesk(tmp_path)
    desk.read(MACHINE, title="Out and about")

    desk.edit(desk.last, "The flower fair opens on Sunday.")

    assert desk.rows(
        "select status from articles where status <> 'seed' order by version"
    ) == [("read",), ("off_topic",)]


def test_what_an_edit_brings_onto_the_topic_is_judged_whole(tmp_path):
    """Nothing of its first version was told, so all of the second one is new."""
    desk = Newsdesk(tmp_path)
    desk.read("The flower fair opens on Sunday.", title="Out and about")

    desk.edit(desk.last, MACHINE)

    assert desk.rows(
        "select status from articles where status <> 'seed' order by version"
    ) == [("off_topic",), ("read",)]
    assert desk.rows("select distinct verdict from alerts") == [("new",)]
