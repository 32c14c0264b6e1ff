"""
Is a new claim worth an alert? Silence gets a reason as well.

Worth telling: what happened, was decided or is planned with the topic, told early, with
a figure, a day or a name of its own. Not worth it: questions, conditions, opinions,
advice, general truths, history, other people's affairs. Some signs rule a claim out;
the others add up, by fixed points, and the one that weighs most against it is the
reason of its silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.model import Article, Claim, Modality, Polarity, Topic
from extractors.verdicts.words import same_name

# at WORTH_AN_ALERT a claim is told by itself, at WORTH_A_LINE beside another one
WORTH_AN_ALERT = 0.5
WORTH_A_LINE = -0.1
_BASE = 0.0
_LONG_AGO_DAYS = 120
_LATELY_DAYS = 14
_LEAD, _TOP, _FOOT = 3, 7, 20

_QUIET_MODALITY = frozenset(
    {Modality.QUESTION, Modality.CONDITIONAL, Modality.POSSIBLE}
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|you|You|my|My|our|Our|me|us)\b")
_ADVICE = re.compile(r"\b(?:should|ought|must)\b")
_BEFORE_PAST = re.compile(r"\bhad\b")
_NO_CONTENT = frozenset({"comment", "respond", "reply", "react"})
_GAVE_NOTHING = frozenset({("be", "available"), ("give", "reason"), ("give", "detail")})
_SPEECH = frozenset(
    {"say", "tell", "repeat", "add", "note", "remark", "answer", "explain", "recall"}
    | {"insist", "write", "ask", "speak", "stress", "emphasise", "emphasize"}
)
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
_SEEN_OR_FELT = frozenset(
    {"see", "hear", "feel", "look", "sound", "seem", "appear", "watch", "smell"}
    | {"taste", "like", "love", "hate", "enjoy", "hope", "fear", "worry", "admire"}
    | {"praise", "joke", "laugh", "smile", "thank", "regret", "wonder", "believe"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsworthiness:
    """Whether to alert, the stable code of why or why not, and the points it got."""

    alert: bool
    reason: str
    score: float = 0.0

    @property
    def companion(self) -> bool:
        """Whether it may stand beside an alert that is raised anyway."""
        return self.alert or (
            self.score >= WORTH_A_LINE and self.reason not in _RULED_OUT
        )


_RULED_OUT = frozenset(
    {"about_the_article", "speech_only", "fragment", "advice", "opinion"}
) | {f"modality_{each.value}" for each in _QUIET_MODALITY}


def newsworthiness(
    claim: Claim,
    article: Article,
    topic: Topic,
    *,
    fresh_figure: float = 0.0,
    unheard_subject: bool = False,
) -> Newsworthiness:
    """
    Judge a claim that has no counterpart in the baseline.

    Args:
        claim: the claim.
        article: where it stands.
        topic: what is followed.
        fresh_figure: how telling a figure it brings that the baseline lacks, 0..1.
        unheard_subject: whether its subject is a name that the baseline lacks.

    """
    out = next((code for code, holds in _ruled_out(claim, article) if holds), "")
    if out:
        return Newsworthiness(alert=False, reason=out, score=-9.0)
    about = list(_about(claim, topic, unheard=unheard_subject))
    foreign = any(code == "other_subject" for code, _ in about)
    signs = [
        *about,
        *_placed(claim),
        *_measured(claim, 0.0 if foreign else fresh_figure, foreign=foreign),
        *_timed(claim),
        *_told(claim),
    ]
    score = round(_BASE + sum(points for _, points in signs), 3)
    if score >= WORTH_AN_ALERT:
        return Newsworthiness(alert=True, reason="newsworthy", score=score)
    against = min(signs, key=lambda sign: sign[1], default=("minor", 0.0))
    reason = against[0] if against[1] < 0 else "minor"
    return Newsworthiness(alert=False, reason=reason, score=score)


def is_about_the_article(claim: Claim) -> bool:
    """Whether a text speaks of itself: "An earlier version of this article …"."""
    return bool(_VERSION.search(claim.sentence) or _WAS_EDITED.search(claim.quote))


def _ruled_out(claim: Claim, article: Article) -> Iterator[tuple[str, bool]]:
    """Signs that make a claim no news, whatever else it says."""
    yield f"modality_{claim.modality.value}", claim.modality in _QUIET_MODALITY
    yield "about_the_article", is_about_the_article(claim)
    yield "advice", bool(_ADVICE.search(claim.quote)) and not claim.quantities
    yield "opinion", _is_voice(claim, article) and not claim.period.text
    yield "speech_only", _is_speech_only(claim)
    yield "fragment", len(claim.terms) < 2 and not claim.quantities


def _is_voice(claim: Claim, article: Article) -> bool:
    """Someone's own words: in the first person or between quotation marks."""
    if _FIRST_PERSON.search(claim.quote):
        return True
    line = article.text[: claim.start].rsplit("\n", 1)[-1]
    return line.count('"') % 2 == 1 or line.count("“") > line.count("”")


def _is_speech_only(claim: Claim) -> bool:
    """A verb of speech without content: "she repeated", "declined to comment"."""
    if claim.verb in _NO_CONTENT or (claim.verb, claim.object) in _GAVE_NOTHING:
        return not claim.quantities
    said = claim.verb in _SPEECH
    return said and not claim.object and not claim.quantities


Sign = tuple[str, float]


def _about(claim: Claim, topic: Topic, *, unheard: bool) -> Iterator[Sign]:
    """Whose affair it is: the topic's, somebody else's, nobody's."""
    names = [entity.name for entity in topic.entities]

    def known(name: str) -> bool:
        return any(same_name(name, other) for other in names)

    subjects = [
        a.entity or a.owner for a in claim.arguments if a.role == "subject"
    ] or [claim.subject if claim.subject in claim.entities else ""]
    concerned = any(known(name) for name in claim.entities)
    if any(name and known(name) for name in subjects):
        yield "topic_acts", 0.8
    elif concerned:
        yield "topic_concerned", 0.45
    elif any(subjects):
        yield "other_subject", -1.5 if unheard else -0.3
    else:
        yield "no_topic_entity", -0.25
    plain = claim.tense == "present" and not claim.quantities and not claim.period.text
    if plain:
        yield "generic_present", -0.4 if concerned else -0.7


def _placed(claim: Claim) -> Iterator[Sign]:
    """Where it stands: the news comes first, background later."""
    position = claim.sentence_index
    if claim.in_title:
        yield "title", 0.7
    elif position <= _LEAD:
        yield "lead", 0.55
    elif position <= _TOP:
        yield "top", 0.2
    yield "late_in_article", -1.25 * min(position, _FOOT) / _FOOT
    clauses = {cue for cue in claim.cues if cue.startswith("clause:")}
    if "clause:relcl" in clauses:
        yield "background_clause", -0.6
    if "clause:ccomp" in clauses:
        yield "reported_content", 0.35


def _measured(claim: Claim, fresh_figure: float, *, foreign: bool) -> Iterator[Sign]:
    """A figure makes it specific, a figure unheard of news; not a rival's figure."""
    if claim.quantities and not foreign:
        yield "figure", 0.3
    if fresh_figure:
        yield "fresh_figure", 0.8 * fresh_figure
    if len(claim.terms) < 3:
        yield "few_words", -0.2


def _timed(claim: Claim) -> Iterator[Sign]:
    """A day makes an event of it; what is long past is history."""
    if _is_history(claim):
        yield "history", -0.8
    elif _is_recent(claim):
        yield "recent", 0.3
    elif _is_ahead(claim):
        yield "ahead", 0.25
    if claim.tense in {"perfect", "future"}:
        yield "event_tense", 0.2
    if claim.tense == "past" and _BEFORE_PAST.search(claim.quote):
        yield "before_the_past", -0.4


def _told(claim: Claim) -> Iterator[Sign]:
    """How it is told: seen, felt and denied things are seldom events."""
    if claim.verb in _SEEN_OR_FELT:
        yield "seen_or_felt", -0.5
    if claim.polarity is Polarity.NEGATED:
        yield "not_happened", -0.45
    if claim.modality is Modality.PREDICTED:
        yield "forecast", -0.3
    if claim.tense == "modal":
        yield "modal", -0.5


def _is_history(claim: Claim) -> bool:
    """Told as past: a period that ended long before the article, or "originally"."""
    if claim.period.kind == "past":
        return True
    if any(cue.startswith("historic:") for cue in claim.cues):
        return True
    ended, day = claim.period.valid_to, claim.published_on
    return bool(ended and day and (day - ended).days > _LONG_AGO_DAYS)


def _is_recent(claim: Claim) -> bool:
    start, end, day = (
        claim.period.valid_from,
        claim.period.valid_to,
        claim.published_on,
    )
    if not (claim.period.text and start and end and day):
        return False
    return start <= day and (day - end).days <= _LATELY_DAYS


def _is_ahead(claim: Claim) -> bool:
    start, end, day = (
        claim.period.valid_from,
        claim.period.valid_to,
        claim.published_on,
    )
    if not (claim.period.text and day):
        return False
    return bool((start and start > day) or (end and end > day))
