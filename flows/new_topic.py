"""
A new topic: its folder, its seeds, and a topic file with comments to begin from.

Names and terms are proposed from the seeds; the file is whole and valid as it stands.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from extractors.claims.proposals import Proposal
from extractors.model import ConfigError
from flows.settings.load import DOCUMENT_KINDS, Document, check

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTopic:
    """A topic in the making, in ``folder``; ``seeds`` are the documents in it."""

    id: str
    folder: Path

    @property
    def file(self) -> Path:
        """The topic file."""
        return self.folder / "topic.toml"

    @property
    def seeds(self) -> Path:
        """Where its documents are."""
        return self.folder / "seeds"


def begin(name: str, home: Path, seeds: Sequence[Path]) -> NewTopic:
    """
    Make the folder and copy the seeds into it.

    Raises:
        ConfigError: the id is none, the topic is there, or a seed is no document.

    """
    if not _LABEL.fullmatch(name):
        raise ConfigError([f"'{name}' is no id: letters, digits, . _ - only"])
    topic = NewTopic(id=name, folder=home / "topics" / name)
    if topic.file.exists():
        raise ConfigError([f"{topic.file} is there already; edit it, or move it away"])
    problems = [problem for path in seeds if (problem := _problem(path))]
    if problems:
        raise ConfigError(problems)
    topic.seeds.mkdir(parents=True, exist_ok=True)
    for path in seeds:
        if path.resolve().parent != topic.seeds.resolve():
            shutil.copy2(path, topic.seeds / path.name)
    return topic


def documents(topic: NewTopic) -> list[Document]:
    """Return the seeds that are in the folder, by name; their day is the file's."""
    return [
        Document(path=path, published=_day(path))
        for path in sorted(topic.seeds.iterdir())
        if path.suffix.lower() in DOCUMENT_KINDS and path.is_file()
    ]


def write(
    topic: NewTopic, proposal: Proposal, dated: Sequence[tuple[Path, date]]
) -> None:
    """
    Write the topic file; ``dated`` are the seeds with the day that they hold for.

    Raises:
        ConfigError: nobody and nothing is named in the seeds.

    """
    if not proposal.entities:
        problem = "no name was found in the seeds; add one that says who it is about"
        raise ConfigError([f"{topic.seeds}: {problem}"])
    text = _text(topic, proposal, dated)
    check(text, topic.file)
    topic.file.write_text(text, encoding="utf-8")


def _text(
    topic: NewTopic, proposal: Proposal, dated: Sequence[tuple[Path, date]]
) -> str:
    entities = "".join(
        f"  {{ name = {_quoted(each.name)}, aliases = "
        f"[{', '.join(map(_quoted, each.aliases))}], kind = {_quoted(each.kind)} }},\n"
        for each in proposal.entities
    )
    seeds = "".join(
        f"  {{ path = {_quoted(f'seeds/{path.name}')}, published = {day} }},\n"
        for path, day in dated
    )
    first = [_quoted(each.name) for each in proposal.entities[:2]]
    return _FILE.format(
        id=_quoted(topic.id),
        entities=entities,
        rules="[ { entities = 2 }, { entities = 1, key_terms = 1 } ]"
        if proposal.key_terms and len(proposal.entities) > 1
        else "[ { entities = 1 } ]",
        terms=", ".join(map(_quoted, proposal.key_terms)),
        seeds=seeds,
        query=_quoted(" ".join(first)),
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of TOML as well


def _day(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _problem(path: Path) -> str:
    if not path.is_file():
        return f"there is no file {path}"
    if path.suffix.lower() not in DOCUMENT_KINDS:
        return f"{path.name} is none of {' '.join(sorted(DOCUMENT_KINDS))}"
    return ""


_FILE = """\
# Every key and kind of source: deploy/topics/README.md; see also `claimwatch doctor`.

[topic]
id = {id}
# Whom it is about, proposed from the seeds: strike out who does not belong, add other
# names that they go by. kind: ORG, PERSON, PRODUCT, GPE (a place with a government) ...
entities = [
{entities}]
# What is on topic: any one of these.
on_topic = {rules}
key_terms = [{terms}]

[baseline]
# published: the day for which a document's statements hold; here the day of its file.
# Later news is told apart from contradictions by it, so look at each.
documents = [
{seeds}]
learn_articles = 0        # read so many articles before the first alert

# trust: primary = those concerned, courts, regulators; press = reports of its own;
# aggregator = points at others. `claimwatch sources add https://...` finds feeds.

[[source]]
id = "bing-news"
kind = "bing_news"
query = {query}
trust = "aggregator"

[[source]]
id = "google-news"
kind = "google_news"      # headlines only
query = {query}
trust = "aggregator"

[alerts]
channel = ""              # such as "#my-topic"; needs SLACK_BOT_TOKEN
ops_channel = ""          # trouble with sources and runs
min_confidence = 0.6
max_per_run = 20

[fetch]
user_agent_contact = ""   # your address; some sites ask for one

[schedule]
cron = "*/30 * * * *"
timezone = "UTC"
"""
