"""
The labelled pairs that the judge is fitted on, as sites with their aspects.

Every pair is seen twice, alone and among all that is held of its topic. Beside the pairs
as labelled stand pairs across: a claim with a statement of its topic that has little in
common with its own baseline, as an article's claims meet them.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from extractors.claims import load_pipeline
from extractors.model import BaselineClaim, Claim, Slot, Status, Topic
from extractors.verdicts import candidate_keys, load_lexicon
from extractors.verdicts.compare import anchors, meet
from extractors.verdicts.judge import Context
from extractors.verdicts.judge.among import among
from extractors.verdicts.judge.context import LEAST_HELD, held_most
from extractors.verdicts.judge.order import order
from extractors.verdicts.judge.sites import Site, sites
from extractors.verdicts.judge.statements import STATEMENT, statements
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.pairs import as_article
from extractors.verdicts.rules import AGREEMENTS, CONFLICTS, Pair
from extractors.verdicts.rules.pair import is_fair, is_fair_to
from storage.baseline import Holding, Working
from storage.database import Database
from tests.bench.common import data_folder, is_held_back, prose, read_rows, sampled
from tests.gold.gate import GOLD, Gold, claims_of, labels_of, load

CONFLICT = frozenset({"contradicts", "updates"})
# the topic of rows of VitaminC, how many are fitted on, and its labels in our words
PUBLIC = "public"
_PUBLIC_ROWS = 8000
_PUBLIC = {"REFUTES": "contradicts", "SUPPORTS": "known", "NOT ENOUGH INFO": "new"}
# before the names of what only tells the outcome of a conflict
ORDER = "order:"


@dataclass(frozen=True, slots=True)
class Labelled:
    """
    One pair with its sites.

    ``across`` was paired by us, not by a labeller; ``article`` comes from an article.
    """

    topic: str
    label: str
    slot: str
    sites: tuple[Site, ...]
    across: bool = False
    texts: tuple[str, str] = ("", "")
    article: bool = False


def labelled(part: str) -> list[Labelled]:
    """Read, extract and align pairs and articles of ``fit`` and, for ``all``, ``dev``."""
    rows = [
        json.loads(line) | {"topic": folder.name}
        for folder in _folders(part, "pairs.jsonl")
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
    return own + _across(rows, texts, contexts) + _read_articles(part, lexicon)


def public_pairs() -> list[Labelled]:
    """
    Read pairs of the fitting part of VitaminC: lone sentences of people, without days.

    Raises:
        SystemExit: ``CLAIMWATCH_BENCH`` does not name the folder of the public sets.

    """
    found = read_rows(data_folder("contradiction") / "vitaminc_dev.jsonl")
    fitting = [row for row in found if not is_held_back(row["page"])]
    rows = [
        {
            "baseline": prose(row["evidence"]),
            "claim": prose(row["claim"]),
            "verdict": _PUBLIC[row["label"]],
        }
        for row in sampled(fitting, lambda row: row["unique_id"], _PUBLIC_ROWS)
    ]
    context = Context(load_lexicon())
    return [
        Labelled(PUBLIC, row["verdict"], "", _sites(*pair, context))
        for row, pair in zip(rows, _extracted(rows), strict=True)
    ]


def _folders(part: str, file: str) -> list[Path]:
    """The topics of ``fit`` and, for ``all``, ``dev`` that have the file."""
    parts = ("dev", "fit") if part == "all" else ("fit",)
    return [path.parent for p in parts for path in sorted((GOLD / p).glob(f"*/{file}"))]


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
        for site in _judged_sites(row, other, context)
    )


def _judged_sites(old: BaselineClaim, new: Claim, context: Context) -> tuple[Site, ...]:
    """The sites with what tells the outcome (``order:``) beside their own aspects."""
    if held_most(old.claim, new) < LEAST_HELD:
        return ()
    found = sites(old, new, context)
    return tuple(
        replace(
            site,
            aspects=site.aspects | _ordered(old, new, site.kind, context),
        )
        for site in found
    )


def _ordered(
    old: BaselineClaim, new: Claim, kind: str, context: Context
) -> dict[str, float]:
    found = order(old, new, kind) | among(old.claim, new, context)
    return {f"{ORDER}{name}": value for name, value in found.items()}


def _is_known(old: BaselineClaim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether a rule of agreement speaks, so that the judge is never asked."""
    pair = Pair(old, new, lexicon)
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


def _read_articles(part: str, lexicon: Lexicon) -> list[Labelled]:
    """The articles claim by claim beside what was held, as a run meets them."""
    found = []
    for folder in _folders(part, "labels.jsonl"):
        gold = load(folder)
        with tempfile.TemporaryDirectory() as home:
            database = Database(Path(home) / "gold.duckdb")
            database.migrate()
            with database.transaction() as con:
                found += _read_topic(gold, Working(con), lexicon)
    return found


def _read_topic(gold: Gold, held: Working, lexicon: Lexicon) -> list[Labelled]:
    """The articles of one topic by day; what contradicts does not come to be held."""
    found = []
    printed = sorted(gold.articles.values(), key=lambda a: str(a.published_at))
    order_ = [*gold.seeds, *printed]
    claims = claims_of(gold.topic, order_, load_pipeline)
    for article, told in zip(order_, claims, strict=True):
        labels = [list(labels_of(gold, article, claim)) for claim in told]
        keys = [candidate_keys(claim) for claim in told]
        if article not in gold.seeds:
            came_up = held.candidates(list(zip(told, keys, strict=True)))
            for claim, said, rows in zip(told, labels, came_up, strict=True):
                found += _met(gold.topic.id, claim, said, rows, lexicon)
        entering = [
            Holding(claim=claim, article=article, keys=each, status=Status.SEED)
            for claim, said, each in zip(told, labels, keys, strict=True)
            if all(label["label"] != "contradicts" for label in said)
        ]
        held.hold(entering, at=article.fetched_at)
    return found


def _met(
    topic: str,
    claim: Claim,
    labels: Sequence[dict[str, Any]],
    rows: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> list[Labelled]:
    """A claim that no rule speaks of, with what its label is about, else with all."""
    words = anchors(claim)
    pairs = [
        Pair(row, claim, lexicon) for row in rows if meet(words, anchors(row.claim))
    ]
    if any(rule(pair) for pair in pairs for rule in (*AGREEMENTS, *CONFLICTS)):
        return []
    context = Context.of([row.claim for row in rows], lexicon)
    conflicts = [label for label in labels if label["label"] in CONFLICT]
    return _statements(topic, claim, rows, conflicts, context) + [
        Labelled(
            topic,
            label["label"] if label else "new",
            label["slot"] if label else "",
            seen,
            across=label is None,
            texts=(pair.held.quote, claim.quote),
            article=True,
        )
        for pair in pairs
        for label in (_about(pair.held, conflicts) if conflicts else [None])
        if is_fair(pair) and (seen := _judged_sites(pair.old, claim, context))
    ]


def _statements(
    topic: str,
    claim: Claim,
    rows: Sequence[BaselineClaim],
    conflicts: Sequence[dict[str, Any]],
    context: Context,
) -> list[Labelled]:
    """The claim with each sentence held that a run would look at."""
    found = []
    for each in statements(claim, rows, context):
        held = each.row.claim.sentence
        label = next(
            (c for c in conflicts if c["about"] in held or held in c["about"]), None
        )
        if bool(conflicts) is not bool(label) or not is_fair_to(each.row, claim):
            continue
        aspects = each.aspects | _ordered(each.row, claim, STATEMENT, context)
        site = Site(STATEMENT, Slot.OBJECT, aspects, held, claim.quote)
        found.append(
            Labelled(
                topic,
                label["label"] if label else "new",
                label["slot"] if label else "",
                (site,),
                across=label is None,
                texts=(held, claim.quote),
                article=True,
            )
        )
    return found


def _about(row: Claim, labels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        label
        for label in labels
        if row.quote in label["about"] or label["about"] in row.quote
    ]


def _words(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset().union(*map(anchors, claims))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.45 * max(1, min(len(one), len(other)))
