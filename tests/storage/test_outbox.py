"""The outbox's state machine, walked against a model of its table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storage import outbox
from storage.outbox import Kind, Post, Seen, State

NOW = datetime(2025, 6, 12, 9, 30, tzinfo=UTC)
# The table of the module's docstring: who may do what to whom.
ALLOWED = {
    "mark_sending": ({State.PENDING}, State.SENDING),
    "mark_sent": ({State.SENDING}, State.SENT),
    "mark_pending": ({State.SENDING}, State.PENDING),
    "mark_refused": ({State.SENDING}, State.PENDING),
    "mark_dead": ({State.SENDING, State.PENDING}, State.DEAD),
    "hold": ({State.PENDING}, State.HELD),
}
ARGUMENTS = {
    "mark_sending": (NOW,),
    "mark_sent": ("1.5",),
    "mark_refused": ("invalid_blocks",),
    "mark_dead": ("no_text",),
}


def post(post_id="v1a:root", **values):
    defaults = {"alert_id": "v1a", "channel": "#a", "created_at": NOW}
    payload = {"text": "x", "blocks": [{"type": "divider"}]}
    return Post(post_id=post_id, **defaults | {"payload": payload} | values)


def seen(post_id, ts="2.5", seq=1):
    return Seen(post_id=post_id, alert_id="v1a", kind=Kind.ROOT, seq=seq, ts=ts)


@pytest.fixture
def con(database):
    with database.transaction() as connection:
        yield connection


def test_a_post_comes_back_as_it_was_queued(con):
    queued = post(thread_of="v1b:root", kind=Kind.REPLY, run_id="r1", render_version=3)

    assert outbox.enqueue(con, queued)

    assert queued == outbox.require(con, queued.post_id).post


def test_queueing_twice_is_queueing_once(con):
    assert [outbox.enqueue(con, post()), outbox.enqueue(con, post())] == [True, False]
    assert len(outbox.due(con, NOW)) == 1


def test_posts_are_due_in_the_order_in_which_they_were_queued(con):
    for name in ("c", "a", "b"):
        outbox.enqueue(con, post(name))

    assert [row.post.post_id for row in outbox.due(con, NOW)] == ["c", "a", "b"]


def test_a_post_put_off_is_due_when_its_time_has_come(con):
    outbox.enqueue(con, post())
    outbox.mark_sending(con, "v1a:root", NOW)
    later = NOW + timedelta(seconds=30)
    outbox.mark_pending(con, "v1a:root", error="ratelimited", next_try_at=later)

    assert outbox.due(con, NOW) == []
    assert [row.last_error for row in outbox.due(con, later)] == ["ratelimited"]


def test_the_first_try_is_remembered_over_later_ones(con):
    outbox.enqueue(con, post())
    for minutes in (0, 1):
        outbox.mark_sending(con, "v1a:root", NOW + timedelta(minutes=minutes))
        outbox.mark_pending(con, "v1a:root")

    row = outbox.require(con, "v1a:root")
    assert (2, NOW, NOW + timedelta(minutes=1)) == (
        row.attempt,
        row.first_try_at,
        row.last_try_at,
    )


def test_refused_blocks_are_gone_and_the_text_stays(con):
    outbox.enqueue(con, post())
    outbox.mark_sending(con, "v1a:root", NOW)
    outbox.mark_refused(con, "v1a:root", "invalid_blocks")

    assert outbox.require(con, "v1a:root").post.payload == {"text": "x", "blocks": []}


def test_a_post_that_the_channel_shows_is_sent_and_never_queued_again(con):
    outbox.enqueue(con, post("known"))

    shown = [seen("known"), seen("lost", ts="3.5", seq=7)]
    assert outbox.adopt(con, shown, channel="#a", now=NOW) == 2
    assert outbox.adopt(con, shown, channel="#a", now=NOW) == 0

    assert not outbox.enqueue(con, post("lost"))
    assert outbox.due(con, NOW) == []
    assert outbox.last_sent_ts(con, "#a") == "3.5"


def test_numbers_go_on_after_what_the_channel_has_seen(con):
    outbox.adopt(con, [seen("lost", seq=41)], channel="#a", now=NOW)
    outbox.enqueue(con, post())

    assert outbox.require(con, "v1a:root").seq == 42


def test_nothing_is_known_of_a_channel_without_posts(con):
    assert outbox.last_sent_ts(con, "#a") == ""


def test_released_posts_are_due_again(con):
    for name in ("a", "b"):
        outbox.enqueue(con, post(name))
        outbox.hold(con, name)

    assert outbox.release(con, ["b", "unknown"]) == 1
    assert [row.post.post_id for row in outbox.due(con, NOW)] == ["b"]
    assert outbox.release(con) == 1


def test_only_a_post_of_the_run_that_nobody_tried_counts_as_shown(con):
    outbox.enqueue(con, post("a", run_id="r1"))
    outbox.enqueue(con, post("b", run_id="r2"))
    outbox.mark_shown(con, "r1")

    assert [row.last_error for row in outbox.due(con, NOW)] == [outbox.SHOWN, ""]


def test_a_post_and_its_cause_are_recorded_together_or_not_at_all(database):
    def record_half():
        with database.transaction() as con:
            outbox.enqueue(con, post())
            raise RuntimeError("the cause could not be recorded")

    with pytest.raises(RuntimeError):
        record_half()

    with database.transaction() as con:
        assert outbox.due(con, NOW) == []
        assert outbox.enqueue(con, post())
        assert outbox.require(con, "v1a:root").seq == 1


def test_the_database_has_a_name_and_a_generation(con):
    topic, generation = outbox.identity(con)

    assert topic == "mill"
    assert generation


class OutboxMachine(RuleBasedStateMachine):
    """Any sequence of changes: allowed ones happen, others are refused whole."""

    names = st.sampled_from(["a", "b", "c"])

    def __init__(self):
        super().__init__()
        self.con = duckdb.connect()
        self.con.execute(
            """CREATE SCHEMA store;
            CREATE TABLE store.meta (generation uuid, seq bigint, topic varchar);
            INSERT INTO store.meta VALUES (uuid(), 0, 'mill');
            CREATE TABLE store.outbox (post_id varchar PRIMARY KEY, alert_id varchar,
                seq bigint, kind varchar, channel varchar, thread_of varchar,
                payload json, render_version integer, state varchar, attempt integer,
                first_try_at timestamptz, last_try_at timestamptz,
                next_try_at timestamptz, ts varchar, last_error varchar,
                created_at timestamptz, run_id varchar)"""
        )
        self.model = {}
        self.seqs = []

    def teardown(self):
        self.con.close()

    @rule(name=names)
    def enqueue(self, name):
        assert outbox.enqueue(self.con, post(name)) is (name not in self.model)
        self.model.setdefault(name, State.PENDING)

    @precondition(lambda self: self.model)
    @rule(name=names, change=st.sampled_from(sorted(ALLOWED)))
    def change(self, name, change):
        allowed, becomes = ALLOWED[change]
        arguments = (self.con, name, *ARGUMENTS.get(change, ()))
        if self.model.get(name) in allowed:
            getattr(outbox, change)(*arguments)
            self.model[name] = becomes
        else:
            with pytest.raises(ValueError, match="post"):
                getattr(outbox, change)(*arguments)

    @rule(name=names)
    def adopt(self, name):
        outbox.adopt(self.con, [seen(name)], channel="#a", now=NOW)
        if self.model.get(name) is not State.DEAD:
            self.model[name] = State.SENT

    @rule()
    def release(self):
        held = [name for name, state in self.model.items() if state is State.HELD]
        assert len(held) == outbox.release(self.con)
        self.model |= dict.fromkeys(held, State.PENDING)

    @invariant()
    def rows_are_the_model(self):
        found = {
            row.post.post_id: state
            for state in State
            for row in outbox.in_state(self.con, state)
        }
        assert self.model == found
        counts = outbox.counts(self.con)
        assert len(self.model) == sum(counts.values())


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None
)
