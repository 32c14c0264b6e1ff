"""
Verdicts on public pairs: VitaminC, pairs_extra and Emergent through ``compare_texts``.

``python -m tests.bench.contradiction [--set NAME] [--limit N] [--without PART]
[--misses] [--json FILE]``

Only the fifth that is held back is measured: VitaminC by the hash of its page,
pairs_extra by the hash of its baseline, each modulo 100 from 80 on. ``--misses`` reads
the other four fifths instead and prints what was judged wrong there, so that nobody
looks at what is held back. Emergent is measured whole and never shown. A verdict other than ``contradicts`` and ``known`` is no opinion (NOT ENOUGH INFO,
observing); ``updates`` is one of them, because both sides may then be true.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractors.claims import load_pipeline
from extractors.model import Topic, Verdict
from extractors.verdicts import Lexicon, load_lexicon
from extractors.verdicts.pairs import TextPair, compare_texts
from tests.bench.common import options, print_table, progress, ratio, sampled, save
from tests.bench.labelled import (
    AGAINST,
    KNOWN,
    NEITHER,
    SETS,
    Answer,
    Row,
    always,
    figures,
    has_digits,
    other_numbers,
)

BATCH = 128
# what of the lexicon a measurement can do without
PARTS: dict[str, Callable[[Lexicon], Lexicon]] = {
    "opposites": lambda lexicon: replace(
        lexicon, opposites={}, direct={}, heads={}, implicit_negatives=frozenset()
    ),
    "synonyms": lambda lexicon: replace(lexicon, mates={}),
    "vectors": lambda lexicon: replace(lexicon, rows={}),
}


def judged(
    rows: Sequence[Row], *, nlp: Any, lexicon: Lexicon
) -> Iterator[tuple[Row, Verdict]]:
    """Yield each row with our verdict, in order."""
    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        pairs = [TextPair(baseline=row.baseline, claim=row.claim) for row in batch]
        verdicts = compare_texts(
            pairs, nlp=nlp, topic=Topic(id="bench"), lexicon=lexicon
        )
        yield from zip(batch, verdicts, strict=True)


def _line(name: str, found: dict[str, Any]) -> list[Any]:
    against = found[AGAINST]
    return [
        name,
        found["rows"],
        found["accuracy"],
        *(against[key] for key in ("precision", "recall", "f1")),
    ]


_HEAD = ("", "rows", "accuracy", "contr. P", "contr. R", "contr. F1")


def _report_vitaminc(answers: Sequence[Answer]) -> dict[str, Any]:
    parts = {
        "all rows": list(answers),
        "digits in the claim": [a for a in answers if has_digits(a.row)],
        "no digits": [a for a in answers if not has_digits(a.row)],
    }
    lines, result = [], {}
    for name, part in parts.items():
        rows = [answer.row for answer in part]
        result[name] = figures(part)
        lines += [
            _line(f"{name}: claimwatch", result[name]),
            _line(f"{name}: always REFUTES", figures(always(rows, AGAINST))),
            _line(f"{name}: another number", figures(other_numbers(rows))),
        ]
    lines.append(["MiniLM-L6 fine-tuned (reported)", None, None, 0.41, 0.45, None])
    print_table("VitaminC dev", _HEAD, lines)
    digits = result["digits in the claim"][AGAINST]
    _floor(
        "REFUTES precision >= .80 at recall >= .45, rows with digits",
        f"{digits['precision']:.3f} at {digits['recall']:.3f}",
        reached=digits["precision"] >= 0.8 and digits["recall"] >= 0.45,
    )
    return result


def _report_extra(answers: Sequence[Answer]) -> dict[str, Any]:
    sources = sorted({answer.row.source for answer in answers})
    result, lines = {}, []
    for source in sources:
        part = [a for a in answers if a.row.source == source]
        result[source] = figures(part)
        for label in (KNOWN, NEITHER):
            of_label = [a for a in part if a.row.label == label]
            called = sum(a.said == AGAINST for a in of_label)
            share = ratio(called, len(of_label)) if of_label else None
            result[source][f"{label}_called_contradicts"] = share
        lines.append(
            [
                *_line(source, result[source]),
                result[source]["known_called_contradicts"],
                result[source]["neither_called_contradicts"],
            ]
        )
    head = (*_HEAD, "known called contr.", "neither called contr.")
    print_table("pairs_extra", head, lines)
    stsb = result.get("stsb-train", {}).get("known_called_contradicts")
    if stsb is not None:
        _floor(
            "STS-B known called contradictions <= .03",
            f"{stsb:.3f}",
            reached=stsb <= 0.03,
        )
    return result


def _report_emergent(answers: Sequence[Answer]) -> dict[str, Any]:
    found = figures(answers)
    rows = [answer.row for answer in answers]

    def line(name: str, values: dict[str, Any]) -> list[Any]:
        classes = (values[key]["f1"] for key in (KNOWN, NEITHER, AGAINST))
        return [name, values["rows"], values["accuracy"], *classes]

    print_table(
        "Emergent, train part, nothing fitted to it",
        ("", "rows", "accuracy", "F1 for", "F1 observing", "F1 against"),
        [
            line("claimwatch", found),
            line("always for", figures(always(rows, KNOWN))),
            ["Ferreira & Vlachos 2016 (test part)", None, 0.733, 0.789, 0.623, 0.757],
        ],
    )
    return found


_REPORTS = {
    "vitaminc": _report_vitaminc,
    "extra": _report_extra,
    "emergent": _report_emergent,
}


def _floor(what: str, measured: str, *, reached: bool) -> None:
    print(f"floor: {what}: {measured}: {'reached' if reached else 'NOT reached'}")


def _report_reasons(name: str, answers: Sequence[Answer]) -> None:
    """Which rule said what of which label: where precision is lost."""
    counts = Counter((a.kind, a.reason, a.row.label) for a in answers)
    lines: list[list[Any]] = []
    for kind, reason in sorted({key[:2] for key in counts}):
        by_label = [counts[kind, reason, label] for label in (AGAINST, KNOWN, NEITHER)]
        lines.append([f"{kind} / {reason}", sum(by_label), *by_label])
    lines.sort(key=lambda line: -line[1])
    head = ("verdict / reason", "rows", AGAINST, KNOWN, NEITHER)
    print_table(f"{name}: verdicts by label", head, lines)


def _show_misses(answers: Sequence[Answer]) -> None:
    for a in answers:
        if (a.said == AGAINST) != (a.row.label == AGAINST):
            print(f"{a.row.label} -> {a.kind}/{a.reason} [{a.row.source} {a.row.key}]")
            print(f"   old: {a.row.baseline}\n   new: {a.row.claim}")


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--set", choices=[*SETS], action="append", dest="sets")
    parser.add_argument("--limit", type=int, default=0, help="so many rows of each set")
    parser.add_argument("--without", choices=[*PARTS], action="append", default=[])
    parser.add_argument(
        "--misses", action="store_true", help="wrong rows of the fitting part"
    )
    chosen = parser.parse_args()
    held_back = not chosen.misses
    sets = {name: SETS[name](held_back=held_back) for name in chosen.sets or SETS}
    lexicon = load_lexicon()
    for part in chosen.without:
        lexicon = PARTS[part](lexicon)
    nlp = load_pipeline()
    result: dict[str, Any] = {"without": chosen.without, "limit": chosen.limit}
    print("the held-back rows" if held_back else "the FITTING rows: no result")
    for name, whole in sets.items():
        if not whole:
            continue
        rows = sampled(whole, lambda row: row.key, chosen.limit)
        began = time.process_time()
        stream = progress(judged(rows, nlp=nlp, lexicon=lexicon), len(rows), name)
        answers = [
            Answer(row=row, kind=verdict.kind.value, reason=verdict.reason)
            for row, verdict in stream
        ]
        each_ms = 1000 * ratio(time.process_time() - began, len(rows))
        if chosen.misses:
            _show_misses(answers)
        result[name] = {"ms_per_pair": each_ms, **_REPORTS[name](answers)}
        _report_reasons(name, answers)
        print(f"{each_ms:.1f} ms of CPU per pair, both texts parsed")
    save(chosen.json, result)


if __name__ == "__main__":
    main()
