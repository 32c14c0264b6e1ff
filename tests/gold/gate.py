"""
The quality gate: the labelled topics through the real judge and a real database.

``python -m tests.gold.gate [--part PART] [--topic ID] [--misses]`` prints precision,
recall and F1 per verdict, per slot and per topic and fails under the floors that
``floors.toml`` pins together with the digest of the corpus. ``--update`` pins again and
refuses to lower a floor without ``--allow-regression``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from extractors.article.document import read_document
from extractors.claims import extract_claims, load_pipeline
from extractors.model import (
    Article,
    Claim,
    Decision,
    Entity,
    Topic,
    TopicRule,
)
from extractors.verdicts import FAILED, candidate_keys, load_lexicon
from extractors.verdicts.pairs import TextPair, compare_texts
from flows.judge import Bench, Reading, batches, in_order, judge_batch
from storage.baseline import add_documents
from storage.database import Database

GOLD = Path(__file__).parent
FLOORS = GOLD / "floors.toml"
# another processor may parse a sentence otherwise: one pair of hundreds, not more
SLACK = 0.02
# what rules and weights are made with; and what only measures
MADE_WITH, HELD_BACK = ("dev", "fit", "fit-plain"), ("gate", "gate-plain")
PARTS = MADE_WITH + HELD_BACK
KINDS = ("contradicts", "updates", "new", "known")
# what is worth an alert
NEWS = frozenset({"contradicts", "updates", "new"})


@dataclass(frozen=True)
class Gold:
    """One labelled topic as it stands in its folder."""

    folder: Path
    topic: Topic
    seeds: tuple[Article, ...]
    articles: dict[str, Article]
    labels: tuple[dict[str, Any], ...]
    pairs: tuple[dict[str, Any], ...]


@dataclass
class Score:
    """Counts of one topic; ``misses`` are lines for a human."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float:
        """Share of ``whole`` that is ``part``; 1 when there is nothing to miss."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0


def load(folder: Path) -> Gold:
    """Read one topic folder."""
    raw = tomllib.loads((folder / "topic.toml").read_text("utf-8"))
    head = raw["topic"]
    topic = Topic(
        id=head["id"],
        entities=tuple(
            Entity(
                name=e["name"],
                aliases=tuple(e.get("aliases", ())),
                kind=e.get("kind", "ORG"),
            )
            for e in head["entities"]
        ),
        on_topic=tuple(
            TopicRule(**rule) for rule in head.get("on_topic", [{"entities": 1}])
        ),
        key_terms=tuple(head.get("key_terms", ())),
    )
    seeds = tuple(
        _article(
            (folder / d["path"]).read_text("utf-8"),
            d["published"],
            d.get("publisher", ""),
            name=f"{head['id']}/{d['path']}",
        )
        for d in raw["baseline"]["documents"]
    )
    articles = {}
    for path in sorted((folder / "articles").glob("*.md")):
        _, front, body = path.read_text("utf-8").split("+++", 2)
        meta = tomllib.loads(front)
        text = f"{meta['title']}\n{body.strip()}"
        articles[path.stem] = _article(
            text,
            meta["published"],
            meta.get("publisher", ""),
            title=meta["title"],
            url=meta["url"],
        )
    return Gold(
        folder=folder,
        topic=topic,
        seeds=seeds,
        articles=articles,
        labels=_rows(folder / "labels.jsonl"),
        pairs=_rows(folder / "pairs.jsonl"),
    )


def _rows(path: Path) -> tuple[dict[str, Any], ...]:
    """The lines of a file; a topic may have no pairs."""
    if not path.exists():
        return ()
    return tuple(
        json.loads(line) for line in path.read_text("utf-8").splitlines() if line
    )


def _article(
    text: str,
    published: object,
    publisher: str,
    *,
    title: str = "",
    url: str = "",
    name: str = "",
) -> Article:
    at = datetime.fromisoformat(str(published))
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return read_document(
        text,
        title=title,
        url=url,
        source_id="gold",
        published_at=at.astimezone(UTC),
        publisher=publisher,
        fetched_at=at.astimezone(UTC),
        name=name,
    )


def claims_of(topic: Topic, articles: Sequence[Article], nlp: Any) -> list[list[Claim]]:
    """Extract, or take what an earlier call with the same extractor found."""
    folder = os.environ.get("CLAIMWATCH_GOLD_CACHE")
    if not folder:
        return list(extract_claims(articles, nlp=nlp(), topic=topic))
    key = hashlib.sha256(_extractor_digest() + repr(articles).encode()).hexdigest()
    path = Path(folder) / f"{key}.pickle"
    if not path.exists():
        found = list(extract_claims(articles, nlp=nlp(), topic=topic))
        path.write_bytes(pickle.dumps(found))
    loaded: list[list[Claim]] = pickle.loads(path.read_bytes())
    return loaded


def _extractor_digest() -> bytes:
    digest = hashlib.sha256()
    root = GOLD.parents[1] / "extractors"
    for path in sorted([*root.glob("claims/**/*"), root / "model.py"]):
        if path.suffix in {".py", ".toml"}:
            digest.update(path.read_bytes())
    return digest.digest()


def run_topic(gold: Gold, nlp: Any, lexicon: Any) -> dict[str, tuple[Claim, Decision]]:
    """Judge every article in order; return each claim with its decision."""
    order = [*gold.seeds, *gold.articles.values()]
    claims = claims_of(gold.topic, order, nlp)
    bench = Bench(
        topic=gold.topic,
        lexicon=lexicon,
        run_id="gold",
        channel="#gold",
        min_confidence=0.6,
        learn_articles=0,
        now=lambda: datetime(2030, 1, 1, tzinfo=UTC),
    )
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "gold.duckdb")
        database.migrate()
        cut = len(gold.seeds)
        with database.transaction() as con:
            add_documents(
                con,
                list(zip(order[:cut], claims[:cut], strict=True)),
                keys=candidate_keys,
                at=bench.now(),
            )
        readings = [
            Reading(article=a, claims=c)
            for a, c in zip(order[cut:], claims[cut:], strict=True)
        ]
        for batch in batches(in_order(readings)):
            with database.transaction() as con:
                judge_batch(con, batch, bench)
        with database.transaction() as con:
            rows = con.execute(
                "select claim_id, outcome, verdict, reason, alert_id, "
                "baseline_claim_id, confidence, features from decisions"
            ).fetchall()
            texts = dict(con.execute("select claim_id, text from baseline").fetchall())
    held = {r[0]: (*r[:7], texts.get(r[5], ""), json.loads(r[7] or "{}")) for r in rows}
    failed = [row for row in held.values() if row[3] == FAILED]
    assert not failed, failed
    return {
        c.claim_id: (c, held[c.claim_id])
        for r in readings
        for c in r.claims
        if c.claim_id in held
    }


def _tells(claim: Claim, article: Article, label: dict[str, Any]) -> bool:
    start = article.text.find(label["quote"])
    return start >= 0 and _overlaps(claim, start, start + len(label["quote"]))


def _overlaps(claim: Claim, start: int, end: int) -> bool:
    shared = min(claim.end, end) - max(claim.start, start)
    return shared > 0.5 * min(claim.end - claim.start, end - start)


def labels_of(gold: Gold, article: Article, claim: Claim) -> Iterator[dict[str, Any]]:
    """The labels on the words of ``claim``."""
    for label in gold.labels:
        if gold.articles[label["article"]] is article and _tells(claim, article, label):
            yield label


def score_topic(gold: Gold, judged: dict[str, tuple[Claim, Any]]) -> Score:
    """Hold the decisions against the labels."""
    score = Score()
    by_article: dict[str, list[tuple[Claim, Any]]] = {}
    for claim, row in judged.values():
        by_article.setdefault(claim.article_id, []).append((claim, row))
    groups: dict[str, list[tuple[dict[str, Any], list[tuple[Claim, Any]]]]] = {}
    spans: dict[str, list[tuple[int, int, dict[str, Any]]]] = {}
    for number, label in enumerate(gold.labels):
        article = gold.articles[label["article"]]
        start = article.text.find(label["quote"])
        if start < 0:
            score.counts["unlocated"] += 1
            continue
        end = start + len(label["quote"])
        spans.setdefault(article.article_id, []).append((start, end, label))
        near = [
            entry
            for entry in by_article.get(article.article_id, ())
            if _overlaps(entry[0], start, end)
        ]
        group = label.get("group") or f"#{number}"
        groups.setdefault(f"{label['article']}/{group}/{label['label']}", []).append(
            (label, near)
        )
    told = {
        claim.claim_id: {
            label["label"]
            for start, end, label in spans.get(claim.article_id, ())
            if _overlaps(claim, start, end)
        }
        for claim, _ in judged.values()
    }
    for members in groups.values():
        _score_group(members, told, score)
    for claim, row in judged.values():
        if row[1] == "alerted":
            _score_alert(claim, row, told[claim.claim_id], score)
    return score


def _raised(row: Any) -> bool:
    return row[1] in {"alerted", "joined"}


def _score_group(
    members: list[tuple[dict[str, Any], Any]], told: dict[str, set[str]], score: Score
) -> None:
    label = members[0][0]["label"]
    entries = [entry for _, near in members for entry in near]
    kinds = {row[2] for _, row in entries if _raised(row)}
    score.counts[f"{label}_labels"] += 1
    if label in {"contradicts", "updates"}:
        either = kinds & {"contradicts", "updates"}
        score.counts[f"{label}_found"] += label in kinds
        score.counts[f"{label}_found_either"] += bool(either)
        good = label in kinds
    elif label == "new":
        good = bool(kinds)
        score.counts["new_found"] += good
    else:
        alerts = [claim for claim, row in entries if row[1] == "alerted"]
        good = not alerts
        score.counts[f"{label}_alerted"] += bool(alerts)
        # the words of an alert may hold labelled news beside what is known
        alone = [c for c in alerts if told[c.claim_id].isdisjoint(NEWS)]
        score.counts[f"{label}_alerted_alone"] += bool(alone)
        score.counts[f"{label}_found"] += label in {row[2] for _, row in entries}
    if not good:
        first = members[0][0]
        score.misses.append(
            f"MISS {label}/{first.get('slot')}/{first['trap']} [{first['article']}] "
            f"{first['quote']!r} about {first.get('about')!r}\n"
            + "\n".join(
                f"     {row[1]}/{row[2]}/{row[3]} {row[6]} {c.quote[:90]!r}"
                f" <- {row[7][:90]!r}"
                for c, row in entries
            )
        )


def _score_alert(claim: Claim, row: Any, labels: set[str], score: Score) -> None:
    kind = row[2]
    score.counts[f"{kind}_alerts"] += 1
    good = kind in labels or (kind == "new" and not labels - {"updates", "contradicts"})
    if kind == "updates" and "new" in labels:
        good = True
    score.counts[f"{kind}_right"] += good
    if not good:
        score.misses.append(
            f"FALSE {kind}/{row[3]} {row[6]} labels={sorted(labels)} "
            f"{claim.quote[:120]!r} <- {row[7][:120]!r}"
        )


def score_pairs(gold: Gold, nlp: Any, lexicon: Any) -> Score:
    """The pairs through ``compare_texts``, without the topic's names."""
    score = Score()
    day = lambda text: date.fromisoformat(text) if text else None  # noqa: E731
    texts = [
        TextPair(
            baseline=p["baseline"],
            claim=p["claim"],
            baseline_date=day(p.get("baseline_date")),
            claim_date=day(p.get("claim_date")),
        )
        for p in gold.pairs
    ]
    verdicts = compare_texts(texts, nlp=nlp(), topic=Topic(id="pairs"), lexicon=lexicon)
    for pair, verdict in zip(gold.pairs, verdicts, strict=True):
        want, got = pair["verdict"], verdict.kind.value
        score.counts[f"{want}_labels"] += 1
        score.counts[f"{got}_alerts"] += 1
        score.counts[f"{got}_right"] += want == got
        score.counts[f"{want}_found"] += want == got
        score.counts["right"] += want == got
        score.counts["all"] += 1
        if pair["slot"]:
            score.counts[f"slot_{pair['slot']}_labels"] += 1
            score.counts[f"slot_{pair['slot']}_found"] += want == got
        if want != got:
            score.misses.append(
                f"PAIR {want}->{got}/{verdict.reason} {pair['trap']}: "
                f"{pair['baseline']} || {pair['claim']}"
            )
    return score


def folders(part: str, topic: str = "") -> Iterator[Path]:
    """The topic folders with articles of one of ``PARTS``."""
    for path in sorted((GOLD / part).glob("*/topic.toml")):
        if not topic or path.parent.name == topic:
            yield path.parent


def digest(part: str) -> str:
    """Digest of the corpus that the floors belong to."""
    found = hashlib.sha256()
    for folder in folders(part):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def article_figures(score: Score) -> dict[str, float]:
    """The figures that the floors pin."""
    return {
        "contradiction_recall": score.rate("contradicts_found", "contradicts_labels"),
        "contradiction_precision": score.rate(
            "contradicts_right", "contradicts_alerts"
        ),
        "conflict_recall": (
            (
                score.counts["contradicts_found_either"]
                + score.counts["updates_found_either"]
            )
            / max(
                1, score.counts["contradicts_labels"] + score.counts["updates_labels"]
            )
        ),
        "updates_recall": score.rate("updates_found", "updates_labels"),
        "updates_precision": score.rate("updates_right", "updates_alerts"),
        "new_recall": score.rate("new_found", "new_labels"),
        "new_precision": score.rate("new_right", "new_alerts"),
        "known_found": score.rate("known_found", "known_labels"),
        "known_silent": 1 - score.rate("known_alerted", "known_labels"),
        "known_silent_alone": 1 - score.rate("known_alerted_alone", "known_labels"),
        "silent_silent": 1 - score.rate("silent_alerted", "silent_labels"),
    }


def pair_figures(score: Score) -> dict[str, float]:
    """Precision and recall per verdict."""
    figures = {"pairs_accuracy": score.rate("right", "all")}
    for kind in KINDS:
        figures[f"pairs_{kind}_precision"] = score.rate(
            f"{kind}_right", f"{kind}_alerts"
        )
        figures[f"pairs_{kind}_recall"] = score.rate(f"{kind}_found", f"{kind}_labels")
    return figures


def _print(name: str, figures: dict[str, float]) -> None:
    cells = "  ".join(f"{key} {value:.2f}" for key, value in figures.items())
    print(f"{name:22} {cells}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, default="gate")
    parser.add_argument("--topic", default="")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--no-pairs", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args(arguments)
    loaded: list[Any] = []

    def nlp() -> Any:
        if not loaded:
            loaded.append(load_pipeline())
        return loaded[0]

    lexicon = load_lexicon()
    total, pairs = Score(), Score()
    for folder in folders(options.part, options.topic):
        gold = load(folder)
        score = score_topic(gold, run_topic(gold, nlp, lexicon))
        _print(gold.topic.id, article_figures(score))
        total.counts += score.counts
        total.misses += score.misses
        if gold.pairs and not options.no_pairs:
            pair_score = score_pairs(gold, nlp, lexicon)
            _print("  pairs", pair_figures(pair_score))
            pairs.counts += pair_score.counts
            pairs.misses += pair_score.misses
    _print("ALL", article_figures(total))
    if pairs.counts:
        _print("ALL pairs", pair_figures(pairs))
        slots = sorted(
            k[5:-7]
            for k in pairs.counts
            if k.startswith("slot_") and k.endswith("_labels")
        )
        _print(
            "slots",
            {s: pairs.rate(f"slot_{s}_found", f"slot_{s}_labels") for s in slots},
        )
    if options.misses:
        print("\n".join([*total.misses, *pairs.misses]))
    if options.topic or options.no_pairs:
        return 0
    return check(
        options.part,
        {**article_figures(total), **(pair_figures(pairs) if pairs.counts else {})},
        digest(options.part),
        update=options.update,
        allow=options.allow_regression,
    )


def check(
    part: str, figures: dict[str, float], corpus: str, *, update: bool, allow: bool
) -> int:
    """Hold the figures against the pinned floors, or pin them; 0 when all is well."""
    pinned = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    floors = pinned.get(part, {}).get("floors", {})
    low = {k: (figures[k], v) for k, v in floors.items() if figures[k] < v - SLACK}
    if not update:
        if pinned.get(part, {}).get("corpus") != corpus:
            print("the corpus is not the one that the floors were pinned for: --update")
            return 1
        for key, (is_now, floor) in low.items():
            print(f"UNDER THE FLOOR {key}: {is_now:.3f} < {floor:.3f}")
        return 1 if low else 0
    if low and not allow:
        print(f"refused to lower {', '.join(low)} without --allow-regression")
        return 1
    pinned[part] = {
        "corpus": corpus,
        "floors": {k: int(v * 1000) / 1000 for k, v in figures.items()},
    }
    FLOORS.write_text(_toml(pinned), "utf-8")
    return 0


def _toml(pinned: dict[str, Any]) -> str:
    lines = [
        "# Floors of the quality gate, pinned by `python -m tests.gold.gate --update`.",
        "",
    ]
    for part in sorted(pinned):
        lines += [
            f"[{part}]",
            f'corpus = "{pinned[part]["corpus"]}"',
            "",
            f"[{part}.floors]",
        ]
        lines += [f"{k} = {v}" for k, v in sorted(pinned[part]["floors"].items())]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
