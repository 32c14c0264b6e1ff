"""One pass, end to end, over a feed on a plain web server."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
from pathlib import Path

from tests.flows.conftest import ARTICLES, Cli, running_site, write_topic

READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.read()
"""


def test_a_run_tells_what_is_new_and_what_contradicts(run_once):
    _, first = run_once

    verdicts = {alert["verdict"] for alert in first.alerts}
    assert first.code == 0
    assert "contradicts" in verdicts
    assert first.summary["articles"] == 2
    assert len(first.alerts) == first.summary["alerts"]
    against = [a for a in first.alerts if a["verdict"] == "contradicts"]
    assert any("400 people" in (alert["baseline_text"] or "") for alert in against)


def test_a_second_run_is_silent(run_once):
    cli, _ = run_once

    second = cli("run", "--direct", "--json")

    assert second.code == 0
    assert second.alerts == []
    assert second.summary["articles"] == 0


def test_the_snapshot_answers_queries(run_once):
    cli, first = run_once

    answer = cli(
        "query", "select verdict, count(*) as n from alerts group by 1", "--json"
    )

    assert answer.code == 0
    assert len(first.alerts) == sum(row["n"] for row in answer.rows)


def test_every_claim_has_exactly_one_outcome(run_once):
    cli, _ = run_once

    answer = cli("query", "select (select count(*) from claims) - "
                 "(select count(distinct claim_id) from decisions) as missing, "
                 "(select count(*) from decisions) - (select count(*) from claims) as more",
                 "--json")  # fmt: skip

    assert answer.rows == [{"missing": 0, "more": 0}]


def test_the_run_has_a_whole_row(run_once):
    cli, first = run_once

    [row] = cli(
        "query", "select * from runs order by started_at limit 1", "--json"
    ).rows

    assert row["status"] == "completed"
    assert row["trigger"] == "manual"
    assert len(first.alerts) == row["alerts"]
    assert row["seconds"] > 0
    assert row["finished_at"] >= row["started_at"]


def test_without_a_token_alerts_stay_pending(run_once):
    cli, first = run_once

    listed = cli("alerts", "--state", "pending", "--json")

    assert len(first.alerts) == len(listed.rows)
    assert cli("alerts", "--state", "sent", "--json").rows == []


def test_a_dry_run_judges_and_leaves_no_trace(mill):
    dry = mill("run", "--dry-run", "--json")
    left = sorted(path.name for path in mill.home.glob("*"))
    real = mill("run", "--direct", "--json")

    assert dry.code == 0
    assert [name for name in left if name.endswith(".duckdb")] == []
    assert [a["alert_id"] for a in real.alerts] == [a["alert_id"] for a in dry.alerts]


def test_since_and_until_bound_what_is_read(mill):
    early = mill("run", "--direct", "--json", "--until", "2025-06-03")

    assert early.summary["articles"] == 1
    assert mill("run", "--direct", "--json").summary["articles"] == 1


def test_of_four_runs_started_together_one_works(mill):
    """The others say who holds the lock, and leave no run of their own."""
    children = [
        subprocess.Popen(
            mill.command("run", "--direct", "--json"), env=mill.environment(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    said = [child.communicate(timeout=240)[1] for child in children]

    codes = [child.returncode for child in children]
    assert sorted(codes) == [0, 75, 75, 75]
    worker = children[codes.index(0)].pid
    refused = [err for err, code in zip(said, codes, strict=True) if code == 75]
    assert all(f"PID {worker}" in err for err in refused)
    [row] = mill("query", "select count(*) as runs from runs", "--json").rows
    assert row == {"runs": 1}


def test_another_run_ends_with_75_and_says_who_holds_the_lock(mill):
    mill.home.mkdir(parents=True)
    with (mill.home / "mill.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4242\n")
        lock.flush()

        refused = mill("run", "--direct")

    assert refused.code == 75
    assert "4242" in refused.err


def test_a_reader_of_the_snapshot_does_not_disturb_a_run(tmp_path, site):
    cli = Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))
    assert cli("baseline", "build").code == 0
    snapshot = cli.home / "mill.snapshot.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(snapshot)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as reader:  # fmt: skip
        assert reader.stdout.readline() == "open\n"

        run = cli("run", "--direct", "--json")

        reader.communicate("")
    assert run.code == 0
    [row] = cli("query", "select count(*) as n from alerts", "--json").rows
    assert len(run.alerts) == row["n"] > 0


def test_slack_gets_one_message_for_each_alert_and_none_the_second_time(mill, slack):
    mill.environ = {"SLACK_API_URL": slack.base_url, "SLACK_BOT_TOKEN": slack.token}

    first = mill("run", "--direct", "--json")
    posts = slack.posts()
    second = mill("run", "--direct", "--json")

    assert 0 == first.code == second.code
    told = [post["metadata"]["event_payload"]["alert_id"] for post in posts]
    assert {alert["alert_id"] for alert in first.alerts} == set(told)
    assert len(first.alerts) == len(told) == first.summary["sent"] > 0
    assert len(posts) == len(slack.posts())
    assert slack.token not in first.out + first.err


def test_a_channel_that_refuses_ends_with_1_and_loses_nothing(mill, slack):
    mill.environ = {"SLACK_API_URL": slack.base_url, "SLACK_BOT_TOKEN": "xoxb-wrong"}
    refused = mill("run", "--direct", "--json")
    mill.environ["SLACK_BOT_TOKEN"] = slack.token

    mended = mill("run", "--direct", "--json")

    assert refused.code == 1
    assert mended.code == 0
    assert len(refused.alerts) == mended.summary["sent"]
    assert "xoxb-wrong" not in refused.out + refused.err


def test_a_learning_topic_remembers_and_tells_nothing(mill):
    file = Path(mill.topic)
    file.write_text(
        file.read_text().replace("[alerts]", "learn_articles = 5\n[alerts]")
    )

    run = mill("run", "--direct", "--json")

    outcomes = mill("query", "select distinct outcome from decisions", "--json").rows
    assert (run.code, run.alerts, run.summary["articles"]) == (0, [], 2)
    assert {"outcome": "learning"} in outcomes
    assert {"outcome": "alerted"} not in outcomes


def test_one_text_in_two_papers_is_one_alert_with_two_copies(tmp_path):
    title, text, published = ARTICLES["workers"]
    text += """ The register lists every worker since 1911, with the day that each of
them came and the day that each of them left. It was kept by hand until the clerk of
the works died, and then by his daughter, who gave it to the town library this spring.
A historian at the university has counted the names for every single year since then.
She said that the count left no doubt, and that it agreed with the tax rolls."""
    later = published.replace("08:00", "11:00")
    with running_site(tmp_path / "www") as site:
        site.publish({"one": (title, text, published), "two": (title, text, later)})
        page = (site.folder / "two.html").read_text()
        site.write("two.html", page.replace("Orel Courier", "Tarn Herald"))
        cli = Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))
        run = cli("run", "--direct", "--json")

    told = cli(
        "query", "select copies from alerts where verdict = 'contradicts'", "--json"
    )
    copies = cli(
        "query", "select status from articles where copy_of is not null", "--json"
    )
    assert run.summary["articles"] == 2
    assert copies.rows == [{"status": "copy"}]
    assert told.rows
    assert all(row == {"copies": 2} for row in told.rows)


def test_ctrl_c_ends_with_130_and_the_next_run_goes_on(mill):
    with subprocess.Popen(
        mill.command("run", "--direct"), env=mill.environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        for line in run.stderr:
            if "fetching" in line:
                break
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=120)

    assert run.returncode == 130, err
    assert "Traceback" not in err
    again = mill("run", "--direct", "--json")
    rows = mill("query", "select status from runs order by started_at", "--json").rows
    assert again.summary["articles"] == 2
    assert [row["status"] for row in rows] == ["failed", "completed"]
