"""
Claims without a finite verb: titles, appositions, and nouns with an infinitive.

"X, a co-founder of Y" and "Y CEO X" tell an office; "its reluctance to share data",
"a plan to build two mills", "the right to host its services" tell, negate or allow what
the infinitive says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.claims.arguments import argument, lemma, noun_phrase, owner, terms
from extractors.claims.clauses import Clause, own_words
from extractors.claims.heads import is_infinitive
from extractors.claims.measures import office_of
from extractors.claims.participants import objects_of
from extractors.claims.words import LEXICON, NOUNS, POSTS
from extractors.model import Argument, Modality, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from extractors.claims.entities import Mention
    from extractors.claims.quantities import FoundQuantity
    from extractors.claims.reading import Reading

_HAVING = frozenset({"have", "hold", "get", "receive", "win", "keep", "retain", "make"})
_POSTED = frozenset({"in", "at", "on"})
_LONGEST_ASIDE = 14
_ASIDE_ENDS = frozenset({",", ".", ";"})
# from "38" to the noun of "the 38-year-old owner"
_AGE = frozenset({"nummod", "npadvmod", "amod", "compound"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Somebody's office: arguments and the first and last token that tell it."""

    subject: Argument
    attribute: Argument
    first: int
    last: int


def infinitives(sentence: Span, told: list[Clause]) -> Iterator[tuple[Clause, Token]]:
    """Yield the clause of every noun's infinitive with that noun."""
    for noun in sentence:
        if noun.pos_ != "NOUN" or not _takes_infinitive(noun):
            continue
        for verb in _done(noun):
            subject, known = _who(noun, told)
            if not known or _is_others(noun):
                continue
            yield (
                Clause(
                    verb=verb,
                    chain=(verb,),
                    subject=subject,
                    subjects=(subject,) if subject is not None else (),
                    objects=tuple(objects_of((verb,), frozenset())),
                    words=frozenset(
                        {
                            *own_words(verb, frozenset()),
                            *(t.i for t in noun_phrase(noun)),
                        }
                    ),
                    kind="nominal",
                ),
                noun,
            )


def _done(noun: Token) -> Iterator[Token]:
    """What would be done: "a plan *to buy* it", "no intention of *buying* it"."""
    for child in noun.children:
        if child.dep_ in {"acl", "relcl", "xcomp"} and is_infinitive(child):
            yield child
        elif child.lower_ == "of" and noun.lemma_.lower() in LEXICON["plan_noun"]:
            done = (c for c in child.children if c.dep_ == "pcomp")
            yield from (verb for verb in done if verb.tag_ == "VBG")


def _takes_infinitive(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return any(
        lemma in LEXICON[kind] for kind in ("plan_noun", "negate_noun", "right_noun")
    )


def _is_others(noun: Token) -> bool:
    """As in "turned down every offer to settle": somebody else's offer."""
    owned = any(c.dep_ == "poss" for c in noun.children)
    return noun.lemma_.lower() in LEXICON["offer_noun"] and _is_undone(
        noun, owned=owned
    )


def _is_undone(noun: Token, *, owned: bool = False) -> bool:
    """As in "scrapped its plan to build", "lost the right to host"."""
    verb = noun.head
    if owned or noun.dep_ != "dobj":
        return False
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
    return f"{verb.lemma_.lower()} {particle}".strip() in LEXICON["undo"]


def _who(noun: Token, told: list[Clause]) -> tuple[Token | None, bool]:
    """Who would do it: the noun's owner, else the subject that has or makes it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child, True
        if child.dep_ == "prep" and child.lower_ in {"by", "of"}:
            below = next((b for b in child.children if b.dep_ == "pobj"), None)
            if below is not None and child.lower_ == "by":
                return below, True
    for clause in told:
        if noun.i not in clause.words:
            continue
        if noun in clause.subjects:
            return None, clause.verb.lemma_ == "be"
        if noun.dep_ in {"dobj", "attr", "pobj", "conj", "appos"}:
            return clause.subject, clause.subject is not None
    return None, False


def noun_stance(noun: Token) -> tuple[Modality, list[str]]:
    """Return the modality that ``noun`` gives its infinitive, and its negations."""
    word = noun.lemma_.lower()
    cues = [f"noun:{word}"]
    if word in LEXICON["negate_noun"]:
        cues.append(f"negation:{word}")
    if any(c.lower_ in {"no", "any"} and c.dep_ in {"det", "neg"} for c in noun.lefts):
        denied = any(c.lower_ == "no" for c in noun.lefts) or _verb_negated(noun)
        cues += ["negation:no"] if denied else []
    elif _verb_negated(noun):
        cues.append("negation:not")
    if _is_undone(noun):
        cues.append(f"negation:{noun.head.lemma_.lower()}")
    if word in LEXICON["plan_noun"]:
        return Modality.PLANNED, cues
    if word in LEXICON["right_noun"]:
        return Modality.POSSIBLE, cues
    return Modality.ASSERTED, cues


def _verb_negated(noun: Token) -> bool:
    return noun.dep_ == "dobj" and any(c.dep_ == "neg" for c in noun.head.children)


def offices(sentence: Span, reading: Reading) -> Iterator[Office]:
    """Yield the offices that appositions and titles tell."""
    for token in sentence:
        if token.dep_ == "appos" and _may_describe(token):
            yield from _apposition(token, reading)
        mention = reading.named.get(token.i)
        if mention is None or mention.kind != "PERSON" or token.i != mention.end - 1:
            continue
        title = _title_before(mention, token, reading)
        if title is not None:
            yield _office(token, title, sentence, reading)
        yield from _post_since(token, sentence, reading)


def _post_since(who: Token, sentence: Span, reading: Reading) -> Iterator[Office]:
    """As in "Lind, in charge since 2013, left": no noun of a person tells the post."""
    aside = who.doc[who.i + 1 : min(who.i + _LONGEST_ASIDE, sentence.end)]
    if len(aside) < 4 or aside[0].text != "," or aside[1].lower_ not in _POSTED:
        return
    end = next((t.i for t in aside[2:] if t.text in _ASIDE_ENDS), 0)
    role = next((t for t in aside[2:] if t.pos_ == "NOUN"), None)
    since = (p for p in reading.periods if p.period.kind == "since")
    if role is not None and any(role.i < p.start_token < end for p in since):
        yield replace(_office(who, role, sentence, reading), last=end - 1)


def _apposition(token: Token, reading: Reading) -> Iterator[Office]:
    """The noun is told of the name, whichever stands first."""
    head = token.head
    if reading.name_of(head) and not reading.named.get(token.i):
        if token.pos_ in {"NOUN", "PROPN"} and not reading.name_of(token):
            yield _office(head, token, token.sent, reading)
    elif (
        reading.named.get(token.i)
        and head.i not in reading.named
        and head.pos_ == "NOUN"
        and head.lemma_.lower() in POSTS
    ):
        yield _office(token, head, token.sent, reading)


def _may_describe(noun: Token) -> bool:
    """Whether it may say what a name is; "Orel: no new mill" says what there is not."""
    denied = any(c.lower_ == "no" for c in noun.lefts)
    return noun.text[0].isalpha() and not denied and not _is_prefix(noun)


def _is_prefix(token: Token) -> bool:
    """The "co" of "co-founder" is parsed as a word of its own."""
    return token.i + 1 < len(token.doc) and token.nbor().text == "-"


def _title_before(mention: Mention, token: Token, reading: Reading) -> Token | None:
    for child in token.children:
        if (
            child.dep_ in {"compound", "nmod"}
            and child.i < mention.start
            and child.i not in reading.named
            and child.lemma_.lower() in NOUNS["title"]
            and child.lemma_.lower() not in NOUNS["address"]
        ):
            return child
    return None


def _office(who: Token, role: Token, sentence: Span, reading: Reading) -> Office:
    name = reading.name_of(who)
    mention = reading.named.get(who.i)
    first = mention.start if mention else who.i
    held = (c for c in who.children if c.lower_ == "since" and office_of(c) == role)
    told = (*noun_phrase(role), *(t for since in held for t in since.subtree))
    indices = sorted({*range(first, who.i + 1), *(t.i for t in told)})
    attribute = _described(role, reading)
    whose = attribute.owner or _before(role, sentence, reading)
    attribute = replace(
        attribute,
        owner=whose if whose != name else owner(role, reading),
    )
    return Office(
        subject=_somebody(who, name),
        attribute=attribute,
        first=indices[0],
        last=indices[-1],
    )


def _described(role: Token, reading: Reading) -> Argument:
    """The office as words: beside a name the noun itself stands for that name."""
    indices = sorted(t.i for t in noun_phrase(role))
    rest = terms([i for i in indices if i != role.i], role.doc, reading)
    attribute = argument("attribute", role, reading)
    return replace(
        attribute,
        head=lemma(role),
        entity="",
        terms=(*rest, role.lemma_.lower()),
        text=_compounded(role, role.doc[indices[0] : indices[-1] + 1].text),
    )


def _compounded(role: Token, text: str) -> str:
    """As in "founder" with the "co-" that the tokenizer cut off."""
    full = lemma(role)
    return text if full == role.lemma_.lower() else text.replace(role.text, full, 1)


def _before(role: Token, sentence: Span, reading: Reading) -> str:
    """As in "Orel CEO X"; for a bare "CEO X" the organisation named last before it."""
    doc = role.doc
    for i in range(role.i - 1, max(role.i - 4, sentence.start) - 1, -1):
        if i in reading.named and doc[i].dep_ in {"compound", "poss", "nmod"}:
            return reading.named[i].name
    if role.lemma_.lower() not in NOUNS["company_office"] or role.dep_ == "appos":
        return ""
    kinds = [reading.named[i] for i in range(role.i) if i in reading.named]
    return next((m.name for m in reversed(kinds) if m.kind == "ORG"), "")


def _somebody(noun: Token, name: str) -> Argument:
    return Argument(
        role="subject",
        head=lemma(noun),
        terms=(name.lower(),),
        entity=name,
        text=name,
    )


def aged(sentence: Span, reading: Reading) -> Iterator[Office]:
    """Yield how old somebody is who is called after it: "the 38-year-old"."""
    for item in reading.quantities:
        if item.quantity.role != "age" or not _is_inside(item, sentence):
            continue
        noun = sentence.doc[item.start_token : item.end_token].root
        while noun.dep_ in _AGE and noun.head != noun:
            noun = noun.head
        meant = reading.meant.get(noun.i)
        if meant is None or meant.kind != "PERSON" or len(meant.names) != 1:
            continue
        [name] = meant.names
        who = _somebody(noun, name)
        age = Argument(role="attribute", head="old", text=item.quantity.text)
        yield Office(subject=who, attribute=age, first=noun.left_edge.i, last=noun.i)


def _is_inside(item: FoundQuantity, sentence: Span) -> bool:
    return sentence.start <= item.start_token < sentence.end


def ages(office: Office, reading: Reading) -> Iterator[Quantity]:
    """How old the text calls whoever holds the office, between its own words."""
    for item in reading.quantities:
        inside = office.first <= item.start_token <= office.last
        if inside and item.quantity.role == "age":
            yield replace(item.quantity, bearer=office.subject.entity)
