"""
Messages as outbox posts, with ids that the same cause always gives again.

``enqueue(con, alert_post(...))`` belongs into the transaction that records the alert.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from extractors.model import Alert
from flows.alerting.message import RENDER_VERSION, Message, digest, render, reply
from storage.outbox import Kind, Post, Queued


def alert_post(alert: Alert, *, channel: str, thread_of: str = "") -> Post:
    """
    The first message about a finding.

    ``thread_of`` is the first message of the finding that it is about: then it stands
    in that thread and is shown in the channel as well.
    """
    post_id, message = root_id(alert.alert_id), render(alert)
    return _post(
        alert,
        post_id,
        Kind.ROOT,
        channel,
        message,
        thread_of=thread_of,
        broadcast=bool(thread_of),
    )


def reply_post(
    alert: Alert, *, channel: str, broadcast: bool = False, thread_of: str = ""
) -> Post:
    """
    A further source, in the thread of the first message.

    ``alert`` is the finding as the new article tells it, under the first one's id.
    """
    post_id = f"{alert.alert_id}:reply:{alert.article.article_id}"
    return _post(
        alert,
        post_id,
        Kind.REPLY,
        channel,
        reply(alert),
        thread_of=thread_of or root_id(alert.alert_id),
        broadcast=broadcast,
    )


def correction_post(
    alert: Alert,
    message: Message,
    *,
    of: str,
    channel: str,
    thread_of: str,
    broadcast: bool,
) -> Post:
    """Word of what ``of``, a version of an article, took back of the alert's claims."""
    return _post(
        alert,
        f"{alert.alert_id}:edit:{of}",
        Kind.REPLY,
        channel,
        message,
        thread_of=thread_of,
        broadcast=broadcast,
    )


def update_post(
    alert: Alert,
    *,
    channel: str,
    note: str = "",
    answered: bool = False,
    number: int = 0,
) -> Post:
    """
    The first message again, with its counters, or a note, as they are now.

    ``number`` tells apart updates that say the same with another one between them.
    """
    message = render(alert, note=note, answered=answered)
    name = _hash(repr(message)) + (f":{number}" if number else "")
    return _post(
        alert,
        f"{alert.alert_id}:update:{name}",
        Kind.UPDATE,
        channel,
        message,
        thread_of=root_id(alert.alert_id),
    )


def digest_post(rows: Sequence[Queued], *, channel: str, now: datetime) -> Post:
    """One message that stands for these posts, which are held."""
    number = f"{len(rows)} finding" + ("" if len(rows) == 1 else "s")
    texts = [str(row.post.payload.get("text", "")) for row in rows]
    message = digest(texts, title=f"{number} held back")
    names = "".join(sorted(row.post.post_id for row in rows))
    return Post(
        post_id=f"digest:{_hash(names)}",
        kind=Kind.DIGEST,
        channel=channel,
        payload=message.payload(),
        render_version=RENDER_VERSION,
        created_at=now,
    )


def notice_post(
    message: Message,
    *,
    incident: str,
    channel: str,
    now: datetime,
    closing: bool = False,
) -> Post:
    """Word of an incident, or of its end: once for each ``incident`` id."""
    kind = Kind.CLOSING if closing else Kind.OPS
    return Post(
        post_id=f"{kind.value}:{incident}",
        kind=kind,
        channel=channel,
        payload=message.payload(),
        render_version=RENDER_VERSION,
        created_at=now,
    )


def root_id(alert_id: str) -> str:
    """The post that replies and updates of the alert hang on."""
    return f"{alert_id}:root"


def _post(
    alert: Alert,
    post_id: str,
    kind: Kind,
    channel: str,
    message: Message,
    *,
    thread_of: str,
    broadcast: bool = False,
) -> Post:
    return Post(
        post_id=post_id,
        alert_id=alert.alert_id,
        kind=kind,
        channel=channel,
        payload=message.payload() | ({"broadcast": True} if broadcast else {}),
        thread_of=thread_of,
        render_version=RENDER_VERSION,
        created_at=alert.created_at,
        run_id=alert.run_id,
    )


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
