"""
Posts what is due: intent first, then the call, then what came of it.

``mark_sending`` is committed before the call. Only an answer that proves something
changes the row again; a call without one stays ``sending`` for ``reconcile``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flows.alerting.answers import LIMIT_CODES, Answer, Outcome
from flows.alerting.blocks import context
from flows.alerting.context import Delivery
from storage import outbox
from storage.outbox import Kind, Queued, State

_TRIES = 3
_MAX_WAIT_S = 60.0
_FIRST_BACKOFF_S = 30.0
_MAX_BACKOFF_S = 3600.0


def send(delivery: Delivery) -> None:
    """Post what is due, in order, where the channel is open."""
    with delivery.database.transaction() as con:
        due = delivery.due(con)
    for row in due:
        if delivery.is_open(row.post.channel):
            _send(delivery, row)


def _send(delivery: Delivery, row: Queued) -> None:
    """A short rate limit and refused blocks are worth another try at once."""
    answer = Answer(outcome=Outcome.UNKNOWN)
    for _ in range(_TRIES):
        delivery.crash_at("pre_tx2")
        begun = _begin(delivery, row.post.post_id)
        if begun is None:
            return
        delivery.crash_at("tx2")
        answer = _call(delivery, *begun)
        delivery.crash_at("post_done")
        again_after_s = _record(delivery, begun[0], answer)
        delivery.crash_at("tx3")
        if again_after_s is None:
            return
        delivery.sleep(again_after_s)
    delivery.paused[row.post.channel] = answer.code


def _begin(delivery: Delivery, post_id: str) -> tuple[Queued, Queued] | None:
    """
    The post, now ``sending``, and the message it hangs on (itself for a first one).

    None when that message is not there: the post waits for it, or is dead with it.
    """
    with delivery.database.transaction() as con:
        row = outbox.require(con, post_id)
        first = outbox.get(con, row.post.thread_of) if row.post.thread_of else row
        if first is not None and first.state is State.DEAD:
            outbox.mark_dead(con, post_id, "first_message_dead")
            delivery.dead += 1
            return None
        if row.post.thread_of and (first is None or first.state is not State.SENT):
            return None
        outbox.mark_sending(con, post_id, delivery.now())
        return row, first or row


def _call(delivery: Delivery, row: Queued, target: Queued) -> Answer:
    channel = row.post.channel
    _pace(delivery, channel)
    payload = _labelled(row) if row.last_error == outbox.REPEAT else row.post.payload
    metadata = _metadata(delivery, target if row.post.kind is Kind.UPDATE else row)
    if row.post.kind is Kind.UPDATE:
        return delivery.poster.update(channel, target.ts, payload, metadata=metadata)
    thread_ts = target.ts if row.post.thread_of else ""
    return delivery.poster.post(
        channel, payload, metadata=metadata, thread_ts=thread_ts
    )


def _pace(delivery: Delivery, channel: str) -> None:
    """Slack takes about one message a second in a channel."""
    last = delivery.posted_at.get(channel)
    if last is not None:
        passed_s = (delivery.now() - last).total_seconds()
        wait_s = min(
            delivery.timing.seconds_per_post - passed_s,
            delivery.timing.seconds_per_post,
        )
        if wait_s > 0:
            delivery.sleep(wait_s)
    delivery.posted_at[channel] = delivery.now()


def _labelled(row: Queued) -> dict[str, Any]:
    """The reader is told what we cannot know."""
    payload = row.post.payload
    labelled = payload | {"text": f"(possible repeat) {payload['text']}"}
    if payload.get("blocks"):
        labelled["blocks"] = [*payload["blocks"], context("possible repeat")]
    return labelled


def _metadata(delivery: Delivery, row: Queued) -> dict[str, Any]:
    """Ids only: every app and member of the workspace can read them."""
    return {
        "topic": delivery.topic,
        "alert_id": row.post.alert_id,
        "post_id": row.post.post_id,
        "kind": row.post.kind.value,
        "seq": row.seq,
        "generation": delivery.generation,
    }


def _record(delivery: Delivery, row: Queued, answer: Answer) -> float | None:
    """Write down what the call did; seconds until another try when it is worth one."""
    post_id, channel = row.post.post_id, row.post.channel
    with delivery.database.transaction() as con:
        match answer.outcome:
            case Outcome.SENT:
                outbox.mark_sent(con, post_id, answer.ts)
                delivery.sent += 1
            case Outcome.UNKNOWN:
                outbox.note_error(con, post_id, answer.code)
                delivery.paused[channel] = answer.code
            case Outcome.CONFIG:
                outbox.mark_pending(con, post_id, error=answer.code)
                delivery.trouble(channel, answer.code, "the post was refused")
                delivery.close(channel, answer.code)
            case Outcome.PAYLOAD if row.post.payload.get("blocks"):
                outbox.mark_refused(con, post_id, answer.code)
                return 0.0
            case Outcome.PAYLOAD:
                outbox.mark_dead(con, post_id, answer.code)
                delivery.dead += 1
                delivery.trouble(channel, answer.code, f"{post_id} was given up")
            case Outcome.NOT_SENT:
                wait_s = answer.retry_after_s or _backoff_s(row)
                until = delivery.now() + timedelta(seconds=wait_s)
                outbox.mark_pending(con, post_id, error=answer.code, next_try_at=until)
                return _put_off(delivery, channel, answer, wait_s)
    return None


def _backoff_s(row: Queued) -> float:
    return float(min(_FIRST_BACKOFF_S * 2 ** min(row.attempt, 10), _MAX_BACKOFF_S))


def _put_off(
    delivery: Delivery, channel: str, answer: Answer, wait_s: float
) -> float | None:
    """A short rate limit is waited out; anything else waits for a later run."""
    if answer.code in LIMIT_CODES and 0 < answer.retry_after_s <= _MAX_WAIT_S:
        return wait_s
    delivery.trouble(channel, answer.code, "the post was put off")
    delivery.close(channel, answer.code)
    return None
