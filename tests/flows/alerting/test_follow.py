"""One finding, one message: what further articles do to it."""

from __future__ import annotations

import pytest

from storage import outbox
from tests.flows.alerting.newsdesk import (
    MACHINE,
    MACHINE_PRICE,
    WORKERS,
    Newsdesk,
)


@pytest.fixture
def desk(tmp_path):
    return Newsdesk(tmp_path)


def root(alert):
    return f"{alert.alert_id}:root"


def test_a_further_source_replies_and_the_counter_grows(desk):
    [alert] = desk.read(MACHINE)
    desk.send_all()

    assert desk.read(MACHINE, "Herald") == []

    first = root(alert)
    assert desk.posts() == [("root", ""), ("reply", first), ("update", first)]
    [(update,)] = desk.rows("select payload from store.outbox where kind = 'update'")
    assert "2 articles, 2 independent origins" in update
    [(reply,)] = desk.rows("select payload from store.outbox where kind = 'reply'")
    assert "Also said by Herald" in reply


def test_before_the_message_went_out_only_its_counter_changes(desk):
    [alert] = desk.read(MACHINE)

    desk.read(MACHINE, "Herald")

    assert desk.posts() == [("root", "")]
    assert "2 articles, 2 independent origins" in desk.payload(root(alert))


def test_updates_that_wait_are_one_update(desk):
    [alert] = desk.read(MACHINE)
    desk.send_all()

    desk.read(MACHINE, "Herald")
    desk.read(MACHINE, "Times")

    kinds = [kind for kind, _ in desk.posts()]
    assert kinds == ["root", "reply", "update", "reply"]
    [(update,)] = desk.rows("select payload from store.outbox where kind = 'update'")
    assert "3 articles, 3 independent origins" in update
    assert root(alert)


def test_a_copy_counts_as_an_article_but_not_as_an_origin(desk):
    wire = (
        MACHINE
        + " "
        + " ".join(
            f"The works council of Tarn Paper heard of it in room {n} on that day."
            for n in range(20)
        )
    )
    [alert] = desk.read(wire)[:1]
    desk.send_all()

    assert desk.read(wire, "Herald") == []

    assert {outcome for outcome, _ in desk.outcomes()} == {"copy"}
    assert [kind for kind, _ in desk.posts()].count("reply") == 0
    [(origins, copies)] = desk.rows(
        "select origins, copies from alerts where alert_id = ?", alert.alert_id
    )
    assert (origins, copies) == (1, 2)


def test_what_follows_a_finding_stands_in_its_thread_and_in_the_channel(desk):
    [first] = desk.read(MACHINE)
    desk.send_all()

    [later] = desk.read(MACHINE_PRICE, "Post")

    assert later.verdict.kind.value == "updates"
    assert desk.posts() == [
        ("root", ""),
        ("root", root(first)),
        ("update", root(first)),
    ]
    assert desk.do(outbox.require, root(later)).post.payload["broadcast"] is True
    [(update,)] = desk.rows("select payload from store.outbox where kind = 'update'")
    assert f"Superseded by {later.alert_id}" in update


def test_a_later_counter_keeps_the_note(desk):
    [first] = desk.read(MACHINE)
    [later] = desk.read(MACHINE_PRICE, "Post")
    desk.read(MACHINE_PRICE, "Herald")

    assert f"Superseded by {later.alert_id}" in desk.payload(root(first))
    assert "2 articles" in desk.payload(root(later))
    assert desk.do(outbox.require, root(later)).post.payload["broadcast"] is True


def test_a_held_first_message_does_not_hold_back_what_follows(desk):
    [first] = desk.read(MACHINE)
    desk.do(outbox.hold, root(first))

    desk.read(MACHINE_PRICE, "Post")

    assert desk.posts() == [("root", ""), ("root", "")]


def test_a_contradiction_of_a_seed_has_a_thread_of_its_own(desk):
    desk.read(WORKERS)

    assert desk.posts() == [("root", "")]


def test_the_same_article_twice_changes_nothing(desk):
    [alert] = desk.read(f"{MACHINE} It was a paper machine for $40 million.")
    desk.send_all()

    assert desk.rows("select origins, copies from alerts") == [(1, 1)]
    assert [kind for kind, _ in desk.posts()] == ["root"]
    assert alert.copies == 1


def test_a_third_independent_origin_makes_an_alert_louder_once(desk):
    [alert] = desk.read(MACHINE)
    loud = ["select severity from alerts"]
    for publisher in ("Herald", "Ledger", "Tribune"):
        desk.read(MACHINE, publisher)
        loud += desk.rows(loud[0])

    one_step = {"low": "medium", "medium": "high", "high": "high"}[alert.severity]
    assert loud[1:] == [(alert.severity,), (one_step,), (one_step,)]
    assert f"{one_step} severity" in desk.payload(root(alert))
