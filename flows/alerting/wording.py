"""
The words of an alert, the same in Slack and in the terminal.

Promises plain strings from an alert's values, in the reader's language, without markup.
Foreign text is returned as it is: whoever puts it into a message escapes it.
"""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import quote

from extractors.model import (
    COMPANIONS_NAMED,
    Alert,
    Claim,
    Modality,
    Slot,
    VerdictKind,
)

VERDICT_MARKS = {
    VerdictKind.CONTRADICTS: "🔴",
    VerdictKind.UPDATES: "🟡",
    VerdictKind.NEW: "🔵",
}
VERDICT_WORDS = {
    VerdictKind.CONTRADICTS: "Contradicts what we hold",
    VerdictKind.UPDATES: "Updates what we hold",
    VerdictKind.NEW: "New",
    VerdictKind.KNOWN: "Known",
    VerdictKind.UNCLEAR: "Unclear",
}
_MODALITY_WORDS = {
    Modality.ASSERTED: "",
    Modality.REPORTED: "reported",
    Modality.PREDICTED: "a forecast",
    Modality.PLANNED: "a plan",
    Modality.POSSIBLE: "a possibility",
    Modality.DENIED: "denied",
    Modality.CONDITIONAL: "under a condition",
    Modality.QUESTION: "a question",
}
_SLOT_WORDS = {
    Slot.QUANTITY: "Number",
    Slot.DATE: "Date",
    Slot.POLARITY: "Whether it is so",
    Slot.RELATION: "What happened",
    Slot.SUBJECT: "Who",
    Slot.OBJECT: "Whom or what",
    Slot.EXCLUSIVITY: "Not the only one",
    Slot.MODALITY: "How sure it is",
}
_CONFIDENCE_WORDS = (
    (0.9, "very likely"),
    (0.75, "likely"),
    (0.6, "probable"),
    (0.4, "uncertain"),
)
_FRAGMENT_WORDS = 5


def headline(alert: Alert) -> str:
    """Verdict and severity at a glance."""
    mark = VERDICT_MARKS.get(alert.verdict.kind, "⚪")
    return (
        f"{mark} {VERDICT_WORDS[alert.verdict.kind]} · {alert.severity.value} severity"
    )


def one_line(text: str) -> str:
    """The same words with every run of white space as one space."""
    return " ".join(text.split())


def difference(alert: Alert) -> tuple[str, str, str] | None:
    """``(what, old, new)`` of the slot that differs, or None."""
    verdict = alert.verdict
    old, new = one_line(verdict.old_value), one_line(verdict.new_value)
    if not (old or new):
        return None
    what = one_line(alert.claim.matter)
    if verdict.slot is not None and (verdict.slot is not Slot.QUANTITY or not what):
        what = _SLOT_WORDS[verdict.slot]
    return what, old or "nothing", new or "nothing"


def perhaps(alert: Alert) -> tuple[str, str] | None:
    """Document and words of what something new may be at odds with, or None."""
    held = alert.verdict.features.get("perhaps")
    if held is None:
        return None
    return one_line(held["document"]) or "untitled document", one_line(held["text"])


def companions(alert: Alert) -> tuple[list[str], str]:
    """
    The further sentences of the article that the alert stands for, each once.

    Those that are named, and how many more there are: ``and 2 more``, or empty.
    """
    own = quoted(alert.claim)
    told = dict.fromkeys(quoted(claim) for claim in alert.companions)
    others = [text for text in told if text != own]
    left = len(others[COMPANIONS_NAMED:])
    return others[:COMPANIONS_NAMED], f"and {left} more" if left else ""


def confidence(value: float) -> str:
    """``likely (0.78)``: in words and as a number."""
    words = next((word for low, word in _CONFIDENCE_WORDS if value >= low), "weak")
    return f"{words} ({value:.2f})"


def standing(claim: Claim) -> str:
    """How the text stands to what it says: ``reported, according to the BBC``."""
    words = [_MODALITY_WORDS[claim.modality]]
    if claim.attribution:
        words.append(f"according to {one_line(claim.attribution)}")
    return ", ".join(word for word in words if word)


def counter(alert: Alert) -> str:
    """``4 articles, 2 independent origins``."""
    return (
        f"{_counted(alert.copies, 'article')}, "
        f"{_counted(alert.origins, 'independent origin')}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def day(value: date | datetime | None) -> str:
    """``5 Mar 2025``, empty when unknown."""
    return f"{value.day} {value:%b} {value.year}" if value else ""


def publisher(alert: Alert) -> str:
    """Who published the article, by the best name we have."""
    article = alert.article
    return one_line(article.publisher or article.origin or article.source_id)


def quoted(claim: Claim) -> str:
    """The words of the text that say it: the sentence, else the claim's own span."""
    return one_line(claim.sentence or claim.quote)


def adds_quote(alert: Alert) -> bool:
    """Whether the article's words say more than the line above them, or face others."""
    said = one_line(alert.claim.quote)
    return alert.baseline is not None or quoted(alert.claim) != said or len(said) > 400


def text_fragment(url: str, passage: str) -> str:
    """The URL with a text fragment, so that a browser scrolls to the passage."""
    words = passage.split()
    if not url or not words:
        return url
    ends = (
        [words]
        if len(words) <= 2 * _FRAGMENT_WORDS
        else [
            words[:_FRAGMENT_WORDS],
            words[-_FRAGMENT_WORDS:],
        ]
    )
    # "-" separates prefix and suffix in the fragment's grammar and must be encoded
    target = ",".join(
        quote(" ".join(part), safe="", errors="replace").replace("-", "%2D")
        for part in ends
    )
    return url + (":~:text=" if "#" in url else "#:~:text=") + target
