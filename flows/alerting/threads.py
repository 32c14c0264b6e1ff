"""
What a batch of articles raises, and who joins it: asked once, written once.

Findings and their sources are kept until ``flush``; the answers in between are those
that the database would give if it held them already. A message that has not gone out
yet is written anew instead of being followed by others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from extractors.model import Alert, Article, Claim
from extractors.verdicts.alerts import louder
from flows.alerting.follow import followed, is_open, refresh_all
from flows.alerting.posts import alert_post, reply_post, root_id
from flows.alerting.routing import channel_of
from flows.settings.file import Route
from storage import alerts as raised
from storage import edits, outbox
from storage.alerts import Said
from storage.outbox import Post, Queued, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where messages go: the usual channel and the routes that lead elsewhere."""

    channel: str
    routes: Sequence[Route] = ()


class Threads:
    """The alerts that one transaction raises or adds sources to."""

    def __init__(self, con: duckdb.DuckDBPyConnection, desk: Desk) -> None:
        self._con = con
        self._desk = desk
        self._raised: dict[str, Alert] = {}
        self._there: frozenset[str] = frozenset()
        self._asked: set[str] = set()
        self._said: list[Said] = []
        self._posts: list[Post] = []
        self._stale: dict[str, datetime] = {}
        self._sources: dict[str, list[Said]] = {}
        self._by_article: dict[str, list[Said]] = {}
        self._standing: dict[str, Queued | None] = {}

    def expect(self, article_ids: Collection[str]) -> None:
        """Look up at once what these articles are sources of."""
        found = raised.said_by(self._con, article_ids)
        self._by_article |= found
        self.expect_alerts({s.alert_id for said in found.values() for s in said})

    def expect_alerts(self, alert_ids: Collection[str]) -> None:
        """Look up at once what joining these alerts needs."""
        asked = [each for each in alert_ids if each not in self._sources]
        if not asked:
            return
        there = self.raised_before(asked)  # nobody says the others, none was told
        self._sources |= {each: [] for each in asked}
        self._sources |= raised.sources_of(self._con, there)
        posts = {root_id(each) for each in there} - self._standing.keys()
        unknown = {root_id(each): None for each in asked if each not in there}
        self._standing |= dict.fromkeys(posts) | outbox.get_all(self._con, posts)
        self._standing = {**unknown, **self._standing}

    def raised_before(self, alert_ids: Collection[str]) -> frozenset[str]:
        """Return which of these alerts there are already."""
        others = set(alert_ids) - self._asked
        if others:
            self._asked |= others
            self._there |= raised.raised_before(self._con, others)
        return self._there & frozenset(alert_ids)

    def tell(self, alert: Alert) -> None:
        """
        Raise an alert, with its first message.

        A finding about one that was told goes into its thread, shown in the channel as
        well, and the first message there says so; unless it belongs into another
        channel, or that message is held back.
        """
        self._raised[alert.alert_id] = alert
        self._there |= {alert.alert_id}
        self._know(raised.first_source(alert))
        channel = channel_of(alert, self._desk.routes, self._desk.channel)
        earlier = followed(alert) or self._corrected(alert)
        thread = self._thread(earlier, channel) if earlier else ""
        post = alert_post(alert, channel=channel, thread_of=thread)
        self._posts.append(post)
        if self._post(post.post_id) is None:
            self._standing[post.post_id] = Queued(post=post, seq=0, state=State.PENDING)
        if earlier:
            self._stale[earlier] = alert.created_at

    def join(
        self,
        alert_id: str,
        claim: Claim,
        article: Article,
        *,
        at: datetime,
        run_id: str,
        quietly: bool = False,
    ) -> None:
        """
        Count a further source, with a reply in the thread when it has begun.

        ``quietly`` counts without a reply (a copy of a text that was told), and an
        article that is counted already changes nothing.
        """
        self.expect_alerts([alert_id])
        before = self._sources[alert_id]
        is_new = article.article_id not in {each.article_id for each in before}
        said = Said(alert_id, article.article_id, claim.claim_id, article.origin, at)
        self._said.append(said)
        self._know(said)
        if not is_new or alert_id not in self._there:
            return
        self._stale[alert_id] = at
        first = None if quietly else self._post(root_id(alert_id))
        if first is None or is_open(first):
            return
        alert = raised.read_as_raised(self._con, [alert_id]).get(alert_id)
        if alert is not None:
            origins, copies = self._counts(alert_id)
            told = replace(alert, claim=claim, article=article, created_at=at)
            told = replace(told, run_id=run_id, origins=origins, copies=copies)
            told = replace(told, severity=louder(alert.severity, origins))
            thread = first.post.thread_of or root_id(alert_id)
            channel = first.post.channel
            self._posts.append(reply_post(told, channel=channel, thread_of=thread))

    def join_copy(
        self, copy_of: str, claim: Claim, article: Article, *, at: datetime, run_id: str
    ) -> None:
        """A copy counts as an article, but not as an origin of its own."""
        if copy_of not in self._by_article:
            self.expect([copy_of])
        told = {
            (each.alert_id, each.origin or "") for each in self._by_article[copy_of]
        }
        for alert_id, origin in sorted(told):
            own = replace(article, origin=origin)
            self.join(alert_id, claim, own, at=at, run_id=run_id, quietly=True)

    def flush(self) -> None:
        """Write what was raised and joined, and bring first messages up to date."""
        raised.insert_alerts(self._con, list(self._raised.values()))
        raised.add_sources(self._con, self._said)
        raised.speak_up(self._con, {each.alert_id for each in self._said})
        outbox.enqueue_all(self._con, self._posts)
        refresh_all(self._con, self._stale)
        self._raised, self._said, self._posts, self._stale = {}, [], [], {}
        self._sources, self._by_article, self._standing = {}, {}, {}
        self._there, self._asked = frozenset(), set()

    def _know(self, said: Said) -> None:
        self.expect_alerts([said.alert_id])
        self._sources[said.alert_id].append(said)
        if said.article_id not in self._by_article:
            self.expect([said.article_id])
        self._by_article[said.article_id].append(said)

    def _counts(self, alert_id: str) -> tuple[int, int]:
        """Origins and copies, with those that are not written yet."""
        said = self._sources[alert_id]
        origins = {each.origin for each in said if each.origin is not None}
        return len(origins), len({each.article_id for each in said})

    def _corrected(self, alert: Alert) -> str:
        """The alert that told of what a later version of its article replaced."""
        if alert.article.version == 1:
            return ""
        return edits.corrected_alert(self._con, alert.claim.claim_id)

    def _thread(self, alert_id: str, channel: str) -> str:
        first = self._post(root_id(alert_id))
        if first is None or first.post.channel != channel:
            return ""
        top = first.post.thread_of or first.post.post_id
        found = self._post(top)
        gone = found is None or found.state in (State.HELD, State.DEAD)
        return "" if gone else top

    def _post(self, post_id: str) -> Queued | None:
        if post_id not in self._standing:
            self._standing[post_id] = outbox.get(self._con, post_id)
        return self._standing[post_id]
