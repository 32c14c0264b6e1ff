"""What Slack sent, as what is asked for: pure. Nothing in it is trusted to be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from extractors.model import ClaimwatchError
from flows.answering import MUTE_DAYS, VERBS
from storage.mutes import MuteKind

HELP = (
    "status · why ID · ask SUBJECT · mute alert|subject|source|phrase WHAT [7d] · "
    "unmute WHAT · run"
)


class CommandError(ClaimwatchError):
    """The words after ``/claimwatch`` mean nothing; the message says what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    ``verb`` with its ``words``, by ``user``, to be answered at ``response_url``.

    For a button ``verb`` is one of ``answering.VERBS`` and ``words`` the alert's id.
    """

    verb: str
    words: str
    user: str
    response_url: str
    is_button: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteWords:
    """``mute subject Tarn Paper 14d`` in parts."""

    kind: MuteKind
    value: str
    days: int


def parse(kind: str, payload: dict[str, Any]) -> Request | None:
    """Return what an envelope asks for; None when it is nothing of ours."""
    if kind == "slash_commands":
        verb, _, words = str(payload.get("text") or "").strip().partition(" ")
        name = payload.get("user_name") or payload.get("user_id")
        return Request(
            verb=verb.lower() or "help",
            words=" ".join(words.split()),
            user=str(name or ""),
            response_url=str(payload.get("response_url") or ""),
            is_button=False,
        )
    actions = payload.get("actions") if kind == "interactive" else None
    action = actions[0] if isinstance(actions, list) and actions else {}
    verb = str(action.get("action_id") or "").removeprefix("claimwatch_")
    if verb not in VERBS:
        return None
    user = payload.get("user") or {}
    name = user.get("name") or user.get("username") or user.get("id")
    return Request(
        verb=verb,
        words=str(action.get("value") or ""),
        user=str(name or ""),
        response_url=str(payload.get("response_url") or ""),
        is_button=True,
    )


def mute_words(words: str) -> MuteWords:
    """Raises CommandError."""
    kind, _, rest = words.partition(" ")
    value, _, last = rest.rpartition(" ")
    days = MUTE_DAYS
    if value and last[-1:] == "d" and last[:-1].isdigit():
        days = max(1, min(int(last[:-1][:5]), 3650))
    else:
        value = rest
    try:
        known = MuteKind(kind.lower())
    except ValueError as error:
        kinds = " | ".join(each.value for each in MuteKind)
        raise CommandError(f"write: mute {kinds}, then what, then 7d") from error
    if not value:
        raise CommandError(f"write what {known.value} to mute")
    return MuteWords(kind=known, value=value, days=days)


def is_slack(url: str, api_url: str) -> bool:
    """Whether an address may be answered at: Slack's own, or where its API is."""
    parts, api = urlsplit(url), urlsplit(api_url)
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    host = parts.hostname or ""
    return parts.scheme == "https" and host.endswith(".slack.com")
