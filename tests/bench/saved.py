"""The files of CaRB and WiRe57 as tuples: gold and the saved outputs of the peers."""

from __future__ import annotations

import json
import re
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.common import prose
from tests.bench.matching import Extraction, GoldPart, GoldTuple

_BRACKETS = {"LRB": "", "RRB": "", "LSB": "", "RSB": "", "LCB": "", "RCB": ""}
_ESCAPED = re.compile("-(?:" + "|".join(_BRACKETS) + ")-")
_NOISE = re.compile(rf"[\s{re.escape(string.punctuation)}]")
Tuples = dict[str, list[Extraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as prose, and the tokens that the set cut it into."""

    text: str
    tokens: tuple[str, ...]


def sentence_key(text: str) -> str:
    """Return the letters and digits: the outputs space and escape differently."""
    return _NOISE.sub("", _ESCAPED.sub("", text))


def carb_gold(path: Path) -> tuple[Tuples, dict[str, Sentence]]:
    """Return gold tuples by sentence key, and the sentences."""
    gold: defaultdict[str, list[Extraction]] = defaultdict(list)
    sentences = {}
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            text, relation, *arguments = (part.strip() for part in line.split("\t"))
            key = sentence_key(text)
            sentences[key] = Sentence(text=prose(text), tokens=tuple(text.split()))
            kept = tuple(arguments)
            gold[key].append(Extraction(relation=relation, arguments=kept))
    return dict(gold), sentences


def carb_outputs(folder: Path) -> dict[str, Tuples]:
    """Return what each of the four systems extracted, by sentence key."""
    readers = {
        "OpenIE4": ("openie4", _openie4),
        "OpenIE5": ("openie5", _openie5),
        "ClausIE": ("clausie", _clausie),
        "PropS": ("props", _props),
    }
    found = {}
    for name, (stem, reader) in readers.items():
        tuples: defaultdict[str, list[Extraction]] = defaultdict(list)
        lines = (folder / f"{stem}_output.txt").read_text("utf-8").split("\n")
        for sentence, extraction in reader(lines):
            tuples[sentence_key(sentence)].append(extraction)
        found[name] = dict(tuples)
    return found


_Found = Iterator[tuple[str, Extraction]]


def _inside(field: str) -> str:
    """``SimpleArgument(the words,List([0, 9)))`` -> ``the words``."""
    return field[field.index("(") + 1 : field.index(",List(")]


def _openie4(lines: Sequence[str]) -> _Found:
    for line in lines:
        fields = line.strip().split("\t")
        if len(fields) > 5 and all(fields[2:5]):
            first, relation, second = map(_inside, fields[2:5])
            yield (
                fields[5],
                Extraction(
                    relation=relation,
                    arguments=(first, second),
                    confidence=float(fields[0]),
                ),
            )


def _openie5(lines: Sequence[str]) -> _Found:
    for line in lines:
        fields = line.strip().split("\t")
        if len(fields) > 5 and all(fields[2:5]):
            first, relation = map(_inside, fields[2:4])
            others = [_inside(field) for field in fields[4].strip().split(");")]
            if fields[1] and not f"{first} {relation}".startswith(_inside(fields[1])):
                first = f"{_inside(fields[1])} {first}"
            yield (
                fields[5],
                Extraction(
                    relation=relation,
                    arguments=(first, *others),
                    confidence=float(fields[0]),
                ),
            )


def _clausie(lines: Sequence[str]) -> _Found:
    sentence = ""
    for line in lines:
        fields = line.strip().split("\t")
        if len(fields) == 1:
            sentence = fields[0]
        elif len(fields) == 5:
            first, relation, second = (field[1:-1] for field in fields[1:4])
            yield (
                sentence,
                Extraction(
                    relation=relation,
                    arguments=(first, second),
                    confidence=float(fields[4]),
                ),
            )


def _props(lines: Sequence[str]) -> _Found:
    for line in lines:
        fields = line.strip().split("\t")
        if len(fields) > 2:
            yield (
                fields[1],
                Extraction(
                    relation=fields[2],
                    arguments=tuple(fields[4::2]),
                    confidence=float(fields[0]),
                ),
            )


def wire_gold(
    folder: Path,
) -> tuple[dict[str, list[GoldTuple]], dict[str, Sentence]]:
    """Return gold tuples by sentence id, and the sentences."""
    path = next(folder.glob("*manual-oie.json"))
    documents = json.loads(path.read_text("utf-8"))
    gold = {
        sentence["id"]: [_gold_tuple(each) for each in sentence["tuples"]]
        for document in documents.values()
        for sentence in document
    }
    texts = {
        sentence["id"]: Sentence(
            text=sentence["sent"], tokens=tuple(sentence["tokens"])
        )
        for document in documents.values()
        for sentence in document
    }
    return gold, texts


def _gold_tuple(each: Mapping[str, Any]) -> GoldTuple:
    return GoldTuple(
        core=(_part(each["arg1"]), _part(each["rel"]), _part(each["arg2"])),
        others=tuple(_part(part) for part in each["arg3+"]),
    )


def _part(part: Mapping[str, Any]) -> GoldPart:
    real = sum(index != "inf" for index in part["words_indexes"])
    return GoldPart(words=tuple(part["words"]), real=real)


def wire_outputs(folder: Path) -> dict[str, Tuples]:
    """Return what each of the seven systems extracted, by sentence id."""
    path = next(folder.glob("*export.json"))
    found: defaultdict[str, defaultdict[str, list[Extraction]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for sentence, tuples in json.loads(path.read_text("utf-8")).items():
        for each in tuples:
            arguments = (each["arg1"], each["arg2"], *each.get("arg3+", ()))
            found[each["extractor"]][sentence].append(
                Extraction(relation=each["rel"], arguments=arguments)
            )
    return {name: dict(tuples) for name, tuples in found.items()}
