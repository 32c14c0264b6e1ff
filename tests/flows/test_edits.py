"""What an edit of an article does to its claims, to the baseline and to its alerts."""

from __future__ import annotations

import json

import pytest

from storage import feedback, outbox
from tests.flows.alerting.newsdesk import MACHINE, MACHINE_PRICE, WORKERS, Newsdesk

FILLER = " The town hall keeps the register of the works since 1911."


@pytest.fixture
def desk(tmp_path):
    return Newsdesk(tmp_path)


def changes(desk):
    return desk.rows("select change, before, after, effect from edits order by all")


def answers(desk):
    return desk.rows(
        "select alert_id, payload, thread_of from store.outbox "
        "where post_id like '%:edit:%' order by seq"
    )


def held(desk, words):
    return desk.rows(
        "select status from baseline where retired_at is null and text like ?",
        f"%{words}%",
    )


def one_outcome_each(desk):
    return desk.rows(
        "select (select count(*) from claims), (select count(distinct claim_id) "
        "from decisions), (select count(*) from decisions)"
    )


def test_a_corrected_figure_is_answered_in_the_thread_of_its_alert(desk):
    [alert] = desk.read(MACHINE + FILLER)
    desk.send_all()
    before = desk.rows("select count(*) from baseline")

    raised = desk.edit(desk.last, MACHINE_PRICE + FILLER)

    assert [("changed", MACHINE[:-1], MACHINE_PRICE[:-1], "retired")] == changes(desk)
    [(told, payload, thread)] = answers(desk)
    assert (alert.alert_id, f"{alert.alert_id}:root") == (told, thread)
    assert "$40 million" in payload
    assert "$90 million" in payload
    assert "We do not hold it any more" in payload
    assert "broadcast" not in payload
    assert held(desk, "$40 million") == []
    assert held(desk, "$90 million") == [("observed",)]
    assert [(before[0][0] + 1,)] == desk.rows("select count(*) from baseline")
    assert all(a.verdict.kind.value == "new" for a in raised)
    [(claims, decided, decisions)] = one_outcome_each(desk)
    assert claims == decided == decisions


def test_the_first_message_says_that_it_was_corrected(desk):
    [alert] = desk.read(MACHINE + FILLER)

    desk.edit(desk.last, MACHINE_PRICE + FILLER)

    note = desk.payload(f"{alert.alert_id}:root")
    assert "Superseded: corrected by its publisher" in note


def test_what_replaces_a_told_finding_stands_in_its_thread(desk):
    [alert] = desk.read(MACHINE + FILLER)
    desk.send_all()

    [corrected] = desk.edit(desk.last, MACHINE_PRICE + FILLER)

    post = desk.do(outbox.require, f"{corrected.alert_id}:root").post
    assert f"{alert.alert_id}:root" == post.thread_of


def test_a_contradiction_that_is_taken_back_is_told_in_the_channel(desk):
    [alert] = desk.read(WORKERS + FILLER)
    assert held(desk, "never employed more than 250") == [("disputed",)]
    desk.send_all()

    desk.edit(desk.last, "The mill employs 400 people." + FILLER)

    [(told, payload, _)] = answers(desk)
    assert alert.alert_id == told
    assert True is json.loads(payload)["broadcast"]
    assert held(desk, "never employed more than 250") == []
    assert held(desk, "The mill employs 400 people") == [("seed",)]
    assert desk.rows("select count(*) from disputes where closed_at is not null") == [
        (1,)
    ]


def test_a_page_that_is_gone_takes_everything_back(desk):
    [alert] = desk.read(WORKERS + FILLER)
    desk.send_all()

    assert desk.edit(desk.last, "", gone="http_410") == []

    [(told, payload, _)] = answers(desk)
    assert alert.alert_id == told
    assert "removed (http 410) by its publisher" in payload
    assert {"removed"} == {change for change, *_ in changes(desk)}
    assert desk.rows(
        "select status, status_reason from articles where version = 2"
    ) == [("removed", "http_410")]


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (MACHINE.replace(" ", "  ") + FILLER, "trivial"),
        (MACHINE + FILLER.replace("register", "regsiter"), "reworded"),
        (MACHINE + FILLER + " All rights reserved.", None),
        (
            MACHINE
            + FILLER
            + " An earlier version of this article misspelled the town's name.",
            "note",
        ),
    ],
)
def test_what_changes_no_finding_is_silent_and_says_why(desk, after, reason):
    desk.read(MACHINE + FILLER)
    desk.send_all()
    posts = desk.posts()

    assert desk.edit(desk.last, after) == []

    assert posts == desk.posts()
    assert held(desk, "$40 million") == [("observed",)]
    [(said,)] = desk.rows("select status_reason from articles where version = 2")
    assert reason in (None, said)
    [(claims, decided, decisions)] = one_outcome_each(desk)
    assert claims == decided == decisions


def test_a_claim_that_another_article_says_too_stays_held(desk):
    [alert] = desk.read(MACHINE + FILLER)
    first = desk.last
    desk.read(MACHINE, "Herald")
    second = desk.last
    desk.send_all()

    desk.edit(first, FILLER.strip())
    assert held(desk, "$40 million") == [("observed",)]
    desk.edit(second, "The Herald has no news of the mill.")

    assert held(desk, "$40 million") == []
    effects = desk.rows("select effect from edits where before like '%$40%' order by 1")
    assert ("retired",) in effects
    assert {alert.alert_id} == {told for told, *_ in answers(desk)}
    assert len(answers(desk)) == 2


def test_a_companion_that_changed_is_answered_in_the_thread_only(desk):
    [alert] = desk.read(MACHINE + FILLER)
    desk.send_all()

    desk.edit(desk.last, MACHINE)

    [(told, payload, _)] = answers(desk)
    assert told == alert.alert_id
    assert "1911" in payload
    assert "$40 million" not in payload
    assert [("root", ""), ("reply", f"{told}:root")] == desk.posts()


def test_a_dismissed_alert_is_left_alone(desk):
    [alert] = desk.read(MACHINE + FILLER)
    desk.do(
        feedback.give, alert.alert_id, feedback.Action.DISMISSED, user="a", at=desk.at
    )

    desk.edit(desk.last, FILLER.strip())

    assert answers(desk) == []
    assert held(desk, "$40 million") == [("rejected",)]


def test_what_an_update_had_superseded_is_held_again(desk):
    desk.read("The mill employed 450 people in June.", title="June")
    update = desk.last
    assert held(desk, "The mill employs 400 people") == [("superseded",)]

    desk.edit(update, "The mill had visitors in June.")

    assert held(desk, "The mill employs 400 people") == [("seed",)]
    assert held(desk, "450 people") == []


def test_a_claim_that_an_analyst_confirmed_stays(desk):
    [alert] = desk.read(MACHINE + FILLER)
    article = desk.last
    desk.do(
        feedback.give, alert.alert_id, feedback.Action.CONFIRMED, user="a", at=desk.at
    )

    desk.edit(article, FILLER.strip())

    assert held(desk, "$40 million") == [("confirmed",)]
    [(_, payload, _)] = answers(desk)
    assert "an analyst confirmed it" in payload


def test_a_claim_that_came_with_an_edit_is_judged_once(desk):
    [alert] = desk.read(MACHINE + FILLER)
    article = desk.last

    [second] = desk.edit(article, f"{WORKERS} {MACHINE}{FILLER}")
    third = desk.edit(desk.last, f"{WORKERS} {MACHINE}{FILLER} It rained.")

    assert second.verdict.kind.value == "contradicts"
    assert alert.alert_id != second.alert_id
    assert third == []
    [(claims, decided, decisions)] = one_outcome_each(desk)
    assert claims == decided == decisions
