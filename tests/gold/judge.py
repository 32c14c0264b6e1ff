"""
Fits the learned judge on the labelled pairs and says how far it can be trusted.

``python -m tests.gold.judge [--write] [--part all|fit]`` prints, with every topic
judged by weights that have not seen it, precision and recall per kind of conflict and
how often a stated probability is right; ``--write`` fits once more on all of it and
writes ``extractors/verdicts/judge/weights.json``. ``--part fit`` leaves the topics of
``dev`` out, so that their articles stay unseen. Never reads ``gate``.

Beside the pairs as labelled stand pairs across: a claim with a statement of its topic
that has little in common with its own baseline, as an article's claims meet them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from extractors.claims import load_pipeline
from extractors.model import Article, BaselineClaim, Claim, Status, Topic
from extractors.verdicts import load_lexicon
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.compare import anchors, make_pair
from extractors.verdicts.judge import Rarity
from extractors.verdicts.judge.sites import KINDS, Site, sites
from extractors.verdicts.pairs import as_article
from extractors.verdicts.rules import AGREEMENTS
from tests.gold.gate import GOLD, Gold, claims_of, labels_of, load

WEIGHTS = GOLD.parents[1] / "extractors/verdicts/judge/weights.json"
# what can only speak for one conflict, only against it, or either way
FOR = frozenset(
    [
        "held_old",
        "held_new",
        "held_least",
        "held_most",
        "held_nearly",
        "shared",
        "left_one",
        "word_opposed",
        "verb_kin",
        "verb_near",
        "verb_told",
        "verb_opposed",
        "odd",
        "odd_by_words",
        "negated_told",
        "opposed_held",
        "subject",
        "object",
        "participant",
        "participants",
        "names_shared",
        "shared_words",
        "time_same",
        "held_by_verb",
        "subject_by_verb",
        "participant_held",
        "figure_role",
        "figure_named",
        "figure_bearer",
        "figure_unit",
        "figure_lone",
        "measure",
        "measure_held",
        "role_held",
        "role_by_verb",
        "unit_held",
        "nats_shared",
        "nats_relation",
        "nats_both",
        "nats_rarest",
        "nats_share",
        "nats_share_least",
        "nats_unit",
        "nats_role",
        "nats_measure",
        "nats_by_role",
        "lead",
        "lead_share",
        "fulfilled",
    ]
)
AGAINST = frozenset(
    [
        "left_old",
        "left_new",
        "nats_old",
        "nats_new",
        "verb_apart",
        "even",
        "modifiers_apart",
        "adjuncts_old",
        "adjuncts_new",
        "adjuncts_replaced",
        "names_old",
        "names_new",
        "names_apart",
        "time_before_undated",
        "time_before_apart",
        "time_inside",
        "soft_old",
        "soft_new",
        "question_new",
        "false_new",
        "planned_differs",
        "future_differs",
        "additions_differ",
        "said_new_only",
        "ordinal_apart",
        "span_apart",
        "statistic_apart",
        "statistic_new",
        "statistic_old",
        "opinion_new",
        "part_new",
        "history_differs",
        "figure_met",
        "figures_agree",
        "nominal",
        "part_of_old",
        "part_told",
        "whole_of_old",
        "role_apart",
    ]
)
EITHER = frozenset(
    [
        "subject_absent",
        "object_absent",
        "swapped",
        "negation_differs",
        "implicit_differs",
        "universal_differs",
        "nobody_old",
        "nobody_new",
        "time_overlap",
        "time_apart",
        "time_at_apart",
        "time_earlier",
        "time_next",
        "time_before",
        "time_before_old",
        "time_until",
        "time_since",
        "dated_old",
        "dated_new",
        "later",
        "history_new",
        "figure_ratio",
        "figure_smaller",
        "figure_larger",
        "figure_money",
        "figure_share",
        "figure_bound",
        "figure_small",
        "starts_apart",
        "ends_apart",
        "once",
        "other_end",
        "ended",
        "begun",
        "moved",
        "changed",
        "handed_over",
        "one_subject",
        "one_place",
        "pending_new",
        "bare",
    ]
)
# what has nothing to say of a kind of site
_PARITY = frozenset(
    ["negated_told", "implicit_differs", "even", "odd", "odd_by_words", "opposed_held"]
    + ["word_opposed", "verb_opposed", "nobody_old", "nobody_new"]
)
_DEEDS = frozenset(
    ["once", "other_end", "ended", "begun", "moved", "changed", "handed_over"]
    + ["one_subject", "one_place", "pending_new", "fulfilled"]
)
FOREIGN = {
    "quantity": _PARITY | (_DEEDS - {"changed", "pending_new", "fulfilled"}),
    "date": _PARITY | {"changed", "handed_over", "one_subject", "one_place"},
    "exclusivity": _DEEDS,
    "polarity": frozenset(["once", "one_subject", "one_place", "moved", "changed"]),
    "filler": frozenset[str](),
}
# which kinds of site can show a conflict of a slot, the likeliest first
SHOWN = {
    "quantity": ("quantity", "exclusivity", "date"),
    "date": ("date", "quantity", "filler"),
    "polarity": ("polarity", "filler"),
    "relation": ("polarity", "filler"),
    "subject": ("filler", "polarity"),
    "object": ("filler", "polarity"),
    "exclusivity": ("exclusivity", "polarity", "filler", "quantity"),
    "modality": ("polarity", "filler"),
}
CONFLICT = frozenset({"contradicts", "updates"})
# weight of a pair across, penalty on weights, rounds of choosing each pair's site
ACROSS, PENALTY, ROUNDS, FOLDS = 0.5, 10.0, 3, 6
# weights below it change nothing
_NOTHING = 0.02


@dataclass(frozen=True, slots=True)
class Labelled:
    """One pair with its sites; ``across`` was paired by us, not by a labeller."""

    topic: str
    label: str
    slot: str
    sites: tuple[Site, ...]
    across: bool = False
    texts: tuple[str, str] = ("", "")


def labelled(part: str) -> list[Labelled]:
    """Read, extract and align the pairs of ``fit`` and, for ``all``, ``dev``."""
    folders = [f for p in ("dev", "fit") for f in sorted((GOLD / p).glob("*/"))]
    rows = [
        json.loads(line) | {"topic": folder.name}
        for folder in folders
        if part == "all" or folder.parent.name == "fit"
        for line in (folder / "pairs.jsonl").read_text("utf-8").splitlines()
    ]
    lexicon = load_lexicon()
    texts = _extracted(rows)
    among = _among(rows, texts, lexicon)
    own = [
        Labelled(
            row["topic"],
            row["verdict"],
            row["slot"] or "",
            _sites(*pair, rarity),
            texts=(row["baseline"], row["claim"]),
        )
        for row, pair in zip(rows, texts, strict=True)
        for rarity in (Rarity(lexicon), among[row["topic"]])
    ]
    known = _read_articles(lexicon) if part == "all" else []
    return own + _across(rows, texts, among) + known


Sides = tuple[list[Claim], list[Claim], date | None]


def _extracted(rows: Sequence[dict[str, Any]]) -> list[Sides]:
    days = [
        [_day(row.get(f"{side}_date")) for side in ("baseline", "claim")]
        for row in rows
    ]
    articles = [
        as_article(side, row[side], day)
        for row, pair in zip(rows, days, strict=True)
        for side, day in zip(("baseline", "claim"), pair, strict=True)
    ]
    claims = iter(claims_of(Topic(id="gold"), articles, load_pipeline))
    return [
        (old, new, pair[0]) for old, new, pair in zip(claims, claims, days, strict=True)
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _sites(
    old: list[Claim], new: list[Claim], told: date | None, rarity: Rarity
) -> tuple[Site, ...]:
    return tuple(
        site
        for claim in old
        for other in new
        if not _is_known(row := _held(claim, told), other, rarity.lexicon)
        for site in sites(row, other, rarity)
    )


def _is_known(old: BaselineClaim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether a rule of agreement speaks, so that the judge is never asked."""
    pair = make_pair(old, new, lexicon)
    return any(rule(pair) is not None for rule in AGREEMENTS)


def _held(claim: Claim, told: date | None) -> BaselineClaim:
    return BaselineClaim(claim=claim, status=Status.SEED, document_date=told)


def _among(
    rows: Sequence[dict[str, Any]], texts: Sequence[Sides], lexicon: Lexicon
) -> dict[str, Rarity]:
    """All that is held of each topic, as what comes up for its claims."""
    held: dict[str, dict[str, list[Claim]]] = {}
    for row, (old, _, _) in zip(rows, texts, strict=True):
        held.setdefault(row["topic"], {}).setdefault(row["baseline"], old)
    return {
        topic: Rarity.among([c for old in by.values() for c in old], lexicon)
        for topic, by in held.items()
    }


def _across(
    rows: Sequence[dict[str, Any]],
    texts: Sequence[Sides],
    among: Mapping[str, Rarity],
) -> list[Labelled]:
    """Four of the eight statements of the topic with the most words in common."""
    chance = random.Random(7)
    held: dict[str, dict[str, Sides]] = {}
    for row, pair in zip(rows, texts, strict=True):
        held.setdefault(row["topic"], {}).setdefault(row["baseline"], pair)
    found = []
    for row, (own, new, _) in zip(rows, texts, strict=True):
        mine, words = _words(own), _words(new)
        others = [
            pair
            for text, pair in held[row["topic"]].items()
            if text != row["baseline"] and not _alike(mine, _words(pair[0]))
        ]
        others.sort(key=lambda pair: -len(words & _words(pair[0])))
        for old, _, told in chance.sample(others[:8], min(4, len(others))):
            found.append(
                Labelled(
                    row["topic"],
                    "new",
                    "",
                    _sites(old, new, told, among[row["topic"]]),
                    across=True,
                    texts=(old[0].sentence if old else "", row["claim"]),
                )
            )
    return found


def _read_articles(lexicon: Any) -> list[Labelled]:
    """The articles of ``dev`` claim by claim beside what was held, as a run meets them."""
    found = []
    for folder in sorted((GOLD / "dev").glob("*/")):
        gold = load(folder)
        order = [*gold.seeds, *gold.articles.values()]
        claims = claims_of(gold.topic, order, load_pipeline)
        held: list[tuple[Claim, date | None]] = []
        for article, told in zip(order, claims, strict=True):
            day = article.published_at.date() if article.published_at else None
            if article not in gold.seeds:
                for claim in told:
                    found += _met(gold, article, claim, held, lexicon)
            held += [(claim, day) for claim in told]
    return found


def _met(
    gold: Gold,
    article: Article,
    claim: Claim,
    held: Sequence[tuple[Claim, date | None]],
    lexicon: Any,
) -> list[Labelled]:
    """A claim with the rows nearest to it, and with what its label is about."""
    labels = labels_of(gold, article, claim)
    conflicts = [label for label in labels if label["label"] in CONFLICT]
    words = anchors(claim)
    near = sorted(held, key=lambda row: -len(words & anchors(row[0])))
    rarity = Rarity.among([row for row, _ in near[:50]], lexicon)
    rows = near[:12]
    if not conflicts:
        return [
            Labelled(
                gold.topic.id, "new", "", _sites([row], [claim], day, rarity),
                across=True, texts=(row.quote, claim.quote),
            )
            for row, day in rows
            if len(words & anchors(row)) > 1
        ]  # fmt: skip
    return [
        Labelled(
            gold.topic.id, label["label"], label["slot"],
            _sites([row], [claim], day, rarity), texts=(row.quote, claim.quote),
        )
        for label in conflicts
        for row, day in held
        if row.quote in label["about"] or label["about"] in row.quote
    ]  # fmt: skip


def _words(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset().union(*map(anchors, claims))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.45 * max(1, min(len(one), len(other)))


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
    score = rows[:, [names.index("held_least"), names.index("verb_near")]].sum(axis=1)
    theta = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):
        kept, labels, weights = _chosen(kind, own, pairs, score)
        theta = _descend(rows[kept], labels, weights, _bounds(names), theta)
        score = rows @ theta[:-1] + theta[-1]
    return Fit(kind, names, np.append(theta[:-1] / scale, theta[-1]))


def _that_vary(some: Sequence[Site]) -> list[str]:
    """The aspects that tell one site of a kind from another."""
    first = some[0].aspects
    return sorted(
        name
        for name in {name for s in some for name in s.aspects} & (FOR | AGAINST | EITHER)
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
            if kind in SHOWN[pair.slot] and (
                i not in best or score[j] > score[best[i]]
            ):
                best[i] = j
            continue
        kept.append(j)
        labels.append(0.0)
        weights.append(ACROSS if pair.across else 1.0)
    for i, j in best.items():
        kept.append(j)
        labels.append(1.0)
        weights.append(1.0 if SHOWN[pairs[i].slot][0] == kind else 0.4)
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


def unseen(pairs: Sequence[Labelled]) -> list[tuple[Labelled, dict[str, float]]]:
    """Every pair with its probabilities per kind, by weights that never saw its topic."""
    topics = sorted({pair.topic for pair in pairs})
    found = []
    for number in range(FOLDS):
        out = set(topics[number::FOLDS])
        fits = [fit(kind, [p for p in pairs if p.topic not in out]) for kind in KINDS]
        found += [(p, _judged(p, fits)) for p in pairs if p.topic in out]
    return found


def _judged(pair: Labelled, fits: Sequence[Fit]) -> dict[str, float]:
    return {
        f.kind: max(
            (1 / (1 + np.exp(-f.odds(s))) for s in pair.sites if s.kind == f.kind),
            default=0.0,
        )
        for f in fits
    }


def report(found: Sequence[tuple[Labelled, dict[str, float]]]) -> None:
    """Print how much is found at which precision, and whether a probability is one."""
    for name, rows in (
        ("labelled pairs", [row for row in found if not row[0].across]),
        ("with pairs across", list(found)),
    ):
        print(f"{name}: {len(rows)}")
        for least in (0.5, 0.6, 0.7, 0.8, 0.9):
            said = [p.label in CONFLICT for p, by in rows if max(by.values()) >= least]
            total = sum(p.label in CONFLICT for p, _ in rows)
            print(
                f"  p >= {least}: precision {sum(said) / max(1, len(said)):.2f}, "
                f"recall {sum(said) / total:.2f} ({len(said)})"
            )
    print("stated probability: how often right, labelled pairs")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        said = [
            p.label in CONFLICT
            for p, by in found
            if not p.across and low <= max(by.values()) < low + 0.2
        ]
        print(
            f"  {low:.1f} to {low + 0.2:.1f}: {sum(said) / max(1, len(said)):.2f} ({len(said)})"
        )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("all", "fit"), default="all")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--without", metavar="TOPIC", help="leave one topic out")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    pairs = [p for p in labelled(options.part) if p.topic != options.without]
    if not options.quick:
        report(unseen(pairs))
    if options.write:
        WEIGHTS.write_text(_as_text([fit(k, pairs) for k in KINDS]), encoding="utf-8")
        print(f"written: {WEIGHTS.name}, {WEIGHTS.stat().st_size} bytes")


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


if __name__ == "__main__":
    main()
