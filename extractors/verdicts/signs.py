"""
What speaks for and against telling a claim: named signs, each 0..1, general to news.

Nothing here decides: ``newsworthy`` weighs the signs. They say whose affair it is,
where it stands, when it happened, how it is told and what of it is fresh; the last
comes from what the baseline made of the claim (``Verdict.features``, when it is new).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from extractors.model import Article, Claim, Modality, Polarity, Topic
from extractors.verdicts.words import same_name

Sign = tuple[str, float]

_HELD_OR_NOT = ("fresh_names", "familiar", "covered", "held_figure")
# terms with which a claim begins to say something
_FEW = 3
_LONG_AGO_DAYS = 120
_LATELY_DAYS = 14
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|you|You|my|My|our|Our|me|us)\b")
_BEFORE_PAST = re.compile(r"\bhad\b")
_PROGRESSIVE = re.compile(
    r"(?:\b(?:am|is|are)|['’](?:s|re|m))\s+(?:\w+ly\s+)?(?:being|\w{2,}ing)\b"
)
_OPEN = frozenset(
    {Modality.PLANNED, Modality.POSSIBLE, Modality.PREDICTED, Modality.CONDITIONAL}
)


def _vocabulary() -> dict[str, Any]:
    raw = files("extractors.verdicts.lexicon").joinpath("newsworthy.toml")
    return tomllib.loads(raw.read_text("utf-8"))


_WORDS = _vocabulary()
_SPEECH = frozenset(_WORDS["speech"])
_SEEN_OR_FELT = frozenset(_WORDS["seen_or_felt"])
_NO_ANSWER = frozenset(_WORDS["no_answer"])
_GAVE_NOTHING = frozenset((verb, noun) for verb, noun in _WORDS["gave_nothing"])
_RELEASING = frozenset(_WORDS["releasing"])
_RELEASED = frozenset(_WORDS["released"])
_ADVICE = re.compile(rf"\b(?:{'|'.join(_WORDS['advice'])})\b")
_UNTRUE = re.compile(rf"\b(?:{'|'.join(_WORDS['untrue'])})\b", re.IGNORECASE)


def signs(
    claim: Claim, article: Article, topic: Topic, features: Mapping[str, Any]
) -> dict[str, float]:
    """
    Return the signs that hold for ``claim``, by name; one that is absent is 0.

    Args:
        claim: a claim without counterpart in the baseline.
        article: where it stands.
        topic: what is followed.
        features: of its verdict: ``fresh_figure``, ``fresh_names``, ``fresh_day``,
            ``familiar``, ``covered``, ``held_figure``, ``cast``, each 0..1, and
            ``perhaps``; ``at_home``: how much the article is of the story held, 0..1.

    """
    return dict(
        (
            *_about(claim, topic, features),
            *_fresh(claim, features),
            *_placed(claim, article, features),
            *_timed(claim),
            *_worded(claim),
            *_voiced(claim, article),
        )
    )


def _about(claim: Claim, topic: Topic, features: Mapping[str, Any]) -> Iterator[Sign]:
    """Whose affair it is: the topic's, its cast's, a stranger's, nobody's."""
    names = [entity.name for entity in topic.entities]

    def known(name: str) -> bool:
        return any(same_name(name, other) for other in names)

    actors = [a.entity or a.owner for a in claim.arguments if a.role == "subject"] or [
        claim.subject if claim.subject in claim.entities else ""
    ]
    actors = [name for name in actors if name]
    concerned = any(known(name) for name in claim.entities)
    stranger = actors and not any(known(name) for name in actors)
    ours = float(features.get("cast", 0.0)) if stranger else 1.0
    if actors:
        yield "cast_acts", ours
    if concerned:
        yield "topic_concerned", 1
    elif not ours and claim.quantities:
        yield "strangers_figure", 1
    yield "fresh_figure", (ours or concerned) * float(features.get("fresh_figure", 0.0))
    if _is_plain_present(claim):
        yield "generic_present", 1
        if not concerned and not actors:
            yield "generic_truth", 1


def _is_plain_present(claim: Claim) -> bool:
    """What is so at all times; what is going on or is to come is said otherwise."""
    timeless = not claim.quantities and not claim.period.text
    planned = claim.modality is Modality.PLANNED
    going_on = planned or _PROGRESSIVE.search(claim.quote)
    return claim.tense == "present" and timeless and not going_on


def _fresh(claim: Claim, features: Mapping[str, Any]) -> Iterator[Sign]:
    """
    What the baseline lacks of it, what it has, and what it may be at odds with.

    A day is no news by itself: "that closed this week".
    """
    for name in _HELD_OR_NOT:
        yield name, float(features.get(name, 0.0))
    if len(claim.terms) >= _FEW:
        yield "fresh_day", float(features.get("fresh_day", 0.0))
    if perhaps := features.get("perhaps"):
        yield "perhaps_conflict", float(perhaps["probability"])


def _placed(
    claim: Claim, article: Article, features: Mapping[str, Any]
) -> Iterator[Sign]:
    """Where it stands: in which story; the news comes first, background later."""
    yield "other_story", 1.0 - float(features.get("at_home", 1.0))
    yield "late_in_article", claim.start / max(1, len(article.text))
    if claim.in_title:
        yield "in_title", 1
    if "clause:whole" in claim.cues:
        yield "no_clause", 1
    if "clause:relcl" in claim.cues:
        yield "background_clause", 1


def _timed(claim: Claim) -> Iterator[Sign]:
    """A day makes an event of it; what is long past is history."""
    if _is_history(claim):
        yield "history", 1
    elif _is_recent(claim):
        yield "recent", 1
    elif _is_ahead(claim):
        yield "ahead", 1
    if claim.tense in {"past", "perfect", "future", "modal"}:
        yield f"{claim.tense}_tense", 1
    if claim.tense == "past" and _BEFORE_PAST.search(claim.quote):
        yield "before_the_past", 1


def _worded(claim: Claim) -> Iterator[Sign]:
    """How it is told: open, denied, seen and felt things are seldom events."""
    if claim.modality in _OPEN:
        yield f"modality_{claim.modality.value}", 1
    if claim.polarity is Polarity.NEGATED:
        yield "not_happened", 1
    if any(cue.startswith("additive:") for cue in claim.cues):
        yield "one_more", 1
    if claim.verb in _SEEN_OR_FELT:
        yield "seen_or_felt", 1
    if _is_speech_only(claim):
        yield "speech_only", 1
    if len(claim.terms) < _FEW:
        yield "few_words", 1


def _voiced(claim: Claim, article: Article) -> Iterator[Sign]:
    """Who speaks: the reporter, a source, somebody in the first person."""
    if claim.attribution:
        yield "attributed", 1
    if _FIRST_PERSON.search(claim.quote):
        yield "first_person", 1
    line = article.text[: claim.start].rsplit("\n", 1)[-1]
    if line.count('"') % 2 == 1 or line.count("“") > line.count("”"):
        yield "in_quotes", 1
    if _ADVICE.search(claim.quote):
        yield "advice", 1
    if _UNTRUE.search(claim.sentence):
        yield "called_untrue", 1


def _is_speech_only(claim: Claim) -> bool:
    """A verb of speech without content: "she repeated", "declined to comment"."""
    if claim.quantities:
        return False
    if claim.verb in _NO_ANSWER or (claim.verb, claim.object) in _GAVE_NOTHING:
        return True
    return claim.verb in _SPEECH and not claim.object


def says_only_its_genre(claim: Claim) -> bool:
    """As in "today announced changes", "released its quarterly update"."""
    objects = {a.head for a in claim.arguments if a.role == "object"}
    bare = not claim.quantities and bool(objects) and objects <= _RELEASED
    return bare and claim.verb in _RELEASING


def _is_history(claim: Claim) -> bool:
    """Told as past: a period that ended long before the article, or "originally"."""
    if claim.period.kind == "past":
        return True
    if any(cue.startswith("historic:") for cue in claim.cues):
        return True
    ended, day = claim.period.valid_to, claim.published_on
    return bool(ended and day and (day - ended).days > _LONG_AGO_DAYS)


def _is_recent(claim: Claim) -> bool:
    period, day = claim.period, claim.published_on
    start, end = period.valid_from, period.valid_to
    if not (period.text and start and end and day):
        return False
    return start <= day and (day - end).days <= _LATELY_DAYS


def _is_ahead(claim: Claim) -> bool:
    period, day = claim.period, claim.published_on
    if not (period.text and day):
        return False
    return any(each and each > day for each in (period.valid_from, period.valid_to))
