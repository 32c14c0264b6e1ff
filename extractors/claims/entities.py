"""
Names in a text -> canonical names; pronouns and definite mentions -> who is meant.

Topic entities come from a gazetteer, other names from the parse, because the small
model's own entity labels are unreliable. A name is written as the article writes it at
its fullest ("Suleyman" is "Mustafa Suleyman" once that was said). One ``Mentions`` serves
one article, in reading order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

from extractors.model import Entity, Topic

_NAME_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART"}
)
_HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset(
    {"it", "its", "itself", "they", "them", "their", "theirs", "themselves"}
)
_LEGAL_FORM = re.compile(
    r",?\s+(?:Inc|Corp|Corporation|Ltd|Limited|LLC|PLC|plc|AG|SE|SA|S\.A|NV|GmbH|Co|"
    r"Company|Holdings?|Group)\.?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens ``[start, end)`` of a doc that name ``name``."""

    start: int
    end: int
    name: str
    kind: str


def _nouns() -> dict[str, frozenset[str]]:
    raw = files("extractors.claims.lexicon").joinpath("nouns.toml").read_text("utf-8")
    return {kind: frozenset(words) for kind, words in tomllib.loads(raw).items()}


NOUNS = _nouns()


class Gazetteer:
    """Finds the topic's entities and key terms in raw text, longest name first."""

    def __init__(self, topic: Topic) -> None:
        self._entities: dict[str, Entity] = {}
        for entity in topic.entities:
            for name in _spellings(entity):
                self._entities.setdefault(_fold(name), entity)
        self._names = _alternation(n for e in topic.entities for n in _spellings(e))
        self._terms = _alternation(topic.key_terms)

    def find(self, text: str) -> list[tuple[int, int, Entity]]:
        """Return ``(start, end, entity)`` for every name in ``text``, in order."""
        if self._names is None:
            return []
        return [
            (m.start(), m.end(), self._entities[_fold(m.group())])
            for m in self._names.finditer(text)
        ]

    def terms(self, text: str) -> frozenset[str]:
        """Return the key terms that ``text`` holds, in lower case."""
        if self._terms is None:
            return frozenset()
        return frozenset(m.group().lower() for m in self._terms.finditer(text))


def _fold(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name.replace("’", "'")).lower()


def _spellings(entity: Entity) -> set[str]:
    names = {entity.name, *entity.aliases}
    names |= {_LEGAL_FORM.sub("", name) for name in names}
    if entity.kind == "PERSON" and " " in entity.name:
        names.add(entity.name.split()[-1])
    return {name for name in names if name}


def _alternation(names: Iterable[str]) -> re.Pattern[str] | None:
    """Single words keep their case ("Meta" is not "meta"), longer names need not."""
    parts = []
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        spaced = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name))
        exact = len(name.split()) == 1 and name != name.lower()
        parts.append(spaced if exact else f"(?i:{spaced})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


class Mentions:
    """Who is who in one article, updated sentence by sentence in reading order."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._recent: dict[str, list[str]] = {"PERSON": [], "ORG": []}
        self._previous_subject = ""

    def read(self, doc: Doc) -> dict[int, Mention]:
        """Return every token's mention for the named tokens of ``doc``."""
        found: dict[int, Mention] = {}
        for start, end, entity in self._gazetteer.find(doc.text):
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                _claim(
                    found,
                    Mention(
                        start=span.start,
                        end=span.end,
                        name=entity.name,
                        kind=entity.kind,
                    ),
                )
        for span in _name_spans(doc):
            bare = _bare(span)
            if bare:
                name = self._canonical(bare.text.replace("’", "'"), span.label_)
                _claim(
                    found,
                    Mention(
                        start=bare.start,
                        end=bare.end,
                        name=name,
                        kind=self._kinds[name],
                    ),
                )
        return found

    def _canonical(self, name: str, label: str) -> str:
        name = _LEGAL_FORM.sub("", name)
        known = self._names.get(_fold(name))
        if known is None:
            words = _fold(name).split()
            known = next(
                (
                    full
                    for folded, full in self._names.items()
                    if len(words) < len(folded.split())
                    and (
                        folded.split()[-len(words) :] == words
                        or folded.split()[: len(words)] == words
                    )
                ),
                name,
            )
            self._names[_fold(name)] = known
            self._kinds.setdefault(known, label)
        return known

    def note(self, name: str, kind: str, *, is_subject: bool) -> None:
        """Remember that the text has just spoken of ``name``."""
        kind = self._kinds.setdefault(name, kind)
        recent = self._recent["PERSON" if kind == "PERSON" else "ORG"]
        if name in recent:
            recent.remove(name)
        recent.append(name)
        if is_subject:
            self._previous_subject = name

    def resolve(self, token: Token, nearest_subject: str = "") -> str:
        """
        Return who ``token`` (a pronoun or a definite noun) stands for, or ``""``.

        A pronoun takes the nearest subject before it in its sentence, else the last
        subject of the same kind, else the last such name.
        """
        lower = token.lower_
        if lower in _HE:
            return self._last("PERSON", nearest_subject)
        if lower in _IT and token.pos_ == "PRON":
            return self._last("ORG", nearest_subject)
        if _is_definite(token):
            lemma = token.lemma_.lower()
            if token.tag_ == "NN" and lemma in NOUNS["organisation"]:
                return self._last("ORG", "")
            if token.tag_ == "NN" and lemma in NOUNS["person"]:
                return self._last("PERSON", "") if _is_bare(token) else ""
        return ""

    def _last(self, group: str, nearest_subject: str) -> str:
        for name in (nearest_subject, self._previous_subject):
            if name and self._group(name) == group:
                return name
        return self._recent[group][-1] if self._recent[group] else ""

    def _group(self, name: str) -> str:
        return "PERSON" if self._kinds.get(name) == "PERSON" else "ORG"


def _claim(found: dict[int, Mention], mention: Mention) -> None:
    """The first finder of a token keeps it: the gazetteer comes before the parse."""
    tokens = range(mention.start, mention.end)
    if not any(index in found for index in tokens):
        found.update(dict.fromkeys(tokens, mention))


def _name_spans(doc: Doc) -> list[Span]:
    """Named entities and the runs of proper nouns that the model did not label."""
    spans = [ent for ent in doc.ents if ent.label_ in _NAME_LABELS]
    taken = {token.i for span in spans for token in span}
    run: list[Token] = []
    for token in [*doc, None]:
        joins = (
            token is not None
            and token.pos_ == "PROPN"
            and token.i not in taken
            and not token.ent_type_
            and token.text[:1].isupper()
        )
        if token is not None and joins and (not run or run[-1].i == token.i - 1):
            run.append(token)
            continue
        if run:
            spans.append(Span(doc, run[0].i, run[-1].i + 1, label="NAME"))
        run = [token] if token is not None and joins else []
    return spans


def _bare(span: Span) -> Span | None:
    """The name without article, title and possessive."""
    tokens = [t for t in span if not (t.i == span.start and t.lower_ in {"the", "a"})]
    while tokens and (tokens[-1].tag_ == "POS" or tokens[-1].is_punct):
        tokens.pop()
    while tokens and tokens[0].lemma_.lower() in NOUNS["title"]:
        tokens.pop(0)
    while tokens and tokens[-1].lemma_.lower() in NOUNS["title"]:
        tokens.pop()
    if not tokens or not any(t.text[:1].isupper() for t in tokens):
        return None
    return span.doc[tokens[0].i : tokens[-1].i + 1]


def _is_definite(token: Token) -> bool:
    return any(c.lower_ in {"the", "this", "that"} for c in token.lefts)


def _is_bare(token: Token) -> bool:
    """ "the minister", not "the prime minister of Latvia": that one names itself."""
    return not any(c.dep_ in {"prep", "relcl", "acl", "poss"} for c in token.children)
