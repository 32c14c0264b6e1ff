"""
A correction as a Slack message: what an article said, and what it says now. Pure.

For the thread of the alert that showed the words. Foreign text is never markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.model import Alert, Article
from extractors.verdicts.edits import Change, ClaimChange
from flows.alerting import wording
from flows.alerting.blocks import (
    Block,
    context,
    escaped,
    line,
    link,
    quotation,
    rich,
    words,
)
from flows.alerting.message import MAX_TEXT_CHARS, Message

_SHOWN = 3
_QUOTE_CHARS = 600
_FATES = {
    "retired": "We do not hold it any more",
    "supported": "Still held: another article says it too",
    "confirmed": "Still held: an analyst confirmed it",
    "superseded": "A later state had taken its place",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """
    What became of claims that an alert shows.

    ``article`` is the version that changed them, ``gone`` why its page is not there any
    more (empty when it is); ``effects`` says by old claim id what became of each in
    the baseline.
    """

    article: Article
    changes: tuple[ClaimChange, ...]
    effects: Mapping[str, str]
    gone: str = ""


def correction(alert: Alert, said: Correction) -> Message:
    """The words before and after, for the thread of ``alert``."""
    shown = said.changes[:_SHOWN]
    title, fates = headline(alert, said), _fates(said)
    parts: list[Block] = [line(words(title, bold=True), words(": "), _source(said))]
    for each in shown:
        parts += _both(each)
    if len(said.changes) > len(shown):
        parts.append(line(words(f"and {len(said.changes) - len(shown)} more")))
    texts = [f"{title}: {_who(said.article)}", *(_in_words(c) for c in shown)]
    blocks = (rich(*parts), context(*fates, f"{alert.topic} · {alert.alert_id}"))
    text = escaped("\n".join([*texts, *fates]), MAX_TEXT_CHARS)
    return Message(text=text, blocks=blocks)


def headline(alert: Alert, said: Correction) -> str:
    """What happened, in our own words."""
    done = "taken back"
    if said.gone:
        done = f"removed ({said.gone.replace('_', ' ')})"
    elif any(each.change is Change.CHANGED for each in said.changes):
        done = "corrected"
    lost = {each.before.claim_id for each in said.changes if each.before}
    held = alert.baseline.claim_id if alert.baseline else ""
    what = "What we held against it was" if held in lost else "Was"
    return f"{what} {done} by its publisher"


def _both(each: ClaimChange) -> list[Block]:
    parts = []
    if each.before:
        before = words(wording.quoted(each.before), _QUOTE_CHARS, strike=True)
        parts.append({"type": "rich_text_quote", "elements": [before]})
    if each.after:
        parts.append(line(words("now:")))
        parts.append(quotation(wording.quoted(each.after), _QUOTE_CHARS))
    return parts


def _in_words(each: ClaimChange) -> str:
    before = f"“{wording.quoted(each.before)[:_QUOTE_CHARS]}”" if each.before else ""
    after = f" → “{wording.quoted(each.after)[:_QUOTE_CHARS]}”" if each.after else ""
    return before + (after or " → nothing")


def _source(said: Correction) -> Block:
    after = next((each.after for each in said.changes if each.after), None)
    url = said.article.url
    if after is not None:
        url = wording.text_fragment(url, after.quote)
    return link(url, _who(said.article), 300)


def _who(article: Article) -> str:
    name = article.publisher or article.origin or article.source_id
    parts = (name, article.title, wording.day(article.published_at))
    return " · ".join(wording.one_line(part)[:200] for part in parts if part)


def _fates(said: Correction) -> list[str]:
    lost = (each.before.claim_id for each in said.changes if each.before)
    found = (_FATES.get(said.effects.get(claim_id, "")) for claim_id in lost)
    return list(dict.fromkeys(fate for fate in found if fate))
