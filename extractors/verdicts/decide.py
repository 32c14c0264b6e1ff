"""
Verdicts of one article -> one decision per claim, alerts grouped into findings.

Order of judging: a copy, off topic, known, unclear, not newsworthy, then alert. Several
claims of one article that tell one piece of news raise one alert under the strongest;
the others are joined to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from extractors.claims.gazetteer import why_off_topic
from extractors.claims.quantities import comparable
from extractors.model import (
    Alert,
    Article,
    Claim,
    Decision,
    Outcome,
    Slot,
    Status,
    Topic,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.alerts import raise_alert
from extractors.verdicts.findings import Found, findings
from extractors.verdicts.newsworthy import (
    Newsworthiness,
    is_about_the_article,
    newsworthiness,
)

# they have a counterpart in the baseline
_MET = frozenset({VerdictKind.KNOWN, VerdictKind.UPDATES, VerdictKind.CONTRADICTS})
# in an article of the story at least this share of the claims meets what is held
_MEETING = 0.08
# or it names so many of the topic's cast, or some of it in half of what it says
_NAMED, _NAMING = 5, 0.5
# of fewer claims nothing follows
_FEW = 8

_OF_ITSELF = "about_the_article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A claim that enters the baseline; ``alert_id`` is the alert that told of it."""

    claim: Claim
    status: Status
    alert_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersession:
    """An old baseline claim whose validity ends where the new one's begins."""

    old_claim_id: str
    new_claim_id: str
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What follows from one article; ``decisions`` cover every claim once."""

    decisions: tuple[Decision, ...]
    alerts: tuple[Alert, ...] = ()
    joined: tuple[tuple[str, Claim], ...] = ()
    observe: tuple[Observation, ...] = ()
    supersede: tuple[Supersession, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with its verdict (None when none was needed) and what it was held to."""

    claim: Claim
    verdict: Verdict | None
    candidates: tuple[str, ...] = ()


def is_on_topic(text: str, topic: Topic) -> bool:
    """Whether a text satisfies any one of the topic's rules."""
    return not why_off_topic(text, topic)


def decide(
    article: Article,
    judged: Sequence[Judged],
    topic: Topic,
    *,
    min_confidence: float,
    created_at: datetime,
    run_id: str = "",
    copy_of: str = "",
) -> Judgement:
    """Turn the verdicts of one article into decisions, alerts and baseline changes."""
    if copy_of:
        return _all(judged, Outcome.COPY, f"copy_of:{copy_of}")
    if not is_on_topic(article.text, topic):
        return _all(judged, Outcome.OFF_TOPIC, "article_off_topic")
    found, decisions, joined = _sift(judged, article, topic, min_confidence)
    candidates = {item.claim.claim_id: item.candidates for item in judged}
    alerts, observations, closings = [], [], []
    for group in findings(found):
        alert = raise_alert(article, group, topic, created_at=created_at, run_id=run_id)
        alerts.append(alert)
        for each in group:
            claim, verdict = each.claim, each.verdict
            told = _told(each, alert, candidates[claim.claim_id])
            decisions[claim.claim_id] = told
            observations.append(_observation(claim, verdict, alert.alert_id))
            closings += _closing(claim, verdict, article)
    observations += [
        Observation(claim=item.claim, status=Status.OBSERVED)
        for item in judged
        if _is_quiet_news(decisions[item.claim.claim_id])
    ]
    return Judgement(
        decisions=tuple(decisions[item.claim.claim_id] for item in judged),
        alerts=tuple(alerts),
        joined=tuple(joined),
        observe=tuple(observations),
        supersede=tuple(closings),
    )


def _sift(
    judged: Sequence[Judged], article: Article, topic: Topic, min_confidence: float
) -> tuple[list[Found], dict[str, Decision], list[tuple[str, Claim]]]:
    """What may be told, what is silent and why, what joins an alert of before."""
    found: list[Found] = []
    decisions: dict[str, Decision] = {}
    joined: list[tuple[str, Claim]] = []
    at_home = _at_home(judged, topic)
    for plain in judged:
        worth = _worth(plain, article, topic, at_home)
        item = _explained(plain, worth, at_home)
        decision = _silent(item, article, worth, min_confidence)
        if decision is not None:
            decisions[item.claim.claim_id] = decision
            if decision.alert_id:
                joined.append((decision.alert_id, item.claim))
        if item.verdict and (decision is None or _may_join(decision, worth)):
            found.append(Found(claim=item.claim, verdict=item.verdict, worth=worth))
    return found, decisions, joined


def _told(each: Found, alert: Alert, candidates: tuple[str, ...]) -> Decision:
    leads = alert.claim.claim_id == each.claim.claim_id
    return Decision(
        claim_id=each.claim.claim_id,
        outcome=Outcome.ALERTED if leads else Outcome.JOINED,
        reason=each.verdict.reason if leads else "companion",
        verdict=each.verdict,
        alert_id=alert.alert_id,
        candidates=candidates,
    )


def _all(judged: Sequence[Judged], outcome: Outcome, reason: str) -> Judgement:
    return Judgement(
        decisions=tuple(
            Decision(claim_id=item.claim.claim_id, outcome=outcome, reason=reason)
            for item in judged
        )
    )


def _at_home(judged: Sequence[Judged], topic: Topic) -> float:
    """
    How much an article is of the story that is held, 0..1.

    One that merely mentions the topic, or somebody of the same name, says nothing that
    is held and nothing against it, and names few of those concerned.
    """
    if len(judged) < _FEW:
        return 1.0
    cast = {entity.name for entity in topic.entities}
    naming = [cast.intersection(item.claim.entities) for item in judged]
    if sum(map(bool, naming)) >= _NAMING * len(judged):
        return 1.0
    met = sum(item.verdict is not None and item.verdict.kind in _MET for item in judged)
    named = frozenset[str]().union(*naming)
    share = len(named) / max(1, min(_NAMED, len(cast)))
    return min(1.0, max(met / (_MEETING * len(judged)), share))


def _worth(
    item: Judged, article: Article, topic: Topic, at_home: float
) -> Newsworthiness | None:
    """What a new claim is worth; None for the other verdicts, which always are."""
    if item.verdict is None or item.verdict.kind is not VerdictKind.NEW:
        return None
    features = {**item.verdict.features, "at_home": at_home}
    return newsworthiness(item.claim, article, topic, features)


def _explained(item: Judged, worth: Newsworthiness | None, at_home: float) -> Judged:
    """With what each sign of its worth added, for who asks why."""
    if worth is None or item.verdict is None:
        return item
    points = {f"worth:{sign}": points for sign, points in worth.points.items()}
    own = {"at_home": round(at_home, 3), "worth": worth.score}
    features = {**item.verdict.features, **own, **points}
    return replace(item, verdict=replace(item.verdict, features=features))


def _may_join(decision: Decision, worth: Newsworthiness | None) -> bool:
    """A lesser new claim may stand beside an alert that is raised anyway."""
    quiet = decision.outcome is Outcome.NOT_NEWSWORTHY
    return quiet and worth is not None and worth.companion


def _silent(
    item: Judged,
    article: Article,
    worth: Newsworthiness | None,
    min_confidence: float,
) -> Decision | None:
    """The decision of a claim that raises no alert of its own, else None."""
    verdict = item.verdict
    if verdict is None:
        return _decision(item, Outcome.OFF_TOPIC, "claim_off_topic")
    if is_about_the_article(item.claim):
        return _decision(item, Outcome.NOT_NEWSWORTHY, _OF_ITSELF)
    if verdict.kind is VerdictKind.KNOWN:
        alert_id = verdict.counterpart.alert_id if verdict.counterpart else ""
        outcome = Outcome.JOINED if alert_id else Outcome.KNOWN
        return _decision(item, outcome, verdict.reason, alert_id)
    if verdict.kind is VerdictKind.UNCLEAR:
        return _decision(item, Outcome.UNCLEAR, verdict.reason)
    if article.headline_only and verdict.kind is VerdictKind.CONTRADICTS:
        return _decision(item, Outcome.UNCLEAR, "headline_only")
    if worth is not None and not worth.alert:
        return _decision(item, Outcome.NOT_NEWSWORTHY, worth.reason)
    if verdict.confidence < min_confidence:
        return _decision(item, Outcome.UNCLEAR, "below_min_confidence")
    return None


def _decision(
    item: Judged, outcome: Outcome, reason: str, alert_id: str = ""
) -> Decision:
    return Decision(
        claim_id=item.claim.claim_id,
        outcome=outcome,
        reason=reason,
        verdict=item.verdict,
        alert_id=alert_id,
        candidates=item.candidates,
    )


def _is_quiet_news(decision: Decision) -> bool:
    """New claims that nobody was told of are held too, so that they are told once."""
    return (
        decision.outcome is Outcome.NOT_NEWSWORTHY
        and decision.reason != _OF_ITSELF
        and decision.verdict is not None
        and decision.verdict.kind is VerdictKind.NEW
    )


def _observation(claim: Claim, verdict: Verdict, alert: str) -> Observation:
    disputed = verdict.kind is VerdictKind.CONTRADICTS
    status = Status.DISPUTED if disputed else Status.OBSERVED
    return Observation(claim=claim, status=status, alert_id=alert)


def _closing(claim: Claim, verdict: Verdict, article: Article) -> list[Supersession]:
    if verdict.kind is not VerdictKind.UPDATES or verdict.counterpart is None:
        return []
    if _leaves_figures(claim, verdict, verdict.counterpart.claim):
        return []
    day = claim.period.valid_from or claim.published_on
    if day is None and article.published_at is not None:
        day = article.published_at.date()
    return [
        Supersession(
            old_claim_id=verdict.counterpart.claim_id,
            new_claim_id=claim.claim_id,
            valid_to=day,
        )
    ]


def _leaves_figures(claim: Claim, verdict: Verdict, old: Claim) -> bool:
    """Whether a plan has come true, and what was planned of its figures still holds."""
    return verdict.slot is Slot.MODALITY and any(
        not any(comparable(figure, other) for other in claim.quantities)
        for figure in old.quantities
    )
