"""
Connected to Slack by Socket Mode: keep, acknowledge, then work.

The acknowledgement waits for one small file, never for the database, a run or another
call. slack_sdk's built-in client reconnects by itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from extractors.model import ClaimwatchError, DeliveryError
from flows.listening.inbox import Inbox
from flows.listening.requests import parse
from flows.listening.worker import Worker, keep_working
from flows.monitor_params import MonitorParams
from flows.settings.load import Settings
from storage.database import Database
from storage.lock import run_lock

_KINDS = ("interactive", "slash_commands")


def listen(
    settings: Settings,
    *,
    now: Callable[[], datetime],
    say: Callable[[str], None],
    warn: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """
    Take buttons and commands until ``stop`` is set.

    Raises:
        DeliveryError: Slack refuses the app token, or does not answer.
        LockedError: another process listens for this topic.
        StorageError: the database is refused.

    """
    database = Database(settings.database)
    with ExitStack() as stack:
        lock = settings.home / f"{settings.topic.id}.listen.lock"
        stack.enter_context(run_lock(lock))
        database.migrate(topic=settings.topic.id)
        inbox = Inbox(settings.home / f"{settings.topic.id}.inbox")
        worker = Worker(
            settings=settings,
            database=database,
            inbox=inbox,
            now=now,
            warn=warn,
            start_run=_Runs(settings, now),
        )
        client = _client(settings)
        stack.callback(client.close)
        client.socket_mode_request_listeners.append(_taking(inbox))
        _connect(client)
        say(f"listening for {settings.topic.id}; Ctrl-C ends it")
        keep_working(worker, stopped=stop.is_set)


def _client(settings: Settings) -> SocketModeClient:
    token = settings.slack.app_token.get_secret_value()
    base_url = settings.slack.api_url.rstrip("/") + "/"
    # Its log lines hold the address of the connection, which is a secret.
    quiet = logging.getLogger("claimwatch.socket")
    quiet.setLevel(logging.CRITICAL)
    return SocketModeClient(
        app_token=token,
        web_client=WebClient(base_url=base_url, timeout=10, logger=quiet),
        logger=quiet,
        ping_interval=5,
        concurrency=4,
    )


def _connect(client: SocketModeClient) -> None:
    try:
        client.connect()
    except SlackApiError as error:
        code = str(error.response.get("error", "refused"))
        remedy = "check SLACK_APP_TOKEN (xapp-…, scope connections:write)"
        raise DeliveryError(f"Slack: {code} ({remedy})", ambiguous=False) from error
    except OSError as error:
        name = type(error).__name__
        raise DeliveryError(f"Slack is not reached: {name}", ambiguous=False) from error


def _taking(
    inbox: Inbox,
) -> Callable[[BaseSocketModeClient, SocketModeRequest], None]:
    def take(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        if request.type in _KINDS and parse(request.type, request.payload):
            kept = {"type": request.type, "payload": request.payload}
            inbox.put(request.envelope_id, kept)
        response = SocketModeResponse(envelope_id=request.envelope_id)
        client.send_socket_mode_response(response)

    return take


class _Runs:
    """Passes that were asked for, each in a thread of its own, one at a time."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now

    def __call__(self, tell: Callable[[str], None]) -> str:
        threading.Thread(target=self._run, args=(tell,), daemon=True).start()
        return f"a run over {len(self._settings.sources)} sources has started"

    def _run(self, tell: Callable[[str], None]) -> None:
        from flows.monitor_pass import Pass  # noqa: PLC0415
        from flows.monitor_summary import sentence  # noqa: PLC0415

        params = MonitorParams(topic=self._settings.topic.id)
        try:
            work = Pass(self._settings, params, now=self._now, trigger="slack")
            with work:
                work.go_on()
        except ClaimwatchError as error:
            tell(f"the run did not finish: {error}")
        else:
            tell(sentence(work.outcome))
