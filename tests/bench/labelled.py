"""Pairs of texts with a label: where they come from and how answers are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.common import data_folder, f1, is_held_back, prose, ratio, read_rows

KNOWN, AGAINST, NEITHER = "known", "contradicts", "neither"
_LABELS = {
    "SUPPORTS": KNOWN,
    "REFUTES": AGAINST,
    "NOT ENOUGH INFO": NEITHER,
    "for": KNOWN,
    "against": AGAINST,
    "observing": NEITHER,
}
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pair: ``label`` is known, contradicts or neither."""

    key: str
    source: str
    baseline: str
    claim: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said of a row; ``kind`` is one of our five verdicts."""

    row: Row
    kind: str
    reason: str = ""

    @property
    def said(self) -> str:
        """The verdict in the three classes of the sets."""
        return self.kind if self.kind in {KNOWN, AGAINST} else NEITHER


def vitaminc(*, held_back: bool = True) -> list[Row]:
    """Return VitaminC's development rows of the held-back pages, or of the others."""
    rows = read_rows(data_folder("contradiction") / "vitaminc_dev.jsonl")
    return [
        Row(
            key=row["unique_id"],
            source="vitaminc",
            baseline=prose(row["evidence"]),
            claim=prose(row["claim"]),
            label=_LABELS[row["label"]],
        )
        for row in rows
        if is_held_back(row["page"]) == held_back
    ]


def extra(*, held_back: bool = True) -> list[Row]:
    """Return the further pairs whose baseline is held back, or the others."""
    rows = read_rows(data_folder("contradiction") / "pairs_extra.jsonl")
    return [
        Row(
            key=f"{number} {row['baseline']}",
            source=row["source"],
            baseline=prose(row["baseline"]),
            claim=prose(row["claim"]),
            label=row["label"],
        )
        for number, row in enumerate(rows)
        if is_held_back(row["baseline"]) == held_back
    ]


def emergent(*, held_back: bool = True) -> list[Row]:
    """Return every claim and headline, all held back; the headline is the new text."""
    if not held_back:
        return []
    rows = read_rows(data_folder("contradiction") / "emergent_train.jsonl")
    return [
        Row(
            key=str(row["id"]),
            source="emergent",
            baseline=prose(row["claim"]),
            claim=prose(row["headline"]),
            label=_LABELS[row["label"]],
        )
        for row in rows
    ]


SETS: dict[str, Callable[..., list[Row]]] = {
    "vitaminc": vitaminc,
    "extra": extra,
    "emergent": emergent,
}


def figures(answers: Sequence[Answer]) -> dict[str, Any]:
    """Precision, recall and F1 per class, accuracy over the three."""
    pairs = Counter((answer.row.label, answer.said) for answer in answers)
    found: dict[str, Any] = {
        "rows": len(answers),
        "accuracy": ratio(
            sum(n for (label, said), n in pairs.items() if label == said), len(answers)
        ),
    }
    for name in (AGAINST, KNOWN, NEITHER):
        hit = pairs[name, name]
        precision = ratio(hit, sum(n for (_, s), n in pairs.items() if s == name))
        recall = ratio(hit, sum(n for (label, _), n in pairs.items() if label == name))
        found[name] = {
            "precision": precision,
            "recall": recall,
            "f1": f1(precision, recall),
        }
    return found


def has_digits(row: Row) -> bool:
    """Whether the claim holds a number."""
    return any(character.isdigit() for character in row.claim)


def other_numbers(rows: Sequence[Row]) -> list[Answer]:
    """The ready-made way: a number that the baseline has not contradicts it."""
    return [
        Answer(
            row=row,
            kind=AGAINST
            if set(_NUMBER.findall(row.claim)) - set(_NUMBER.findall(row.baseline))
            else KNOWN,
        )
        for row in rows
    ]


def always(rows: Sequence[Row], kind: str) -> list[Answer]:
    """Say the same of every row."""
    return [Answer(row=row, kind=kind) for row in rows]
