"""What an answer does to the baseline, to the message and to later articles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.answering import AnswerError, answer, missed, why_silent
from flows.asking import held_about
from storage import mutes
from storage.mutes import MuteKind
from tests.flows.alerting.newsdesk import (
    MACHINE,
    MACHINE_PRICE,
    WORKERS,
    Newsdesk,
)

HELD = (
    "select text, status from baseline where retired_at is null order by text, status"
)


@pytest.fixture
def desk(tmp_path):
    return Newsdesk(tmp_path)


def give(desk, alert, verb, **more):
    desk.at += timedelta(minutes=1)
    return desk.do(answer, alert.alert_id, verb, user="ann", at=desk.at, **more)


def status(desk, words):
    [(found,)] = desk.rows(
        "select status from baseline where retired_at is null and contains(text, ?)",
        words,
    )
    return found


def test_confirm_believes_the_claim_and_closes_what_it_contradicts(desk):
    [alert] = desk.read(WORKERS)

    assert "is confirmed" in give(desk, alert, "confirm")

    assert status(desk, "never employed") == "confirmed"
    assert status(desk, "employs 400") == "superseded"
    assert desk.rows("select feedback from alerts") == [("confirmed",)]
    assert desk.rows("select count(*) from disputes where closed_at is null") == [(0,)]
    assert "Confirmed by ann" in desk.payload(f"{alert.alert_id}:root")


def test_dismiss_rejects_and_the_finding_never_comes_back(desk):
    [alert] = desk.read(WORKERS)

    give(desk, alert, "dismiss", reason="comparison")
    again = desk.read("The mill never employed more than 250 people.", "Herald")

    assert again == []
    assert ("rejected", "dismissed_before") in desk.outcomes()
    assert status(desk, "never employed") == "rejected"
    assert status(desk, "employs 400") == "seed"


def test_dismissing_an_update_opens_again_what_it_closed(desk):
    desk.read(MACHINE)
    [later] = desk.read(MACHINE_PRICE, "Post")
    assert status(desk, "$40 million") == "superseded"

    give(desk, later, "dismiss")

    assert status(desk, "$40 million") == "observed"
    assert status(desk, "$90 million") == "rejected"


def test_another_finding_about_the_same_claim_is_told(desk):
    [alert] = desk.read(WORKERS)
    give(desk, alert, "dismiss")

    assert desk.read("The mill employed 520 people in June.", "Herald")


@pytest.mark.parametrize("verb", ["confirm", "dismiss"])
def test_undo_leaves_the_baseline_as_it_was(desk, verb):
    [alert] = desk.read(WORKERS)
    before = desk.rows(HELD)

    give(desk, alert, verb)
    assert desk.rows(HELD) != before
    give(desk, alert, "undo")

    assert desk.rows(HELD) == before
    assert desk.rows("select count(*) from store.rejected_pairs") == [(0,)]
    assert desk.rows("select feedback from alerts") == [(None,)]
    assert "Confirmed by" not in desk.payload(f"{alert.alert_id}:root")


def test_a_second_thought_replaces_the_first(desk):
    [alert] = desk.read(WORKERS)

    give(desk, alert, "confirm")
    give(desk, alert, "dismiss")

    assert status(desk, "employs 400") == "seed"
    assert status(desk, "never employed") == "rejected"
    assert desk.rows(
        "select action, undone_at is null from feedback order by at_time"
    ) == [("confirmed", False), ("dismissed", True)]


def test_the_same_answer_twice_is_one(desk):
    [alert] = desk.read(WORKERS)

    give(desk, alert, "confirm")

    assert "already" in give(desk, alert, "confirm")
    assert desk.rows("select count(*) from feedback") == [(1,)]


def test_what_changed_since_is_not_undone(desk):
    [alert] = desk.read(MACHINE)
    give(desk, alert, "confirm")
    desk.read(MACHINE_PRICE, "Post")

    give(desk, alert, "undo")

    assert status(desk, "$40 million") == "superseded"


def test_a_sent_message_shows_who_answered_and_offers_undo(desk):
    [alert] = desk.read(WORKERS)
    desk.send_all()

    for verb in ("confirm", "undo", "confirm"):
        give(desk, alert, verb)
        desk.send_all()

    payloads = [row[0] for row in desk.rows(
        "select payload from store.outbox where kind = 'update' order by seq")]  # fmt: skip
    assert ["Confirmed by ann" in each for each in payloads] == [True, False, True]
    assert ["claimwatch_undo" in each for each in payloads] == [True, False, True]


def test_a_muted_alert_says_nothing_more(desk):
    [alert] = desk.read(MACHINE)
    desk.send_all()
    give(desk, alert, "mute", days=2)

    assert desk.read(MACHINE, "Herald") == []
    assert desk.read(MACHINE_PRICE, "Post") == []
    assert [outcome for outcome, _ in desk.outcomes() if outcome != "known"] == [
        "muted"
    ]

    desk.at += timedelta(days=3)
    desk.read(MACHINE_PRICE.replace("$90", "$95"), "Times")
    assert "muted" not in {outcome for outcome, _ in desk.outcomes()}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (MuteKind.SUBJECT, "tarn paper"),
        (MuteKind.SOURCE, "Courier"),
        (MuteKind.SOURCE, "courier"),
        (MuteKind.PHRASE, "PAPER  machine"),
    ],
)
def test_mutes_until_they_end_or_are_lifted(desk, kind, value):
    until = desk.at + timedelta(days=1)
    made = desk.do(mutes.mute, kind, value, until=until, at=desk.at)

    assert desk.read(MACHINE) == []
    assert any(reason == f"mute:{made.mute_id}" for _, reason in desk.outcomes())

    assert desk.do(mutes.unmute, made.mute_id, at=desk.at)
    assert desk.do(mutes.active, desk.at) == []
    assert desk.read("Tarn Paper bought a printing press for $7 million on Friday.")


def test_what_was_muted_is_held_and_not_news_later(desk):
    desk.do(
        mutes.mute,
        MuteKind.PHRASE,
        "machine",
        until=desk.at + timedelta(hours=1),
        at=desk.at,
    )
    desk.read(MACHINE)
    desk.at += timedelta(days=1)

    assert desk.read(MACHINE, "Herald") == []
    assert status(desk, "$40 million") == "observed"


def test_a_miss_is_explained_and_kept(desk):
    desk.read(MACHINE)
    url = desk.last.url

    said = desk.do(
        missed,
        url=url,
        quote="Tarn Paper bought a paper machine",
        user="ann",
        at=desk.at,
    )

    assert said.startswith("alerted under v1")
    assert desk.rows(
        "select action, alert_id, contains(reason, ?) from feedback", url
    ) == [("missed", None, True)]
    assert "not in the text" in desk.do(why_silent, url, "the moon is blue")
    assert "never read" in desk.do(why_silent, "https://else.example/", "x")


@pytest.mark.parametrize(
    ("alert_id", "verb", "reason"),
    [("v1nobody", "confirm", ""), ("v1", "agree", ""), ("v1", "dismiss", "boring")],
)
def test_answers_that_mean_nothing_are_refused(desk, alert_id, verb, reason):
    desk.read(WORKERS)

    with pytest.raises(AnswerError):
        desk.do(answer, alert_id, verb, user="ann", at=desk.at, reason=reason)


def test_ask_shows_disputes_first(desk):
    desk.read(WORKERS)

    rows = desk.do(held_about, "mill")
    nobody = desk.do(held_about, "submarine")

    assert [row["disputed"] for row in rows[:2]] == [True, True]
    assert {rows[0]["status"], rows[1]["status"]} == {"seed", "disputed"}
    assert not rows[-1]["disputed"]
    assert nobody == []


def test_precision_is_a_number_once_there_are_enough_labels(desk):
    [alert] = desk.read(WORKERS)
    give(desk, alert, "confirm")
    few = desk.rows("select labelled, precision from precision_by_verdict")
    for number in range(4):
        desk.do(
            lambda con, n=number: con.execute(
                "insert into store.alerts by name select * replace (? as alert_id) "
                "from store.alerts where alert_id = ?", [f"x{n}", alert.alert_id])
        )  # fmt: skip
        desk.do(
            lambda con, n=number: con.execute(
                "insert into store.feedback (feedback_id, alert_id, action, at_time) "
                "values (?, ?, 'dismissed', now())", [f"f{n}", f"x{n}"])
        )  # fmt: skip

    assert few == [(1, None)]
    [(labelled, precision, low, high)] = desk.rows(
        "select labelled, precision, low, high from precision_by_source"
    )
    assert (labelled, precision) == (5, 0.2)
    assert low < 0.2 < high


def test_recall_counts_what_people_reported_as_missed(desk):
    """What was told under another alert was not missed."""
    [alert] = desk.read(WORKERS)
    url = desk.last.url
    give(desk, alert, "confirm")
    for quote in (WORKERS, "Nobody said this.", "Nor this.", "Nor this."):
        desk.do(missed, url=url, quote=quote, user="ann", at=desk.at)
    few = desk.rows("select labelled, recall from recall")
    for quote in ("Nor that.", "Nor the other."):
        desk.do(missed, url=url, quote=quote, user="ann", at=desk.at)

    assert few == [(3, None)]
    [(labelled, recall, low, high)] = desk.rows("from recall")
    assert (labelled, recall) == (5, 0.2)
    assert low < 0.2 < high
