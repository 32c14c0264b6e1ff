"""The commands as designed, and what they say when the input is wrong."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.flows.conftest import SEED, Cli, write_topic

PAIRS = [
    {"id": 1, "baseline": "The mill employs 400 people.",
     "claim": "The mill has never employed more than 250 people."},
    {"id": "b", "baseline": "The mill employs 400 people.",
     "claim": "The mill employs 400 people.", "baseline_date": "2025-03-01"},
]  # fmt: skip


def test_pairs_are_judged_line_by_line_and_a_bad_one_is_named(run_once, tmp_path):
    cli, _ = run_once
    file = tmp_path / "pairs.jsonl"
    lines = [json.dumps(PAIRS[0]), '{"id": 7, "baseline": 3}', "nonsense",
             json.dumps(PAIRS[1])]  # fmt: skip
    file.write_text("\n".join(lines) + "\n\n")

    answer = cli("compare", "--pairs", str(file))

    contradicts, wrong, nonsense, known = answer.rows
    assert answer.code == 2
    assert (contradicts["id"], contradicts["verdict"]) == (1, "contradicts")
    assert "250" in contradicts["new_value"]
    assert (known["id"], known["verdict"]) == ("b", "known")
    assert wrong["id"] == 7
    assert "error" in wrong
    assert nonsense["id"] is None
    assert {"id", "verdict", "confidence", "slot", "old_value", "new_value", "reason",
            "explanation"} == set(contradicts)  # fmt: skip


def test_pairs_come_from_the_input_too(run_once):
    cli, _ = run_once

    answer = cli("compare", "--pairs", "-", stdin=json.dumps(PAIRS[1]))

    assert (answer.code, answer.rows[0]["verdict"]) == (0, "known")


def test_extract_gives_the_article_then_its_claims(run_once, tmp_path):
    cli, _ = run_once
    file = tmp_path / "note.txt"
    file.write_text(SEED)

    answer = cli("extract", str(file), "--json")

    article, *claims = answer.rows
    assert (article["type"], claims[0]["type"]) == ("article", "claim")
    assert all(
        article["text"][claim["claim_start"] : claim["claim_end"]] == claim["quote"]
        for claim in claims
    )
    [workers] = [claim for claim in claims if "400" in claim["quote"]]
    assert workers["quantities"][0]["low"] == 400


def test_extract_reads_a_page_through_the_guarded_door(run_once, site):
    cli, _ = run_once

    answer = cli("extract", f"{site.url}/workers.html", "--json")

    assert answer.code == 0
    assert any("250" in row["quote"] for row in answer.rows[1:])
    assert "Imprint" not in answer.rows[0]["text"]


def test_a_page_that_is_not_there_ends_with_1(run_once, site):
    cli, _ = run_once

    answer = cli("extract", f"{site.url}/gone.html")

    assert answer.code == 1
    assert "http_404" in answer.err


def test_loopback_is_refused_unless_the_topic_allows_it(tmp_path, site):
    answer = Cli(tmp_path)("extract", f"{site.url}/workers.html")

    assert answer.code == 1
    assert "blocked_address" in answer.err


def test_explain_shows_both_sides_of_an_alert(run_once):
    cli, first = run_once
    [alert] = [a for a in first.alerts if "250" in a["claim_text"]][:1]

    shown = cli("explain", alert["alert_id"])
    as_json = cli("explain", alert["alert_id"], "--json")

    told, decision = as_json.rows
    slots = {row["slot"]: row for row in decision["slots"]}
    assert shown.code == 0
    assert "rule: " in shown.out
    rested_on = shown.out.partition("it rested on:")[2]
    assert re.search(r"^ relation +1 *$", rested_on, re.MULTILINE)
    assert alert["alert_id"] == told["alert_id"]
    assert tuple(
        next(n for n in ("400", "250") if n in slots["quantity"][side])
        for side in ("baseline", "article")
    ) == ("400", "250")
    assert decision["candidates"]
    assert decision["reason"]
    said = {each["text"]: each["reason"] for each in decision["candidates"]}
    assert said[decision["baseline_text"]] == decision["reason"]
    assert decision["versions"].keys() >= {"claims", "verdicts", "lexicon", "model"}


def test_explain_tells_of_every_claim_of_an_article(run_once, site):
    cli, _ = run_once

    answer = cli("explain", f"{site.url}/workers.html", "--json")

    article, *decisions = answer.rows
    assert (article["type"], article["status"]) == ("article", "read")
    assert {"alerted", "known"} <= {row["outcome"] for row in decisions}
    assert all(row["reason"] for row in decisions)


def test_the_baseline_can_be_listed_mended_and_extended(tmp_path, site):
    cli = Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))
    built = cli("baseline", "build", "--json")
    again = cli("baseline", "build", "--json")
    [lease] = cli("baseline", "list", "2031", "--json").rows
    confirmed = cli("baseline", "confirm", lease["claim_id"])
    added = cli("baseline", "add", "The mill has nine paper machines.")
    facts = tmp_path / "facts.csv"
    facts.write_text("text,published\nThe mill opened in 1911.,2025-01-01\n")
    imported = cli("baseline", "import", str(facts))
    rejected = cli("baseline", "reject", lease["claim_id"][:12])

    left = cli("baseline", "list", "--json").rows
    assert (built.rows[0]["documents"], again.rows[0]["claims"]) == (1, 0)
    assert built.rows[0]["claims"] == again.rows[0]["known"] >= 4
    assert [each.code for each in (confirmed, added, imported, rejected)] == [0] * 4
    states = {row["text"]: row["status"] for row in left}
    assert states.get(lease["text"], "rejected") == "rejected"
    assert {"confirmed"} == {s for t, s in states.items() if "nine" in t or "1911" in t}


def test_sources_are_listed_with_their_health_and_exchanged(mill, site, tmp_path):
    site_feed = f"{site.url}/feed.xml"
    mill("run", "--direct")
    [source] = mill("sources", "list", "--json").rows
    exported = mill("sources", "export")
    opml = tmp_path / "more.opml"
    opml.write_text(exported.out.replace("feed.xml", "feed.xml?again"))

    imported = mill("sources", "import", str(opml))
    twice = mill("sources", "add", site_feed)

    urls = [row["url"] for row in mill("sources", "list", "--json").rows]
    assert source["last_ok_at"]
    assert source["failures"] == 0
    assert (imported.code, twice.code) == (0, 0)
    assert [site_feed, f"{site_feed}?again"] == urls
    assert "already there" in twice.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "selec 1"], "syntax error"),
        (["query", "delete from store.meta"], "read-only"),
        (["query", "select * from read_text('/etc/hostname')"], "disabled"),
        (["query"], "give either a statement"),
        (["query", "--name", "nope"], "no ready question 'nope'"),
        (["query", "--name", "outcomes", "--set", "a=b"], "outcomes takes no a"),
        (["explain", "nope"], "nothing has an id"),
        (["explain", "https://example.org/never-read"], "no article was read"),
        (["alerts", "--state", "lost"], "no state 'lost'"),
        (["baseline", "list", "--status", "lost"], "no status 'lost'"),
        (["baseline", "confirm", "nope"], "no claim held"),
        (["run", "--since", "yesterday"], "is no time"),
        (["run", "--direct", "--source", "nope"], "no source nope"),
        (["extract", "/gone.txt"], "cannot be read"),
        (["run", "--nope"], "No such option"),
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_says_why(run_once, arguments, said):
    cli, _ = run_once

    answer = cli(*arguments)

    assert answer.code == 2, answer.err
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_rows_come_in_four_forms(run_once, form):
    cli, _ = run_once

    answer = cli("query", "select 1 as a, 'x|y' as b", "--format", form)

    expected = {
        "csv": "a,b\n1,x|y\n",
        "json": '[{"a": 1, "b": "x|y"}]\n',
        "markdown": "| a | b |\n| --- | --- |\n| 1 | x\\|y |\n",
    }
    assert answer.code == 0
    assert form not in expected or expected[form] == answer.out
    assert "x" in answer.out


def test_ready_questions_are_listed_and_answered(run_once):
    cli, _ = run_once

    listed = cli("query", "--list", "--json").rows
    answer = cli("query", "--name", "timeline", "--set", "matter=mill", "--json")

    assert {"timeline", "outcomes"} <= {row["name"] for row in listed}
    assert all(row["asks"] for row in listed)
    assert answer.code == 0


def test_an_unknown_key_in_the_topic_file_names_it_and_the_right_one(mill):
    with Path(mill.topic).open("a") as file:
        file.write("[alrts]\nchannel = '#x'\n")

    answer = mill("run", "--direct")

    assert answer.code == 2
    assert "alrts: unknown key; did you mean 'alerts'?" in answer.err


def test_a_missing_seed_is_named_with_its_place(mill, tmp_path):
    (tmp_path / "topic" / "seeds" / "mill.txt").unlink()

    answer = mill("run", "--direct")

    assert answer.code == 2
    assert "no file matches 'seeds/*.txt'" in answer.err


def test_sick_sources_are_named_and_the_others_go_on(tmp_path, site):
    site.write("page.xml", "<html><body><h1>Log in</h1></body></html>")
    sources = ("feed.xml", "page.xml", "gone.xml", "http://127.0.0.1:9/feed")
    topic = write_topic(tmp_path / "topic", site.url, sources=sources)
    cli = Cli(tmp_path / "home", topic=topic)

    answer = cli("run", "--direct", "--json")

    failed = answer.summary["failed_sources"]
    assert answer.code == 0
    assert answer.summary["articles"] == 2
    assert {"source-2", "source-3", "source-4"} == set(failed)
    assert "not_a_feed" in failed["source-2"]
    assert "http_404" in failed["source-3"]
    assert "unreachable" in failed["source-4"]


def test_a_page_that_404s_stops_nothing_and_is_read_when_it_is_back(tmp_path, site):
    text = "The mill in Orel burned down on Sunday. Tarn Paper will build it again."
    site.publish({"late": ("The mill in Orel burns", text, "")})
    (site.folder / "late.html").rename(site.folder / "hidden.html")
    cli = Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))
    try:
        first = cli("run", "--direct", "--json")
        (site.folder / "hidden.html").rename(site.folder / "late.html")
        second = cli("run", "--direct", "--json")
    finally:
        site.publish()

    assert (first.code, first.summary["articles"]) == (0, 0)
    assert "http_404" in first.summary["unread"][0]
    assert second.summary["articles"] == 1


def test_when_no_source_answers_the_run_ends_with_1(tmp_path):
    topic = write_topic(tmp_path / "topic", "http://127.0.0.1:9")
    cli = Cli(tmp_path / "home", topic=topic)

    answer = cli("run", "--direct")

    assert answer.code == 1
    assert "is there a network?" in answer.err


def test_a_damaged_database_is_refused_with_3_and_left_alone(mill):
    mill.home.mkdir(parents=True)
    (mill.home / "mill.duckdb").write_bytes(b"this is no database" * 400)

    answer = mill("run", "--direct")

    assert answer.code == 3
    assert b"this is no database" in (mill.home / "mill.duckdb").read_bytes()


def test_reading_without_a_database_says_what_makes_one(tmp_path):
    answer = Cli(tmp_path)("alerts")

    assert answer.code == 3
    assert "claimwatch run" in answer.err


def test_a_replay_of_a_run_is_identical_and_a_threshold_can_be_tried(run_once):
    cli, first = run_once

    [same] = cli("replay", "--json").rows
    tried = cli("replay", "--set", "min_confidence=1", "--json")
    wrong = cli("replay", "--set", "loudness=1")

    *alerts, _ = tried.rows
    assert same["identical"] is True
    assert same["decisions"] == first.summary["claims"]
    assert {a["change"] for a in alerts} == {"vanishes"}
    assert {a["alert_id"] for a in alerts} <= {a["alert_id"] for a in first.alerts}
    assert wrong.code == 2
    assert cli("replay", "--run", "none").code == 2


def test_backup_restore_export_and_erase(run_once, tmp_path):
    """On a copy of the home, since erasing changes it."""
    cli, first = run_once
    own = Cli(tmp_path / "home", topic=cli.topic)
    shutil.copytree(cli.home, own.home)
    out = tmp_path / "out"

    [saved] = own("backup", "--compact", "--json").rows
    assert Path(saved["file"]).stat().st_size == saved["bytes"]
    assert own("export", "--format", "csv", "--out", str(out)).code == 0
    assert (out / "alerts.csv").read_text().count("\n") >= len(first.alerts)
    url = first.alerts[0]["article_url"]
    [erased] = own("erase", url, "--json").rows
    assert erased["articles"] == 1
    assert own("erase", url).code == 2
    assert len(own("alerts", "--json").rows) < len(first.alerts)
    assert own("replay", "--json").rows[-1]["identical"] is True

    database = own.home / "mill.duckdb"
    database.write_bytes(b"")
    refused = own("run", "--direct")
    assert refused.code == 3
    assert "claimwatch restore" in refused.err
    [restored] = own("restore", saved["file"], "--json").rows
    assert restored["from"] == saved["file"]
    assert len(own("alerts", "--json").rows) == len(first.alerts)
    assert own("restore", str(tmp_path / "none")).code == 3
