"""An alert on a terminal, as it looks in Slack: the same words, in a panel."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from extractors.model import Alert, Severity, VerdictKind
from flows.alerting import wording
from flows.alerting.blocks import checked_url, printable

_COLOURS = {
    VerdictKind.CONTRADICTS: "red",
    VerdictKind.UPDATES: "yellow",
    VerdictKind.NEW: "dodger_blue1",
}


def render(alert: Alert) -> RenderableType:
    """The alert as a panel; nothing in it is markup."""
    colour = _COLOURS.get(alert.verdict.kind, "white")
    parts: list[RenderableType] = [Text(_clean(alert.claim.quote), style="bold")]
    if differs := wording.difference(alert):
        parts.append(_difference(*differs, alert=alert, colour=colour))
    parts += [Text(), *_article_side(alert)]
    if alert.baseline:
        parts += [Text(), *_baseline_side(alert)]
    if held := wording.perhaps(alert):
        parts += [Text(), *_perhaps(*held)]
    named, more = wording.companions(alert)
    if named:
        parts += [Text(), *_companions(named, more)]
    parts += [Text(), _footer(alert)]
    return Panel(
        Group(*parts),
        title=_title(alert, colour),
        title_align="left",
        subtitle=Text(f"{alert.topic} · {alert.alert_id}", style="dim"),
        subtitle_align="right",
        border_style=colour,
        box=box.ROUNDED,
        padding=(1, 2),
    )


def _clean(text: str) -> str:
    """One line without controls: a terminal obeys escape sequences."""
    return printable(wording.one_line(text))


def _title(alert: Alert, colour: str) -> Text:
    weight = "bold " if alert.severity is not Severity.LOW else ""
    return Text(f" {wording.headline(alert)} ", style=f"{weight}{colour}")


def _difference(what: str, old: str, new: str, *, alert: Alert, colour: str) -> Text:
    ended = alert.verdict.kind is VerdictKind.UPDATES
    return Text.assemble(
        (f"{_clean(what)}: " if what else "", "dim"),
        (_clean(old), "strike" if ended else ""),
        (" → ", "dim"),
        (_clean(new), f"bold {colour}"),
    )


def _article_side(alert: Alert) -> list[RenderableType]:
    article = alert.article
    url = wording.text_fragment(article.url, alert.claim.quote)
    marks = ["headline only"] if article.headline_only else []
    title, date = article.title, wording.day(article.published_at)
    source = _source("They say: ", wording.publisher(alert), url, title, date)
    source.append(_tail(wording.standing(alert.claim), *marks), style="italic")
    said = wording.quoted(alert.claim)
    quotes = [_quotation(said)] if wording.adds_quote(alert) else []
    return [source, *quotes, _address(article.url)]


def _baseline_side(alert: Alert) -> list[RenderableType]:
    held = alert.baseline
    if held is None:
        return []
    date = wording.day(held.document_date)
    document = held.document or "untitled document"
    source = _source("We hold: ", document, held.document_url, "", date)
    source.append(_tail(wording.standing(held.claim), held.status.value), "italic")
    said = wording.quoted(held.claim)
    return [source, _quotation(said), _address(held.document_url)]


def _perhaps(document: str, text: str) -> list[RenderableType]:
    label = Text.assemble(
        ("Perhaps at odds with what we hold: ", "bold"), _clean(document)
    )
    return [label, _quotation(text)]


def _source(label: str, who: str, url: str, *rest: str) -> Text:
    safe = checked_url(url)
    style = Style(link=safe, underline=True) if safe else Style()
    return Text.assemble((label, "bold"), (_clean(who), style), _tail(*rest))


def _tail(*words: str) -> str:
    return "".join(f" · {_clean(word)}" for word in words if word)


def _quotation(text: str) -> RenderableType:
    return Padding(Text(f"“{_clean(text)}”"), (0, 0, 0, 2))


def _address(url: str) -> RenderableType:
    """The bare address, for terminals that show no links."""
    return Padding(Text(checked_url(url), style="dim", overflow="fold"), (0, 0, 0, 2))


def _companions(named: list[str], more: str) -> list[RenderableType]:
    shown = [_quotation(text) for text in named]
    rest = [Text(more, style="dim")] if more else []
    return [Text("In the same article:", style="bold"), *shown, *rest]


def _footer(alert: Alert) -> Text:
    confidence = wording.confidence(alert.verdict.confidence)
    return Text(f"Confidence: {confidence} · {wording.counter(alert)}", style="dim")
