"""
Fits ``news_weights.toml``: what each sign of newsworthiness weighs.

Plain logistic regression with an L2 penalty on the claims of the labelled articles of
all topics to fit on that have no counterpart in their baseline: labelled news against
what is labelled silent or known. Prints how each topic fares with weights that were
fitted without it (and without the other topics of its fold)::

    PYTHONPATH=. python deploy/lexicon/newsworthy.py

``--without TOPIC ...`` leaves topics out of the fit, ``--out FILE`` writes elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from extractors.claims import load_pipeline
from extractors.verdicts import load_lexicon
from extractors.verdicts.signs import signs
from tests.gold import gate

OUT = Path("extractors/verdicts/lexicon/news_weights.toml")
PENALTY = 3.0
# A claim is told by itself when it is likely news, beside another when it may well be.
ALERT, LINE = 0.85, 0.25
# these rule a claim out by themselves
RULED_OUT = {"strangers_figure"}
# fewer claims than this with a sign say nothing about it
SEEN = 8
# each topic is scored by weights of the topics outside its fold
FOLDS = 8
# what cannot make a claim more of news, whatever a few topics make it look like; the
# others cannot make it less
AGAINST = {
    *("background_clause", "before_the_past", "called_untrue", "covered", "few_words"),
    *("first_person", "generic_present", "advice", "held_figure", "no_clause"),
    *("generic_truth", "history", "in_quotes", "late_in_article", "modal_tense"),
    *("modality_conditional", "modality_possible", "modality_predicted"),
    *("not_happened", "other_story", "seen_or_felt", "speech_only"),
}
_NEWS = {"new", "updates", "contradicts"}


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled claim: its topic, its signs, whether it is news."""

    topic: str
    signs: dict[str, float]
    news: bool


def examples() -> Iterator[Example]:
    """The labelled claims of all topics with articles that nothing was held against."""
    nlp, lexicon = load_pipeline(), load_lexicon()
    for folder in chain.from_iterable(map(gate.folders, gate.MADE_WITH)):
        gold = gate.load(folder)
        articles = {a.article_id: a for a in gold.articles.values()}
        for claim, row in gate.run_topic(gold, lambda: nlp, lexicon).values():
            article = articles[claim.article_id]
            labels = {row["label"] for row in gate.labels_of(gold, article, claim)}
            two_minds = labels & _NEWS and "silent" in labels
            if row[2] != "new" or not labels or two_minds:
                continue
            found = signs(claim, article, gold.topic, row[8])
            yield Example(gold.topic.id, found, bool(labels & _NEWS))


def fit(rows: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """Weights of the signs, the last one the bias; those of the wrong side are 0."""
    kept = list(names)
    while True:
        weights = _fit(rows, kept)
        wrong = {
            n for n, w in zip(kept, weights, strict=False) if (w > 0) == (n in AGAINST)
        }
        if not wrong:
            found = dict(zip(kept, weights, strict=False))
            return np.array([*(found.get(n, 0.0) for n in names), weights[-1]])
        kept = [n for n in kept if n not in wrong]


def _fit(rows: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    x, y = matrix(rows, names), np.array([row.news for row in rows], dtype=float)
    penalty = np.append(np.full(len(names), PENALTY), 0.0)
    weights = np.zeros(len(names) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty * weights
        curvature = (x.T * (p * (1 - p))) @ x + np.diag(penalty + 1e-9)
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def matrix(rows: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """One row a claim, one column a sign and one for the bias."""
    return np.array([[*(r.signs.get(n, 0.0) for n in names), 1.0] for r in rows])


def area(scores: np.ndarray, news: np.ndarray) -> float:
    """Chance that a piece of news scores above what is none."""
    above = scores[news][:, None] > scores[~news][None, :]
    return float(above.mean())


def report(rows: Sequence[Example], names: Sequence[str]) -> Iterator[str]:
    """How each topic fares with weights that never saw it, and with all."""
    everything = fit(rows, names)
    yield f"{'topic':20} claims  news  area, unseen  area, seen"
    topics = sorted({row.topic for row in rows})
    folds = [set(topics[n::FOLDS]) for n in range(FOLDS)]
    without = [fit([r for r in rows if r.topic not in fold], names) for fold in folds]
    for n, topic in enumerate(topics):
        ours = [row for row in rows if row.topic == topic]
        unseen = without[n % FOLDS]
        news = np.array([row.news for row in ours])
        areas = [area(matrix(ours, names) @ w, news) for w in (unseen, everything)]
        counts = f"{len(ours):6} {news.sum():5}"
        yield f"{topic:20} {counts}  {areas[0]:12.3f}  {areas[1]:10.3f}"


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    rows = list(examples())
    seen = Counter(name for row in rows for name in row.signs)
    names = sorted(n for n in seen if seen[n] >= SEEN and n not in RULED_OUT)
    sys.stdout.write("\n".join([*report(rows, names), ""]))
    rows = [row for row in rows if row.topic not in options.without]
    *weights, bias = fit(rows, names)
    lines = [
        "# Log odds that each sign adds; fitted by deploy/lexicon/newsworthy.py.",
        f"bias = {bias:.2f}",
        f"alert = {np.log(ALERT / (1 - ALERT)):.2f}",
        f"line = {np.log(LINE / (1 - LINE)):.2f}",
        "",
        "[signs]",
        *(f"{name} = {w:.2f}" for name, w in zip(names, weights, strict=True)),
        "",
    ]
    options.out.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
