"""
Claims as tuples on public sentences: CaRB and WiRe57 beside the systems they measured.

``python -m tests.bench.extraction [--limit N] [--misses] [--json FILE]``

The peers' saved outputs are scored by the same matchers as ours; the published figures
stand beside what the matchers give. ``--misses`` reads CaRB's development part instead
and prints what was not matched there, so that nobody looks at what is measured.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from extractors.claims import extract_claims, load_pipeline
from extractors.model import Article, Topic
from tests.bench.common import data_folder, options, print_table, ratio, save
from tests.bench.matching import (
    Extraction,
    Scores,
    carb_match,
    carb_scores,
    wire_scores,
)
from tests.bench.saved import (
    Sentence,
    carb_gold,
    carb_outputs,
    wire_gold,
    wire_outputs,
)
from tests.bench.surface import extractions, respelled

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# AUC and F1 as published (Bhardwaj et al. 2019), F1 (Léchelle et al. 2019)
CARB_PUBLISHED = {
    "OpenIE4": (0.272, 0.488),
    "OpenIE5": (0.245, 0.467),
    "ClausIE": (0.224, 0.450),
    "PropS": (0.126, 0.319),
    "OLLIE": (None, 0.411),
}
WIRE_PUBLISHED = {
    "minie": 0.358,
    "clausie": 0.342,
    "openie": 0.267,
    "ollie": 0.239,
    "reverb": 0.200,
    "stanford": 0.198,
    "props": 0.187,
}


def ours(sentences: Mapping[str, Sentence], nlp: Any) -> dict[str, list[Extraction]]:
    """Return what our claims say, by the sentences' keys; each is an article."""
    articles = [_article(each.text) for each in sentences.values()]
    claims = extract_claims(articles, nlp=nlp, topic=Topic(id="bench"))
    docs = nlp.pipe(article.text for article in articles)
    return {
        key: [
            respelled(each, sentences[key].tokens) for each in extractions(found, doc)
        ]
        for key, found, doc in zip(sentences, claims, docs, strict=True)
    }


def _article(text: str) -> Article:
    return Article(
        article_id="bench",
        url="",
        canonical_url="",
        source_id="",
        fetched_at=NOW,
        text=text,
    )


def _row(name: str, scores: Scores, published: Sequence[float | None]) -> list[Any]:
    return [name, scores.precision, scores.recall, scores.f1, scores.auc, *published]


_HEAD = ("", "precision", "recall", "F1", "AUC", "AUC published", "F1 published")


def _carb(part: str, limit: int, nlp: Any, *, misses: bool) -> dict[str, Any]:
    folder = data_folder("extraction") / "carb"
    gold, sentences = carb_gold(folder / f"{part}.tsv")
    if limit:
        gold = dict(list(gold.items())[:limit])
    began = time.process_time()
    found = ours({key: sentences[key] for key in gold}, nlp)
    each_ms = 1000 * ratio(time.process_time() - began, len(gold))
    scores = {"claimwatch": carb_scores(gold, found)}
    if part == "test":
        for name, tuples in carb_outputs(folder).items():
            scores[name] = carb_scores(gold, tuples)
    rows = [
        _row(name, each, CARB_PUBLISHED.get(name, (None, None)))
        for name, each in sorted(scores.items(), key=lambda item: -item[1].f1)
    ]
    if part == "test":
        rows.append(["OLLIE", None, None, None, None, *CARB_PUBLISHED["OLLIE"]])
    print_table(f"CaRB {part}, {len(gold)} sentences", _HEAD, rows)
    said = sum(map(len, found.values()))
    print(f"{said} tuples of ours, {each_ms:.1f} ms of CPU per sentence")
    if misses:
        _show(_carb_misses(gold, found, sentences))
    return {name: _figures(each) for name, each in scores.items()}


def _wire(nlp: Any) -> dict[str, Any]:
    folder = data_folder("extraction") / "wire57"
    gold, sentences = wire_gold(folder)
    found = ours(sentences, nlp)
    scores = {"claimwatch": wire_scores(gold, found)}
    for name, tuples in wire_outputs(folder).items():
        scores[name] = wire_scores(gold, tuples)
    rows = [
        [name, each.precision, each.recall, each.f1, WIRE_PUBLISHED.get(name)]
        for name, each in sorted(scores.items(), key=lambda item: -item[1].f1)
    ]
    head = ("", "precision", "recall", "F1", "F1 published")
    print_table(f"WiRe57, {len(gold)} sentences", head, rows)
    return {name: _figures(each) for name, each in scores.items()}


def _carb_misses(
    gold: Mapping[str, Sequence[Extraction]],
    found: Mapping[str, Sequence[Extraction]],
    sentences: Mapping[str, Sentence],
) -> Iterator[str]:
    for key, wanted in gold.items():
        missed = [
            each
            for each in wanted
            if max((carb_match(each, other)[1] for other in found[key]), default=0)
            < 0.5
        ]
        wrong = [
            other
            for other in found[key]
            if max(carb_match(each, other)[0] for each in wanted) < 0.5
        ]
        if missed or wrong:
            lines = [
                f"   - {e.arguments[:1]} {e.relation} {e.arguments[1:]}" for e in missed
            ]
            lines += [
                f"   + {e.arguments[:1]} {e.relation} {e.arguments[1:]}" for e in wrong
            ]
            yield "\n".join([sentences[key].text, *lines])


def _show(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)


def _figures(scores: Scores) -> dict[str, float | None]:
    return {
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "auc": scores.auc,
    }


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument(
        "--limit", type=int, default=0, help="so many sentences of CaRB"
    )
    parser.add_argument(
        "--misses", action="store_true", help="those of the development part"
    )
    chosen = parser.parse_args()
    data_folder("extraction")
    nlp = load_pipeline()
    if chosen.misses:
        _carb("dev", chosen.limit, nlp, misses=True)
        return
    result = {
        "carb_test": _carb("test", chosen.limit, nlp, misses=False),
        "wire57": _wire(nlp),
    }
    save(chosen.json, result)


if __name__ == "__main__":
    main()
