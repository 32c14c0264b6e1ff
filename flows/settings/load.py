"""
Topic file and environment, read once into frozen settings.

Every problem of a topic file is reported at once, as a key path with what is wrong.
Secrets come from the environment alone and are masked in ``repr``. Nothing here opens
a database or a connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from extractors.model import ConfigError, Entity, Source, Topic, TopicRule
from flows.settings.environment import environment, secret
from flows.settings.file import (
    Alerts,
    Digest,
    Fetch,
    Retention,
    Route,
    Schedule,
    SourceSection,
    TopicFile,
)
from flows.settings.places import find_topic, home_dir, parse_toml, read_toml
from flows.settings.problems import problem

SLACK_API_URL = "https://slack.com/api/"
DOCUMENT_KINDS = frozenset({".txt", ".md", ".html", ".htm", ".pdf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A seed document; ``published`` is the date its statements are held for."""

    path: Path
    published: date | None = None
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """How to reach Slack; without a bot token alerts stay in the terminal."""

    bot_token: SecretStr
    app_token: SecretStr
    api_url: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a run needs to know; ``home`` holds all its state."""

    home: Path
    path: Path
    topic: Topic
    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    learn_articles: int
    alerts: Alerts
    fetch: Fetch
    schedule: Schedule
    routes: tuple[Route, ...]
    digest: Digest | None
    retention: Retention
    slack: Slack
    notify_urls: tuple[SecretStr, ...]
    ping_url: SecretStr
    prefect_api_url: str
    task_runner: str
    """Who fetches and extracts: ``thread``, ``process[:N]`` or ``dask:ADDRESS``."""
    page_url: str = ""
    """Where ``up`` shows the page; empty when it does not."""

    @cached_property
    def database(self) -> Path:
        """The topic's DuckDB file."""
        return self.home / f"{self.topic.id}.duckdb"

    @cached_property
    def snapshot(self) -> Path:
        """The copy that everyone may read."""
        return self.home / f"{self.topic.id}.snapshot.duckdb"

    @cached_property
    def lock(self) -> Path:
        """Held by whatever judges or posts."""
        return self.home / f"{self.topic.id}.lock"


def load(
    topic: str = "",
    *,
    home: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """
    Settings of a topic, named by id or by its file.

    Raises:
        ConfigError: with every problem of the file and the environment.

    """
    environ = environment() if environ is None else environ
    state = home_dir(home)
    path = find_topic(topic, state)
    file, problems = _parse(read_toml(path))
    if file is None:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    documents = tuple(_documents(file, path.parent, problems))
    sources = tuple(
        _source(entry, path.parent, environ, problems) for entry in file.source
    )
    fetch = _with_ca_file(file.fetch, path.parent, problems)
    slack = _slack(environ, problems)
    addresses = secret("CLAIMWATCH_NOTIFY_URLS", environ, problems).split()
    ping_url = secret("CLAIMWATCH_PING_URL", environ, problems)
    task_runner = _task_runner(environ, problems)
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    return Settings(
        home=state,
        path=path,
        topic=_topic(file),
        documents=documents,
        sources=sources,
        learn_articles=file.baseline.learn_articles,
        alerts=file.alerts,
        fetch=fetch,
        schedule=file.schedule,
        routes=file.route,
        digest=file.digest,
        retention=file.retention,
        slack=slack,
        notify_urls=tuple(SecretStr(each.strip(",")) for each in addresses),
        ping_url=SecretStr(ping_url),
        prefect_api_url=environ.get("PREFECT_API_URL", ""),
        task_runner=task_runner,
        page_url=environ.get("CLAIMWATCH_PAGE_URL", ""),
    )


def check(text: str, path: Path) -> None:
    """
    See whether a text would do as the topic file at ``path``.

    Raises:
        ConfigError: it would not, and why.

    """
    _file, problems = _parse(parse_toml(text, path))
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])


def _parse(values: dict[str, Any]) -> tuple[TopicFile | None, list[str]]:
    try:
        return TopicFile.model_validate(values), []
    except ValidationError as error:
        return None, [problem(detail) for detail in error.errors()]


def _topic(file: TopicFile) -> Topic:
    section = file.topic
    return Topic(
        id=section.id,
        name=section.name or section.id,
        language=section.language,
        entities=tuple(
            Entity(name=entity.name, aliases=entity.aliases, kind=entity.kind)
            for entity in section.entities
        ),
        on_topic=tuple(
            TopicRule(entities=rule.entities, key_terms=rule.key_terms)
            for rule in section.on_topic
        ),
        key_terms=section.key_terms,
        watch=section.watch,
    )


def _documents(
    file: TopicFile, folder: Path, problems: list[str]
) -> Iterator[Document]:
    for number, entry in enumerate(file.baseline.documents, start=1):
        where = f"baseline.documents[{number}].path"
        paths = _matches(folder, entry.path)
        if not paths:
            problems.append(
                f"{where}: no file matches '{entry.path}' in {folder}; "
                f"put the seed document there or mend the path"
            )
        for path in paths:
            if path.suffix.lower() not in DOCUMENT_KINDS:
                kinds = " ".join(sorted(DOCUMENT_KINDS))
                problems.append(f"{where}: {path.name} is none of {kinds}")
            yield Document(
                path=path,
                published=entry.published,
                publisher=entry.publisher,
                url=entry.url,
            )


def _matches(folder: Path, pattern: str) -> list[Path]:
    if Path(pattern).is_absolute():
        folder, pattern = (
            Path(Path(pattern).anchor),
            str(Path(pattern).relative_to("/")),
        )
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def _source(
    entry: SourceSection,
    folder: Path,
    environ: Mapping[str, str],
    problems: list[str],
) -> Source:
    url = entry.url
    if entry.url_env and entry.enabled:
        url = secret(entry.url_env, environ, problems)
        if not url:
            problems.append(
                f"source '{entry.id}': its url_env {entry.url_env} is not set"
            )
    names = ("url_env", "query", "selector", "cik", "forms", "path")
    options = {name: getattr(entry, name) for name in names}
    if entry.path:
        options["path"] = str(folder / entry.path)
    return Source(
        id=entry.id,
        kind=entry.kind,
        url=url,
        trust=entry.trust,
        every_minutes=entry.every_minutes,
        enabled=entry.enabled,
        options={name: value for name, value in options.items() if value is not None},
    )


def _with_ca_file(fetch: Fetch, folder: Path, problems: list[str]) -> Fetch:
    if not fetch.ca_file:
        return fetch
    path = folder / fetch.ca_file
    if not path.is_file():
        problems.append(f"fetch.ca_file: there is no file {path}")
    return fetch.model_copy(update={"ca_file": str(path)})


def _slack(environ: Mapping[str, str], problems: list[str]) -> Slack:
    return Slack(
        bot_token=SecretStr(secret("SLACK_BOT_TOKEN", environ, problems)),
        app_token=SecretStr(secret("SLACK_APP_TOKEN", environ, problems)),
        api_url=environ.get("SLACK_API_URL") or SLACK_API_URL,
    )


def _task_runner(environ: Mapping[str, str], problems: list[str]) -> str:
    value = environ.get("CLAIMWATCH_TASK_RUNNER", "") or "thread"
    if not re.fullmatch(r"thread|process(:[1-9]\d*)?|dask:(tcp|tls)://\S+:\d+", value):
        problems.append(
            f"CLAIMWATCH_TASK_RUNNER: must be thread, process, process:4 or "
            f"dask:tcp://HOST:PORT (is '{value}')"
        )
    elif value.startswith("dask:") and not find_spec("prefect_dask"):
        problems.append(
            "CLAIMWATCH_TASK_RUNNER: Dask needs the packages of "
            "deploy/requirements-dask.txt"
        )
    return value
