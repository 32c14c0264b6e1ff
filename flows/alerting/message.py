"""
An alert as a Slack message: pure, deterministic, the same alert gives the same blocks.

Promises: verdict and severity first, then the claim, what differs, both sides' words
with where they stand, how sure we are, and the alert's id. Foreign text is never
markup. At most ``MAX_CHARS`` characters over all blocks, every Block Kit limit kept for
every input, and always a plain ``text`` that stands for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.model import Alert, Claim, VerdictKind
from flows.alerting import wording
from flows.alerting.blocks import (
    Block,
    button,
    checked_url,
    context,
    escaped,
    header,
    line,
    link,
    quotation,
    rich,
    words,
)

RENDER_VERSION = 1
MAX_CHARS = 10_000
MAX_TEXT_CHARS = 3_900
_CLAIM_CHARS = 400
_QUOTE_CHARS = 1_200
_VALUE_CHARS = 250
_DIGEST_LINES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``text`` stands for the whole message; ``blocks`` may be empty (short form)."""

    text: str
    blocks: tuple[Block, ...] = ()

    def payload(self) -> dict[str, Any]:
        """As JSON values, the way the outbox keeps it."""
        return {"text": self.text, "blocks": list(self.blocks)}


def render(alert: Alert, *, note: str = "", answered: bool = False) -> Message:
    """
    The root message of an alert.

    Args:
        alert: what was found.
        note: our own words on top, such as "Superseded by v1ab12".
        answered: whether somebody did; then the answer can be taken back.

    """
    blocks = [
        header(wording.headline(alert)),
        *([context(note)] if note else []),
        rich(*_claim_lines(alert)),
        rich(*_article_side(alert)),
        *([rich(*_baseline_side(alert))] if alert.baseline else []),
        *([rich(*doubt)] if (doubt := _perhaps(alert)) else []),
        *([rich(*told)] if (told := _companion_lines(alert)) else []),
        context(
            f"Confidence: {wording.confidence(alert.verdict.confidence)}",
            wording.counter(alert),
        ),
        _buttons(alert, answered=answered),
        context(f"{alert.topic} · {alert.alert_id}"),
    ]
    return Message(text=short_form(alert, note=note).text, blocks=tuple(blocks))


def short_form(alert: Alert, *, note: str = "") -> Message:
    """The alert without blocks, for when Slack refuses them."""
    lines = [wording.headline(alert), *([note] if note else [])]
    lines.append(f"“{wording.one_line(alert.claim.quote)[:1200]}”")
    if differs := wording.difference(alert):
        lines.append(_differs(*(value[:_VALUE_CHARS] for value in differs)))
    lines.append(
        " · ".join(_said(_article_words(alert), wording.standing(alert.claim)))
    )
    text = escaped("\n".join(lines), MAX_TEXT_CHARS - 1_200)
    if url := checked_url(alert.article.url):
        text += f"\n<{url.replace('&', '&amp;')}>"
    return Message(text=text + escaped(f"\n{alert.alert_id}", 100))


def reply(alert: Alert) -> Message:
    """A further source of an alert already raised, for its thread."""
    parts = [line(words("Also said by "), *_article_link(alert))]
    parts += _quotes(alert.claim)
    text = (
        f"Also said by {' · '.join(_article_words(alert))}\n"
        f"“{wording.one_line(alert.claim.quote)}”"
    )
    blocks = (rich(*parts), context(wording.counter(alert)))
    return Message(text=escaped(text, MAX_TEXT_CHARS), blocks=blocks)


def digest(texts: Sequence[str], *, title: str) -> Message:
    """
    One message for many: a line for each ``Message.text``, which is escaped already.

    Args:
        texts: the plain texts of the messages it stands for.
        title: our own words, such as "17 more findings are held back".

    """
    lines = [_digest_line(text) for text in texts[:_DIGEST_LINES]]
    if len(texts) > len(lines):
        lines.append(f"… and {len(texts) - len(lines)} more")
    items = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": item}]}
        for item in lines
    ]
    listing = {"type": "rich_text_list", "style": "bullet", "elements": items}
    hint = "claimwatch alerts lists them, claimwatch alerts --release sends them"
    plain_text = escaped(title, 200) + "\n" + "\n".join(lines[:10])
    blocks = (header(title), *([rich(listing)] if items else []), context(hint))
    return Message(text=plain_text, blocks=blocks)


def _digest_line(text: str) -> str:
    """The first three lines of an escaped text as one, cut between entities."""
    joined = " · ".join(text.splitlines()[:3])
    if len(joined) <= 250:
        return joined or "—"
    head = joined[:249]
    start = head.rfind("&")
    return (head[:start] if start >= 0 and ";" not in head[start:] else head) + "…"


def notice(title: str, lines: Sequence[str]) -> Message:
    """Our own words to the operators: an incident, its end, a heartbeat."""
    body = "\n".join(lines) or title
    blocks = (header(title), rich(line(words(body, 2_500))))
    return Message(text=escaped(f"{title}\n{body}", MAX_TEXT_CHARS), blocks=blocks)


def _claim_lines(alert: Alert) -> list[Block]:
    claim = wording.one_line(alert.claim.quote or alert.claim.sentence)
    parts = [line(words(claim, _CLAIM_CHARS, bold=True))]
    if differs := wording.difference(alert):
        what, old, new = differs
        parts.append(
            line(
                words(f"{what}: " if what else "From ", _VALUE_CHARS),
                words(old, _VALUE_CHARS, **_struck(alert)),
                words(" → "),
                words(new, _VALUE_CHARS, bold=True),
            )
        )
    return parts


def _struck(alert: Alert) -> dict[str, bool]:
    """An update ends the old value; a contradiction leaves it standing, disputed."""
    return {"strike": True} if alert.verdict.kind is VerdictKind.UPDATES else {}


def _differs(what: str, old: str, new: str) -> str:
    return (f"{what}: " if what else "") + f"{old} → {new}"


def _article_side(alert: Alert) -> list[Block]:
    standing = wording.standing(alert.claim)
    elements = [words("They say: ", bold=True), *_article_link(alert)]
    if standing:
        elements.append(words(f" · {standing}", 300, italic=True))
    if alert.article.headline_only:
        elements.append(words(" · headline only", italic=True))
    return [
        line(*elements),
        *(_quotes(alert.claim) if wording.adds_quote(alert) else []),
    ]


def _article_link(alert: Alert) -> list[Block]:
    who, *rest = _article_words(alert)
    url = wording.text_fragment(
        alert.article.url, alert.claim.quote or alert.claim.sentence
    )
    elements = [link(url, who, 150)]
    return elements + [words(" · " + " · ".join(rest), 300)] * bool(rest)


def _article_words(alert: Alert) -> list[str]:
    article = alert.article
    title = wording.one_line(article.title)[:200]
    return _said(
        wording.publisher(alert)[:150] or "article",
        title,
        wording.day(article.published_at),
    )


def _said(*parts: str | list[str]) -> list[str]:
    flat = [p for part in parts for p in ([part] if isinstance(part, str) else part)]
    return [part for part in flat if part]


def _baseline_side(alert: Alert) -> list[Block]:
    held = alert.baseline
    if held is None:
        return []
    rest = _said(
        wording.day(held.document_date), wording.standing(held.claim), held.status.value
    )
    return [
        line(
            words("We hold: ", bold=True),
            link(
                held.document_url,
                wording.one_line(held.document) or "untitled document",
                200,
            ),
            words(" · " + " · ".join(rest), 300),
        ),
        *_quotes(held.claim),
    ]


def _perhaps(alert: Alert) -> list[Block]:
    held = wording.perhaps(alert)
    if held is None:
        return []
    document, text = held
    label = line(
        words("Perhaps at odds with what we hold: ", bold=True), words(document, 200)
    )
    return [label, quotation(text, 300)]


def _quotes(claim: Claim) -> list[Block]:
    return [quotation(wording.quoted(claim), _QUOTE_CHARS)]


def _companion_lines(alert: Alert) -> list[Block]:
    named, more = wording.companions(alert)
    if not named:
        return []
    parts = [line(words("In the same article:", bold=True))]
    parts += [quotation(text, 300) for text in named]
    return [*parts, line(words(more))] if more else parts


def _buttons(alert: Alert, *, answered: bool) -> Block:
    value = alert.alert_id
    buttons = [
        button("Confirm", "confirm", value, style="primary"),
        button("Dismiss", "dismiss", value, style="danger"),
        button("Mute 7 days", "mute", value),
    ]
    if answered:
        buttons = [button("Undo", "undo", value)]
    if url := checked_url(alert.article.url):
        buttons.append(button("Open article", "open", value, url=url))
    return {"type": "actions", "elements": buttons}
