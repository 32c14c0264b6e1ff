"""A clause's relation, object and place in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.arguments import PLACE_ROLES, PLACES, lemma, shown
from extractors.claims.words import CONTROL, LEXICON, measured_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from extractors.claims.clauses import Clause
    from extractors.claims.reading import Reading
    from extractors.model import Argument


def relation(clause: Clause) -> str:
    """Return the verb; with a copula or light verb its noun, else a preposition."""
    name = verb(clause)
    attribute = next((t for r, t in clause.objects if r == "attribute"), None)
    if clause.verb.lemma_ in {"be", "become", "remain"} and attribute is not None:
        return f"{name} {lemma(measured_noun(attribute))}"
    light = clause.verb.lemma_.lower() in LEXICON["light"]
    direct = next((t for r, t in clause.objects if r == "object"), None)
    if light and direct is not None and direct.pos_ == "NOUN":
        return f"{name} {lemma(direct)}"
    if direct is None:
        preposition = next(
            (r for r, _ in clause.objects if r not in {"attribute", "complement"}), ""
        )
        return f"{name} {preposition}".strip()
    return name


def verb(clause: Clause) -> str:
    """The lemma with its particle; meaningful verbs above it stay ("offer to buy")."""
    particle = next((c.lower_ for c in clause.verb.children if _is_particle(c)), "")
    above = next(
        (
            link.lemma_.lower()
            for link in clause.chain[:-1]
            if link.pos_ == "VERB" and not _is_control(link)
        ),
        "",
    )
    named = clause.kind == "appos" and clause.verb.pos_ not in {"VERB", "AUX"}
    name = "be" if named else clause.verb.lemma_.lower()
    words = [above, "to", name, particle] if above else [name, particle]
    return " ".join(word for word in words if word)


def _is_control(link: Token) -> bool:
    particle = next((c.lower_ for c in link.children if c.dep_ == "prt"), "")
    phrase = f"{link.lemma_.lower()} {particle}".strip()
    return link.lemma_.lower() in CONTROL or phrase in CONTROL


def _is_particle(child: Token) -> bool:
    """As in "take over"; the model calls some of them adverbs ("carried away")."""
    if child.dep_ == "prt" or (child.dep_ == "advmod" and child.lower_ == "apart"):
        # "took the engine apart"
        return True
    return (
        child.dep_ == "advmod"
        and child.i == child.head.i + 1
        and child.lower_ in LEXICON["particle"]
    )


def object_words(rest: Sequence[Argument], visible: Argument | None) -> str:
    """Return the object as a reader wants it: every direct one, else the first."""
    for role in ("object", "attribute"):
        found = [a for a in rest if a.role == role and a is not visible]
        if found:
            return ", ".join(dict.fromkeys(shown(a) for a in found))
    found = [a for a in rest if a is not visible and a.role != "complement"]
    return shown(found[0]) if found else ""


def place(taken: Sequence[Argument], reading: Reading) -> str:
    """Return the named place where it is so."""
    places = {m.name for m in reading.named.values() if m.kind in PLACES}
    return next(
        (a.entity for a in taken if a.role in PLACE_ROLES and a.entity in places), ""
    )
