"""What a pass did, as rows, as a summary and as a page of markdown; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from extractors.model import Alert
from flows.logs import event
from flows.monitor_outcome import Outcome


def alert_rows(alerts: Sequence[Alert]) -> list[dict[str, Any]]:
    """The view ``alerts`` in short: one row each."""
    return [
        {
            "alert_id": alert.alert_id,
            "verdict": alert.verdict.kind.value,
            "severity": alert.severity.value,
            "confidence": round(alert.verdict.confidence, 3),
            "slot": alert.verdict.slot.value if alert.verdict.slot else None,
            "old_value": alert.verdict.old_value or None,
            "new_value": alert.verdict.new_value or None,
            "claim_id": alert.claim.claim_id,
            "claim_text": alert.claim.quote,
            "article_title": alert.article.title,
            "article_url": alert.article.url,
            "published_at": _iso(alert.article.published_at),
            "source_id": alert.article.source_id,
            "baseline_claim_id": alert.baseline.claim_id if alert.baseline else None,
            "baseline_text": alert.baseline.claim.quote if alert.baseline else None,
            "baseline_document": alert.baseline.document if alert.baseline else None,
        }
        for alert in alerts
    ]


def summary(outcome: Outcome) -> dict[str, Any]:
    """The whole pass in one JSON object."""
    counts, delivery = outcome.counts, outcome.delivery
    return {
        "type": "summary",
        "run_id": outcome.run_id,
        "sources": len(outcome.visits),
        "failed_sources": {v.source_id: v.error for v in outcome.visits if v.error},
        "unread": list(outcome.unread),
        "fetched": counts.fetched,
        "articles": counts.articles,
        "off_topic": outcome.off_topic,
        "edited": outcome.edited,
        "corrections": outcome.corrections,
        "claims": counts.claims,
        "alerts": counts.alerts,
        "verdicts": dict(Counter(a.verdict.kind.value for a in outcome.alerts)),
        "sent": delivery.sent,
        "held": delivery.held,
        "problems": [*delivery.problems, *filter(None, [outcome.elsewhere])],
        "seconds": outcome.seconds,
    }


def happenings(outcome: Outcome) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """
    What others may want to react to: its name, what it is about and its details.

    The names are stable, and the same for logs and for Prefect's events; about nothing
    in particular is about the topic.
    """
    for row in alert_rows(outcome.alerts):
        yield "alert.raised", f"alert.{row['alert_id']}", row
    for incident in outcome.incidents:
        kind, _, about = incident.subject.partition(":")
        name = _INCIDENTS.get(kind, f"{kind}.trouble")
        details = {"subject": incident.subject, "detail": incident.detail}
        yield name, f"{kind}.{about}" if about else "", details
    yield "run.finished", "", summary(outcome)


def log(outcome: Outcome, *, trigger: str, status: str) -> None:
    """Write what came of a pass as events, without the words of an article."""
    for visit in outcome.visits:
        if visit.error:
            why = {"source_id": visit.source_id, "error": visit.error}
            event("source.failed", level="warning", **why)
    for row in alert_rows(outcome.alerts):
        names = ("alert_id", "verdict", "severity", "source_id")
        event("alert.raised", **{name: row[name] for name in names})
    for incident in outcome.incidents:
        about = {"subject": incident.subject, "detail": incident.detail}
        event("incident.opened", level="warning", **about)
    counts = {k: v for k, v in summary(outcome).items() if k not in ("type", "unread")}
    level = "info" if status == "completed" else "error"
    event("run.finished", level=level, trigger=trigger, status=status, **counts)


_INCIDENTS = {"source": "source.failing", "silent": "source.silent"}


def sentence(outcome: Outcome) -> str:
    """The pass in one line for a person."""
    counts = outcome.counts
    failed = sum(1 for visit in outcome.visits if visit.error)
    verdicts = Counter(alert.verdict.kind.value for alert in outcome.alerts)
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(verdicts.items()))
    return (
        f"{len(outcome.visits)} sources ({failed} failed), "
        f"{counts.articles} new articles"
        + (f" ({outcome.off_topic} off topic), " if outcome.off_topic else ", ")
        + (f"{outcome.edited} edited, " if outcome.edited else "")
        + f"{counts.claims} claims, "
        f"{counts.alerts} alerts" + (f" ({told})" if told else "")
    )


def markdown(outcome: Outcome) -> str:
    """The same for Prefect's page; web text stands in code spans only."""
    lines = [f"**{sentence(outcome)}** in {outcome.seconds:.1f} s", ""]
    lines += [f"- source `{v.source_id}`: {v.error}" for v in outcome.visits if v.error]
    lines += [f"- not read: {_code(each)}" for each in outcome.unread]
    lines += [f"- {problem}" for problem in outcome.delivery.problems]
    lines += [
        f"- {alert.verdict.kind.value}: {_code(alert.claim.quote)}"
        for alert in outcome.alerts
    ]
    return "\n".join(lines)


def _code(text: str) -> str:
    return "`" + text.replace("`", "'").replace("\n", " ") + "`"


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
