"""
Makes the word lists of ``extractors`` from WordNet 3.0's data files.

Run it on the unpacked ``wordnet-base`` package of Debian::

    python deploy/lexicon/wordnet.py usr/share/wordnet extractors

Single words and particle verbs only, lower case, sorted, so that a second run gives the
same bytes. Senses are in WordNet's order of frequency; rare senses are left out, since
a synonym or antonym by a sense that nobody means costs more than it finds.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
NAMES = (
    "adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact "
    "noun.attribute noun.body noun.cognition noun.communication noun.event "
    "noun.feeling noun.food noun.group noun.location noun.motive noun.object "
    "noun.person noun.phenomenon noun.plant noun.possession noun.process "
    "noun.quantity noun.relation noun.shape noun.state noun.substance noun.time "
    "verb.body verb.change verb.cognition verb.communication verb.competition "
    "verb.consumption verb.contact verb.creation verb.emotion verb.motion "
    "verb.perception verb.possession verb.social verb.stative verb.weather adj.ppl"
)
CLASSES = NAMES.split()
SYNONYM_SENSES = 2
ANTONYM_SENSES = 4
SIMILAR_SENSES = 2
DERIVED_SENSES = 4

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A relation from word ``source`` (0: all words) to word ``target`` of ``key``."""

    symbol: str
    key: Key
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its words, its class, its relations."""

    words: tuple[str, ...]
    lexname: str
    pointers: tuple[Pointer, ...]


class WordNet:
    """The synsets by key, and for each word its synsets, most frequent first."""

    def __init__(self, folder: Path) -> None:
        self.synsets: dict[Key, Synset] = {}
        self.senses: dict[Key, list[Key]] = {}
        for pos, name in PARTS.items():
            for line in _records(folder / f"data.{name}"):
                self.synsets[pos, line[:8]] = _synset(line)
            for line in _records(folder / f"index.{name}"):
                lemma, *rest = line.split()
                offsets = rest[-int(rest[1]) :]
                self.senses[pos, lemma] = [(pos, offset) for offset in offsets]
        self.counts = _counts(folder / "cntlist.rev")

    def words(self, pos: str) -> Iterator[tuple[str, list[Key]]]:
        """All usable words of a part of speech with their senses."""
        for (part, lemma), keys in sorted(self.senses.items()):
            if part == pos and _usable(lemma, pos):
                yield lemma, keys

    def rank(self, word: str, key: Key) -> int:
        """Which sense of the word this is, 0 for the most frequent."""
        return self.senses[key[0], word.lower()].index(key)


def _records(path: Path) -> Iterator[str]:
    for line in path.read_text("latin-1").splitlines():
        if not line.startswith("  "):
            yield line


def _synset(line: str) -> Synset:
    fields = line.split("|", maxsplit=1)[0].split()
    count = int(fields[3], 16)
    words = tuple(w.split("(")[0] for w in fields[4 : 4 + 2 * count : 2])
    start = 5 + 2 * count
    pointers = []
    for i in range(int(fields[start - 1])):
        symbol, offset, pos, numbers = fields[start + 4 * i : start + 4 * i + 4]
        key = ("a" if pos == "s" else pos, offset)
        pointers.append(
            Pointer(symbol, key, int(numbers[:2], 16), int(numbers[2:], 16))  # noqa: FURB166 no prefix
        )
    return Synset(words, CLASSES[int(fields[1])], tuple(pointers))


def _counts(path: Path) -> dict[str, int]:
    """How often each lemma was met in the tagged texts, all senses together."""
    counts: dict[str, int] = defaultdict(int)
    for line in path.read_text("latin-1").splitlines():
        sense, _, count = line.split()
        counts[sense.split("%")[0]] += int(count)
    return counts


def _usable(lemma: str, pos: str) -> bool:
    words = lemma.split("_")
    return all(w.replace("-", "").isalpha() for w in words) and (
        len(words) == 1 or (pos == "v" and len(words) == 2)
    )


def antonyms(net: WordNet) -> Iterator[str]:
    """``lemma antonyms``, the direct ones of the frequent senses."""
    return _lines(
        (lemma, other)
        for pos in PARTS
        for lemma, keys in net.words(pos)
        for key in keys[:ANTONYM_SENSES]
        for other in _opposites(net, lemma, key)
        if _usable(other, pos)
    )


def similar(net: WordNet) -> Iterator[str]:
    """``adjective heads``: the adjectives whose antonyms are also its own."""
    return _lines(
        (lemma, p_words[0])
        for lemma, keys in net.words("a")
        for key in keys[:SIMILAR_SENSES]
        for p in net.synsets[key].pointers
        if p.symbol == "&"
        and any(q.symbol == "!" for q in net.synsets[p.key].pointers)
        and (p_words := net.synsets[p.key].words)
    )


def synonyms(net: WordNet) -> Iterator[str]:
    """``lemma mates`` by a frequent sense of both words, words met in texts."""
    return _lines(
        (lemma, word.lower())
        for pos in PARTS
        for lemma, keys in net.words(pos)
        if net.counts[lemma]
        for key in keys[:SYNONYM_SENSES]
        for word in net.synsets[key].words
        if net.rank(word, key) < SYNONYM_SENSES
        and net.counts[word.lower()]
        and _usable(word.lower(), pos)
    )


def derivations(net: WordNet) -> Iterator[str]:
    """``noun class verbs adjectives`` derivationally related, most frequent first."""
    for noun, keys in net.words("n"):
        verbs: dict[str, None] = {}
        adjectives: dict[str, None] = {}
        for key in keys[:DERIVED_SENSES]:
            for word, pos in _derived(net, noun, key):
                (verbs if pos == "v" else adjectives).setdefault(word)
        if verbs or adjectives:
            first = net.synsets[keys[0]].lexname.removeprefix("noun.")
            yield f"{noun}\t{first}\t{','.join(verbs)}\t{','.join(adjectives)}"


def _lines(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """One line for each word, with all its other words."""
    grouped: dict[str, set[str]] = defaultdict(set)
    for word, other in pairs:
        grouped[word].add(other)
    for word, others in sorted(grouped.items()):
        if others - {word}:
            yield f"{word}\t{','.join(sorted(others - {word}))}"


def _opposites(net: WordNet, lemma: str, key: Key) -> Iterator[str]:
    synset = net.synsets[key]
    for p in synset.pointers:
        if p.symbol != "!" or synset.words[p.source - 1].lower() != lemma:
            continue
        other = net.synsets[p.key].words[p.target - 1]
        if net.rank(other, p.key) < ANTONYM_SENSES:
            yield other.lower()


def _derived(net: WordNet, noun: str, key: Key) -> Iterator[tuple[str, str]]:
    synset = net.synsets[key]
    for p in synset.pointers:
        same = synset.words[p.source - 1].lower() == noun
        if p.symbol in ("+", "\\") and same and p.key[0] in "va":
            word = net.synsets[p.key].words[p.target - 1].lower()
            if net.counts[word] and _usable(word, "v"):
                yield word, p.key[0]


def verb_classes(net: WordNet) -> Iterator[str]:
    """``verb class`` of its most frequent sense."""
    for verb, keys in net.words("v"):
        if net.counts[verb]:
            yield f"{verb}\t{net.synsets[keys[0]].lexname.removeprefix('verb.')}"


def persons(net: WordNet) -> Iterator[str]:
    """The nouns that first of all mean a person, names of persons left out."""
    for noun, keys in net.words("n"):
        first = net.synsets[keys[0]]
        named = noun not in first.words
        if first.lexname == "noun.person" and not named and "-" not in noun:
            yield noun


def main(source: Path, target: Path) -> None:
    """Write every list into the lexicons of the package ``target``."""
    net = WordNet(source)
    for make in (antonyms, similar, synonyms, derivations, verb_classes):
        path = target / "verdicts/lexicon" / f"{make.__name__}.tsv"
        path.write_text("".join(f"{line}\n" for line in make(net)).replace("_", " "))
    words = "".join(f"{word}\n" for word in persons(net))
    (target / "claims/lexicon/persons.txt").write_text(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
