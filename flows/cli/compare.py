"""``claimwatch compare``: pairs of texts, judged without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from extractors.model import Topic, Verdict
from flows.cli.command import command
from flows.cli.desk import Desk, UsageError

if TYPE_CHECKING:
    from extractors.verdicts import Lexicon

BATCH = 32  # pairs that are parsed at once


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the input."""

    id: str | int
    baseline: str
    claim: str
    baseline_date: date | None = None
    claim_date: date | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no pair."""

    id: str | int | None
    error: str


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(compare)


def compare(
    desk: Desk,
    pairs: Annotated[
        str, typer.Option("--pairs", help="A file of JSON lines, or - for input.")
    ],
) -> None:
    """
    Judge pairs of texts: what each claim is to its baseline.

    Each line is {"id", "baseline", "claim", "baseline_date"?, "claim_date"?}.

    claimwatch compare --pairs pairs.jsonl
    """
    from extractors.verdicts import load_lexicon  # noqa: PLC0415
    from flows.fanout import pipeline  # noqa: PLC0415

    topic = desk.settings().topic if desk.topic else Topic(id="pairs")
    nlp, lexicon = pipeline(), load_lexicon()
    failed = False
    for batch in _batches(_parsed(_lines(pairs))):
        good = [pair for pair in batch if isinstance(pair, Pair)]
        answers = iter(_answers(good, nlp, topic, lexicon))
        for entry in batch:
            if isinstance(entry, Pair):
                desk.emit(next(answers))
            else:
                failed = True
                desk.emit({"id": entry.id, "error": entry.error})
    if failed:
        raise UsageError("some lines are no pairs; see their errors")


def _lines(pairs: str) -> Iterator[str]:
    if pairs == "-":
        yield from sys.stdin
        return
    try:
        with Path(pairs).open(encoding="utf-8") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{pairs} cannot be read: {error}") from error


def _parsed(lines: Iterable[str]) -> Iterator[Pair | BadLine]:
    for line in lines:
        if line.strip():
            yield _pair(line)


def _pair(line: str) -> Pair | BadLine:
    try:
        return msgspec.json.decode(line, type=Pair)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        return BadLine(_id_of(line), str(error))


def _id_of(line: str) -> str | int | None:
    try:
        found = msgspec.json.decode(line)["id"]
    except (msgspec.DecodeError, KeyError, TypeError):
        return None
    return found if isinstance(found, str | int) else None


def _batches(entries: Iterator[Pair | BadLine]) -> Iterator[list[Pair | BadLine]]:
    while batch := list(islice(entries, BATCH)):
        yield batch


def _answers(
    pairs: Sequence[Pair], nlp: Any, topic: Topic, lexicon: Lexicon
) -> Iterator[dict[str, Any]]:
    from extractors.verdicts.pairs import TextPair, compare_texts  # noqa: PLC0415

    texts = (
        TextPair(
            baseline=pair.baseline,
            claim=pair.claim,
            baseline_date=pair.baseline_date,
            claim_date=pair.claim_date,
        )
        for pair in pairs
    )
    verdicts = compare_texts(texts, nlp=nlp, topic=topic, lexicon=lexicon)
    for pair, verdict in zip(pairs, verdicts, strict=True):
        yield {
            "id": pair.id,
            "verdict": verdict.kind.value,
            "confidence": round(verdict.confidence, 3),
            "slot": verdict.slot.value if verdict.slot else None,
            "old_value": verdict.old_value or None,
            "new_value": verdict.new_value or None,
            "reason": verdict.reason,
            "explanation": explanation(verdict),
        }


def explanation(verdict: Verdict) -> str:
    """Why, in a sentence or two."""
    reason = verdict.reason.replace("_", " ")
    said = reason[:1].upper() + reason[1:]
    if verdict.slot:
        said += f" ({verdict.slot.value})"
    if verdict.old_value or verdict.new_value:
        said += f": “{verdict.old_value}” held, “{verdict.new_value}” said"
    if verdict.would_change:
        said += f". What would change it: {verdict.would_change}"
    return f"{said}."
