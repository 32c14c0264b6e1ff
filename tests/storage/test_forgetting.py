"""What is dropped with time, what never is, and one article gone with all it bore."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from extractors.model import Outcome, Status
from storage.alerts import Said, add_sources, insert_alerts, read_alert
from storage.articles import (
    Decisions,
    read_page,
    record_article,
    record_claims,
    record_decisions,
)
from storage.baseline import candidates, held_by_id, observe, supersede
from storage.edits import Revised, record_changes
from storage.erase import erase, find_articles
from storage.retention import Dropped, Keep, drop_old
from storage.revisits import Revisit, plan_revisits
from tests.storage.makers import (
    NOW,
    keys_of,
    make_alert,
    make_article,
    make_claim,
    make_decision,
    make_verdict,
)

LATER = NOW + timedelta(days=100)


def tell(con, name, *, held=None, outcome=Outcome.ALERTED, perhaps=None, **changes):
    """An article with one claim, its decision, and its alert where it has one."""
    verdict = make_verdict(held)
    if perhaps:
        features = {"cast": 1.0, "perhaps": perhaps}
        verdict = replace(verdict, features=features)
    article, claim = make_article(name, **changes), make_claim(name, name)
    record_article(con, article, html=b"<p>page")
    record_claims(con, [claim])
    alert = replace(make_alert(claim, article, held), verdict=verdict)
    told = outcome is Outcome.ALERTED
    decision = make_decision(
        claim, verdict, outcome=outcome,
        alert_id=alert.alert_id if told else "",
        candidates=(held.claim_id,) if held else (),
    )  # fmt: skip
    decided = Decisions(
        article_id=article.article_id, decisions=[decision], versions={}
    )
    record_decisions(con, [decided], run_id="r1", decided_at=NOW)
    if told:
        insert_alerts(con, [alert])
        observe(
            con, claim, article, keys=keys_of(claim), at=NOW, alert_id=alert.alert_id
        )
    return alert


@pytest.fixture
def con(database):
    with database.transaction() as open_one:
        yield open_one


def count(con, what):
    return con.execute(f"select count(*) from {what}").fetchone()[0]


def test_nothing_is_dropped_unless_days_are_given(con):
    tell(con, "quiet", outcome=Outcome.UNCLEAR)

    assert drop_old(con, Keep(), at=LATER) == Dropped()
    assert (
        drop_old(con, Keep(pages=200, text=200, decisions=200), at=LATER) == Dropped()
    )


def test_the_old_goes_and_an_alerts_evidence_stays(con):
    alert = tell(con, "told")
    tell(con, "quiet", outcome=Outcome.NOT_NEWSWORTHY)
    tell(con, "known", outcome=Outcome.KNOWN)
    joined = make_article("joined")
    record_article(con, joined, html=b"<p>joined")
    told = make_claim("j", "joined").claim_id
    said = Said(alert.alert_id, joined.article_id, told, joined.origin, NOW)
    add_sources(con, [said])
    edited = make_article("quiet", version=2, text="Another.", fetched_at=LATER)
    record_article(con, edited)

    dropped = drop_old(
        con, Keep(pages=30, text=30, versions=30, decisions=30), at=LATER
    )

    assert dropped == Dropped(pages=2, texts=2, versions=1, decisions=1)
    assert read_page(con, "v1told", 1) == b"<p>page"
    assert read_page(con, "v1joined", 1) == b"<p>joined"
    assert read_page(con, "v1known", 1) is None
    assert con.execute(
        "select article_id, version, text is null from articles order by all"
    ).fetchall() == [
        ("v1joined", 1, False), ("v1known", 1, True), ("v1quiet", 2, False),
        ("v1told", 1, False),
    ]  # fmt: skip
    assert count(con, "claims") == count(con, "decisions") == 2
    assert read_alert(con, alert.alert_id).article.text


def test_an_erased_article_leaves_no_word_behind(con):
    tell(con, "gone", text="A secret sentence.")
    record_article(con, make_article("copy"), copy_of="v1gone", status="copy")
    tell(con, "other", outcome=Outcome.UNCLEAR)
    gone = make_article("gone", version=2)
    record_changes(con, gone, [Revised(change="added")], run_id="r1", at=NOW)
    planned = Revisit(
        article_id="v1gone", url=gone.url, counted_from=NOW, next_fetch_at=NOW
    )
    plan_revisits(con, [planned])

    found = find_articles(con, "https://news.example/gone")
    erased = erase(con, found, keys=keys_of, keys_version="1", at=LATER)

    assert found == ["v1copy", "v1gone"]
    assert (erased.articles, erased.claims, erased.baseline_claims, erased.alerts) == (
        2, 1, 1, 1,
    )  # fmt: skip
    assert find_articles(con, "v1gone") == []
    for table in ("alerts", "alert_sources", "baseline", "baseline_keys", "keys"):
        assert count(con, f"store.{table}") == 0
    for table in ("claim_changes", "revisits"):
        assert count(con, f"store.{table}") == 0
    assert con.execute("select article_id from decisions").fetchall() == [("v1other",)]
    assert con.execute("select article_id from claims").fetchall() == [("v1other",)]


def test_what_an_erased_article_had_superseded_is_held_again(con):
    tell(con, "old")
    old, new = make_claim("old", "old"), make_claim("new", "new")
    tell(con, "new")
    supersede(
        con, old.claim_id, by_claim_id=new.claim_id, valid_to=NOW.date(), at=NOW
    )  # fmt: skip

    erase(con, ["v1new"], keys=keys_of, keys_version="1", at=LATER)

    [held] = held_by_id(con, [old.claim_id])
    assert held.status is Status.OBSERVED
    assert held.valid_to is None
    assert [c.claim_id for c in candidates(con, new, keys_of(new))] == [old.claim_id]


def test_what_others_said_against_an_erased_article_keeps_an_outcome(con):
    tell(con, "base")
    [held] = held_by_id(con, ["claim-base"])
    against = tell(con, "against", held=held)

    erase(con, ["v1base"], keys=keys_of, keys_version="1", at=LATER)

    assert read_alert(con, against.alert_id) is None
    row = con.execute(
        "select outcome, reason, alert_id, old_value, features from store.decisions"
    ).fetchall()
    assert row == [("unclear", "evidence_erased", None, None, "{}")]
    assert count(con, "claims") == count(con, "decisions") == 1
    [left] = held_by_id(con, ["claim-against"])
    assert left.alert_id == ""


def test_what_may_be_at_odds_with_an_erased_article_quotes_it_no_more(con):
    tell(con, "base")
    perhaps = {"claim_id": "claim-base", "text": "A secret sentence."}
    alert = tell(con, "alerted", perhaps=perhaps)
    tell(con, "silent", outcome=Outcome.NOT_NEWSWORTHY, perhaps=perhaps)

    erase(con, ["v1base"], keys=keys_of, keys_version="1", at=LATER)

    assert read_alert(con, alert.alert_id) is None
    rows = con.execute(
        "select outcome, features from store.decisions order by claim_id"
    ).fetchall()
    assert rows == [("unclear", "{}"), ("not_newsworthy", '{"cast":1.0}')]
