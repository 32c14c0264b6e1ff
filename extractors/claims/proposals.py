"""
What a topic's seed documents are about: names and terms to begin with.

Counts what the language model takes for names and what nouns come again; a person looks
the list over, so a wrong name costs a stroke and a missing one a line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Doc, Token

from extractors.claims.gazetteer import LEGAL_FORM, fold
from extractors.model import Entity

_MAX_ENTITIES = 6
_MAX_TERMS = 15
_KINDS = frozenset({"ORG", "PERSON", "PRODUCT"})
_PLACES = frozenset({"GPE", "FAC", "LOC", "EVENT", "LAW", "WORK_OF_ART"})
_INTRODUCED = re.compile(
    r"((?:[A-Z][\w&.-]+ )(?:(?:of|and|for|the|[A-Z][\w&.-]+) ){0,5})\(([A-Z]{2,6})\)"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# Nouns of every news text: they tell no topic from another.
_COMMON = frozenset(
    {
        "year",
        "month",
        "week",
        "day",
        "time",
        "quarter",
        "percent",
        "people",
        "person",
        "company",
        "firm",
        "number",
        "part",
        "way",
        "thing",
        "report",
        "source",
        "article",
        "news",
        "case",
        "end",
        "start",
        "use",
        "work",
        "world",
        "country",
        "government",
        "statement",
        "plan",
        "deal",
        "change",
        "place",
        "group",
        "member",
        "question",
        "spokesperson",
        "executive",
        "officer",
        "president",
        "chief",
    }
)
_NO_NAMES = frozenset({"AI", "CEO", "CFO", "IPO", "EU", "U.S", "US", "UK"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Names and terms, the most frequent first."""

    entities: tuple[Entity, ...] = ()
    key_terms: tuple[str, ...] = ()


def propose(docs: Iterable[Doc]) -> Proposal:
    """Propose whom the documents are about; places only where there is nobody."""
    docs = list(docs)
    counted, kinds = _names(docs)
    aliases = _merged(counted, kinds, _introduced(docs))
    ranked = sorted(counted, key=lambda name: (-counted[name], name))
    again = [name for name in ranked if counted[name] > 1] or ranked
    chosen = [n for n in again if kinds[n] in _KINDS] or again
    entities = tuple(
        Entity(name=name, aliases=tuple(sorted(aliases[name])), kind=kinds[name])
        for name in chosen[:_MAX_ENTITIES]
    )
    named = {fold(word) for e in entities for word in (e.name, *e.aliases)}
    others = [name for name in chosen[_MAX_ENTITIES:] if counted[name] > 1]
    terms = dict.fromkeys([*others[: _MAX_TERMS // 2], *_terms(docs)])
    kept = [term for term in terms if not named & {fold(term), *fold(term).split()}]
    return Proposal(entities=entities, key_terms=tuple(kept[:_MAX_TERMS]))


def _names(docs: Iterable[Doc]) -> tuple[Counter[str], dict[str, str]]:
    """Count names, each as it is written most often; and what kind it is mostly."""
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for doc in docs:
        for text, kind in _found(doc):
            name = _plain(text)
            if kind in _KINDS | _PLACES and _is_name(name):
                spelt[fold(name)][name] += 1
                said[fold(name)][kind] += 1
    best = {key: names.most_common(1)[0][0] for key, names in spelt.items()}
    counted = Counter({best[key]: sum(n.values()) for key, n in spelt.items()})
    return counted, {best[key]: n.most_common(1)[0][0] for key, n in said.items()}


def _found(doc: Doc) -> Iterator[tuple[str, str]]:
    """
    Find names with their kind, and runs of proper nouns that the model has none for.

    A small model knows few companies that are not famous: they count as such.
    """
    yield from ((span.text, span.label_) for span in doc.ents)
    for is_name, tokens in groupby(doc, key=_is_unnamed):
        run = list(tokens)
        if is_name:
            yield doc[run[0].i : run[-1].i + 1].text, "ORG"


def _is_unnamed(token: Token) -> bool:
    return token.pos_ == "PROPN" and not token.ent_type_ and token.text[0].isupper()


def _plain(text: str) -> str:
    text = _POSSESSIVE.sub("", " ".join(text.split()).replace("'s ", "’s "))
    return _ARTICLE.sub("", LEGAL_FORM.sub("", text)).strip(" ,.;:-–—“”\"'")


def _is_name(name: str) -> bool:
    words = name.split()
    named = name[0:1].isupper() and name not in _NO_NAMES
    # A headline in capitals runs on: "Tarn's Mill Faces Closure".
    return named and 2 <= len(name) <= 60 and len(words) <= 5 and "’s " not in name


def _introduced(docs: Iterable[Doc]) -> dict[str, str]:
    """Abbreviations that a text introduces: "Federal Trade Commission (FTC)"."""
    found = (match for doc in docs for match in _INTRODUCED.finditer(doc.text))
    return {each[2]: _ARTICLE.sub("", each[1].strip()) for each in found}


def _merged(
    counted: Counter[str], kinds: dict[str, str], introduced: dict[str, str]
) -> defaultdict[str, set[str]]:
    """Count a surname and an abbreviation with the whole name; change ``counted``."""
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for name in sorted(counted, key=len):
        whole = _whole_name(name, counted, kinds, introduced)
        if whole:
            counted[whole] += counted.pop(name)
            aliases[whole] |= {name, *aliases.pop(name, ())}
    return aliases


def _whole_name(
    name: str, names: Counter[str], kinds: dict[str, str], introduced: dict[str, str]
) -> str:
    full = introduced.get(name, "")
    longer = [
        other
        for other in names
        if other != name
        and (
            (kinds[other] == "PERSON" and other.endswith(f" {name}"))
            or (name.isupper() and (_initials(other) == name or other == full))
        )
    ]
    return max(longer, key=lambda other: (names[other], other), default="")


def _initials(name: str) -> str:
    words = name.split()
    return "".join(w[0] for w in words if w[0].isupper()) if len(words) > 1 else ""


def _terms(docs: Iterable[Doc]) -> Iterator[str]:
    """Compounds that come twice, then single nouns that come three times."""
    pairs: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for doc in docs:
        for token in doc:
            if token.pos_ != "NOUN" or token.ent_type_ or not token.is_alpha:
                continue
            lemma = token.lemma_.lower()
            before = _compound(token)
            if before and lemma not in _COMMON:
                pairs[f"{before} {lemma}"] += 1
            elif len(lemma) > 3 and lemma not in _COMMON:
                single[lemma] += 1
    yield from (term for term, count in pairs.most_common() if count > 1)
    yield from (term for term, count in single.most_common() if count > 2)


def _compound(token: Token) -> str:
    if not token.i:
        return ""
    before = token.nbor(-1)
    plain = before.pos_ == "NOUN" and before.is_alpha and not before.ent_type_
    return before.lower_ if plain and before.dep_ == "compound" else ""
