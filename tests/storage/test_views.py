"""Each view and each ready question answers rightly on real rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from extractors.model import (
    Modality,
    Outcome,
    Polarity,
    Source,
    Status,
    Trust,
    VerdictKind,
)
from storage.alerts import Said, add_sources, insert_alerts, read_alert
from storage.articles import (
    Decisions,
    record_article,
    record_claims,
    record_decisions,
)
from storage.baseline import confirm, held_by_id, observe, reject
from storage.database import open_snapshot
from storage.edits import Revised, record_changes
from storage.query import get_query, list_queries, run_query
from storage.runs import RunCounts, close_stale_runs, finish_run, start_run
from storage.sources import (
    SourceState,
    add_coverage,
    read_states,
    save_states,
    sync_sources,
)
from tests.fakes.database import fresh
from tests.storage.makers import (
    DAY,
    NOW,
    keys_of,
    make_alert,
    make_article,
    make_claim,
    make_decision,
    make_verdict,
    period,
)

SEED = make_article(
    "seed", title="The seed", origin="mill.example", published_at=NOW - 80 * DAY
)
OLD = make_claim("old", "seed")
NEW_ARTICLE = make_article("n")
NEW = make_claim(
    "new", "n", quote="never more than 250", sentence="It says never more than 250."
)


def _story(database) -> None:
    """A seed, an article that repeats it, one that contradicts it, and a copy of that."""
    with database.transaction() as con:
        _tell(con)


def _tell(con) -> None:
    record_article(con, SEED, status="seed")
    observe(con, OLD, SEED, keys=keys_of(OLD), at=NOW - DAY, status=Status.SEED)
    (held,) = held_by_id(con, ["claim-old"])
    start_run(con, "r1", topic="mill", trigger="manual", at=NOW)
    repeat = make_claim("repeat", "r")
    record_article(con, make_article("r", origin="post.example"))
    record_article(con, NEW_ARTICLE, html=b"<p>250</p>")
    record_article(
        con, make_article("c", origin="copy.example"), copy_of="v1n", status="copy"
    )
    copied = make_claim("copied", "c")
    record_claims(con, [repeat, NEW, copied])
    against = make_verdict(held)
    known = make_verdict(held, kind=VerdictKind.KNOWN, reason="same_value")
    told = {"outcome": Outcome.JOINED, "alert_id": "v1alert-claim-new"}
    alerted = make_decision(
        NEW,
        against,
        outcome=Outcome.ALERTED,
        alert_id="v1alert-claim-new",
        candidates=("claim-old",),
    )
    decided = {
        "v1r": make_decision(repeat, known, outcome=Outcome.KNOWN),
        "v1n": alerted,
        "v1c": make_decision(copied, **told),
    }
    record_decisions(
        con,
        [
            Decisions(article_id=name, decisions=[each], versions={"rules": "1"})
            for name, each in decided.items()
        ],
        run_id="r1",
        decided_at=NOW,
    )
    alert = make_alert(NEW, NEW_ARTICLE, held)
    insert_alerts(con, [alert])
    insert_alerts(con, [alert])
    copy = make_article("c", origin="copy.example")
    said = Said(alert.alert_id, copy.article_id, copied.claim_id, copy.origin, NOW)
    add_sources(con, [said, said])
    observe(
        con,
        NEW,
        NEW_ARTICLE,
        keys=keys_of(NEW),
        at=NOW,
        status=Status.DISPUTED,
        alert_id=alert.alert_id,
    )
    finish_run(
        con,
        "r1",
        at=NOW + timedelta(seconds=4),
        status="completed",
        counts=RunCounts(fetched=3, articles=3, claims=3, alerts=1),
        seconds=4.0,
    )


@pytest.fixture
def story(database):
    return fresh(database.path, _story)


def test_an_alert_shows_both_sides(story, rows):
    assert rows(
        "select verdict, severity, slot, old_value, new_value, claim_text, baseline_text, "
        "baseline_document, trust, origins, copies, state, slack_ts, feedback, run_id from alerts"
    ) == [
        (
            "contradicts",
            "high",
            "quantity",
            "400",
            "250",
            "never more than 250",
            "The mill employs 400 people",
            "The seed",
            "press",
            2,
            2,
            "pending",
            None,
            None,
            "r1",
        )
    ]


def test_an_alert_comes_back_whole(story):
    """With the origins and copies of now."""
    with story.transaction() as con:
        alert = read_alert(con, "v1alert-claim-new")
        (held,) = held_by_id(con, ["claim-old"])
        nobody = read_alert(con, "v1nobody")

    assert alert == make_alert(NEW, NEW_ARTICLE, held, origins=2, copies=2)
    assert nobody is None


def test_an_alert_shows_its_message_and_its_last_answer(story, rows):
    with story.transaction() as con:
        con.execute(
            "insert into store.outbox (post_id, alert_id, kind, channel, state, ts) values "
            "('p1', 'v1alert-claim-new', 'root', '#mill', 'sent', '17.5'), "
            "('p2', 'v1alert-claim-new', 'reply', '#mill', 'pending', null), "
            "('p3', 'v1tombstone', 'root', '#mill', 'sent', '16.0')"
        )
        con.execute(
            "insert into store.feedback (feedback_id, alert_id, action, reason, "
            '"user", at_time, undone_at) values '
            "('1', 'v1alert-claim-new', 'confirmed', '', 'ann', $now::timestamptz, null), "
            "('2', 'v1alert-claim-new', 'dismissed', 'old', 'bob', $now::timestamptz + interval 1 hour, now()), "
            "('3', 'v1alert-claim-new', 'muted', '', 'bob', $now::timestamptz + interval 2 hours, null)",
            {"now": NOW},
        )

    assert rows("select state, slack_channel, slack_ts, feedback from alerts") == [
        ("sent", "#mill", "17.5", "confirmed")
    ]
    assert rows(
        "select verdict, labelled, precision, round(low, 3), round(high, 3) from precision_by_verdict"
    ) == [("contradicts", 1, None, None, None)]
    assert rows("select source_id, labelled, precision from precision_by_source") == [
        ("daily", 1, None)
    ]
    assert rows("select round(wilson_low(4, 5), 3), round(wilson_high(4, 5), 3)") == [
        (0.376, 0.964)
    ]


def test_every_claim_has_one_decision(story, rows):
    assert rows(
        "select claim_id, article_id, outcome, verdict, alert_id, baseline_claim_id from decisions order by 1"
    ) == [
        ("claim-copied", "v1c", "joined", None, "v1alert-claim-new", None),
        (
            "claim-new",
            "v1n",
            "alerted",
            "contradicts",
            "v1alert-claim-new",
            "claim-old",
        ),
        ("claim-repeat", "v1r", "known", "known", None, "claim-old"),
    ]
    assert rows("select count(*) from claims anti join decisions using (claim_id)") == [
        (0,)
    ]
    assert rows(
        "select features->>'same_unit', versions->>'rules' from decisions where claim_id = 'claim-new'"
    ) == [("true", "1")]


def test_quantities_are_structs(story, rows):
    assert rows(
        "select distinct q.role, q.low, q.high, q.unit, q.text from (select unnest(quantities) as q from claims)"
    ) == [("staff", 400.0, 400.0, "person", "400")]


def test_origins_count_who_repeated_it(story, rows):
    """The seed's own and the repeat; the contradiction does not count for it."""
    assert rows("select claim_id, origins from baseline order by 1") == [
        ("claim-new", 2),
        ("claim-old", 2),
    ]


def test_a_dispute_is_open_until_someone_answers(story, rows):
    ask = "select matter, baseline_claim_id, disputed_claim_id, opened_at, closed_at from disputes"
    assert rows(ask) == [("mill staff", "claim-old", "claim-new", NOW, None)]

    with story.transaction() as con:
        reject(con, "claim-new", at=NOW + DAY)

    assert rows(ask) == [("mill staff", "claim-old", "claim-new", NOW, NOW + DAY)]


def test_a_dispute_ends_with_the_claim_that_it_was_against(story, rows):
    with story.transaction() as con:
        reject(con, "claim-old", at=NOW + DAY)

    assert rows("select closed_at from disputes") == [(NOW + DAY,)]


def test_as_of_tells_the_times_apart(story, rows):
    with story.transaction() as con:
        confirm(con, "claim-old", at=NOW + 2 * DAY)
        reject(con, "claim-new", at=NOW + 2 * DAY)

    ask = "select claim_id, status from baseline_as_of(date '2025-06-01', timestamptz '{}') order by 1"
    assert rows(ask.format("2025-05-30 00:00:00+00")) == []
    assert rows(ask.format("2025-06-02 00:00:00+00")) == [
        ("claim-new", "disputed"),
        ("claim-old", "seed"),
    ]
    assert rows(ask.format("2025-06-04 00:00:00+00")) == [("claim-old", "confirmed")]


def test_overdue_are_deadlines_that_passed_unconfirmed(database, rows):
    """A report that it happened, an analyst's word or a rejection ends it."""
    until = period(None, date(2025, 4, 1))
    by = replace(until, kind="until", text="by the end of March")
    claims = [
        make_claim("plan", modality=Modality.PLANNED, period=until),
        make_claim("deadline", tense="present", period=by),
        make_claim("past", tense="past", period=by),
        make_claim("state", tense="present", period=replace(by, text="until March")),
        make_claim(
            "later", modality=Modality.PLANNED, period=period(None, date(2999, 1, 1))
        ),
        make_claim("fact", period=until),
        make_claim(
            "denied",
            modality=Modality.PLANNED,
            polarity=Polarity.NEGATED,
            period=until,
        ),
        make_claim("refused", modality=Modality.PREDICTED, period=until),
        make_claim("believed", modality=Modality.PREDICTED, period=until),
        make_claim("happened", modality=Modality.PREDICTED, period=until),
    ]
    then = datetime(2025, 1, 15, tzinfo=UTC)
    article = make_article(published_at=then)
    with database.transaction() as con:
        for claim in claims:
            observe(con, claim, article, keys=keys_of(claim), at=then)
        reject(con, "claim-refused", at=NOW)
        confirm(con, "claim-believed", at=then)
        confirm(con, "claim-happened", at=NOW)

    assert rows("select claim_id, due from overdue order by claim_id") == [
        ("claim-believed", date(2025, 3, 31)),
        ("claim-deadline", date(2025, 3, 31)),
        ("claim-plan", date(2025, 3, 31)),
    ]


def test_a_run_that_never_ended_has_crashed(story, rows):
    with story.transaction() as con:
        start_run(
            con, "r2", topic="mill", trigger="schedule", at=NOW, prefect_flow_run_id="f"
        )
        assert close_stale_runs(con, at=NOW + DAY) == ["r2"]

    assert rows(
        "select run_id, trigger, status, alerts, seconds, prefect_flow_run_id from runs order by 1"
    ) == [
        ("r1", "manual", "completed", 1, 4.0, None),
        ("r2", "schedule", "crashed", None, None, "f"),
    ]


def test_sources_keep_what_we_know_of_them(database, rows):
    source = Source(
        id="daily", kind="feed", url="https://news.example/rss", trust=Trust.PRIMARY
    )
    state = SourceState(
        source_id="daily",
        etag='W/"1"',
        validators_url="https://news.example/rss",
        next_fetch_at=NOW,
        failures=2,
        last_error="timeout",
        entries_24h=5,
    )
    with database.transaction() as con:
        sync_sources(con, [source])
        fresh = read_states(con)
        save_states(con, [SourceState(source_id="daily"), state])
        sync_sources(con, [source])
        known = read_states(con)

    assert fresh == {"daily": SourceState(source_id="daily")}
    assert known == {"daily": state}
    assert rows("select kind, trust, failures, etag, entries_24h from sources") == [
        ("feed", "primary", 2, 'W/"1"', 5)
    ]


def test_coverage_adds_up_by_the_hour(database, rows):
    with database.transaction() as con:
        add_coverage(con, "daily", at=NOW, fetched=2, new_articles=1)
        add_coverage(con, "daily", at=NOW + timedelta(minutes=59), errors=1, fetched=1)
        add_coverage(con, "daily", at=NOW + timedelta(hours=1), fetched=1)

    assert rows(
        "select hour, fetched, new_articles, errors from coverage order by 1"
    ) == [
        (NOW, 3, 1, 1),
        (NOW + timedelta(hours=1), 1, 0, 0),
    ]


HOUR = timedelta(hours=1)


def _visited(database, hours, *, silent_for):
    """A source that brought something at these hours and answered until the end."""
    last = NOW + max(hours) * HOUR
    with database.transaction() as con:
        for hour in hours:
            add_coverage(con, "daily", at=NOW + hour * HOUR, new_articles=1)
        con.execute(  # as add_coverage, which would take 3 ms for each
            "insert into store.coverage "
            "select 'daily', unnest(range($last + interval 1 hour, $end, interval 1 hour)), 0, 0, 0",
            {"last": last, "end": last + (silent_for + 1) * HOUR},
        )
        save_states(
            con, [SourceState(source_id="daily", last_ok_at=last + silent_for * HOUR)]
        )


STEADY = range(0, 10 * 24, 2)
OFFICE = [
    24 * day + hour for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11) for hour in (9, 14)
]


@pytest.mark.parametrize(
    ("hours", "silent_for", "is_silent"),
    [
        pytest.param(STEADY, 14, False, id="seven usual gaps"),
        pytest.param(STEADY, 15, True, id="more than seven usual gaps"),
        pytest.param(STEADY, 24 * 90, True, id="beyond the two months of its habit"),
        pytest.param(OFFICE, 67, False, id="a weekend like the last one"),
        pytest.param(OFFICE, 101, True, id="a weekend and a half more"),
        pytest.param(range(0, 40, 2), 100, False, id="too young to have a habit"),
        pytest.param(range(0, 900, 100), 950, False, id="too rare to have a habit"),
        pytest.param(STEADY, 0, False, id="not asked since"),
    ],
)
def test_a_source_is_silent_by_its_own_habit(
    database, rows, hours, silent_for, is_silent
):
    _visited(database, hours, silent_for=silent_for)

    said = [("daily", NOW + max(hours) * HOUR, silent_for)] * is_silent
    assert rows("select source_id, silent_since, silent_hours from silent_sources") == (
        said
    )


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    story = fresh(tmp_path_factory.mktemp("story") / "mill.duckdb", _story)
    with story.transaction() as con:
        plan = make_claim(
            "plan", modality=Modality.PLANNED, period=period(None, date(2025, 4, 1))
        )
        observe(con, plan, SEED, keys=keys_of(plan), at=NOW)
        sync_sources(con, [Source(id="daily", kind="feed")])
        later = make_article("c", version=2, title="Copy", text="")
        record_article(con, later, status="removed", status_reason="http_410")
        gone = Revised(change="removed", old_claim_id="claim-copied")
        record_changes(con, later, [gone], run_id="r1", at=datetime.now(UTC))
        con.execute("update store.alerts set created_at = now()")
    story.publish_snapshot()
    con = open_snapshot(story.snapshot_path)
    yield con
    con.close()


EXPECTED = {
    "believed_on": [("mill staff", "The mill employs 400 people", "seed")],
    "contradictions": [("The Daily", "The seed", 1, ["quantity"])],
    "coverage_gaps": [("daily",)],
    "edits": [("Copy", "removed", "The mill employs 400 people", "")],
    "one_origin": [("mill staff", "The mill employs 400 people", "observed")],
    "open_disputes": [
        ("mill staff", "The mill employs 400 people", "The seed", "never more than 250")
    ],
    "outcomes": [("alerted", "contradicts"), ("joined", ""), ("known", "known")],
    "overdue": [("The mill employs 400 people", date(2025, 3, 31))],
    "source_precision": [("daily", "press", 0)],
    "then_and_now": [],
    "timeline": [
        ("mill staff", date(2025, 3, 13)),
        ("mill staff", date(2025, 5, 31)),
        ("mill staff", None),
    ],
    "verdict_precision": [("contradicts", 0, "too few labels")],
    "what_changed": [],
}


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_a_ready_question_is_answered(snapshot, query):
    """Each says in its first line what it asks, and answers from the views alone."""
    found = run_query(snapshot, query.name).fetchall()

    assert query.sql.startswith("-- ")
    assert "?" in query.question
    assert "store." not in query.sql
    if query.name == "what_changed":
        assert [(row[1], row[4]) for row in found] == [
            ("contradicts", "The mill employs 400 people")
        ]
        return
    expected = EXPECTED[query.name]
    if query.name == "verdict_precision":
        assert len(found) == 3
    if query.name == "timeline":
        assert len(found) == len(expected)
        return
    assert [
        row[: len(first)] for row, first in zip(found, expected, strict=False)
    ] == expected


def test_questions_take_parameters(snapshot):
    assert get_query("timeline").parameters == ("matter",)
    assert run_query(snapshot, "timeline", matter="STAFF").fetchall()
    assert run_query(snapshot, "timeline", matter="nothing").fetchall() == []
    assert run_query(snapshot, "believed_on", day="2025-05-01").fetchall() == []
    assert run_query(snapshot, "what_changed", days="0").fetchall() == []


def test_what_was_held_when_an_alert_went_out_and_what_is_held_today(story):
    with story.transaction() as con:
        reject(con, "claim-old", at=NOW + DAY)
        found = run_query(con, "then_and_now", alert="v1alert").fetchall()

    assert [(row[2], row[4]) for row in found] == [("seed", "not held")]


def test_unknown_questions_and_parameters_are_told(snapshot):
    with pytest.raises(KeyError):
        run_query(snapshot, "no_such_question")
    with pytest.raises(KeyError, match="no parameter colour"):
        run_query(snapshot, "timeline", colour="red")
    with pytest.raises(duckdb.Error):
        run_query(snapshot, "what_changed", days="soon")


REFERENCES = [
    "select claim_id from claims anti join articles using (article_id)",
    "select claim_id from decisions anti join claims using (claim_id)",
    "select alert_id from alerts anti join claims using (claim_id)",
    (
        "select alert_id from decisions where alert_id is not null "
        "except select alert_id from alerts"
    ),
    (
        "select baseline_claim_id from decisions where baseline_claim_id is not null "
        "except select claim_id from baseline"
    ),
    (
        "select baseline_claim_id from alerts where baseline_claim_id is not null "
        "except select claim_id from baseline"
    ),
    "select alert_id from store.alert_sources except select alert_id from alerts",
    "select article_id from store.alert_sources except select article_id from articles",
    "select article_id from store.baseline except select article_id from articles",
]


@pytest.mark.parametrize("orphans", REFERENCES)
def test_what_is_referred_to_is_there(story, rows, orphans):
    """The checks that stand in for foreign keys."""
    assert rows(orphans) == []
