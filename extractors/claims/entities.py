"""
Names in a text -> canonical names with their kind.

Topic entities come from a gazetteer, other names from the parse, because the small
model's own entity labels are unreliable. A name is written as the article writes it at
its fullest ("Suleyman" is "Mustafa Suleyman" once that was said). One ``Names`` serves
one article, in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.claims.gazetteer import LEGAL_FORM, Gazetteer, fold
from extractors.claims.given import is_given
from extractors.claims.quantities.words import PERSONS
from extractors.claims.words import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from extractors.model import Entity

__all__ = ["Gazetteer", "Mention", "Names", "may_name"]

_NAME_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART"}
)
# parts of speech that write a capital letter only where a sentence begins
_CLOSED = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "ADV", "AUX", "PART"})
_BEFORE_NAMES = NOUNS["title"] | NOUNS["rank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens ``[start, end)`` of a doc that name ``name``."""

    start: int
    end: int
    name: str
    kind: str


class Names:
    """The names of one article."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        # persons of the topic: told by more than a surname, and those with a namesake
        self._told: set[str] = set()
        self._shared: set[str] = set()

    def read(self, doc: Doc) -> dict[int, Mention]:
        """Return every token's mention for the named tokens of ``doc``."""
        found: dict[int, Mention] = {}
        for start, end, entity in self._gazetteer.find(doc.text):
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and not self._is_other(span, entity):
                _take(
                    found,
                    Mention(
                        start=span.start,
                        end=span.end,
                        name=entity.name,
                        kind=entity.kind,
                    ),
                )
        for span, label in _name_spans(doc):
            bare = _bare(span)
            if bare is None or any(t.i in found for t in bare):
                continue
            name = self._canonical(bare.text.replace("’", "'"), label)
            _take(
                found,
                Mention(
                    start=bare.start, end=bare.end, name=name, kind=self._kinds[name]
                ),
            )
        return found

    def _is_other(self, span: Span, entity: Entity) -> bool:
        """Whether a surname is a namesake's, who alone was told by more than that."""
        if entity.kind != "PERSON":
            return False
        if len(span) > 1:
            self._told.add(entity.name)
        elif _is_namesake(span, entity):
            self._shared.add(entity.name)
            return True
        return entity.name in self._shared - self._told

    def _canonical(self, name: str, label: str) -> str:
        name = LEGAL_FORM.sub("", name)
        if name.endswith("s"):
            # "the Duos": several of one name
            name = self._singular(name) or name
        known = self._known.get(fold(name))
        if known is None:
            words = fold(name).split()
            known = next(
                (
                    full
                    for folded, full in self._known.items()
                    if len(words) < len(folded.split())
                    and (
                        folded.split()[-len(words) :] == words
                        or folded.split()[: len(words)] == words
                    )
                ),
                name,
            )
            self._known[fold(name)] = known
            self._kinds.setdefault(known, label)
        return known

    def _singular(self, name: str) -> str:
        entity = self._gazetteer.entity(name[:-1])
        if entity is not None:
            self._kinds.setdefault(entity.name, entity.kind)
            self._known.setdefault(fold(name), entity.name)
            return entity.name
        return self._known.get(fold(name[:-1]), "")


def may_name(doc: Doc, gazetteer: Gazetteer) -> bool:
    """
    Whether the model's labels could matter to the reading of a parsed line.

    They do for a name that the topic does not know, which has a capital letter that the
    start of a sentence does not explain, and for a figure beside a name.
    """
    spans = (
        doc.char_span(start, end, alignment_mode="expand")
        for start, end, _ in gazetteer.find(doc.text)
    )
    known = {i for span in spans if span for i in range(span.start, span.end)}
    before = ""
    for token in doc:
        first = token.text[:1]
        if first.isupper() and token.i not in known:
            if not (token.is_sent_start and token.pos_ in _CLOSED):
                return True
        elif first.isdigit() and before in {"PROPN", "PUNCT"}:
            return True
        before = token.pos_
    return False


def _is_namesake(span: Span, entity: Entity) -> bool:
    """As "Hugo Lind" where the topic's Lind is Ann: another person's name."""
    before = span.doc[span.start - 1] if span.start else None
    if before is None or before.pos_ in _CLOSED or not before.text.istitle():
        return False
    word = fold(before.text.rstrip("."))
    if word in _BEFORE_NAMES or word in PERSONS:
        return False
    own = {w for n in (entity.name, *entity.aliases) for w in fold(n).split()}
    if any(word.startswith(w) or w.startswith(word) for w in own):
        return False
    labelled = before.ent_type_ == span[0].ent_type_ == "PERSON"
    return is_given(word) or (labelled and before.pos_ == "PROPN")


def _take(found: dict[int, Mention], mention: Mention) -> None:
    """The first finder of a token keeps it: the gazetteer comes before the parse."""
    tokens = range(mention.start, mention.end)
    if not any(index in found for index in tokens):
        found.update(dict.fromkeys(tokens, mention))


def _name_spans(doc: Doc) -> list[tuple[Span, str]]:
    """Named entities and the runs of proper nouns that the model did not label."""
    spans = [(ent, ent.label_) for ent in doc.ents if ent.label_ in _NAME_LABELS]
    taken = {token.i for span, _ in spans for token in span}
    run: list[Token] = []
    for token in [*doc, None]:
        joins = token is not None and token.i not in taken and _is_proper(token)
        if token is not None and joins and (not run or run[-1].i == token.i - 1):
            run.append(token)
            continue
        if run and any(t.pos_ == "PROPN" for t in run):
            spans.append((doc[run[0].i : run[-1].i + 1], "NAME"))
        run = [token] if token is not None and joins else []
    return spans


def _is_proper(token: Token) -> bool:
    """A proper noun, or a capitalised noun in front of one ("Unity Mutual")."""
    if token.ent_type_ or not token.text[:1].isupper():
        return False
    if token.pos_ == "PROPN":
        return True
    return (
        token.tag_ == "NN"
        and token.dep_ == "compound"
        and token.head.i == token.i + 1
        and token.head.pos_ == "PROPN"
        and token.text[1:].islower()
        and not _is_common(token)
    )


def _is_common(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return any(
        lemma in NOUNS[kind]
        for kind in ("title", "person", "organisation", "generic_organisation")
    )


def _bare(span: Span) -> Span | None:
    """The name without article, title and possessive."""
    tokens = [t for t in span if not (t.i == span.start and t.lower_ in {"the", "a"})]
    while tokens and (tokens[-1].tag_ == "POS" or tokens[-1].is_punct):
        tokens.pop()
    while tokens and tokens[0].lemma_.lower() in _BEFORE_NAMES:
        tokens.pop(0)
    while tokens and tokens[-1].lemma_.lower() in NOUNS["title"]:
        tokens.pop()
    if not tokens or not any(t.text[:1].isupper() for t in tokens):
        return None
    return span.doc[tokens[0].i : tokens[-1].i + 1]
