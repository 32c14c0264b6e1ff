"""Stored decisions can be decided again: the same, or with another setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.claims import extract_claims
from extractors.verdicts import candidate_keys, load_lexicon
from flows.fanout import pipeline
from flows.judge import Bench, Reading, judge_batch
from flows.replay import Setting, replay
from flows.seeds import build, read_documents
from flows.settings.load import load
from flows.versions import digest, keys_version, versions
from storage.articles import read_claims
from storage.baseline import rekey
from storage.cases import cases, read_article
from storage.database import Database
from tests.flows.conftest import ARTICLES, write_topic
from tests.storage.makers import make_article

NOW = datetime(2025, 6, 3, 9, tzinfo=UTC)
NEXT = (
    "Mill in Orel never had more than 250 workers",
    """The mill in Orel has never employed more than 250 people.
Tarn Paper bought a paper machine for $40 million on Tuesday.""",
)


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


@pytest.fixture
def desk(tmp_path, nlp):
    """A judge with a clock that stands still: order is not a matter of time."""
    settings = load(write_topic(tmp_path / "t", "http://x"), home=tmp_path / "home")
    database = Database(settings.database)
    database.migrate(topic="mill")
    seeds = list(read_documents(settings.documents, NOW))
    build(database, seeds, topic=settings.topic, nlp=nlp, now=NOW)

    def judge(*texts, run_id="r1", learn=0, min_confidence=0.6):
        articles = [
            make_article(
                f"{run_id}-{n}", title=title, text=f"{title}\n{text}",
                origin=f"o{n}", published_at=NOW, fetched_at=NOW,
            )
            for n, (title, text, *_) in enumerate(texts)
        ]  # fmt: skip
        claims = extract_claims(articles, nlp=nlp, topic=settings.topic)
        batch = [
            Reading(article=a, claims=tuple(c))
            for a, c in zip(articles, claims, strict=True)
        ]
        bench = Bench(
            topic=settings.topic, lexicon=load_lexicon(), run_id=run_id, channel="",
            min_confidence=min_confidence, learn_articles=learn, now=lambda: NOW,
            versions=versions(),
        )  # fmt: skip
        with database.transaction() as con:
            return judge_batch(con, batch, bench)

    def again(run_id="", **changes):
        setting = Setting(topic=settings.topic, lexicon=load_lexicon())
        with database.transaction() as con:
            return replay(
                cases(con), replace(setting, **changes), versions=versions(),
                run_id=run_id,
            )  # fmt: skip

    return judge, again, database, settings.topic


def test_the_same_comes_out_though_all_happened_at_one_moment(desk):
    judge, again, *_ = desk
    alerts = judge(*ARTICLES.values(), NEXT)
    alerts += judge(NEXT, run_id="r2")

    result = again()

    assert alerts
    assert result.decisions > 5
    assert result.differences == []
    assert result.other == set()
    assert 0 < again("r2").decisions < result.decisions
    assert again("r2").differences == []


def test_a_decision_of_the_time_of_learning_stays_silent(desk):
    judge, again, *_ = desk

    assert judge(*ARTICLES.values(), learn=5) == []
    assert again().differences == []
    assert again(min_confidence=0.0).differences == []


def test_an_article_that_no_claims_could_be_extracted_from_says_so(desk):
    judge, _, database, _ = desk
    judge()
    article = make_article("broken", text="Tarn sold the mill.", fetched_at=NOW)
    bench = Bench(
        topic=desk[3], lexicon=load_lexicon(), run_id="r2", channel="",
        min_confidence=0.6, learn_articles=0, now=lambda: NOW, versions=versions(),
    )  # fmt: skip

    with database.transaction() as con:
        judge_batch(con, [Reading(article=article).with_claims(None)], bench)
        found = con.execute(
            "select status_reason from articles where status <> 'seed'"
        ).fetchall()

    assert found == [("extraction_failed",)]


def test_a_higher_threshold_lets_alerts_vanish_and_a_lower_one_appear(desk):
    judge, again, *_ = desk
    alerts = judge(*ARTICLES.values())
    loud = again(min_confidence=1.0)
    assert judge(NEXT, run_id="r2", min_confidence=1.0) == []

    quiet = again(min_confidence=0.1, run_id="r2")

    vanished = {d.before["alert_id"] for d in loud.differences if d.change}
    assert vanished == {a.alert_id for a in alerts if a.verdict.confidence < 1}
    assert all(
        d.after["reason"] == "below_min_confidence"
        for d in loud.differences
        if d.change
    )
    assert all(d.change in {"", "appears"} for d in quiet.differences)


def test_another_topic_is_another_decision(desk):
    judge, again, _, topic = desk
    judge(*ARTICLES.values())

    result = again(topic=replace(topic, entities=(), key_terms=()))

    assert len(result.differences) == result.decisions
    assert {d.after["outcome"] for d in result.differences} == {"off_topic"}


def test_an_article_without_its_text_is_left_out_and_counted(desk):
    judge, again, database, _ = desk
    judge(*ARTICLES.values())
    with database.transaction() as con:
        con.execute("update store.articles set text = null where status = 'read'")

    result = again()

    assert result.decisions == 0
    assert result.unreadable > 0


def test_what_was_judged_beside_dropped_claims_is_left_out_and_counted(desk):
    judge, again, database, _ = desk
    judge(*ARTICLES.values())
    whole = again().decisions
    with database.transaction() as con:
        con.execute(
            "delete from store.decisions where claim_id = (select min(claim_id) "
            "from store.decisions where outcome = 'not_newsworthy')"
        )

    result = again()

    assert result.differences == []
    assert 0 < result.unreadable < whole
    assert result.decisions == whole - result.unreadable - 1


def test_parts_that_changed_since_are_named(desk):
    judge, again, database, _ = desk
    judge(*ARTICLES.values())
    with database.transaction() as con:
        con.execute(
            "update store.decisions set versions = "
            'json_merge_patch(versions, \'{"claims": "older"}\')'
        )

    assert again().other == {"claims"}


def test_a_digest_follows_code_and_data_and_nothing_else(tmp_path: Path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "a.py").write_text("x = 1")
    before = digest("words", root=tmp_path)

    (tmp_path / "words" / "a.pyc").write_text("compiled")
    (tmp_path / "other.py").write_text("y = 2")
    assert digest("words", root=tmp_path) == before

    (tmp_path / "words" / "a.py").write_text("x = 2")
    assert digest("words", root=tmp_path) != before


def test_an_upgrade_neither_tells_again_nor_strands_what_is_held(desk):
    """The keys of another version find nothing; the index is built anew once."""
    judge, _, database, _ = desk
    assert judge(*ARTICLES.values())

    def old_keys(claim):
        return frozenset(f"old:{key}" for key in candidate_keys(claim))

    with database.transaction() as con:
        entered = rekey(con, old_keys, version="old")
        rows = con.execute("select count(*) from store.baseline").fetchone()
    with database.transaction() as con:
        assert rekey(con, candidate_keys, version=keys_version()) == entered
    with database.transaction() as con:
        assert rekey(con, candidate_keys, version=keys_version()) == 0
        assert rows == con.execute("select count(*) from store.baseline").fetchone()

    told = judge(*ARTICLES.values(), run_id="r2")
    assert told == []


def test_without_a_new_index_old_claims_would_be_lost(desk):
    """What the test above guards against does happen."""
    judge, _, database, _ = desk
    judge(*ARTICLES.values())
    with database.transaction() as con:
        rekey(con, lambda claim: frozenset({"none"}), version="old")

    judge(NEXT, run_id="r2")

    with database.transaction() as con:
        found = con.execute(
            "select max(len(candidates)) from store.decisions where run_id = 'r2'"
        ).fetchone()
        assert found == (0,)
        assert read_claims(con, []) == {}


def test_an_edit_is_decided_again_as_it_was(desk, nlp):
    """What an edit brought is held to what was held after it took its own words back."""
    judge, again, database, topic = desk
    judge(*ARTICLES.values())
    with database.transaction() as con:
        article, _ = read_article(con, "v1r1-0", 1)
    text = article.text.replace("never employed more than 250", "employed 410")
    version = replace(article, version=2, text=f"{text}\nTarn Paper sold the mill.")
    [claims] = extract_claims([version], nlp=nlp, topic=topic)
    bench = Bench(
        topic=topic, lexicon=load_lexicon(), run_id="r2", channel="",
        min_confidence=0.6, learn_articles=0, now=lambda: NOW, versions=versions(),
    )  # fmt: skip
    with database.transaction() as con:
        judge_batch(con, [Reading(article=version, claims=tuple(claims))], bench)
        [(changes,)] = con.execute("select count(*) from edits").fetchall()

    assert changes
    assert again("r2").decisions
    assert again().differences == []
