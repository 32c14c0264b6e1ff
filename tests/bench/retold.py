"""
The sample newsroom's paragraphs told again: other things, people and figures.

A paper's articles on one topic have their sentences' build and the topic's own names in
common, seldom a line. So nouns and adjectives give way to others of the same form that
the stories have (the one most like them, of a few that are drawn), names to others, the
same throughout a page, figures to figures as large; verbs and small words stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from extractors.claims import load_pipeline
from extractors.verdicts import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_WORDS, _UNIT = frozenset({"NN", "NNS", "JJ"}), "percent"
_NAMES = frozenset({"PERSON", "ORG", "GPE"})
_WORDS_ANEW, _FIGURES_ANEW = 0.35, 0.7  # the shares that become others
_DRAWN = 20  # of which the one most alike is taken
_FIGURE = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w,-]|\.\d)")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_DAY = re.compile("|".join(_DAYS))
_FIRST = """
Ada Alan Amir Anna Bea Boris Carla Chen Dora Edwin Elif Farid Gwen Hana Hugo Ines
Ivan Jana Joao Kemal Lars Lena Mona Nils Olga Pavel Rosa Sven Tariq Ulla Vera Yuki
"""
_LAST = """
Abbott Aydin Bauer Becker Blom Castro Cole Dahl Drake Egan Farkas Fischer Grant Haas
Holm Ibsen Jansen Kaya Keller Klein Lund Mehta Moreau Nagy Novak Okoye Olsen Park
Petrov Quinn Ricci Rossi Sato Silva Stone Tanaka Vogel Walsh Weber Zhou
"""

# a text's words and names with what kind they are, all else with none
_Pieces = Sequence[tuple[str, str]]


class Retold:
    """The texts, ready to be told again; what ``kept`` matches is told as it is."""

    def __init__(self, texts: Sequence[str], kept: re.Pattern[str]) -> None:
        self._lexicon = load_lexicon()
        docs = list(load_pipeline().pipe(texts))
        self._lemmas = {t.text: t.lemma_.lower() for doc in docs for t in doc}
        self._pieces: dict[str, _Pieces] = {
            text: tuple(_pieces(doc, kept))
            for text, doc in zip(texts, docs, strict=True)
        }
        self._known = defaultdict[str, list[str]](list)
        for pieces in self._pieces.values():
            for word, kind in pieces:
                if kind:
                    self._known[kind].append(word)

    def page(self, draw: Random) -> Callable[[str], str]:
        """Return what tells the texts of one page, where a name is always the same."""
        names: dict[str, str] = {}

        def told(text: str) -> str:
            words = (self._told(*piece, names, draw) for piece in self._pieces[text])
            return _refigured("".join(words), draw)

        return told

    def _told(self, word: str, kind: str, names: dict[str, str], draw: Random) -> str:
        if kind in _NAMES:
            return names.setdefault(word, self._name(kind, draw))
        if not kind or draw.random() > _WORDS_ANEW:
            return word
        drawn = [draw.choice(self._known[kind]) for _ in range(_DRAWN)]
        lemma, near = self._lemmas[word], self._lexicon.likeness
        others = [each for each in drawn if self._lemmas[each] != lemma]
        other = max(others, key=lambda each: near(lemma, self._lemmas[each]))
        return other.capitalize() if word[0].isupper() else other.lower()

    def _name(self, kind: str, draw: Random) -> str:
        if kind == "PERSON":
            return f"{draw.choice(_FIRST.split())} {draw.choice(_LAST.split())}"
        return draw.choice(self._known[kind])


def _pieces(doc: Doc, kept: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    done = 0
    for name in doc.ents:
        if name.label_ in _NAMES and not kept.search(name.text):
            bare = _bare(name)
            yield from _words(doc[done : bare.start], kept)
            yield bare.text, name.label_
            yield bare[-1].whitespace_, ""
            done = bare.end
    yield from _words(doc[done:], kept)


def _bare(name: Span) -> Span:
    """The name without its article and without its genitive's mark."""
    first = int(len(name) > 1 and name[0].lower_ == "the")
    return name[first : len(name) - int(len(name) > 1 and name[-1].tag_ == "POS")]


def _words(span: Span, kept: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for token in span:
        is_word = token.tag_ in _WORDS and token.is_alpha and len(token) > 3
        stays = token.text == _UNIT or kept.search(token.text)
        kind = token.tag_ if is_word and not stays else ""
        yield token.text, kind
        yield token.whitespace_, ""


def _refigured(text: str, draw: Random) -> str:
    """Other figures and days; a year is moved by three at most."""

    def figure(found: re.Match[str]) -> str:
        text = found[0]
        if draw.random() > _FIGURES_ANEW:
            return text
        if len(text) == 4 and text[:2] in {"19", "20"}:
            return str(int(text) + draw.randint(-3, 3))
        places = len(text.partition(".")[2])
        return f"{float(text) * draw.uniform(0.7, 1.5):.{places}f}"

    text = _DAY.sub(lambda _: draw.choice(_DAYS), text)
    return _FIGURE.sub(figure, text)
