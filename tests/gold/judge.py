"""
Fits the learned judge on the labelled pairs and says how far it can be trusted.

``python -m tests.gold.judge [--write] [--part all|fit]`` prints, with every topic
judged by weights that have not seen it, precision and recall per kind of conflict and
per topic, and how often a stated probability is right; ``--write`` fits once more on
all of it and writes ``extractors/verdicts/judge/weights.json``. ``--part fit`` leaves
the topics of ``dev`` out, so that their articles stay unseen. ``--moved`` shows how far
the figures of all other topics move when one is left out. Never reads ``gate``.

Two steps are fitted: how likely a conflict is, kind by kind, and, with what the first
step says of topics that it has not seen, how likely it is an update, and how likely a
contradiction. Takes about 20 minutes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.verdicts.asked import LIKELY
from extractors.verdicts.judge.sites import KINDS, Site
from extractors.verdicts.judge.statements import STATEMENT
from tests.gold.gate import GOLD
from tests.gold.labelled import CONFLICT, ORDER, Labelled, labelled
from tests.gold.signs import AGAINST, EITHER, FOR, FOREIGN, SHOWN

WEIGHTS = GOLD.parents[1] / "extractors/verdicts/judge/weights.json"
# weight of a pair across, penalty on weights, rounds of choosing each pair's site
FITTED = (*KINDS, STATEMENT)
ACROSS, PENALTY, ROUNDS, FOLDS = 0.5, 10.0, 3, 6
# what a conflict may turn out to be, and the probability from which that is asked
OUTCOMES = ("updates", "contradicts")
ASKED = 0.3
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

    def chance(self, guess: Guess) -> float:
        """How likely the outcome of a guess is the one that was fitted."""
        odds = np.dot(_outcome_row(guess, self.names[:-1]), self.theta[:-1])
        return float(1 / (1 + np.exp(-odds - self.theta[-1])))


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
    A pair of an article with its likeliest site.

    ``odds`` are the log-odds of a conflict by weights that never saw its topic.
    """

    pair: Labelled
    site: Site
    odds: float


def fit_outcome(label: str, guesses: Sequence[Guess]) -> Fit:
    """Fit how likely what may be a conflict is just that: ``label``."""
    names = sorted({n for g in guesses for n in g.site.aspects if n.startswith(ORDER)})
    rows = np.array([_outcome_row(guess, names) for guess in guesses])
    free = np.full(len(names) + 2, np.inf)
    labels = np.array([float(guess.pair.label == label) for guess in guesses])
    start = np.zeros(len(names) + 2)
    theta = _descend(rows, labels, np.ones(len(rows)), (-free, free), start)
    return Fit(label, [*names, "conflict"], theta)


def _outcome_row(guess: Guess, names: Sequence[str]) -> list[float]:
    return [*(guess.site.aspects.get(name, 0.0) for name in names), guess.odds]


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


def folds(pairs: Sequence[Labelled]) -> Iterator[tuple[list[Labelled], list[Fit]]]:
    """The pairs of some topics with fits that never saw them, until all were there."""
    topics = sorted({pair.topic for pair in pairs})
    for number in range(FOLDS):
        out = set(topics[number::FOLDS])
        rest = [pair for pair in pairs if pair.topic not in out]
        fits = [fit(kind, rest) for kind in FITTED]
        yield [pair for pair in pairs if pair.topic in out], fits


def guessed(pairs: Sequence[Labelled], fits: Sequence[Fit]) -> Iterator[Guess]:
    """What may be a conflict among pairs of articles, by ``fits``."""
    by_kind = {each.kind: each for each in fits}
    for pair in pairs:
        odds = [by_kind[site.kind].odds(site) for site in pair.sites]
        if pair.article and odds and max(odds) >= np.log(ASKED / (1 - ASKED)):
            best = int(np.argmax(odds))
            yield Guess(pair, pair.sites[best], odds[best])


def _judged(pair: Labelled, fits: Sequence[Fit]) -> dict[str, float]:
    return {
        f.kind: max(
            (1 / (1 + np.exp(-f.odds(s))) for s in pair.sites if s.kind == f.kind),
            default=0.0,
        )
        for f in fits
    }


def outcomes(guesses: Sequence[Guess]) -> None:
    """Print how often a stated outcome is right, by weights that never saw the topic."""
    topics = sorted({guess.pair.topic for guess in guesses})
    said: dict[str, list[tuple[bool, float]]] = {label: [] for label in OUTCOMES}
    for number in range(FOLDS):
        out = set(topics[number::FOLDS])
        rest = [guess for guess in guesses if guess.pair.topic not in out]
        for label in OUTCOMES:
            fitted = fit_outcome(label, rest)
            said[label] += [
                (guess.pair.label == label, fitted.chance(guess))
                for guess in guesses
                if guess.pair.topic in out
            ]
    for label, rows in said.items():
        print(f"{label}, pairs of articles: {sum(right for right, _ in rows)}")
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
        fits += [fit_outcome(label, guesses) for label in OUTCOMES]
        WEIGHTS.write_text(_as_text(fits), encoding="utf-8")
        print(f"written: {WEIGHTS.name}, {WEIGHTS.stat().st_size} bytes")


def _as_text(fits: Sequence[Fit]) -> str:
    kinds = {
        f.kind: {"": round(float(f.theta[-1]), 3)}
        | {
            name.removeprefix(ORDER): round(float(weight), 3)
            for name, weight in zip(f.names, f.theta, strict=False)
            if abs(weight) >= _NOTHING
        }
        for f in fits
    }
    return json.dumps(kinds, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
