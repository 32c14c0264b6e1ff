"""The labelled corpus is sound: what it quotes exists, and every label is one we define."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from extractors.model import Slot, VerdictKind
from tests.gold.gate import PARTS

GOLD = Path(__file__).parent
FOLDERS = sorted(
    path.parent for part in PARTS for path in (GOLD / part).glob("*/topic.toml")
)
PAIRED = [folder for folder in FOLDERS if (folder / "pairs.jsonl").exists()]
LABELS = {"known", "new", "updates", "contradicts", "silent"}
NEEDS_SLOT = {"updates", "contradicts"}

topics = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
paired = pytest.mark.parametrize("folder", PAIRED, ids=lambda path: path.name)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def _article(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text().split("+++\n", 2)
    return tomllib.loads(head), body.strip()


def _published(head: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(head["published"]))


def _articles(folder: Path) -> dict[str, tuple[dict[str, Any], str]]:
    return {path.stem: _article(path) for path in sorted(folder.glob("articles/*.md"))}


def test_corpus_is_there():
    """Development topics exist, and no topic stands in both parts."""
    names = [folder.name for folder in FOLDERS]

    assert FOLDERS
    assert len(names) == len(set(names))


@topics
def test_topic_file(folder):
    """The topic names entities and dated seed documents that exist."""
    settings = tomllib.loads((folder / "topic.toml").read_text())

    assert folder.name == settings["topic"]["id"]
    assert settings["topic"]["entities"]
    assert all(entity["name"] for entity in settings["topic"]["entities"])
    for document in settings["baseline"]["documents"]:
        assert isinstance(document["published"], date)
        assert list(folder.glob(document["path"])), document["path"]


@topics
def test_articles(folder):
    """Every article has its front matter, an aware date and enough text."""
    articles = _articles(folder)

    assert len(articles) >= 12
    for name, (head, body) in articles.items():
        assert head["title"], name
        assert head["publisher"], name
        assert ".example/" in head["url"], name
        assert _published(head).tzinfo, name
        assert len(body.split()) >= 80, name


@topics
def test_labels(folder):
    """Labels are ours, unique, and quote the article word for word."""
    articles = _articles(folder)
    rows = _rows(folder / "labels.jsonl")
    seen = set()

    assert len(rows) >= 8 * 12
    for row in rows:
        head, body = articles[row["article"]]
        assert any(
            row["quote"] in text for text in (head["title"], *body.split("\n"))
        ), row
        assert row["label"] in LABELS, row
        assert row["trap"], row
        assert row["slot"] is None or row["slot"] in set(Slot), row
        assert bool(row["slot"]) == (row["label"] in NEEDS_SLOT), row
        key = (row["article"], row["quote"], row["label"], row["about"])
        assert key not in seen or row["quote"] in head["title"], row
        seen.add(key)


@topics
def test_labels_point_back(folder):
    """What a label concerns stands in a seed or in an earlier article."""
    articles = _articles(folder)
    seeds = [path.read_text() for path in sorted(folder.glob("seeds/*"))]

    for row in _rows(folder / "labels.jsonl"):
        if row["about"] is None:
            assert row["label"] in {"new", "silent"}, row
            continue
        before = _published(articles[row["article"]][0])
        earlier = [
            text
            for head, body in articles.values()
            if _published(head) < before
            for text in (head["title"], body)
        ]
        assert any(row["about"] in text for text in (*seeds, *earlier)), row


@paired
def test_pairs(folder):
    """Pairs have two texts, readable dates, a verdict, and a slot where values differ."""
    for row in _rows(folder / "pairs.jsonl"):
        assert row["baseline"], row
        assert row["claim"], row
        assert row["trap"], row
        assert row["verdict"] in set(VerdictKind), row
        assert row["slot"] is None or row["slot"] in set(Slot), row
        assert bool(row["slot"]) == (row["verdict"] in NEEDS_SLOT), row
        for key in ("baseline_date", "claim_date"):
            if key in row:
                date.fromisoformat(row[key])


def test_pairs_are_unique():
    """No pair is counted twice."""
    rows = [row for folder in PAIRED for row in _rows(folder / "pairs.jsonl")]
    texts = [
        (row["baseline"], row["claim"], row.get("baseline_date"), row.get("claim_date"))
        for row in rows
    ]

    assert len({row["id"] for row in rows}) == len(rows)
    assert len(set(texts)) == len(texts)


@topics
def test_every_verdict_occurs(folder):
    """A topic without one of the verdicts would measure nothing for it."""
    labels = {row["label"] for row in _rows(folder / "labels.jsonl")}

    assert labels == LABELS
    if folder in PAIRED:
        verdicts = {row["verdict"] for row in _rows(folder / "pairs.jsonl")}
        assert verdicts >= LABELS - {"silent"}


@pytest.mark.parametrize(
    "path", sorted(GOLD.glob("fit/*/pairs.jsonl")), ids=lambda path: path.parent.name
)
def test_pairs_to_fit_are_sound(path):
    rows = _rows(path)

    assert len({row["id"] for row in rows}) == len(rows) > 100
    assert {row["verdict"] for row in rows} <= LABELS - {"silent"}
    for row in rows:
        assert (row["slot"] in set(Slot)) == (row["verdict"] in NEEDS_SLOT), row["id"]
        assert date.fromisoformat(row["baseline_date"]) <= date.fromisoformat(
            row["claim_date"]
        )
