"""
Who is meant: the labelled pronouns and definite nouns of ``antecedents.jsonl``.

``python -m tests.gold.antecedents [--half look|held] [--misses]`` prints for each kind
of mention how many are right, wrong, left open though a name was meant, and rightly left
open, and fails under the floors of ``floors.toml`` (``--update`` pins them as
``tests.gold.gate`` does). Rules were made with the misses of ``look`` at hand; ``held``
only counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from extractors.claims import extract, extract_claims, load_pipeline
from extractors.claims.gazetteer import fold
from tests.gold.gate import GOLD, Gold, check, load

ROWS = GOLD / "antecedents.jsonl"
OUTCOMES = ("right", "wrong", "missed", "open")
Meant = dict[tuple[str, int], tuple[str, ...]]


def rows(half: str = "") -> list[dict[str, Any]]:
    """The labelled mentions, in the order of topics and texts."""
    lines = ROWS.read_text("utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    return [row for row in found if not half or row["half"] == half]


def outcomes(
    labelled: Sequence[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each mention with what became of it and the names it was given."""
    nlp = load_pipeline()
    for topic, group in groupby(labelled, key=lambda row: str(row["topic"])):
        gold, mentions = load(_folder(topic)), list(group)
        meant = _meant(gold, sorted({row["article"] for row in mentions}), nlp)
        for row in mentions:
            article = gold.articles[row["article"]]
            start = article.text.index(row["sentence"]) + _place(row)
            given = meant.get((article.article_id, start), ())
            row["given"] = given
            yield row, _outcome(row["names"], given)


def _folder(topic: str) -> Path:
    return GOLD / "fit" / topic


def _place(row: dict[str, Any]) -> int:
    """Where the word stands in its sentence."""
    word = re.compile(rf"(?<!\w){re.escape(row['word'])}(?!\w)")
    return list(word.finditer(row["sentence"]))[row["nth"] - 1].start()


def _meant(gold: Gold, stems: Sequence[str], nlp: Any) -> Meant:
    """What the extractor takes each word of the articles for, by its place."""
    found: Meant = {}
    read = extract.sentence_claims

    def reading_of(sentence: Any, index: int, reading: Any) -> Any:
        yield from read(sentence, index, reading)
        for token in sentence:
            place = (reading.article.article_id, reading.offset + token.idx)
            found[place] = reading.names_of(token)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "sentence_claims", reading_of)
        articles = [gold.articles[stem] for stem in stems]
        list(extract_claims(articles, nlp=nlp, topic=gold.topic))
    return found


def _outcome(names: Sequence[str], given: Sequence[str]) -> str:
    if not given:
        return "missed" if names else "open"
    same = len(names) == len(set(given)) and all(
        any(_is_spelling(name, other) for other in given) for name in names
    )
    return "right" if same else "wrong"


def _is_spelling(name: str, other: str) -> bool:
    """Whether one is the other with words left out at its start or end."""
    short, full = sorted((fold(name).split(), fold(other).split()), key=len)
    size = len(short)
    return bool(short) and short in (full[:size], full[len(full) - size :])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("look", "held"), default="")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args(arguments)
    counts: Counter[tuple[str, str, str]] = Counter()
    for row, outcome in outcomes(rows(options.half)):
        counts[row["half"], row["kind"], outcome] += 1
        counts[row["half"], "all", outcome] += 1
        if options.misses and outcome in {"wrong", "missed"}:
            sys.stdout.write(
                f"{outcome} {row['topic']}/{row['article']} {row['word']}#{row['nth']}: "
                f"{row['given']} for {row['names']}: {row['sentence']}\n"
            )
    for half, kind in sorted({key[:2] for key in counts}):
        cells = "  ".join(f"{o} {counts[half, kind, o]:3}" for o in OUTCOMES)
        sys.stdout.write(f"{half} {kind:7} {cells}\n")
    if options.half:
        return 0
    return check(
        "antecedents",
        _figures(counts),
        hashlib.sha256(ROWS.read_bytes()).hexdigest()[:16],
        update=options.update,
        allow=options.allow_regression,
    )


def _figures(counts: Counter[tuple[str, str, str]]) -> dict[str, float]:
    """Of those with a name how many are right, of all how many are not wrong."""
    figures = {}
    for half in ("held", "look"):
        right, wrong, missed, left = (counts[half, "all", o] for o in OUTCOMES)
        every = right + wrong + missed + left
        named = sum(bool(row["names"]) for row in rows(half))
        figures[f"{half}_named_right"] = right / named
        figures[f"{half}_not_wrong"] = 1 - wrong / every
    return figures


if __name__ == "__main__":
    sys.exit(main())
