"""
Fits the learned judge on the labelled statements and says how far it can be trusted.

``python -m tests.gold.judge [--write] [--part all|fit]`` prints, with every topic judged
by trees that have not seen it, precision and recall of each outcome, and how often a
stated probability is right; ``--write`` fits once more on all of it and writes
``outcomes.json`` in ``extractors/verdicts/judge``, for which ``CLAIMWATCH_BENCH`` has to
name the public sets. ``--part fit`` leaves the topics of ``dev`` out, so that their
articles stay unseen. ``--moved`` shows how far the figures of all other topics move when
one of ``dev`` is left out. Never reads ``gate``.

The trees are grown by LightGBM, which only fitting needs:
``.venv/bin/uv pip install -r deploy/requirements-fit.txt``. Takes about 15 minutes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from extractors.verdicts.asked import SURE_CONTRADICTION
from extractors.verdicts.judge.model import KNOWN, OUTCOMES
from extractors.verdicts.judge.trees import Node, Trees
from tests.gold.gate import GOLD, folders
from tests.gold.labelled import PUBLIC, Labelled, labelled, public_pairs
from tests.gold.second_look import second_looks

JUDGE = GOLD.parents[1] / "extractors/verdicts/judge"
FOLDS = 6
# trees of a first fit, of a conflict and of what is known; how each is grown, the same
# every time; what is known is told as well by a fifth of the leaves
FIRST_TREES, TREES, FEWER_TREES = 120, 400, 150
GROWN = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 47,
    "min_data_in_leaf": 25,
    # thresholds drawn by chance (Geurts et al. 2006): unseen topics are judged better
    "extra_trees": True,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 7,
    "verbose": -1,
}
_FEWER_LEAVES = {"num_leaves": 24, "learning_rate": 0.12}
# of a second look: few aspects, of which each says a little
_AGAIN = {
    "num_leaves": 5,
    "learning_rate": 0.05,
    "min_data_in_leaf": 60,
    "extra_trees": False,
}
_TREES_AGAIN = 250
# weight of a public pair, and of a topic of ordinary news, beside our other ones: few
# topics are of the kind that is read, many are made of what is hard
_LESS, _MORE = 0.5, 2.5
_PLAIN = frozenset(folder.name for folder in folders("fit-plain"))
# a part of what is labelled that is less likely the outcome than this is none
_TELLS = 0.25
_BARS = (0.5, 0.6, 0.65, 0.7, 0.8, 0.9)
_STATED = (0.0, 0.2, 0.4, 0.6, 0.8)

# of each claim what it is labelled as, and the likeliest outcome that was stated
Stated = dict[tuple[str, str], tuple[set[tuple[str, str]], str, float]]


def fit(rows: Sequence[Labelled]) -> dict[str, Trees]:
    """
    Fit how likely a new claim updates, contradicts or only repeats what is held.

    A label stands on a passage, of which often but one claim tells the conflict (to be
    learnt from many instances: Andrews et al. 2002): what a first fit finds unlikely
    is left out, but for the likeliest of each label.
    """
    rows = [row for row in rows if not row.ruled]
    names = sorted({name for row in rows for name in row.aspects})
    grown = dict.fromkeys(OUTCOMES, GROWN) | {KNOWN: GROWN | _FEWER_LEAVES}
    many = dict.fromkeys(OUTCOMES, TREES) | {KNOWN: FEWER_TREES}
    first = {k: _grown(k, names, rows, FIRST_TREES, grown[k]) for k in OUTCOMES}
    telling = _telling(rows, first)
    return {k: _grown(k, names, telling, many[k], grown[k]) for k in OUTCOMES}


def fit_again(rows: Sequence[Labelled]) -> dict[str, Trees]:
    """Fit what a second look makes of it, of trees that had not seen the topics."""
    names = sorted({name for row in rows for name in row.aspects})
    grown = GROWN | _AGAIN
    return {k: _grown(k, names, rows, _TREES_AGAIN, grown) for k in OUTCOMES}


def _telling(rows: Sequence[Labelled], first: Mapping[str, Trees]) -> list[Labelled]:
    """All that is new, and of what is not the parts that tell it."""
    chances = [
        _chance(first[row.label], row) if row.label in OUTCOMES else 1.0 for row in rows
    ]
    best: dict[str, float] = {}
    for row, chance in zip(rows, chances, strict=True):
        if row.label in OUTCOMES:
            best[row.key] = max(chance, best.get(row.key, 0.0))
    return [
        row
        for row, chance in zip(rows, chances, strict=True)
        if chance >= min(_TELLS, best.get(row.key, 0.0))
    ]


def _grown(
    label: str,
    names: Sequence[str],
    every: Sequence[Labelled],
    rounds: int,
    grown: Mapping[str, Any],
) -> Trees:
    import lightgbm  # noqa: PLC0415  only fitting needs it

    rows = [row for row in every if label not in row.open]
    found = np.zeros((len(rows), len(names)), dtype=np.float32)
    places = {name: i for i, name in enumerate(names)}
    for row, aspects in zip(found, (each.aspects for each in rows), strict=True):
        for name, value in aspects.items():
            row[places[name]] = value
    labels = np.array([float(row.label == label) for row in rows])
    weights = [_weight(row.topic) for row in rows]
    data = lightgbm.Dataset(found, labels, weight=weights)
    model = lightgbm.train(dict(grown), data, rounds).dump_model()
    return Trees(names, [_node(tree["tree_structure"]) for tree in model["tree_info"]])


def _weight(topic: str) -> float:
    if topic == PUBLIC:
        return _LESS
    return _MORE if topic in _PLAIN else 1.0


def _node(found: dict[str, Any]) -> Node:
    """One node of LightGBM's, with those below it, as ours."""
    if "leaf_value" in found:
        return [round(found["leaf_value"], 3)]
    below = [_node(found[side]) for side in ("left_child", "right_child")]
    most = float(f"{found['threshold']:.5g}")
    return [found["split_feature"], most, *below, round(found["internal_value"], 3)]


def _chance(trees: Trees, row: Labelled) -> float:
    return float(1 / (1 + np.exp(-trees.score(trees.row(row.aspects)))))


def _left_out(topics: Iterable[str]) -> Iterator[set[str]]:
    """The topics of each fold, until all were there."""
    every = sorted(set(topics))
    return (set(every[number::FOLDS]) for number in range(FOLDS))


def folds(
    rows: Sequence[Labelled], public: Sequence[Labelled] = ()
) -> Iterator[tuple[list[Labelled], dict[str, Trees]]]:
    """The rows of some topics with trees that never saw them, until all were there."""
    for out in _left_out(row.topic for row in rows):
        unseen = [row for row in rows if row.topic in out]
        yield unseen, fit([row for row in (*rows, *public) if row.topic not in out])


def stated(rows: Sequence[Labelled], trees: Mapping[str, Trees]) -> Stated:
    """What is stated of each claim: its likeliest outcome beside any sentence."""
    found: Stated = {}
    for row in rows:
        if row.ruled:
            continue
        chances = {label: _chance(trees[label], row) for label in OUTCOMES}
        likeliest = max(chances, key=lambda label: chances[label])
        name = (row.topic, row.texts[1])
        labels, told, chance = found.get(name, (set(), likeliest, 0.0))
        labels |= {*row.found} or {(row.label, row.key)}
        if chances[likeliest] >= chance:
            told, chance = likeliest, chances[likeliest]
        found[name] = (labels, told, chance)
    return found


def report(name: str, found: Stated) -> None:
    """Print how much is found at which precision, and whether a probability is one."""
    for label in OUTCOMES:
        told, every = _told(found, label)
        print(f"{label} in {name}: {len(every)} labelled")
        for least in _BARS:
            right, share = _at(found, label, least)
            print(f"  p >= {least}: precision {right:.2f}, recall {share:.2f}")
        for low in _STATED:
            told_so = [bool(r) for r, chance in told if low <= chance < low + 0.2]
            right = sum(told_so) / max(1, len(told_so))
            print(f"  {low:.1f} to {low + 0.2:.1f}: {right:.2f} ({len(told_so)})")


def _told(
    found: Stated, label: str
) -> tuple[list[tuple[set[tuple[str, str]], float]], set[tuple[str, str]]]:
    """The claims told as ``label``: which such labels each has; and all of these."""
    own = {
        claim: {each for each in labels if each[0] == label}
        for claim, (labels, _, _) in found.items()
    }
    told = [(own[c], chance) for c, (_, kind, chance) in found.items() if kind == label]
    return told, set().union(*own.values())


def _at(found: Stated, label: str, least: float) -> tuple[float, float]:
    """Precision and recall of what is told from a bar on."""
    told, every = _told(found, label)
    said = [labels for labels, chance in told if chance >= least]
    right = sum(map(bool, said)) / max(1, len(said))
    return right, len(set().union(*said)) / max(1, len(every))


def moved(rows: Sequence[Labelled]) -> None:
    """Print the figures of all other topics with a topic of ``dev`` and without it."""
    topics = sorted(path.name for path in (GOLD / "dev").iterdir() if path.is_dir())
    with_it: Stated = {}
    without: dict[str, Stated] = defaultdict(dict)
    for unseen, trees in folds(rows):
        with_it |= stated(_of_articles(unseen), trees)
        out = {row.topic for row in unseen}
        for topic in topics:
            rest = [row for row in rows if row.topic not in out | {topic}]
            without[topic] |= stated(_of_articles(unseen), fit(rest))
    for topic in topics:
        print(f"without {topic}: precision, recall of all others, before, now")
        others = [
            {claim: each for claim, each in found.items() if claim[0] != topic}
            for found in (with_it, without[topic])
        ]
        for label in OUTCOMES:
            figures = [
                f for found in others for f in _at(found, label, SURE_CONTRADICTION)
            ]
            print(f"  {label:12}", *(f"{figure:.3f}" for figure in figures))


def _of_articles(rows: Sequence[Labelled]) -> list[Labelled]:
    return [row for row in rows if row.spot]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("all", "fit"), default="all")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--moved", action="store_true")
    options = parser.parse_args()
    public = public_pairs() if options.write else []
    rows = labelled(options.part)
    pairs: Stated = {}
    seen: list[list[Labelled]] = []
    for unseen, trees in folds(rows, public):
        pairs |= stated([row for row in unseen if not row.spot], trees)
        seen.append(list(second_looks(unseen, trees)))
    articles: Stated = {}
    for number, unseen in enumerate(seen):
        others = chain.from_iterable(seen[:number] + seen[number + 1 :])
        articles |= stated(unseen, fit_again(list(others)))
    report("articles", articles)
    report("pairs", pairs)
    if options.moved:
        moved(rows)
    if options.write:
        again = fit_again(list(chain.from_iterable(seen)))
        text = _as_json(fit([*rows, *public]), again)
        (JUDGE / "outcomes.json").write_text(text, encoding="utf-8")
        print(f"written: outcomes.json, {len(text)} bytes")


def _as_json(fitted: Mapping[str, Trees], again: Mapping[str, Trees]) -> str:
    return f'{_as_rows(fitted)[:-3]},\n"again": {_as_rows(again)[:-1]}}}\n'


def _as_rows(fitted: Mapping[str, Trees]) -> str:
    """A line a tree, so that a change of one can be read."""
    lines = ["{", f'"names": {json.dumps(fitted[OUTCOMES[0]].names)},']
    for kind in OUTCOMES:
        trees = [json.dumps(tree, separators=(",", ":")) for tree in fitted[kind].tops]
        end = "" if kind == OUTCOMES[-1] else ","
        lines.append(f'"{kind}": [\n' + ",\n".join(trees) + f"\n]{end}")
    return "\n".join([*lines, "}\n"])


if __name__ == "__main__":
    main()
