"""
Fits the learned judge on the labelled pairs and says how far it can be trusted.

``python -m tests.gold.judge [--write] [--part all|fit]`` prints, with every topic
judged by weights that have not seen it, precision and recall per kind of conflict and
per topic, and how often a stated probability is right; ``--write`` fits once more on
all of it and writes ``weights.json`` and ``outcomes.json`` in
``extractors/verdicts/judge``, for which ``CLAIMWATCH_BENCH`` has to name the public
sets. ``--part fit`` leaves the topics of ``dev`` out, so that their articles stay
unseen. ``--moved`` shows how far the figures of all other topics move when one is left
out. Never reads ``gate``.

Two steps are fitted: how likely a conflict is, kind by kind, and, with what the first
step says of topics that it has not seen, how likely it is an update, and how likely a
contradiction. The second is boosted trees by LightGBM, which only fitting needs:
``.venv/bin/uv pip install -r deploy/requirements-fit.txt``. Takes about 10 minutes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.verdicts.asked import ASKED, LIKELY
from extractors.verdicts.judge.model import CONFLICT as HOW_LIKELY
from extractors.verdicts.judge.model import OUTCOMES
from extractors.verdicts.judge.sites import KINDS, Site
from extractors.verdicts.judge.statements import STATEMENT
from extractors.verdicts.judge.trees import Node, Trees
from tests.gold.gate import GOLD
from tests.gold.labelled import (
    CONFLICT,
    ORDER,
    PUBLIC,
    Labelled,
    labelled,
    public_pairs,
)
from tests.gold.signs import AGAINST, EITHER, FOR, FOREIGN, SHOWN

JUDGE = GOLD.parents[1] / "extractors/verdicts/judge"
# weight of a pair across, penalty on weights, rounds of choosing each pair's site
FITTED = (*KINDS, STATEMENT)
ACROSS, PENALTY, ROUNDS, FOLDS = 0.5, 10.0, 3, 6
# rounds, and how each tree is grown; the same trees every time
TREES = 250
GROWN = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "monotone_constraints_method": "intermediate",
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 7,
    "verbose": -1,
}
# what cannot be told of two texts that come without their days
_BY_DAYS = frozenset(
    {"told_later", "days_apart", "long_apart", "starts_after", "starts_before"}
    | {"ends_after", "starts_ahead", "both_dated", "later", "time_before"}
)
# weight of a public pair beside our own
_LESS = 0.5
# by which a conflict's site is chosen before anything is learnt
_TELLING = frozenset({"held_least", "verb_near"})
# weights below it change nothing
_NOTHING = 0.02


@dataclass(slots=True)
class Fit:
    """The weights of one kind of site over ``names``; the last is the constant."""

    kind: str
    names: list[str]
    theta: Any

    def odds(self, site: Site) -> float:
        """Log-odds of one site."""
        row = [site.aspects.get(name, 0.0) for name in self.names]
        return float(np.dot(row, self.theta[:-1]) + self.theta[-1])


def fit(kind: str, pairs: Sequence[Labelled]) -> Fit:
    """Fit one kind; of a conflict's sites only the likeliest counts."""
    own = [(i, s) for i, p in enumerate(pairs) for s in p.sites if s.kind == kind]
    names = [n for n in _that_vary([s for _, s in own]) if n not in FOREIGN[kind]]
    rows = np.array([[s.aspects.get(n, 0.0) for n in names] for _, s in own])
    scale = rows.std(axis=0)
    rows /= scale
    telling = [i for i, name in enumerate(names) if name in _TELLING]
    score = rows[:, telling].sum(axis=1)
    theta = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):
        kept, labels, weights = _chosen(kind, own, pairs, score)
        theta = _descend(rows[kept], labels, weights, _bounds(names), theta)
        score = rows @ theta[:-1] + theta[-1]
    return Fit(kind, names, np.append(theta[:-1] / scale, theta[-1]))


@dataclass(frozen=True, slots=True)
class Guess:
    """
    A pair with its likeliest site.

    ``odds`` are the log-odds of a conflict by weights that never saw its topic; where
    the texts come without their days, it is not ``dated``.
    """

    pair: Labelled
    site: Site
    odds: float
    dated: bool = True

    @property
    def aspects(self) -> dict[str, float]:
        """Those of the site and of the order, and how likely it is a conflict."""
        own = {name.removeprefix(ORDER): v for name, v in self.site.aspects.items()}
        if not self.dated:
            own = {k: v for k, v in own.items() if k not in _BY_DAYS} | {"undated": 1.0}
        return own | {HOW_LIKELY: self.odds}


def fit_outcome(label: str, guesses: Sequence[Guess]) -> Trees:
    """Fit how likely what may be a conflict is just that: ``label``."""
    import lightgbm  # noqa: PLC0415  only fitting needs it

    seen = [guess.aspects for guess in guesses]
    names = sorted({name for aspects in seen for name in aspects})
    rows = np.array([[aspects.get(name, 0.0) for name in names] for aspects in seen])
    labels = np.array([float(guess.pair.label == label) for guess in guesses])
    weights = [_LESS if guess.pair.topic == PUBLIC else 1.0 for guess in guesses]
    grown = GROWN | {"monotone_constraints": [int(n == HOW_LIKELY) for n in names]}
    model = lightgbm.train(grown, lightgbm.Dataset(rows, labels, weight=weights), TREES)
    found = model.dump_model()["tree_info"]
    return Trees(names, [_node(tree["tree_structure"]) for tree in found])


def _node(found: dict[str, Any]) -> Node:
    """One node of LightGBM's, with those below it, as ours."""
    if "leaf_value" in found:
        return [round(found["leaf_value"], 4)]
    below = [_node(found[side]) for side in ("left_child", "right_child")]
    most = float(f"{found['threshold']:.6g}")
    return [found["split_feature"], most, *below, round(found["internal_value"], 4)]


def _that_vary(some: Sequence[Site]) -> list[str]:
    """The aspects that tell one site of a kind from another."""
    first = some[0].aspects
    return sorted(
        name
        for name in {name for s in some for name in s.aspects}
        & (FOR | AGAINST | EITHER)
        if any(s.aspects.get(name, 0.0) != first.get(name, 0.0) for s in some)
    )


def _chosen(
    kind: str, own: Sequence[tuple[int, Site]], pairs: Sequence[Labelled], score: Any
) -> tuple[list[int], Any, Any]:
    """All sites of what is no conflict, the best one of what is."""
    best: dict[int, int] = {}
    kept, labels, weights = [], [], []
    for j, (i, _) in enumerate(own):
        pair = pairs[i]
        if pair.label in CONFLICT:
            if kind in (*SHOWN[pair.slot], STATEMENT) and (
                i not in best or score[j] > score[best[i]]
            ):
                best[i] = j
            continue
        kept.append(j)
        labels.append(0.0)
        weights.append(ACROSS if pair.across and kind != STATEMENT else 1.0)
    for i, j in best.items():
        kept.append(j)
        labels.append(1.0)
        weights.append(1.0 if kind in (SHOWN[pairs[i].slot][0], STATEMENT) else 0.4)
    return kept, np.array(labels), np.array(weights)


def _bounds(names: Sequence[str]) -> tuple[Any, Any]:
    low = [0.0 if name in FOR else -np.inf for name in names]
    high = [0.0 if name in AGAINST else np.inf for name in names]
    return np.array([*low, -np.inf]), np.array([*high, np.inf])


def _descend(rows: Any, labels: Any, weights: Any, bounds: Any, start: Any) -> Any:
    """Projected gradient descent with momentum (FISTA, Beck and Teboulle 2009)."""
    wide = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.append(np.full(rows.shape[1], PENALTY), 0.0)
    steep = 0.25 * np.linalg.norm((wide.T * weights) @ wide, 2) + PENALTY
    now = ahead = start
    pace = 1.0
    for _ in range(600):
        chance = 1.0 / (1.0 + np.exp(-(wide @ ahead)))
        slope = wide.T @ (weights * (chance - labels)) + penalty * ahead
        following = np.clip(ahead - slope / steep, *bounds)
        faster = (1.0 + np.sqrt(1.0 + 4.0 * pace * pace)) / 2.0
        ahead = following + (pace - 1.0) / faster * (following - now)
        now, pace = following, faster
    return now


def _left_out(topics: Iterable[str]) -> Iterator[set[str]]:
    """The topics of each fold, until all were there."""
    every = sorted(set(topics))
    return (set(every[number::FOLDS]) for number in range(FOLDS))


def folds(pairs: Sequence[Labelled]) -> Iterator[tuple[list[Labelled], list[Fit]]]:
    """The pairs of some topics with fits that never saw them, until all were there."""
    for out in _left_out(pair.topic for pair in pairs):
        rest = [pair for pair in pairs if pair.topic not in out]
        fits = [fit(kind, rest) for kind in FITTED]
        yield [pair for pair in pairs if pair.topic in out], fits


def guessed(pairs: Sequence[Labelled], fits: Sequence[Fit]) -> Iterator[Guess]:
    """What may be a conflict among pairs as labelled, by ``fits``."""
    by_kind = {each.kind: each for each in fits}
    for pair in pairs:
        odds = [by_kind[site.kind].odds(site) for site in pair.sites]
        made_up = pair.across and not pair.article
        if odds and not made_up and max(odds) >= np.log(ASKED / (1 - ASKED)):
            best = int(np.argmax(odds))
            yield Guess(pair, pair.sites[best], odds[best])
            if not pair.article and pair.topic != PUBLIC:
                yield Guess(pair, pair.sites[best], odds[best], dated=False)


def _judged(pair: Labelled, fits: Sequence[Fit]) -> dict[str, float]:
    return {
        f.kind: max(
            (1 / (1 + np.exp(-f.odds(s))) for s in pair.sites if s.kind == f.kind),
            default=0.0,
        )
        for f in fits
    }


def outcomes(guesses: Sequence[Guess]) -> None:
    """Print how often a stated outcome is right, by trees that never saw the topic."""
    said: dict[tuple[str, str], list[tuple[bool, float]]] = {}
    for out in _left_out(guess.pair.topic for guess in guesses):
        rest = [guess for guess in guesses if guess.pair.topic not in out]
        for label in OUTCOMES:
            fitted = fit_outcome(label, rest)
            for guess in guesses:
                if guess.pair.topic in out and guess.dated:
                    chance = 1 / (1 + np.exp(-fitted.score(guess.aspects)))
                    right = guess.pair.label == label
                    of = "articles" if guess.pair.article else "pairs"
                    said.setdefault((label, of), []).append((right, chance))
    for (label, of), rows in sorted(said.items()):
        print(f"{label} in {of}: {sum(right for right, _ in rows)}")
        for least in (0.5, 0.6, 0.65, 0.7, 0.8):
            told = [right for right, chance in rows if chance >= least]
            share = sum(told) / max(1, sum(right for right, _ in rows))
            right = sum(told) / max(1, len(told))
            print(f"  p >= {least}: precision {right:.2f}, recall {share:.2f}")


def report(found: Sequence[tuple[Labelled, dict[str, float]]]) -> None:
    """Print how much is found at which precision, and whether a probability is one."""
    alone = [(p, max(by.values())) for p, by in found if not p.article]
    for name, rows in (
        (
            "labelled pairs",
            [(p.label in CONFLICT, c) for p, c in alone if not p.across],
        ),
        ("with pairs across", [(p.label in CONFLICT, c) for p, c in alone]),
        ("claims of articles", _claims(found)),
    ):
        print(f"{name}: {len(rows)}")
        total = max(1, sum(conflict for conflict, _ in rows))
        for least in (0.5, 0.6, 0.7, 0.8, 0.9):
            said = [conflict for conflict, chance in rows if chance >= least]
            print(
                f"  p >= {least}: precision {sum(said) / max(1, len(said)):.2f}, "
                f"recall {sum(said) / total:.2f} ({len(said)})"
            )
    print("stated probability: how often right, labelled pairs")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        said = [
            p.label in CONFLICT
            for p, by in found
            if not p.across and not p.article and low <= max(by.values()) < low + 0.2
        ]
        print(
            f"  {low:.1f} to {low + 0.2:.1f}: {sum(said) / max(1, len(said)):.2f} ({len(said)})"
        )


def _claims(
    found: Sequence[tuple[Labelled, dict[str, float]]],
) -> list[tuple[bool, float]]:
    """Each claim of an article: whether it is a conflict, its likeliest probability."""
    claims: dict[tuple[str, str], tuple[bool, float]] = {}
    for pair, by in found:
        if pair.article:
            key = (pair.topic, pair.texts[1])
            conflict, chance = claims.get(key, (False, 0.0))
            conflict = conflict or pair.label in CONFLICT
            claims[key] = (conflict, max(chance, *by.values()))
    return list(claims.values())


def by_topic(found: Sequence[tuple[Labelled, dict[str, float]]]) -> None:
    """Print each topic's figures at the bar that counts, by weights without it."""
    print(f"left out, p >= {LIKELY}, labelled pairs: precision, recall")
    for topic in sorted({pair.topic for pair, _ in found}):
        rows = [
            row
            for row in found
            if row[0].topic == topic and not (row[0].across or row[0].article)
        ]
        if not rows:
            continue
        print(f"  {topic:18} {_precision(rows):.2f} {_recall(rows):.2f}")


def moved(pairs: Sequence[Labelled]) -> None:
    """Print the figures of all other topics with one topic left out of the fit."""
    whole = [fit(kind, pairs) for kind in FITTED]
    found = [(pair, _judged(pair, whole)) for pair in pairs if not pair.across]
    print("without: precision, recall of all other topics, with it and without it")
    for topic in sorted({pair.topic for pair in pairs}):
        rest = [pair for pair in pairs if pair.topic != topic]
        fits = [fit(kind, rest) for kind in FITTED]
        before = [row for row in found if row[0].topic != topic]
        after = [(pair, _judged(pair, fits)) for pair in rest if not pair.across]
        print(
            f"  {topic:18} {_precision(before):.3f} {_recall(before):.3f}"
            f" -> {_precision(after):.3f} {_recall(after):.3f}"
        )


def _precision(rows: Sequence[tuple[Labelled, dict[str, float]]]) -> float:
    said = [p.label in CONFLICT for p, by in rows if max(by.values()) >= LIKELY]
    return sum(said) / max(1, len(said))


def _recall(rows: Sequence[tuple[Labelled, dict[str, float]]]) -> float:
    said = [max(by.values()) >= LIKELY for p, by in rows if p.label in CONFLICT]
    return sum(said) / max(1, len(said))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("all", "fit"), default="all")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--moved", action="store_true")
    options = parser.parse_args()
    public = public_pairs() if options.write else []
    pairs = labelled(options.part)
    found: list[tuple[Labelled, dict[str, float]]] = []
    guesses: list[Guess] = []
    for unseen, fits in folds(pairs):
        found += [(pair, _judged(pair, fits)) for pair in unseen]
        guesses += guessed(unseen, fits)
    report(found)
    by_topic(found)
    outcomes(guesses)
    if options.moved:
        moved(pairs)
    if options.write:
        fits = [fit(kind, pairs) for kind in FITTED]
        guesses += guessed(public, fits)
        _write("weights.json", _as_text(fits))
        _write("outcomes.json", _as_rows([fit_outcome(k, guesses) for k in OUTCOMES]))


def _write(name: str, text: str) -> None:
    (JUDGE / name).write_text(text, encoding="utf-8")
    print(f"written: {name}, {len(text)} bytes")


def _as_text(fits: Sequence[Fit]) -> str:
    kinds = {
        f.kind: {"": round(float(f.theta[-1]), 3)}
        | {
            name: round(float(weight), 3)
            for name, weight in zip(f.names, f.theta, strict=False)
            if abs(weight) >= _NOTHING
        }
        for f in fits
    }
    return json.dumps(kinds, indent=1, sort_keys=True) + "\n"


def _as_rows(fitted: Sequence[Trees]) -> str:
    """A line a tree, so that a change of one can be read."""
    lines = ["{", f'"names": {json.dumps(fitted[0].names)},']
    for kind, each in zip(OUTCOMES, fitted, strict=True):
        trees = [json.dumps(tree, separators=(",", ":")) for tree in each.tops]
        end = "" if kind == OUTCOMES[-1] else ","
        lines.append(f'"{kind}": [\n' + ",\n".join(trees) + f"\n]{end}")
    return "\n".join([*lines, "}\n"])


if __name__ == "__main__":
    main()
