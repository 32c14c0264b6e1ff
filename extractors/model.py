"""
The words of claimwatch as types, and the error tree.

Every value is frozen. All datetimes are timezone-aware UTC; dates of validity are
half-open ``[valid_from, valid_to)`` with ``None`` for an open bound; character spans
are half-open offsets into ``Article.text``. Nothing here does I/O.

Errors::

    ClaimwatchError
    ├── ConfigError(problems)          topic file or environment, every problem at once
    ├── SourceError(url)               one source or page; the others go on
    │   ├── FetchError(reason)         the bytes could not be had
    │   ├── ParseError(reason)         the bytes are not what they should be
    │   └── ExtractError(reason)       the page holds no article
    ├── StorageError                   the database is refused
    │   ├── LockedError(pid)           another process holds it
    │   └── SchemaError                made by a newer version, or not ours
    └── DeliveryError(ambiguous)       Slack did not take the message, or we cannot know
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Modality(StrEnum):
    """How the text stands to what it says."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PREDICTED = "predicted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"
    CONDITIONAL = "conditional"
    QUESTION = "question"


class Polarity(StrEnum):
    """Whether the claim says that it is so or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Status(StrEnum):
    """How we hold a baseline claim."""

    SEED = "seed"
    OBSERVED = "observed"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


# what is held under these speaks neither for nor against a new claim
NOT_BELIEVED = frozenset({Status.REJECTED, Status.DISPUTED, Status.SUPERSEDED})


class VerdictKind(StrEnum):
    """What a claim is to the baseline."""

    KNOWN = "known"
    NEW = "new"
    UPDATES = "updates"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"


class Slot(StrEnum):
    """The part of a claim in which two claims differ."""

    QUANTITY = "quantity"
    DATE = "date"
    POLARITY = "polarity"
    RELATION = "relation"
    SUBJECT = "subject"
    OBJECT = "object"
    EXCLUSIVITY = "exclusivity"
    MODALITY = "modality"


class Outcome(StrEnum):
    """What became of an extracted claim: exactly one, terminal."""

    ALERTED = "alerted"
    JOINED = "joined"
    KNOWN = "known"
    OFF_TOPIC = "off_topic"
    NOT_NEWSWORTHY = "not_newsworthy"
    UNCLEAR = "unclear"
    COPY = "copy"
    MUTED = "muted"
    LEARNING = "learning"
    REJECTED = "rejected"


class Severity(StrEnum):
    """How loudly an alert speaks."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Trust(StrEnum):
    """How close a source is to what it reports."""

    PRIMARY = "primary"
    PRESS = "press"
    AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Someone or something the topic is about. ``kind`` is a spaCy label."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "ORG"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRule:
    """On topic when a text names so many topic entities and so many key terms."""

    entities: int = 0
    key_terms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is followed. ``on_topic`` holds when any one of its rules does."""

    id: str
    name: str = ""
    language: str = "en"
    entities: tuple[Entity, ...] = ()
    on_topic: tuple[TopicRule, ...] = (TopicRule(entities=1),)
    key_terms: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    Where articles come from, as the topic file says it.

    ``kind`` names the module in ``flows/intake/sources``; ``options`` holds what only
    that kind understands (query, selector, cik, forms, path).
    """

    id: str
    kind: str
    url: str = ""
    trust: Trust = Trust.PRESS
    every_minutes: int = 60
    enabled: bool = True
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One article as a source announces it.

    ``publisher`` is the feed's own word for the origin (a name or a domain), empty when
    it says nothing; ``content`` is HTML or text that the feed carries itself.
    """

    source_id: str
    url: str
    title: str = ""
    guid: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    publisher: str = ""
    author: str = ""
    content: str = ""
    headline_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """
    The cleaned text of one article in one version.

    ``text`` is NFC without control characters; its first line is the title where there
    is one, paragraphs and list items are lines of their own. ``origin`` names the
    independent publisher: an agency named in the text, else the feed's source, else the
    site's name, else the registered domain. An edit has the same ``article_id`` and the
    next ``version``.
    """

    article_id: str
    version: int = 1
    url: str
    canonical_url: str
    source_id: str
    trust: Trust = Trust.PRESS
    publisher: str = ""
    origin: str = ""
    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    fetched_at: datetime
    language: str = ""
    text: str
    headline_only: bool = False
    low_confidence: bool = False

    @property
    def text_sha256(self) -> str:
        """Hash of the text: the same words are the same version."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """
    A number with what it measures, as an interval.

    ``low`` and ``high`` are inclusive, ``None`` is an open bound; ``unit`` is an ISO
    4217 code, ``percent``, ``percentage_points``, a pint name or a singular noun;
    ``per`` the unit of a rate (``month``, ``user``) or empty; ``role`` what is measured
    (``cost``, ``valuation``, ``stake``); ``text`` the words as written; ``bearer`` who
    or what is measured (a canonical name or a head noun).
    """

    role: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    per: str = ""
    approximate: bool = False
    text: str = ""
    bearer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """
    When something is true: half-open dates, resolved against the article's date.

    ``text`` is the phrase as written, empty when the text gives no time; ``kind`` says
    what the phrase fixes: ``at`` (an event or a state within the period), ``since``,
    ``until`` (deadline or end of validity), or empty.
    """

    valid_from: date | None = None
    valid_to: date | None = None
    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """
    One participant of a claim's relation.

    ``role`` is ``subject``, ``object``, ``attribute``, ``complement`` or the
    preposition; ``head`` the lemma of its head noun, ``terms`` its content lemmas in
    order, ``entity`` the canonical name when it is one, ``owner`` the canonical name of
    whose it is ("OpenAI's valuation").
    """

    role: str
    head: str
    terms: tuple[str, ...] = ()
    entity: str = ""
    owner: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    What a claim's article is about, as far as names tell.

    ``cast`` is the share of its sentences that name one of the topic's entities,
    ``other`` the share that names the one most named of all others; ``leads`` whether
    its first sentences name one of the topic's. ``since`` and ``since_other`` count the
    sentences since either was last named, 0 in the claim's own. A claim of which
    nothing is known is taken to be about the topic.
    """

    cast: float = 1.0
    other: float = 0.0
    leads: bool = True
    since: int = 0
    since_other: int = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    One proposition from one sentence of one article.

    ``text[start:end] == quote`` for the article's text, always. ``subject`` and
    ``object`` are canonical names where the topic knows them; ``relation`` is a lemma
    with its particle or preposition, passive and nominal forms brought to the active
    verb. ``terms`` are the content lemmas in order, ``entities`` the canonical names in
    the claim; ``exclusive`` holds for "only", "sole", "exclusive", "all"; ``tense`` is
    ``past``, ``present``, ``perfect``, ``future`` or empty. ``matter`` is the same in
    claims that can be compared. ``verb`` is the bare lemma behind ``relation``;
    ``cues`` are the linguistic markers that were seen, such as ``negation:never``.
    """

    claim_id: str
    article_id: str
    article_version: int = 1
    sentence: str
    quote: str
    start: int
    end: int
    subject: str = ""
    relation: str = ""
    object: str = ""
    quantities: tuple[Quantity, ...] = ()
    period: Period = Period()
    place: str = ""
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    attribution: str = ""
    exclusive: bool = False
    tense: str = ""
    terms: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    matter: str = ""
    sentence_index: int = 0
    in_title: bool = False
    published_on: date | None = None
    verb: str = ""
    arguments: tuple[Argument, ...] = ()
    cues: tuple[str, ...] = ()
    setting: Setting = Setting()

    def __hash__(self) -> int:
        """By id alone: what is known of a claim is looked up very often."""
        return hash(self.claim_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineClaim:
    """
    A claim that we hold, with how and since when we hold it.

    ``alert_id`` is the alert that this row entered with, empty for seeds.
    ``valid_from`` and ``valid_to`` start as the claim's own period and are closed by
    what supersedes it.
    """

    claim: Claim
    status: Status
    document: str = ""
    document_date: date | None = None
    document_url: str = ""
    trust: Trust = Trust.PRESS
    valid_from: date | None = None
    valid_to: date | None = None
    alert_id: str = ""
    origins: int = 1

    @property
    def claim_id(self) -> str:
        """The claim's own id."""
        return self.claim.claim_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What a claim is to the baseline, and why.

    ``reason`` is a stable snake_case code; ``old_value`` and ``new_value`` are the
    words of the slot that differs; ``counterpart`` is the baseline claim compared with,
    None for ``new``; ``features`` is what the decision rested on (JSON values);
    ``would_change`` says in a sentence what would have made another verdict.
    """

    kind: VerdictKind
    reason: str
    confidence: float
    slot: Slot | None = None
    old_value: str = ""
    new_value: str = ""
    counterpart: BaselineClaim | None = None
    features: dict[str, Any] = field(default_factory=dict)
    would_change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    The one terminal outcome of an extracted claim.

    ``verdict`` is None when none was reached (off topic, copy). ``candidates`` are the
    ids of the baseline claims looked at, so that the decision can be replayed.
    """

    claim_id: str
    outcome: Outcome
    reason: str
    verdict: Verdict | None = None
    alert_id: str = ""
    candidates: tuple[str, ...] = ()


# companions that a message names; the others are counted
COMPANIONS_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """
    One finding, keyed by meaning, with the evidence of both sides.

    ``baseline`` is None for ``new``. ``origins`` counts independent publishers,
    ``copies`` all articles that said it.
    """

    alert_id: str
    topic: str
    verdict: Verdict
    severity: Severity
    claim: Claim
    article: Article
    baseline: BaselineClaim | None = None
    companions: tuple[Claim, ...] = ()
    origins: int = 1
    copies: int = 1
    created_at: datetime
    run_id: str = ""


class ClaimwatchError(Exception):
    """Anything a user or the world can cause; a bug is never one."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whatever the constructor takes."""
        return (type(self).__new__, (type(self), *self.args), self.__dict__)


class ConfigError(ClaimwatchError):
    """The topic file or the environment is wrong: ``problems`` lists them all."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class SourceError(ClaimwatchError):
    """One source or page failed with ``reason``; the others go on."""

    def __init__(self, url: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{url}: {reason}" + (f" ({detail})" if detail else ""))
        self.url = url
        self.reason = reason
        self.detail = detail


class FetchError(SourceError):
    """The bytes could not be had."""


class ParseError(SourceError):
    """The bytes are not what they should be."""


class ExtractError(SourceError):
    """The page holds no article."""


class StorageError(ClaimwatchError):
    """The database is refused; the message says how to get it back."""


class LockedError(StorageError):
    """Another process holds the database or the run lock; ``pid`` is 0 when unknown."""

    def __init__(self, message: str, pid: int = 0) -> None:
        super().__init__(message)
        self.pid = pid


class SchemaError(StorageError):
    """The file was made by a newer version, or is not ours."""


class DeliveryError(ClaimwatchError):
    """A message was not taken, or (``ambiguous``) we cannot know."""

    def __init__(
        self, code: str, *, ambiguous: bool, retry_after_s: float = 0.0
    ) -> None:
        super().__init__(code)
        self.code = code
        self.ambiguous = ambiguous
        self.retry_after_s = retry_after_s
