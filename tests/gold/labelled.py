"""
The labelled pairs that the judge is fitted on, as sites with their aspects.

Every pair is seen twice, alone and among all that is held of its topic. Beside the pairs
as labelled stand pairs across: a claim with a statement of its topic that has little in
common with its own baseline, as an article's claims meet them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractors.claims import load_pipeline
from extractors.model import Article, BaselineClaim, Claim, Status, Topic
from extractors.verdicts import load_lexicon
from extractors.verdicts.compare import anchors, make_pair
from extractors.verdicts.judge import Context
from extractors.verdicts.judge.sites import Site, sites
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.pairs import as_article
from extractors.verdicts.rules import AGREEMENTS
from tests.gold.gate import GOLD, Gold, claims_of, labels_of, load

CONFLICT = frozenset({"contradicts", "updates"})


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
    contexts = _contexts(rows, texts, lexicon)
    own = [
        Labelled(
            row["topic"],
            row["verdict"],
            row["slot"] or "",
            _sites(*pair, context),
            texts=(row["baseline"], row["claim"]),
        )
        for row, pair in zip(rows, texts, strict=True)
        for context in (Context(lexicon), contexts[row["topic"]])
    ]
    known = _read_articles(lexicon) if part == "all" else []
    return own + _across(rows, texts, contexts) + known


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
    old: list[Claim], new: list[Claim], told: date | None, context: Context
) -> tuple[Site, ...]:
    return tuple(
        site
        for claim in old
        for other in new
        if not _is_known(row := _held(claim, told), other, context.lexicon)
        for site in sites(row, other, context)
    )


def _is_known(old: BaselineClaim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether a rule of agreement speaks, so that the judge is never asked."""
    pair = make_pair(old, new, lexicon)
    return any(rule(pair) is not None for rule in AGREEMENTS)


def _held(claim: Claim, told: date | None) -> BaselineClaim:
    return BaselineClaim(claim=claim, status=Status.SEED, document_date=told)


def _contexts(
    rows: Sequence[dict[str, Any]], texts: Sequence[Sides], lexicon: Lexicon
) -> dict[str, Context]:
    """All that is held of each topic, as what comes up for its claims."""
    held: dict[str, dict[str, list[Claim]]] = {}
    for row, (old, _, _) in zip(rows, texts, strict=True):
        held.setdefault(row["topic"], {}).setdefault(row["baseline"], old)
    return {
        topic: Context.of([c for old in by.values() for c in old], lexicon)
        for topic, by in held.items()
    }


def _across(
    rows: Sequence[dict[str, Any]],
    texts: Sequence[Sides],
    contexts: Mapping[str, Context],
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
                    _sites(old, new, told, contexts[row["topic"]]),
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
    context = Context.of([row for row, _ in near[:50]], lexicon)
    rows = near[:12]
    if not conflicts:
        return [
            Labelled(
                gold.topic.id, "new", "", _sites([row], [claim], day, context),
                across=True, texts=(row.quote, claim.quote),
            )
            for row, day in rows
            if len(words & anchors(row)) > 1
        ]  # fmt: skip
    return [
        Labelled(
            gold.topic.id, label["label"], label["slot"],
            _sites([row], [claim], day, context), texts=(row.quote, claim.quote),
        )
        for label in conflicts
        for row, day in held
        if row.quote in label["about"] or label["about"] in row.quote
    ]  # fmt: skip


def _words(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset().union(*map(anchors, claims))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.45 * max(1, min(len(one), len(other)))
