"""
The labelled statements that the judge is fitted on, as it meets them.

Claims of articles come beside the sentences that came up for them in a run of their
topic; labelled pairs, and public ones, come alone.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extractors.claims import load_pipeline
from extractors.model import BaselineClaim, Claim, Status, Topic
from extractors.verdicts import candidate_keys, load_lexicon
from extractors.verdicts.judge import Context, Statement, statements
from extractors.verdicts.judge.model import CONFLICTS, KNOWN, OUTCOMES
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.pairs import as_article
from extractors.verdicts.reach import anchors, meet
from extractors.verdicts.rules import AGREEMENTS, Pair
from storage.baseline import Holding, Working
from storage.database import Database
from tests.bench.common import sampled
from tests.bench.labelled import NEITHER, extra, vitaminc
from tests.gold.gate import GOLD, MADE_WITH, Gold, claims_of, labels_of, load

# the topic of public rows, how many of VitaminC and of negated sentences of Wikipedia
# are fitted on
PUBLIC = "public"
_VITAMINC_ROWS, _NEGATED_ROWS = 8000, 1000
_NEGATED = "wikifactcheck-negated"


@dataclass(frozen=True, slots=True)
class Spot:
    """The claim of an article, the sentence of both, and the one held of a document."""

    article: str
    claim: str
    index: int
    document: str
    held: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """
    A claim beside a sentence held: what it is to it, and the aspects of the two.

    ``label`` is one of the judge's outcomes or "new"; ``open`` are the outcomes of which
    nobody said whether it is one. ``key`` is the same for all that one label is about;
    ``found`` are the outcomes that are labelled in the claim, each with its key.
    ``spot`` is None in a lone pair. What a rule knows has no aspects, but ``ruled``, how
    sure that is: the judge does not see it, but what stands beside it.
    """

    topic: str
    label: str
    aspects: Mapping[str, float]
    texts: tuple[str, str]
    key: str = ""
    found: tuple[tuple[str, str], ...] = ()
    open: frozenset[str] = frozenset()
    spot: Spot | None = None
    ruled: float = 0.0


def labelled(part: str) -> list[Labelled]:
    """Read and extract pairs and articles to fit on; without ``dev`` for ``fit``."""
    rows = [
        json.loads(line) | {"topic": folder.name}
        for folder in _folders(part, "pairs.jsonl")
        for line in (folder / "pairs.jsonl").read_text("utf-8").splitlines()
    ]
    lexicon = load_lexicon()
    # each pair is seen with its days and without
    undated = [row | {"baseline_date": None, "claim_date": None} for row in rows]
    alone = [each for rows in (rows, undated) for each in _alone(rows, lexicon)]
    return alone + list(_articles(part, lexicon))


def public_pairs() -> list[Labelled]:
    """
    Read pairs of the fitting part of public sets: lone sentences, without days.

    Of VitaminC so many rows, and all of pairs_extra but the most of its negated ones.

    Raises:
        SystemExit: ``CLAIMWATCH_BENCH`` does not name the folder of the public sets.

    """
    further = extra(held_back=False)
    negated = [row for row in further if row.source == _NEGATED]
    rows = [
        {
            "topic": PUBLIC,
            "baseline": row.baseline,
            "claim": row.claim,
            "verdict": "new" if row.label == NEITHER else row.label,
        }
        for row in (
            *sampled(vitaminc(held_back=False), lambda row: row.key, _VITAMINC_ROWS),
            *(row for row in further if row.source != _NEGATED),
            *sampled(negated, lambda row: row.key, _NEGATED_ROWS),
        )
    ]
    return list(_alone(rows, load_lexicon()))


def _folders(part: str, file: str) -> list[Path]:
    """The topics that have the file; those of ``dev`` only for ``all``."""
    parts = MADE_WITH if part == "all" else MADE_WITH[1:]
    return [path.parent for p in parts for path in sorted((GOLD / p).glob(f"*/{file}"))]


def _alone(rows: Sequence[dict[str, Any]], lexicon: Lexicon) -> Iterator[Labelled]:
    """Pairs of texts, claim by claim."""
    for row, (old, new, told) in zip(rows, _extracted(rows), strict=True):
        held = [
            BaselineClaim(claim=claim, status=Status.SEED, document_date=told)
            for claim in old
        ]
        context = Context.of(old, lexicon)
        for claim in new:
            for found in statements(claim, held, context):
                texts = (row["baseline"], row["claim"])
                yield Labelled(
                    row["topic"], row["verdict"], found.aspects, texts, key=str(texts)
                )


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


def _agreed(old: BaselineClaim, new: Claim, lexicon: Lexicon) -> float:
    """How sure a rule of agreement is; 0 where none speaks."""
    if not meet(anchors(new), anchors(old.claim)):
        return 0.0
    pair = Pair(old, new, lexicon)
    return max((v.confidence for rule in AGREEMENTS if (v := rule(pair))), default=0.0)


def _articles(part: str, lexicon: Lexicon) -> Iterator[Labelled]:
    """The articles claim by claim beside what was held, as a run meets them."""
    for folder in _folders(part, "labels.jsonl"):
        gold = load(folder)
        with tempfile.TemporaryDirectory() as home:
            database = Database(Path(home) / "gold.duckdb")
            database.migrate()
            with database.transaction() as con:
                yield from _topic(gold, Working(con), lexicon)


def _topic(gold: Gold, held: Working, lexicon: Lexicon) -> Iterator[Labelled]:
    """The articles of one topic by day; what contradicts does not come to be held."""
    printed = sorted(gold.articles.values(), key=lambda a: str(a.published_at))
    by_day = [*gold.seeds, *printed]
    claims = claims_of(gold.topic, by_day, load_pipeline)
    for article, told in zip(by_day, claims, strict=True):
        labels = [list(labels_of(gold, article, claim)) for claim in told]
        keys = [candidate_keys(claim) for claim in told]
        if article not in gold.seeds:
            came_up = held.candidates(list(zip(told, keys, strict=True)))
            for claim, said, rows in zip(told, labels, came_up, strict=True):
                yield from _met(gold.topic.id, claim, said, rows, lexicon)
        entering = [
            Holding(claim=claim, article=article, keys=each, status=Status.SEED)
            for claim, said, each in zip(told, labels, keys, strict=True)
            if all(label["label"] != "contradicts" for label in said)
        ]
        held.hold(entering, at=article.fetched_at)


def _met(
    topic: str,
    claim: Claim,
    labels: Sequence[dict[str, Any]],
    rows: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> Iterator[Labelled]:
    """
    A claim beside the sentences that a run would look at, or that rules know it by.

    Its label is about some of them: what it is to the others nobody said.
    """
    agreed = [(_agreed(row, claim, lexicon), row) for row in rows]
    if any(sure for sure, _ in agreed):
        for sure, row in agreed:
            if sure:
                yield _ruled(topic, claim, row, sure)
        return
    ours = [label for label in labels if label["label"] in OUTCOMES]
    ours.sort(key=lambda label: label["label"] == KNOWN)
    told = {label["label"] for label in labels}
    context = Context.of([row.claim for row in rows], lexicon)
    for found in statements(claim, rows, context):
        label = next((each for each in ours if _is_about(found, rows, each)), None)
        said = label["label"] if label else "new"
        yield Labelled(
            topic,
            said,
            found.aspects,
            (found.row.claim.sentence, claim.quote),
            key=_key(topic, label) if label else "",
            found=tuple((each["label"], _key(topic, each)) for each in ours),
            open=_left_open(said, told),
            spot=_spot(claim, found.row),
        )


def _ruled(topic: str, claim: Claim, row: BaselineClaim, sure: float) -> Labelled:
    texts = (row.claim.sentence, claim.quote)
    return Labelled(topic, KNOWN, {}, texts, spot=_spot(claim, row), ruled=sure)


def _spot(claim: Claim, row: BaselineClaim) -> Spot:
    held = row.claim
    return Spot(
        article=claim.article_id,
        claim=claim.claim_id,
        index=claim.sentence_index,
        document=held.article_id,
        held=held.sentence_index,
    )


def _left_open(said: str, told: Collection[str]) -> frozenset[str]:
    """What a claim may be to a sentence that none of its labels is about."""
    found = set[str]()
    if said not in CONFLICTS and not told.isdisjoint(CONFLICTS):
        found.update(CONFLICTS)
    if said != KNOWN and (not told or KNOWN in told):
        found.add(KNOWN)
    return frozenset(found)


def _key(topic: str, label: Mapping[str, Any]) -> str:
    return f"{topic} {label['article']} {label.get('group') or label['quote']}"


def _is_about(
    found: Statement, rows: Sequence[BaselineClaim], label: Mapping[str, Any]
) -> bool:
    """Whether the label is about the sentence or about a claim of it."""
    sentence = found.row.claim.sentence
    told = [sentence, *(r.claim.quote for r in rows if r.claim.sentence == sentence)]
    return any(each in label["about"] or label["about"] in each for each in told)
