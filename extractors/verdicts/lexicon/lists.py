"""The files of word lists beside this one, read and put in order."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import numpy as np

Index = Mapping[str, frozenset[str]]


def deed_nouns() -> frozenset[str]:
    """Nouns of verbs that tell what is done or happens: "signing", "collision"."""
    return frozenset(
        noun
        for noun, row in (rows("derivations") | rows("irregular")).items()
        if row.partition("\t")[0] in {"act", "event"}
    )


def vectors() -> "np.ndarray[Any, np.dtype[np.float32]]":
    """Unit vectors, one row a word of ``vectors.txt``; eight bits a component."""
    data = files(__package__).joinpath("vectors.bin").read_bytes()
    words = read("vectors.txt").count("\n")
    small = np.frombuffer(data, dtype=np.int8).reshape(words, -1).astype(np.float32)
    unit: np.ndarray[Any, np.dtype[np.float32]] = small / np.linalg.norm(
        small, axis=1, keepdims=True
    )
    return unit


def shares() -> dict[str, float]:
    """Words by Zipf value, the logarithm of their number in a billion words."""
    return {
        word: 10.0 ** (float(zipf) - 9.0)
        for zipf, words in rows("frequencies").items()
        for word in words.split(",")
    }


def opposites(kinds: Mapping[str, list[list[list[str]]]]) -> Index:
    """Each word with all those of the other side."""
    index: dict[str, set[str]] = defaultdict(set)
    for left, right in (pair for kind in kinds.values() for pair in kind):
        for one, other in ((left, right), (right, left)):
            for word in one:
                index[word].update(other)
    return {word: frozenset(others - {word}) for word, others in index.items()}


def rows(name: str) -> dict[str, str]:
    """Return what stands behind each word of a list."""
    lines = read(f"{name}.tsv").splitlines()
    return dict(line.split("\t", maxsplit=1) for line in lines)


def synonyms(listed: Mapping[str, str], alike: Iterable[list[str]]) -> dict[str, str]:
    """WordNet's synonyms and our own."""
    found = {word: {*row.split(",")} for word, row in listed.items()}
    for group in alike:
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: ",".join(sorted(mates - {word})) for word, mates in found.items()}


def ideas(alike: Iterable[list[str]]) -> Index:
    """The first word of each group that a word is in."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in alike:
        for word in group:
            found[word].add(group[0])
    return {word: frozenset(firsts) for word, firsts in found.items()}


def derivations(
    listed: Mapping[str, str], irregular: Mapping[str, str]
) -> dict[str, str]:
    """The nouns of WordNet with the verbs that it does not derive: "sale", "sell"."""
    found = dict(listed)
    for noun, row in irregular.items():
        _, verbs, _ = row.split("\t")
        kind, others, adjectives = listed.get(noun, row).split("\t")
        every = dict.fromkeys(f"{verbs},{others}".strip(",").split(","))
        found[noun] = f"{kind}\t{','.join(every)}\t{adjectives}"
    return found


def table(name: str) -> dict[str, Any]:
    """Read a list written by hand."""
    return tomllib.loads(read(f"{name}.toml"))


def read(name: str) -> str:
    """Read a file whole."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
