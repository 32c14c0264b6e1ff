"""
The shape of a topic file: one model per section, each value checked.

Unknown keys are refused. The models are frozen; they promise that values are within
bounds, not that files exist or that secrets are set (see ``flows.settings.load``).
"""

from __future__ import annotations

import re
from datetime import date, time
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    model_validator,
)

from extractors.model import Severity, Trust, VerdictKind

# The label becomes a file name, a flow-run name and a column value.
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Days = Annotated[int, Field(ge=1)]


def _http_url(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address")
    if parts.username or parts.password:
        raise ValueError("must hold no user name or password; use url_env")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is no time zone; write it like Europe/Berlin or UTC")
    return str(ZoneInfo(value))


def _cron(value: str) -> str:
    field = r"[\d*/,\-A-Za-z#?]+"
    if not re.fullmatch(rf"{field}(\s+{field}){{4}}", value.strip()):
        raise ValueError("must be five cron fields, for instance '*/30 * * * *'")
    return value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


# What a kind of source cannot be without, where it is not ``url``.
NEEDED = {
    "google_news": "query",
    "bing_news": "query",
    "gdelt": "query",
    "hackernews": "query",
    "edgar": "cik",
    "directory": "path",
}


def _network(value: Any) -> Any:
    try:
        return ip_network(value)
    except ValueError as error:
        raise ValueError("must be a network, for instance 127.0.0.0/8") from error


Network = Annotated[IPv4Network | IPv6Network, PlainValidator(_network)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Zone = Annotated[str, AfterValidator(_zone)]
Cron = Annotated[str, AfterValidator(_cron)]


class Section(BaseModel):
    """Frozen, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EntitySection(Section):
    """Someone or something the topic is about."""

    name: Words
    aliases: tuple[Words, ...] = ()
    kind: Literal[
        "ORG",
        "PERSON",
        "GPE",
        "PRODUCT",
        "EVENT",
        "FAC",
        "LOC",
        "NORP",
        "LAW",
        "WORK_OF_ART",
    ] = "ORG"


class RuleSection(Section):
    """On topic with so many entities and so many key terms."""

    entities: int = Field(default=0, ge=0)
    key_terms: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.entities and not self.key_terms:
            raise ValueError("must ask for at least one entity or key term")
        return self


def _entity(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class TopicSection(Section):
    """``[topic]``."""

    id: Label
    name: str = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    entities: tuple[Annotated[EntitySection, BeforeValidator(_entity)], ...] = Field(
        min_length=1
    )
    on_topic: tuple[RuleSection, ...] = (RuleSection(entities=1),)
    key_terms: tuple[Words, ...] = ()
    watch: tuple[Words, ...] = ()


class DocumentSection(Section):
    """One entry of ``[baseline] documents``; ``path`` may be a glob."""

    path: Words
    published: date | None = None
    publisher: str = ""
    url: HttpUrl = ""


def _document(value: Any) -> Any:
    return {"path": value} if isinstance(value, str) else value


class BaselineSection(Section):
    """``[baseline]``."""

    documents: Annotated[
        tuple[Annotated[DocumentSection, BeforeValidator(_document)], ...],
        BeforeValidator(_as_list),
        Field(min_length=1),
    ]
    learn_articles: int = Field(default=0, ge=0)


class SourceSection(Section):
    """``[[source]]``."""

    id: Label
    kind: Literal[
        "feed",
        "sitemap",
        "page",
        "google_news",
        "bing_news",
        "gdelt",
        "hackernews",
        "edgar",
        "directory",
    ]
    url: HttpUrl = ""
    url_env: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")] | None = (
        None
    )
    trust: Trust = Trust.PRESS
    every_minutes: int = Field(default=60, ge=1)
    enabled: bool = True
    query: str | None = None
    selector: str | None = None
    cik: str | None = None
    forms: tuple[str, ...] | None = None
    path: str | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.url and self.url_env:
            raise ValueError("takes url or url_env, not both")
        needed = NEEDED.get(self.kind, "url")
        if not getattr(self, needed) and not (needed == "url" and self.url_env):
            raise ValueError(f"a source of kind {self.kind} needs {needed}")
        return self


class QuietHours(Section):
    """Local times between which only the verdicts in ``except`` are sent."""

    from_: time = Field(alias="from")
    to: time
    timezone: Zone = "UTC"
    except_: tuple[VerdictKind, ...] = Field(default=(), alias="except")


class Alerts(Section):
    """``[alerts]``."""

    channel: str = ""
    ops_channel: str = ""
    min_confidence: float = Field(default=0.6, ge=0, le=1)
    max_per_run: int = Field(default=20, ge=1)
    quiet_hours: QuietHours | None = None


class Fetch(Section):
    """``[fetch]``: ``ca_file`` is relative to the topic file."""

    user_agent_contact: str = ""
    min_seconds_per_host: float = Field(default=1.0, ge=0, le=3600)
    timeout_seconds: float = Field(default=20.0, ge=1, le=300)
    proxy: HttpUrl = ""
    ca_file: str = ""
    allow_networks: tuple[Network, ...] = ()


class Schedule(Section):
    """``[schedule]``: at most one of the three ways to say when."""

    cron: Cron | None = None
    interval_minutes: int | None = Field(default=None, ge=1)
    rrule: str | None = None
    timezone: Zone = "UTC"

    @model_validator(mode="after")
    def _says_it_once(self) -> Self:
        if sum(map(bool, (self.cron, self.interval_minutes, self.rrule))) > 1:
            raise ValueError("takes only one of cron, interval_minutes and rrule")
        return self


class Route(Section):
    """``[[route]]``: alerts that match every condition go to ``channel``."""

    channel: Words
    verdict: VerdictKind | None = None
    severity: Severity | None = None
    trust: Trust | None = None
    subject: str | None = None


class Digest(Section):
    """``[digest]``."""

    cron: Cron = "0 8 * * *"
    channel: str = ""


class Retention(Section):
    """``[retention]``: days after which each kind is dropped; None keeps it."""

    pages: Days | None = None
    text: Days | None = None
    versions: Days | None = None
    decisions: Days | None = None


class TopicFile(Section):
    """The whole file."""

    topic: TopicSection
    baseline: BaselineSection
    source: tuple[SourceSection, ...] = ()
    alerts: Alerts = Alerts()
    fetch: Fetch = Fetch()
    schedule: Schedule = Schedule()
    route: tuple[Route, ...] = ()
    digest: Digest | None = None
    retention: Retention = Retention()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [source.id for source in self.source]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"source ids are used twice: {', '.join(twice)}")
        return self
