"""
What each part of the comparison brings: figures of the gate without it, and its cost.

``python -m tests.gold.ablation [--part dev|gate]`` judges the articles and the pairs
with the rules alone, with the judge but without word vectors or blind to what else came
up, and with all of it. Milliseconds are those of judging one claim of
the articles, storage included, extraction not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module

import numpy as np

from extractors.claims import load_pipeline
from extractors.verdicts import Lexicon, load_lexicon
from extractors.verdicts.judge import Context
from tests.gold.gate import (
    Score,
    article_figures,
    folders,
    load,
    pair_figures,
    run_topic,
    score_pairs,
    score_topic,
)

_SHOWN = ("contradiction_recall", "contradiction_precision", "updates_recall",
          "known_found", "pairs_contradicts_recall", "pairs_contradicts_precision",
          "pairs_known_recall")  # fmt: skip
# no probability reaches it
_NEVER = 1.0 - 1e-9


@contextmanager
def _set(holder: object, name: str, value: object) -> Iterator[None]:
    before = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, before)


@contextmanager
def _rules_alone(lexicon: Lexicon) -> Iterator[Lexicon]:
    asked = import_module("extractors.verdicts.asked")
    with (
        _set(asked, "SURE_UPDATE", _NEVER),
        _set(asked, "SURE_CONTRADICTION", _NEVER),
        _set(asked, "_SURE_OF_FEW", _NEVER),
        _set(asked, "_OF_FEW_IN_WORDS", _NEVER),
        _set(asked, "DOUBTED", 0.0),
        _set(asked, "_HARDLY_THOUGHT_OF", 0.0),
        _set(asked, "SAME_ENOUGH", _NEVER),
        _set(asked, "HARDLY", 0.0),
    ):
        yield lexicon


@contextmanager
def _no_vectors(lexicon: Lexicon) -> Iterator[Lexicon]:
    yield replace(lexicon, vectors=np.zeros_like(lexicon.vectors))


@contextmanager
def _no_context(lexicon: Lexicon) -> Iterator[Lexicon]:
    with _set(Context, "of", lambda _claims, lexicon: Context(lexicon)):
        yield lexicon


@contextmanager
def _all(lexicon: Lexicon) -> Iterator[Lexicon]:
    yield lexicon


VARIANTS = {
    "rules alone": _rules_alone,
    "judge without vectors": _no_vectors,
    "judge without context": _no_context,
    "all": _all,
}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "gate"), default="gate")
    part = parser.parse_args().part
    pipeline = load_pipeline()
    print(f"{'':22}", *(f"{name:>28}" for name in (*_SHOWN, "ms a claim")))
    for name, variant in VARIANTS.items():
        with variant(load_lexicon()) as lexicon:
            figures = _figures(part, pipeline, lexicon)
        print(f"{name:22}", *(f"{figures[key]:28.2f}" for key in (*_SHOWN, "ms")))


def _figures(part: str, pipeline: object, lexicon: Lexicon) -> dict[str, float]:
    articles, pairs = Score(), Score()
    spent = claims = 0.0
    for folder in folders(part):
        gold = load(folder)
        started = time.perf_counter()
        judged = run_topic(gold, lambda: pipeline, lexicon)
        spent += time.perf_counter() - started
        claims += len(judged)
        articles.counts += score_topic(gold, judged).counts
        pairs.counts += score_pairs(gold, lambda: pipeline, lexicon).counts
    found = article_figures(articles) | pair_figures(pairs)
    return found | {"ms": 1000.0 * spent / claims}


if __name__ == "__main__":
    main()
