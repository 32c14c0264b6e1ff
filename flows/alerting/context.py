"""What one delivery works with, and what it found in its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import duckdb

from flows.alerting.answers import AUTH_CODES, UNREACHABLE, Answer
from storage import outbox
from storage.database import Database
from storage.outbox import Kind, Queued, Seen

_REMEDIES = {
    UNREACHABLE: "is there a network, is SLACK_API_URL right?",
    "missing_scope": "add the scopes of deploy/slack-manifest.yaml and install again",
    "channel_not_found": "mend the channel's name, or invite the app to it",
    "not_in_channel": "invite the app to the channel",
    "is_archived": "name another channel, or bring this one back",
}
_TOKEN_REMEDY = "check SLACK_BOT_TOKEN"  # noqa: S105 - a name, not a token


class Poster(Protocol):
    """What a delivery needs of Slack; ``slack.SlackPoster`` has it."""

    def post(
        self,
        channel: str,
        payload: dict[str, Any],
        *,
        metadata: dict[str, Any],
        thread_ts: str = "",
    ) -> Answer:
        """Post, or reply when ``thread_ts`` is given."""

    def update(
        self,
        channel: str,
        ts: str,
        payload: dict[str, Any],
        *,
        metadata: dict[str, Any],
    ) -> Answer:
        """Rewrite the message at ``ts``."""

    def seen(
        self, channel: str, *, topic: str, oldest: str = "0", thread_ts: str = ""
    ) -> list[Seen]:
        """Our posts that the channel, or the thread, shows; raises DeliveryError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """
    How long a delivery waits for what.

    Args:
        settle_s: so long after a call without an answer it was processed or never will.
        max_unknown_s: resend after so long, labelled, while the history is unreadable.
        seconds_per_post: between two posts in a channel.

    """

    settle_s: float = 30.0
    max_unknown_s: float = 3600.0
    seconds_per_post: float = 1.0


@dataclass(slots=True, kw_only=True)
class Delivery:
    """
    The means of one delivery and its findings so far.

    ``topic`` and ``generation`` name the database in the metadata of its posts;
    ``closed`` holds the channels that take nothing more in this run, ``paused`` those
    that wait for the next round, with the reason; ``problems`` says each trouble once.
    """

    database: Database
    poster: Poster
    topic: str
    generation: str
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    timing: Timing
    crash_at: Callable[[str], None]
    only: frozenset[Kind] = frozenset(Kind)
    sent: int = 0
    held: int = 0
    dead: int = 0
    closed: set[str] = field(default_factory=set)
    paused: dict[str, str] = field(default_factory=dict)
    problems: dict[tuple[str, str], str] = field(default_factory=dict)
    posted_at: dict[str, datetime] = field(default_factory=dict)

    def due(self, con: duckdb.DuckDBPyConnection) -> list[Queued]:
        """What may be posted now, in order."""
        rows = outbox.due(con, self.now())
        return [row for row in rows if row.post.kind in self.only]

    def is_open(self, channel: str) -> bool:
        """Whether the channel takes posts in this round."""
        return not {channel, "*"} & (self.closed | self.paused.keys())

    def trouble(self, channel: str, code: str, doing: str) -> None:
        """Say it once for each channel and code, with what mends it."""
        where = "Slack" if code in AUTH_CODES or code == UNREACHABLE else channel
        remedy = _REMEDIES.get(code) or (_TOKEN_REMEDY if code in AUTH_CODES else "")
        text = f"{where}: {doing}: {code}" + (f" ({remedy})" if remedy else "")
        self.problems.setdefault((where, code), text)

    def close(self, channel: str, code: str) -> None:
        """Post nothing more there in this run; nowhere when it is about the token."""
        everywhere = code in AUTH_CODES or code == UNREACHABLE
        self.closed.add("*" if everywhere else channel)
