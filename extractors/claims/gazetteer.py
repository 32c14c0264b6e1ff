"""The topic's names and key terms, found in raw text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.model import Entity, Topic

LEGAL_FORM = re.compile(
    r",?\s+(?:Inc|Corp|Corporation|Ltd|Limited|LLC|PLC|plc|AG|SE|SA|S\.A|NV|GmbH|Co|"
    r"Company|Holdings?|Group)\.?$"
)


class Gazetteer:
    """Finds the topic's entities and key terms in raw text, longest name first."""

    def __init__(self, topic: Topic) -> None:
        self.entities = tuple(topic.entities)
        self._by_name: dict[str, Entity] = {}
        for entity in topic.entities:
            for name in _spellings(entity):
                self._by_name.setdefault(fold(name), entity)
        self._names = _alternation(n for e in topic.entities for n in _spellings(e))
        self._terms = _alternation(topic.key_terms)

    def find(self, text: str) -> list[tuple[int, int, Entity]]:
        """Return ``(start, end, entity)`` for every name in ``text``, in order."""
        if self._names is None:
            return []
        return [
            (m.start(), m.end(), self._by_name[fold(m.group())])
            for m in self._names.finditer(text)
        ]

    def entity(self, name: str) -> Entity | None:
        """Return the entity that ``name`` is a spelling of."""
        return self._by_name.get(fold(name))

    def terms(self, text: str) -> frozenset[str]:
        """Return the key terms that ``text`` holds, in lower case."""
        if self._terms is None:
            return frozenset()
        return frozenset(m.group().lower() for m in self._terms.finditer(text))


def why_off_topic(text: str, topic: Topic) -> str:
    """
    Say as a stable code why a text satisfies none of the topic's rules; else empty.

    ``names_nothing`` of the topic, or ``names_too_little``. Only names and key terms
    count, as they stand in the text: so a text need not be parsed to be off topic.
    """
    gazetteer = Gazetteer(topic)
    named = {entity.name for _, _, entity in gazetteer.find(text)}
    terms = gazetteer.terms(text)
    if any(
        len(named) >= rule.entities and len(terms) >= rule.key_terms
        for rule in topic.on_topic
    ):
        return ""
    return "names_too_little" if named or terms else "names_nothing"


def fold(name: str) -> str:
    """The name as it is looked up: one space, straight apostrophes, lower case."""
    return re.sub(r"[\s-]+", " ", name.replace("’", "'")).lower()


def _spellings(entity: Entity) -> set[str]:
    names = {entity.name, *entity.aliases}
    names |= {LEGAL_FORM.sub("", name) for name in names}
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
