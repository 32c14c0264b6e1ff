"""
What an analyst says about an alert, the same from a button and from a terminal.

Works in the caller's transaction: the answer, what follows from it for the baseline and
the message that shows it stand or fall together.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb

from extractors.model import ClaimwatchError
from flows.alerting.follow import refresh_with_kin
from storage import feedback, mutes
from storage.feedback import REASONS, Action
from storage.mutes import MuteKind

VERBS = ("confirm", "dismiss", "mute", "undo")
MUTE_DAYS = 7
_LABELS = {"confirm": Action.CONFIRMED, "dismiss": Action.DISMISSED}


class AnswerError(ClaimwatchError):
    """The answer cannot mean anything; the message says why."""


def answer(
    con: duckdb.DuckDBPyConnection,
    alert_id: str,
    verb: str,
    *,
    user: str,
    at: datetime,
    reason: str = "",
    days: int = MUTE_DAYS,
) -> str:
    """
    Record an answer; return what became of it, as a sentence.

    Raises:
        AnswerError: no such alert, verb or reason.

    """
    if reason and reason not in REASONS:
        raise AnswerError(f"no reason '{reason}'; known: {', '.join(REASONS)}")
    alert_id = full_id(con, alert_id)
    if verb == "undo":
        said = _undo(con, alert_id, at)
    elif verb == "mute":
        until = at + timedelta(days=days)
        mutes.mute(con, MuteKind.ALERT, alert_id, until=until, at=at, user=user)
        feedback.give(con, alert_id, Action.MUTED, user=user, at=at, reason=reason)
        said = f"{alert_id} is muted until {until:%Y-%m-%d %H:%M} UTC"
    elif verb in _LABELS:
        action = _LABELS[verb]
        new = feedback.give(con, alert_id, action, user=user, at=at, reason=reason)
        said = f"{alert_id} {'is' if new else 'was already'} {action.value}"
    else:
        raise AnswerError(f"no answer '{verb}'; known: {', '.join(VERBS)}")
    refresh_with_kin(con, alert_id, at=at)
    return said


def full_id(con: duckdb.DuckDBPyConnection, start: str) -> str:
    """The one alert whose id starts so; raises AnswerError."""
    rows = con.execute(
        "select alert_id from alerts where starts_with(alert_id, ?) limit 2", [start]
    ).fetchall()
    if len(rows) != 1:
        many = "several alerts have" if rows else "no alert has"
        raise AnswerError(f"{many} an id that starts with '{start}'")
    return str(rows[0][0])


def missed(
    con: duckdb.DuckDBPyConnection, *, url: str, quote: str, user: str, at: datetime
) -> str:
    """Keep a finding that was not told as a label; return why it was not."""
    why = why_silent(con, url, quote)
    feedback.miss(con, url=url, quote=quote, explanation=why, user=user, at=at)
    return why


def why_silent(con: duckdb.DuckDBPyConnection, url: str, quote: str) -> str:
    """How far the words got on their way to an alert."""
    articles = con.execute(
        "select article_id, status, status_reason, copy_of, text from store.articles "
        "where $url in (url, canonical_url, entry_url) order by version desc",
        {"url": url},
    ).fetchall()
    if not articles:
        return "the article was never read: no source led to it, or it was refused"
    article_id, status, reason, copy_of, text = articles[0]
    if copy_of:
        return f"the article was taken for a copy of {copy_of}"
    wanted = _squeezed(quote)
    if wanted not in _squeezed(text or ""):
        detail = f" ({reason})" if reason else ""
        return f"the words are not in the text that was read: {status}{detail}"
    rows = con.execute(
        "select d.outcome, d.verdict, d.reason, c.quote, c.sentence, d.alert_id "
        "from decisions d join claims c using (claim_id) where d.article_id = ? "
        "order by d.outcome <> 'alerted', c.claim_start",
        [article_id],
    ).fetchall()
    for outcome, verdict, why, said, sentence, alert_id in rows:
        if wanted in _squeezed(sentence or "") or _squeezed(said or "") in wanted:
            told = f" under {alert_id}" if alert_id else ""
            return (
                f"{outcome}{told} ({verdict or 'no verdict needed'}, {why}): “{said}”"
            )
    if status == "off_topic":
        return f"the article is off topic ({reason}): no claims were looked for in it"
    return "no claim was found in these words"


def _undo(con: duckdb.DuckDBPyConnection, alert_id: str, at: datetime) -> str:
    before = feedback.undo(con, alert_id, at=at)
    if before is None:
        return f"{alert_id} has no answer to take back"
    if before.action is Action.MUTED:
        mutes.unmute(con, alert_id, at=at)
    return f"{alert_id} is no longer {before.action.value}"


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .“”\"'")
