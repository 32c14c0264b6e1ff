"""
What an answer of Slack proves about a post.

"Not posted" is believed only for the error codes listed here, in a whole JSON answer,
or when no connection was made. Slack says of ``fatal_error`` and ``internal_error``
that some aspect of the operation may have succeeded; a 5xx, a broken connection and an
answer that is no JSON prove nothing either. All of that is UNKNOWN.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.error import URLError

UNREACHABLE = "unreachable"

AUTH_CODES = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)

CHANNEL_CODES = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "user_not_in_channel",
    }
)

PAYLOAD_CODES = frozenset(
    {
        "block_mismatch",
        "cannot_reply_to_message",
        "cant_update_message",
        "edit_window_closed",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "message_not_found",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "restricted_action_thread_locked",
        "thread_not_found",
        "too_many_attachments",
    }
)

LIMIT_CODES = frozenset(
    {
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "request_timeout",
    }
)


class Outcome(StrEnum):
    """What a call did. Only UNKNOWN leaves open whether the message is there."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    CONFIG = "config"
    PAYLOAD = "payload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. ``ts`` is set when SENT, ``retry_after_s`` when Slack said so."""

    outcome: Outcome
    code: str = ""
    ts: str = ""
    retry_after_s: float = 0.0


def refusal(response: Any) -> Answer:
    """What a refusal proves, in slack_sdk's response. Only whole JSON proves it."""
    status = getattr(response, "status_code", 0)
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or (status == 200 and code in LIMIT_CODES):
        wait_s = _retry_after(getattr(response, "headers", {}))
        return Answer(
            outcome=Outcome.NOT_SENT, code=code or "ratelimited", retry_after_s=wait_s
        )
    if status == 200 and code in AUTH_CODES | CHANNEL_CODES:
        return Answer(outcome=Outcome.CONFIG, code=code)
    if status == 200 and code in PAYLOAD_CODES:
        return Answer(outcome=Outcome.PAYLOAD, code=code)
    # slack_sdk turns an answer that is no JSON into a sentence: not a code of Slack's
    known = code if code.replace("_", "").isalnum() else f"http_{status}"
    return Answer(outcome=Outcome.UNKNOWN, code=known)


def _retry_after(headers: Any) -> float:
    lowered = {str(key).lower(): value for key, value in dict(headers).items()}
    value = lowered.get("retry-after", "")
    value = value[0] if isinstance(value, list) and value else value
    try:
        return max(0.0, float(value))
    except (TypeError, ValueError):
        return 0.0


def broken(error: URLError) -> Answer:
    """Nothing was posted when there was no connection to post it through."""
    reason = error.reason
    before = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    if isinstance(reason, before):
        return Answer(outcome=Outcome.NOT_SENT, code=UNREACHABLE)
    return Answer(outcome=Outcome.UNKNOWN, code=type(reason).__name__)
