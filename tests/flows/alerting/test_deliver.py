"""Delivery against the stand-in Slack, over real slack_sdk and a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.alerting import posts
from flows.alerting.deliver import Timing, deliver
from flows.alerting.message import notice
from flows.alerting.slack import SlackPoster
from storage import outbox
from storage.database import Database
from storage.outbox import State
from tests.fakes.database import fresh
from tests.fakes.slack_samples import NOW, alert

CHANNEL = "#alerts"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self):
        self.at = NOW
        self.slept = []

    def now(self):
        return self.at

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


class Desk:
    """A database and a poster, as one run has them."""

    def __init__(self, home, slack):
        self.slack = slack
        self.clock = Clock()
        self.database = fresh(home / "mill.duckdb")
        self.token, self.base_url = slack.token, slack.base_url

    def queue(self, *queued):
        with self.database.transaction() as con:
            return [outbox.enqueue(con, post) for post in queued]

    def raise_alerts(self, *numbers):
        self.queue(*(posts.alert_post(alert(n), channel=CHANNEL) for n in numbers))

    def deliver(self, **more):
        poster = SlackPoster(
            token=self.token,
            base_url=self.base_url,
            timeout_s=1,
            sleep=self.clock.sleep,
        )
        timing = Timing(settle_s=5, max_unknown_s=3600, seconds_per_post=1)
        return deliver(
            self.database,
            poster,
            now=self.clock.now,
            sleep=self.clock.sleep,
            **{"timing": timing} | more,
        )

    def states(self):
        with self.database.transaction() as con:
            found = [r for state in State for r in outbox.in_state(con, state)]
        return {row.post.post_id: row.state.value for row in found}

    def row(self, post_id):
        with self.database.transaction() as con:
            return outbox.get(con, post_id)


@pytest.fixture
def desk(tmp_path, slack):
    return Desk(tmp_path, slack)


def ids(*numbers):
    return [posts.root_id(alert(number).alert_id) for number in numbers]


def test_each_alert_is_posted_once_in_order_with_ids_only(desk):
    desk.raise_alerts(1, 2, 3)

    first, second = desk.deliver(), desk.deliver()

    assert (first.sent, first.pending, first.problems) == (3, 0, ())
    assert (second.sent, second.pending) == (0, 0)
    assert ids(1, 2, 3) == desk.slack.post_ids()
    payload = desk.slack.posts()[0]["metadata"]["event_payload"]
    assert {"topic", "alert_id", "post_id", "kind", "seq", "generation"} == set(payload)


def test_slack_is_told_to_make_nothing_of_the_words(desk):
    desk.raise_alerts(1)

    desk.deliver()

    [post] = desk.slack.posts()
    read_as = {"parse": "none", "unfurl_links": False, "unfurl_media": False}
    assert read_as.items() <= post.items()
    assert "link_names" not in post


def test_nothing_due_makes_no_call(desk):
    assert desk.deliver().sent == 0
    assert desk.slack.calls() == []


def test_posts_of_a_channel_are_a_second_apart(desk):
    desk.raise_alerts(1, 2, 3)

    desk.deliver()

    assert desk.clock.slept == [1.0, 1.0]


@pytest.mark.parametrize(
    "fault",
    [
        "accept_reset",
        "accept_close",
        "accept_hang",
        "reject_reset",
        "http_500_accepted",
        "http_500_rejected",
        "fatal_error_accepted",
        "garbage_200_accepted",
        "partial_200_accepted",
        "internal_error",
        "a_code_never_heard_of",
    ],
)
def test_an_unknown_outcome_is_settled_by_the_history(desk, fault):
    desk.raise_alerts(1, 2)
    desk.slack.fault(fault)

    report = desk.deliver()

    assert ids(1, 2) == desk.slack.post_ids()
    assert {"sent"} == set(desk.states().values())
    assert report.pending == 0
    assert 5.0 in [round(seconds) for seconds in desk.clock.slept]


def test_a_slack_that_never_answers_is_said_and_nothing_is_lost(desk):
    desk.raise_alerts(1, 2)
    desk.slack.fault("http_500_rejected", times=99)

    report = desk.deliver()
    desk.slack.clear_faults()
    later = desk.deliver()

    assert (report.sent, report.pending, len(report.problems)) == (0, 2, 1)
    assert (later.sent, later.problems) == (2, ())
    assert desk.slack.post_ids() == ids(1, 2)


def test_a_short_rate_limit_is_waited_out(desk):
    desk.raise_alerts(1, 2)
    desk.slack.fault("ratelimited", retry_after_s=7)

    report = desk.deliver()

    assert 7.0 in desk.clock.slept
    assert (report.sent, report.problems) == (2, ())
    assert ids(1, 2) == desk.slack.post_ids()


def test_a_long_rate_limit_is_left_to_a_later_run(desk):
    desk.raise_alerts(1, 2)
    desk.slack.fault("ratelimited", retry_after_s=600)

    report = desk.deliver()
    desk.clock.sleep(601)
    later = desk.deliver()

    assert (report.sent, report.pending, len(report.problems)) == (0, 2, 1)
    assert later.sent == 2
    assert ids(1, 2) == desk.slack.post_ids()


@pytest.mark.parametrize("code", ["invalid_auth", "not_in_channel", "is_archived"])
def test_a_wrong_setting_is_said_once_and_loses_nothing(desk, code):
    desk.raise_alerts(1, 2, 3)
    desk.slack.fault(code, times=9)

    report = desk.deliver()
    desk.slack.clear_faults()
    mended = desk.deliver()

    assert (report.sent, report.pending, len(report.problems)) == (0, 3, 1)
    assert code in report.problems[0]
    assert (mended.sent, mended.problems) == (3, ())


def test_a_wrong_token_is_said_once_without_posting(desk):
    desk.raise_alerts(1, 2)
    desk.token = "xoxb-wrong"

    report = desk.deliver()

    assert (report.sent, report.pending) == (0, 2)
    [problem] = report.problems
    assert "SLACK_BOT_TOKEN" in problem


def test_an_unknown_channel_does_not_stop_the_others(desk):
    desk.queue(
        posts.alert_post(alert(1), channel="#nowhere"),
        posts.alert_post(alert(2), channel=CHANNEL),
    )

    report = desk.deliver()

    assert (report.sent, report.pending) == (1, 1)
    [problem] = report.problems
    assert "#nowhere" in problem


def test_an_unreachable_slack_keeps_everything(desk):
    desk.raise_alerts(1, 2)
    desk.base_url = "http://127.0.0.1:9/api/"

    report = desk.deliver()

    assert (report.sent, report.pending, len(report.problems)) == (0, 2, 1)
    assert {"pending"} == set(desk.states().values())


def test_refused_blocks_go_as_plain_text(desk):
    desk.raise_alerts(1)
    desk.slack.fault("msg_blocks_too_long")

    report = desk.deliver()

    [message] = desk.slack.posts()
    assert "blocks" not in message
    assert "never employed more than 250" in message["text"]
    assert (report.sent, report.dead) == (1, 0)


def test_what_slack_refuses_as_plain_text_too_is_dead_with_its_reason(desk):
    desk.raise_alerts(1, 2)
    desk.slack.fault("msg_too_long", times=2)

    report = desk.deliver()

    assert (report.sent, report.dead) == (1, 1)
    assert desk.row(ids(1)[0]).last_error == "msg_too_long"
    assert ids(2) == desk.slack.post_ids()


def test_a_deleted_database_adopts_what_the_channel_shows(desk, tmp_path, slack):
    desk.raise_alerts(1, 2)
    desk.deliver()
    (tmp_path / "new").mkdir()
    anew = Desk(tmp_path / "new", slack)
    anew.raise_alerts(2, 3, 1)

    report = anew.deliver()

    assert ids(1, 2, 3) == sorted(slack.post_ids())
    assert report.sent == 1


def test_an_older_backup_learns_what_it_never_knew(desk, tmp_path, slack):
    desk.raise_alerts(1)
    desk.deliver()
    files = [desk.database.path, desk.database.path.with_suffix(".duckdb.wal")]
    backup = {file: file.read_bytes() for file in files if file.exists()}
    desk.raise_alerts(2, 3)
    desk.deliver()
    for file in files:
        file.write_bytes(backup[file]) if file in backup else file.unlink(
            missing_ok=True
        )
    desk.raise_alerts(4)

    desk.deliver()

    assert ids(1, 2, 3, 4) == slack.post_ids()
    assert desk.row(ids(2)[0]).last_error == "adopted"
    desk.raise_alerts(2, 3)
    assert desk.deliver().sent == 0


def test_two_topics_in_a_channel_do_not_adopt_each_other(desk, tmp_path, slack):
    desk.raise_alerts(1)
    desk.deliver()
    other = Desk(tmp_path, slack)
    other.database = Database(tmp_path / "tarn.duckdb")
    other.database.migrate(topic="tarn")
    other.raise_alerts(1)

    assert other.deliver().sent == 1
    assert len(slack.posts()) == 2


def test_long_histories_are_read_to_the_end(desk, tmp_path, slack):
    desk.raise_alerts(*range(5))
    desk.deliver()
    slack.page_limit(2)
    (tmp_path / "new").mkdir()
    anew = Desk(tmp_path / "new", slack)
    anew.raise_alerts(0, 4)

    assert anew.deliver().sent == 0
    assert len(slack.posts()) == 5


def test_an_unreadable_history_stops_no_first_post(desk):
    desk.slack.fault("missing_scope", method="conversations.history", times=99)
    desk.raise_alerts(1)

    report = desk.deliver()

    assert report.sent == 1
    [problem] = report.problems
    assert "missing_scope" in problem


def test_an_unknown_outcome_without_a_history_is_repeated_with_a_label(desk):
    desk.slack.fault("missing_scope", method="conversations.history", times=99)
    desk.slack.fault("accept_reset")
    desk.raise_alerts(1)

    waiting = desk.deliver()
    desk.clock.sleep(3700)
    repeated = desk.deliver()

    assert (waiting.sent, waiting.pending) == (0, 1)
    assert repeated.sent == 1
    _, second = desk.slack.posts()
    assert second["text"].startswith("(possible repeat)")
    assert second["blocks"][-1]["elements"][0]["text"] == "possible repeat"


def test_a_history_that_fails_for_now_keeps_the_channel_for_later(desk):
    desk.slack.fault("http_500_rejected", method="conversations.history")
    desk.raise_alerts(1)

    report, later = desk.deliver(), desk.deliver()

    assert (report.sent, report.pending) == (0, 1)
    assert (later.sent, later.pending) == (1, 0)


def test_a_rate_limited_history_is_waited_out(desk):
    desk.slack.fault("ratelimited", method="conversations.history", retry_after_s=3)
    desk.raise_alerts(1)

    assert desk.deliver().sent == 1
    assert 3.0 in desk.clock.slept


def test_a_further_source_goes_into_the_thread_and_the_counter_moves(desk):
    desk.raise_alerts(1)
    desk.deliver()
    desk.queue(
        posts.reply_post(alert(1), channel=CHANNEL),
        posts.update_post(alert(1, copies=5, origins=3), channel=CHANNEL),
    )

    report = desk.deliver()

    root, reply = desk.slack.posts()
    assert report.sent == 2
    assert root["ts"] == reply["thread_ts"]
    assert root["edits"] == 1
    assert "5 articles, 3 independent origins" in str(root["blocks"])
    assert ids(1)[0] == root["metadata"]["event_payload"]["post_id"]


def test_a_reply_waits_for_its_first_message(desk):
    desk.queue(posts.reply_post(alert(1), channel=CHANNEL))

    assert (desk.deliver().sent, desk.deliver().pending) == (0, 1)

    desk.raise_alerts(1)
    desk.deliver()
    desk.deliver()
    assert [None, desk.slack.posts()[0]["ts"]] == [
        message.get("thread_ts") for message in desk.slack.posts()
    ]


@pytest.mark.parametrize("fault", ["accept_reset", "reject_reset", "accept_hang"])
def test_a_reply_of_unknown_fate_is_looked_for_in_its_thread(desk, fault):
    desk.raise_alerts(1)
    desk.deliver()
    desk.queue(posts.reply_post(alert(1), channel=CHANNEL))
    desk.slack.fault(fault)

    desk.deliver()

    assert len(desk.slack.posts()) == 2
    assert {"sent"} == set(desk.states().values())


def test_an_update_of_unknown_fate_is_made_again(desk):
    desk.raise_alerts(1)
    desk.deliver()
    desk.queue(posts.update_post(alert(1, copies=9), channel=CHANNEL))
    desk.slack.fault("reject_reset", method="chat.update")

    desk.deliver()

    [root] = desk.slack.posts()
    assert "9 articles" in str(root["blocks"])


def test_replies_and_updates_of_a_dead_message_are_dead(desk):
    desk.slack.fault("no_text", times=2)
    desk.raise_alerts(1)
    desk.deliver()
    desk.queue(posts.reply_post(alert(1), channel=CHANNEL))

    assert desk.deliver().dead == 1


def test_a_flood_becomes_one_digest_and_the_rest_is_held_until_released(desk):
    desk.raise_alerts(*range(1, 9))

    report = desk.deliver(max_per_run=2)

    assert (report.sent, report.held) == (3, 6)
    digest = desk.slack.posts()[-1]
    assert "6 findings held back" in digest["text"]
    assert desk.deliver(max_per_run=2).sent == 0
    with desk.database.transaction() as con:
        assert outbox.release(con) == 6
    assert desk.deliver(max_per_run=6).sent == 6
    assert len(desk.slack.posts()) == 9


def test_what_was_shown_without_a_token_goes_out_as_one_digest(desk):
    desk.raise_alerts(1, 2)
    with desk.database.transaction() as con:
        outbox.mark_shown(con, "r1")
    desk.queue(posts.alert_post(alert(3), channel=CHANNEL))

    report = desk.deliver()

    assert (report.sent, report.held) == (2, 2)
    assert ids(3)[0] == desk.slack.post_ids()[0]
    assert "2 findings held back" in desk.slack.posts()[1]["text"]


def test_word_of_an_incident_is_sent_once(desk):
    def trouble():
        return posts.notice_post(
            notice("Source down", ["valley: no answer since 9:00"]),
            incident="valley-2025-06-12",
            channel="#ops",
            now=NOW,
        )

    assert desk.queue(trouble(), trouble()) == [True, False]
    desk.deliver()

    [message] = desk.slack.posts("#ops")
    assert "valley: no answer" in message["text"]


def test_a_message_deleted_before_it_was_read_back_is_sent_again(desk):
    desk.raise_alerts(1)
    desk.slack.fault("accept_reset")
    desk.slack.fault("http_500_rejected", method="conversations.history", skip=1)
    desk.deliver()
    [message] = desk.slack.posts()
    desk.slack.delete(message)

    desk.deliver()

    assert ids(1) == desk.slack.post_ids()
