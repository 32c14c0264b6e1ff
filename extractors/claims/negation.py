"""The negations of a clause: along its verbs, and of its participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.claims.participants import SUBJECTS
from extractors.claims.words import LEXICON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.claims.clauses import Clause

_PLAIN = frozenset({"negation:not", "negation:n't", "negation:n’t", "negation:never"})
# how "no" and "neither" stand before a noun: "neither the mill nor the town"
_DENYING = frozenset({"det", "neg", "preconj"})
# what turns the adjective behind it round
_ANYTHING_BUT = {"anything": "but", "far": "from"}
_HARDLY = frozenset({"hardly", "scarcely", "barely"})
_EXCLUSIVE = frozenset({"only", "sole", "exclusive", "single", "unique"})


def negations(clause: Clause) -> list[str]:
    """Return one cue per negation; an odd number makes the clause negated."""
    cues: list[str] = []
    for link in clause.chain:
        cues += _of_verb(link, clause)
    if (
        clause.helper is not None
        and clause.helper not in clause.chain
        and any(c.lower_ == "or" for c in clause.helper.children)
    ):
        cues += _of_verb(clause.helper, clause)
    cues += _of_participants(clause)
    cues += _before_helper(clause.chain[0])
    if is_not_only(clause):
        # "is not the only supplier" denies that there is no other, not the supplying
        cues = [c for c in cues if c not in _PLAIN]
    governor = clause.chain[0].head
    if clause.kind == "control" and governor.lemma_ in LEXICON["cause_not"]:
        cues.append(f"negation:{governor.lemma_}")
    elif clause.kind == "control" and any(c.dep_ == "neg" for c in governor.children):
        cues.append("negation:not")
    if cues and any(map(_is_over, clause.chain)):
        cues[0] = "negation:no longer"
    return cues


def _is_over(link: Token) -> bool:
    """As in "is not open any longer", "nobody asks any more"."""
    return any(
        child.lower_ == "anymore"
        or (
            child.lower_ in {"longer", "more"}
            and any(c.lower_ == "any" for c in child.children)
        )
        for child in link.children
    )


def _of_verb(link: Token, clause: Clause) -> list[str]:
    return [
        *_adverbs(link),
        *_inverted(link),
        *_dropped(link, clause),
        *_not_yet(link, clause),
        *_anything_but(link),
        *_hardly_so(link),
        *(
            f"negation:{child.lemma_.lower()}"
            for child in link.children
            if child.dep_ in {"acomp", "attr"}
            and link != clause.verb
            and child.lemma_.lower() in LEXICON["negate_adjective"]
        ),
    ]


def _adverbs(link: Token) -> Iterator[str]:
    for child in link.children:
        lower = child.lower_
        if (
            child.dep_ in {"neg", "advmod", "preconj", "cc"}
            and lower in LEXICON["negation"]
            and lower not in {"no", "nor"}
        ):
            if not any(c.lower_ == "only" for c in _next(child)):
                yield f"negation:{lower}"
        elif lower in {"longer", "more"} and any(
            g.lower_ == "no" for g in child.children if child.dep_ == "advmod"
        ):
            yield f"negation:no {lower}"


def _inverted(link: Token) -> Iterator[str]:
    """As in "nor did the mill pay", "not once has it paid": the verb comes first."""
    helpers = [c for c in link.children if c.dep_ in {"aux", "auxpass"}]
    if any(t.i and t.nbor(-1).lower_ == "nor" for t in (link, *helpers)):
        yield "negation:nor"
    if any(
        child.lower_ == "once" and any(c.lower_ == "not" for c in child.lefts)
        for child in link.children
    ):
        yield "negation:not"


def _before_helper(link: Token) -> Iterator[str]:
    """As in "at no time had it paid", where the parse makes two clauses of one."""
    helper = link.head
    if helper.lemma_ != "have" or (link.dep_, link.tag_) != ("ccomp", "VBN"):
        return
    for first in helper.lefts:
        nouns = [n for n in first.rights if first.dep_ == "prep"]
        for denial in (first, *(w for noun in nouns for w in noun.lefts)):
            if denial.lower_ in {"no", "not", "never"}:
                yield f"negation:{denial.lower_}"


def _next(token: Token) -> list[Token]:
    return [token.nbor()] if token.i + 1 < len(token.doc) else []


def _dropped(link: Token, clause: Clause) -> Iterator[str]:
    """As in "refused to sell", "ruled out selling", "without selling"."""
    lemma = link.lemma_.lower()
    if link != clause.verb:
        particle = next((c.lower_ for c in link.children if c.dep_ == "prt"), "")
        if lemma in LEXICON["negate"] or f"{lemma} {particle}" in LEXICON["negate"]:
            yield f"negation:{lemma}"
    elif link.dep_ == "pcomp" and link.head.lower_ == "without":
        yield "negation:without"


def _not_yet(link: Token, clause: Clause) -> Iterator[str]:
    """As in "has yet to pay", "is too ill to pay": what is told is not so."""
    if link == clause.verb:
        return
    for child in link.children:
        if child.lower_ == "yet" and child.dep_ == "advmod":
            yield "negation:yet"
        too = child.dep_ == "acomp" and any(c.lower_ == "too" for c in child.lefts)
        if too and clause.verb.head == child:
            yield "negation:too"


def _anything_but(link: Token) -> Iterator[str]:
    """As in "is far from safe", "is anything but finished"."""
    if link.lemma_ not in {"be", "remain", "look", "seem"}:
        return
    for child in link.rights:
        bridges = [
            c for c in child.rights if c.lower_ == _ANYTHING_BUT.get(child.lower_)
        ]
        below = [c for c in child.subtree if bridges and c.i == bridges[0].i + 1]
        if any(
            c.pos_ in {"ADJ", "VERB", "AUX"} or c.lower_.endswith("ed") for c in below
        ):
            yield f"negation:{child.lower_}"


def _hardly_so(link: Token) -> Iterator[str]:
    """As in "is hardly likely", which says no more than "is not likely"."""
    for child in link.rights:
        if child.dep_ == "acomp":
            yield from (
                f"negation:{c.lower_}" for c in child.lefts if c.lower_ in _HARDLY
            )


def _of_participants(clause: Clause) -> Iterator[str]:
    for token in (*clause.subjects, *(t for _, t in clause.objects)):
        lower = token.lower_
        if lower in LEXICON["negative_pronoun"]:
            if not _is_all_but(token):
                yield f"negation:{lower}"
            continue
        for child in _before(token):
            if _is_denial(child, token):
                yield f"negation:{child.lower_}"
            elif child.lower_ == "not" and (
                token.dep_ in SUBJECTS or _is_single(token, child)
            ):
                # "not a single mill closed", "in not a single case"
                yield "negation:not"


def _is_all_but(pronoun: Token) -> bool:
    """As in "had nothing but praise": what stands behind is so, and no more."""
    return any(c.lower_ == "but" and c.dep_ == "prep" for c in pronoun.rights)


def _is_denial(word: Token, noun: Token) -> bool:
    """As in "no mill", "hardly any of the mills"."""
    if word.lower_ in {"no", "neither"}:
        return word.dep_ in _DENYING and not _is_of_a_kind(word, noun)
    return word.lower_ in _HARDLY and noun.lower_ == "any"


def _is_of_a_kind(word: Token, noun: Token) -> bool:
    """As in "a motion of no confidence", "a no-fly zone": nothing is denied."""
    of = noun.head
    named = of.lower_ == "of" and of.head.pos_ == "NOUN" and of.head.i + 1 == of.i
    return (named and noun.i == word.i + 1 == of.i + 2) or word.nbor().text == "-"


def _before(noun: Token) -> Iterator[Token]:
    """What stands before a noun, hung on it or on its first part: "no bank details"."""
    for child in noun.lefts:
        yield child
        if child.dep_ == "compound":
            yield from (c for c in child.lefts if c.dep_ == "det")


def _is_single(token: Token, negation: Token) -> bool:
    singles = (c for c in token.lefts if c.lower_ == "single")
    return negation.dep_ == "neg" and any(singles)


def is_not_only(clause: Clause) -> bool:
    """Whether the clause says that something is not exclusive."""
    negated = any(c.dep_ == "neg" for c in clause.verb.children)
    return negated and any(
        role == "attribute" and any(c.lower_ in _EXCLUSIVE for c in token.children)
        for role, token in clause.objects
    )


def is_not_exclusive(clause: Clause) -> bool:
    """As in "has never been exclusive": negated, and nothing exclusive is told."""
    return any(
        role == "attribute" and token.lower_ in _EXCLUSIVE
        for role, token in clause.objects
    ) and bool(list(_adverbs(clause.verb)))
