"""
Slack's Web API, where every call ends in one of five answers.

slack_sdk's own retry handler posts twice when a connection breaks after the request was
taken, so it is off: the outbox is the only one that retries.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from extractors.model import DeliveryError
from flows.alerting.answers import LIMIT_CODES, Answer, Outcome, broken, refusal
from storage.outbox import Kind, Seen

EVENT_TYPE = "claimwatch_alert"
DEFAULT_BASE_URL = "https://slack.com/api/"
_MAX_RETRY_AFTER_S = 60.0
_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a token is; ``scopes`` is empty when unknown, ``date`` is Slack's clock."""

    user: str
    team: str
    scopes: frozenset[str]
    date: str


class SlackPoster:
    """
    Posts, replies, updates and reads back, with one token.

    Args:
        token: a bot token.
        base_url: where the Web API is.
        timeout_s: of one call.
        sleep: waits out a rate limit while reading.

    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str = DEFAULT_BASE_URL,
        timeout_s: int = 10,
        sleep: Callable[[float], None],
    ) -> None:
        self._client = WebClient(
            token,
            base_url=base_url.rstrip("/") + "/",
            timeout=timeout_s,
            retry_handlers=[],
        )
        self._sleep = sleep
        self._channel_ids: dict[str, str] = {}

    def whoami(self) -> Identity:
        """
        Who the token is.

        Raises:
            DeliveryError: it is not valid, or Slack gives no answer (``ambiguous``).

        """
        heads: dict[str, str] = {}

        def ask(**arguments: Any) -> Any:
            response = self._client.auth_test(**arguments)
            heads.update({k.lower(): str(v) for k, v in response.headers.items()})
            return response

        data = self._read(ask)
        return Identity(
            user=str(data.get("user") or ""),
            team=str(data.get("team") or ""),
            scopes=frozenset(heads.get("x-oauth-scopes", "").replace(",", " ").split()),
            date=heads.get("date", ""),
        )

    def post(
        self,
        channel: str,
        payload: dict[str, Any],
        *,
        metadata: dict[str, Any],
        thread_ts: str = "",
    ) -> Answer:
        """One ``chat.postMessage``; with ``thread_ts`` a reply."""
        thread: dict[str, Any] = {"thread_ts": thread_ts} if thread_ts else {}
        if thread_ts and payload.get("broadcast"):
            thread |= {"reply_broadcast": True}
        return self._call(
            self._client.chat_postMessage,
            channel=self._channel_ids.get(channel, channel),
            unfurl_links=False,
            unfurl_media=False,
            **_content(payload, metadata),
            **thread,
        )

    def update(
        self,
        channel: str,
        ts: str,
        payload: dict[str, Any],
        *,
        metadata: dict[str, Any],
    ) -> Answer:
        """One ``chat.update``: the message at ``ts`` as ``payload`` says."""
        try:
            channel_id = self._channel_id(channel)
        except DeliveryError as error:
            return _unread(error)
        return self._call(
            self._client.chat_update,
            channel=channel_id,
            ts=ts,
            **_content(payload, metadata),
        )

    def upload(
        self, channel: str, data: bytes, *, name: str, title: str, ts: str
    ) -> Answer:
        """
        Put a file into the thread of the message at ``ts``.

        Once: a file is no post of the outbox, so a doubtful call is not repeated.
        """
        import httpx  # noqa: PLC0415

        try:
            channel_id = self._channel_id(channel)
        except DeliveryError as error:
            return _unread(error)
        place, where = self._ask(
            self._client.files_getUploadURLExternal, filename=name, length=len(data)
        )
        if place.outcome is not Outcome.SENT:
            return place
        try:
            httpx.post(where["upload_url"], content=data, timeout=30).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answer(outcome=Outcome.UNKNOWN, code=type(error).__name__)
        return self._call(
            self._client.files_completeUploadExternal,
            files=[{"id": where["file_id"], "title": title}],
            channel_id=channel_id,
            thread_ts=ts,
        )

    def seen(
        self, channel: str, *, topic: str, oldest: str = "0", thread_ts: str = ""
    ) -> list[Seen]:
        """
        Our own posts in the channel, or in a thread of it, oldest first.

        Raises:
            DeliveryError: the history cannot be read; ``ambiguous`` when that may pass.

        """
        channel_id = self._channel_id(channel)
        where = {"channel": channel_id, "oldest": oldest, "limit": _PAGE}
        if thread_ts:
            call, where = self._client.conversations_replies, where | {"ts": thread_ts}
        else:
            call = self._client.conversations_history
        pages = self._pages(call, include_all_metadata=True, **where)
        messages = (message for page in pages for message in page["messages"])
        found = [one for message in messages if (one := _seen(message, topic))]
        return sorted(found, key=lambda one: float(one.ts))

    def _channel_id(self, channel: str) -> str:
        """The id behind ``#name``; history takes nothing else."""
        if not channel.startswith("#"):
            return channel
        if channel not in self._channel_ids:
            pages = self._pages(
                self._client.conversations_list,
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=_PAGE,
            )
            for page in pages:
                names = {f"#{one['name']}": one["id"] for one in page["channels"]}
                self._channel_ids |= names
                if channel in names:
                    break
            else:
                raise DeliveryError("channel_not_found", ambiguous=False)
        return self._channel_ids[channel]

    def _pages(self, call: Callable[..., Any], **arguments: Any) -> Iterator[Any]:
        cursor = ""
        while True:
            page = self._read(call, **arguments, cursor=cursor)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _read(self, call: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
        """One page; a rate limit is waited out twice."""
        for _ in range(3):
            answer, data = self._ask(call, **arguments)
            if answer.outcome is Outcome.SENT:
                return data
            if answer.code not in LIMIT_CODES:
                break
            self._sleep(min(max(answer.retry_after_s, 1.0), _MAX_RETRY_AFTER_S))
        passing = answer.outcome in (Outcome.UNKNOWN, Outcome.NOT_SENT)
        raise DeliveryError(answer.code, ambiguous=passing)

    def _call(self, call: Callable[..., Any], **arguments: Any) -> Answer:
        return self._ask(call, **arguments)[0]

    def _ask(
        self, call: Callable[..., Any], **arguments: Any
    ) -> tuple[Answer, dict[str, Any]]:
        """The answer and, when SENT, the body."""
        try:
            response = call(**arguments)
        except SlackApiError as error:
            return refusal(error.response), {}
        except URLError as error:
            return broken(error), {}
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            return Answer(outcome=Outcome.UNKNOWN, code=type(error).__name__), {}
        data = response.data if isinstance(response.data, dict) else {}
        return Answer(outcome=Outcome.SENT, ts=str(data.get("ts") or "")), data


def _content(payload: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    # parse="none": a bare URL in somebody else's words does not become a link
    content = {"text": payload["text"], "parse": "none"}
    if payload.get("blocks"):
        content["blocks"] = payload["blocks"]
    return content | {"metadata": {"event_type": EVENT_TYPE, "event_payload": metadata}}


def _seen(message: dict[str, Any], topic: str) -> Seen | None:
    """Our post behind a message of the history, if it is one of this topic."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or payload.get("topic", "") != topic:
        return None
    try:
        return Seen(
            post_id=str(payload["post_id"]),
            alert_id=str(payload["alert_id"]),
            kind=Kind(payload["kind"]),
            seq=int(payload["seq"]),
            ts=str(float(message["ts"]) and message["ts"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _unread(error: DeliveryError) -> Answer:
    """The channel could not be named, so nothing was called."""
    outcome = Outcome.NOT_SENT if error.ambiguous else Outcome.CONFIG
    return Answer(outcome=outcome, code=error.code)
