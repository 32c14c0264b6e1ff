"""
Is a new claim worth an alert? One sum of weighted signs; silence gets a reason as well.

Worth telling: what happened, was decided or is planned with the topic, told early, with
a figure or a day of its own. Every sign (``signs``) adds its weight, fitted by
``deploy/lexicon/newsworthy.py``; the one that weighs most against a silent claim is the
reason of its silence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.model import Article, Claim, Modality, Topic
from extractors.verdicts.signs import says_only_its_genre, signs

_NOTHING_SAID = frozenset({Modality.QUESTION, Modality.CONDITIONAL})
_NEVER = -9.0
# What a paper says of its own text is no news: corrections, notes, dates of updates.
_ARTICLE = r"(?:article|story|report|post|piece|column|headline)"
_VERSION = re.compile(
    rf"\b(?:version|edition) of (?:this|the|our) {_ARTICLE}\b", re.IGNORECASE
)
_WAS_EDITED = re.compile(
    rf"\bthis {_ARTICLE} (?:was|has been|is|will be) (?:\w+ )?(?:updated|corrected"
    r"|amended|clarified|edited|changed|revised|published|removed|retracted)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """
    What each sign weighs, in log odds.

    A claim that reaches ``alert`` is told by itself, one that reaches ``line`` beside
    another one.
    """

    bias: float
    signs: Mapping[str, float]
    alert: float
    line: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsworthiness:
    """
    Whether to alert, the stable code of why or why not, and the points it got.

    ``companion`` says whether it may stand beside an alert that is raised anyway;
    ``points`` are what each sign added.
    """

    alert: bool
    reason: str
    score: float = 0.0
    companion: bool = False
    points: Mapping[str, float] = field(default_factory=dict)


@cache
def load_weights() -> Weights:
    """Read the fitted weights."""
    path = files("extractors.verdicts.lexicon").joinpath("news_weights.toml")
    raw = tomllib.loads(path.read_text("utf-8"))
    return Weights(**raw)


def newsworthiness(
    claim: Claim,
    article: Article,
    topic: Topic,
    features: Mapping[str, Any],
    weights: Weights | None = None,
) -> Newsworthiness:
    """
    Judge a claim that has no counterpart in the baseline.

    Args:
        claim: the claim.
        article: where it stands.
        topic: what is followed.
        features: what its verdict says is fresh about it (see ``signs``).
        weights: other ones than those that are shipped.

    """
    found = signs(claim, article, topic, features)
    out = _ruled_out(claim, found)
    if out:
        return Newsworthiness(alert=False, reason=out, score=_NEVER)
    known = weights or load_weights()
    points = {
        name: round(value * known.signs[name], 3)
        for name, value in found.items()
        if value and known.signs.get(name)
    }
    score = round(known.bias + sum(points.values()), 3)
    alert = score >= known.alert
    against = min(points, key=lambda name: points[name], default="")
    minor = not against or points[against] >= 0
    return Newsworthiness(
        alert=alert,
        reason="newsworthy" if alert else "minor" if minor else against,
        score=score,
        companion=score >= known.line,
        points=points,
    )


def is_about_the_article(claim: Claim) -> bool:
    """Whether a text speaks of itself: "An earlier version of this article …"."""
    return bool(_VERSION.search(claim.sentence) or _WAS_EDITED.search(claim.quote))


def _ruled_out(claim: Claim, found: Mapping[str, float]) -> str:
    """
    What makes it no news, whatever else speaks for it.

    Nothing is said of the world, or only of one that may never be; it is a mere piece
    of a clause; a release only names its own genre ("today announced changes"); whoever
    speaks is unknown and speaks of himself; or the figure is a stranger's where nothing
    of the topic is concerned: a rival's price, another company's investment.
    Possibilities and what else strangers do are no such thing: every sixth piece of
    labelled news that stayed silent was ruled out as one of these.
    """
    if claim.modality in _NOTHING_SAID:
        return f"modality_{claim.modality.value}"
    if "clause:acl" in claim.cues and "few_words" in found:
        return "few_words"
    if is_about_the_article(claim):
        return "about_the_article"
    if _is_own_life(claim):
        return "own_life"
    if says_only_its_genre(claim):
        return "genre"
    return "strangers_figure" if "strangers_figure" in found else ""


def _is_own_life(claim: Claim) -> bool:
    """As in "I have lived here for nine years", where nobody knows who says so."""
    speaks = any(
        a.role == "subject" and a.head == "i" and not a.entity for a in claim.arguments
    )
    return speaks and not claim.attribution and claim.tense in {"past", "perfect"}
