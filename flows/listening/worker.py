"""
Does what people asked for, one thing after the other, and answers them.

A database that is busy or refused keeps the request in the inbox; it is tried again
until it is done. The message that shows an answer goes out by the outbox, under the run
lock, or with the next run when one is under way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from extractors.model import ClaimwatchError, LockedError, StorageError
from flows.alerting.blocks import escaped, plain
from flows.answering import answer
from flows.listening import wording
from flows.listening.inbox import Inbox
from flows.listening.requests import (
    HELP,
    CommandError,
    Request,
    is_slack,
    mute_words,
    parse,
)
from flows.outgoing import send_out
from flows.settings.load import Settings
from storage import mutes
from storage.database import Database, open_snapshot
from storage.lock import run_lock
from storage.mutes import MuteKind
from storage.outbox import Kind

_MAX_TEXT = 2_900


@dataclass(slots=True, kw_only=True)
class Worker:
    """
    ``start_run`` starts a pass and returns at once with what to say about it; its
    second argument takes what came of the pass.
    """

    settings: Settings
    database: Database
    inbox: Inbox
    now: Callable[[], datetime]
    warn: Callable[[str], None]
    start_run: Callable[[Callable[[str], None]], str]
    _owed: bool = field(default=True)
    _told_busy: set[str] = field(default_factory=set)

    def work(self) -> bool:
        """Do what waits; False when some of it has to wait longer."""
        changed = complete = False
        for path, kept in self.inbox.waiting():
            request = parse(str(kept.get("type")), kept.get("payload") or {})
            if request is not None:
                try:
                    changed |= self._do(request)
                except StorageError as error:
                    self._busy(path.name, request, error)
                    break
            self.inbox.done(path)
        else:
            complete = True
        self._owed |= changed
        return self._show() and complete

    def _do(self, request: Request) -> bool:
        """Whether the database changed."""
        try:
            said, changed = self._said(request)
        except StorageError:
            raise
        except ClaimwatchError as error:
            said, changed = str(error), False
        self.reply(request, said)
        return changed

    def _said(self, request: Request) -> tuple[str, bool]:
        if request.is_button:
            with self.database.transaction() as con:
                said = answer(
                    con, request.words, request.verb, user=request.user, at=self.now()
                )
            return said, True
        match request.verb:
            case "mute":
                return self._mute(request), True
            case "unmute":
                return self._unmute(request.words), True
            case "run":
                return self.start_run(lambda said: self.reply(request, said)), False
            case "status" | "why" | "ask":
                return self._read(request), False
            case _:
                raise CommandError(HELP)

    def _read(self, request: Request) -> str:
        if request.verb != "status" and not request.words:
            raise CommandError(HELP)
        con = open_snapshot(self.settings.snapshot)
        try:
            match request.verb:
                case "status":
                    return wording.status(con, self.settings.topic.id)
                case "why":
                    return wording.why(con, request.words)
                case _:
                    return wording.about(con, request.words)
        finally:
            con.close()

    def _mute(self, request: Request) -> str:
        words = mute_words(request.words)
        at = self.now()
        until = at + timedelta(days=words.days)
        with self.database.transaction() as con:
            if words.kind is MuteKind.ALERT:
                return answer(
                    con, words.value, "mute", user=request.user, at=at, days=words.days
                )
            mutes.mute(
                con, words.kind, words.value, until=until, at=at, user=request.user
            )
        return f"{words.kind.value} {words.value} is muted until {until:%Y-%m-%d %H:%M}"

    def _unmute(self, what: str) -> str:
        with self.database.transaction() as con:
            lifted = mutes.unmute(con, what, at=self.now())
        if not lifted:
            raise CommandError(f"nothing is muted as '{what}'")
        return ", ".join(f"{each.value} is no longer muted" for each in lifted)

    def _show(self) -> bool:
        """Rewrite the messages in Slack and publish; False when a run is in the way."""
        if not self._owed:
            return True
        try:
            with run_lock(self.settings.lock):
                send_out(
                    self.settings, self.database, now=self.now, only=(Kind.UPDATE,)
                )
            self.database.publish_snapshot()
        except LockedError:
            return False
        except StorageError as error:
            self.warn(str(error))
            return False
        self._owed = False
        return True

    def _busy(self, name: str, request: Request, error: StorageError) -> None:
        """Said once for each request, to whom it concerns."""
        if name not in self._told_busy:
            self._told_busy.add(name)
            self.warn(f"{error}; the answer is kept and tried again")
            self.reply(request, "the database is busy; your answer is kept, not lost")

    def reply(self, request: Request, said: str) -> None:
        """Only the one who asked sees it; that it fails is no reason to do it again."""
        if not is_slack(request.response_url, self.settings.slack.api_url):
            return
        import httpx  # noqa: PLC0415

        try:
            httpx.post(request.response_url, json=_private(said), timeout=10.0)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            self.warn(f"Slack did not take a reply: {type(error).__name__}")


def _private(said: str) -> dict[str, Any]:
    """Foreign words stay words: plain text in a block, and escaped beside it."""
    block = {"type": "section", "text": plain(said, _MAX_TEXT)}
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": escaped(said, _MAX_TEXT),
        "blocks": [block],
    }


def keep_working(
    worker: Worker, *, stopped: Callable[[], bool], every_s: float = 0.2
) -> None:
    """Work until ``stopped``; what has to wait is tried again every two seconds."""
    while not stopped():
        pause_s = every_s if worker.work() else max(every_s, 2.0)
        ends = time.monotonic() + pause_s
        while not stopped() and time.monotonic() < ends:
            time.sleep(min(every_s, 0.1))
