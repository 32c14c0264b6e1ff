"""
One parsed sentence -> its claims with slots.

A clause is a claim; so are an apposition and a title ("Elon Musk, a co-founder of
OpenAI") and a noun with an infinitive ("its reluctance to share ..."). Spans are of the
article's text: ``text[start:end] == quote``.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.arguments import arguments, noun_phrase, shown, terms
from extractors.claims.attribution import witness
from extractors.claims.awaited import awaited
from extractors.claims.clauses import Clause, clauses
from extractors.claims.figures_told import aged_speakers, that_tell, with_heading
from extractors.claims.fragments import (
    after_aside,
    fragment,
    is_empty,
    is_verbless,
    list_item,
    stands,
)
from extractors.claims.measures import period, period_of, quantities
from extractors.claims.naming import matter
from extractors.claims.nominal import (
    Office,
    aged,
    ages,
    infinitives,
    noun_stance,
    offices,
)
from extractors.claims.relation import object_words, place, relation, verb
from extractors.claims.stance import Stance, stance, strongest
from extractors.claims.words import CONTROL
from extractors.model import Argument, Article, Claim, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from extractors.claims.reading import Reading
    from extractors.model import Quantity

_TOLD = frozenset({"main", "ccomp", "whole", "nominal", "control", "purpose", "item"})


def sentence_claims(sentence: Span, index: int, reading: Reading) -> Iterator[Claim]:
    """Yield the claims of ``sentence``, outermost clause first."""
    reading.meant.update(
        reading.antecedents.read(
            sentence, reading.named, reading.quoted, answering=reading.answering
        )
    )
    seen: set[tuple[int, int, str]] = set()
    for claim in _drafts(sentence, index, reading):
        key = (claim.start, claim.end, claim.relation)
        if key not in seen:
            seen.add(key)
            yield claim


def _drafts(sentence: Span, index: int, reading: Reading) -> Iterator[Claim]:
    told = with_heading(list(clauses(sentence, CONTROL)), sentence, reading)
    item = list_item(sentence, reading)
    if item is not None:
        told = [item, *(c for c in told if c.verb != item.verb)]
    made = list(_of_clauses(sentence, told, index, reading))
    yield from (claim for claim, _ in made)
    held = list(offices(sentence, reading))
    figures = {q for claim, _ in made for q in claim.quantities}
    for office in held:
        claim = _office_claim(office, sentence, index, reading)
        free = [q for q in ages(office, reading) if q not in figures]
        figures.update(free)
        yield replace(claim, quantities=tuple(free))
    words = {i for _, own in made for i in own}
    words |= {i for office in held for i in range(office.first, office.last + 1)}
    if not words or is_verbless(sentence, words):
        whole = fragment(sentence, reading, words, clauses=bool(told))
        rest = _claim(whole, stance(whole), index, reading) if whole else None
        if rest is not None:
            figures.update(rest.quantities)
            yield rest
    yield from _ages(sentence, told, index, reading, figures)


def _of_clauses(
    sentence: Span, told: list[Clause], index: int, reading: Reading
) -> Iterator[tuple[Claim, frozenset[int]]]:
    """Each clause that tells something, and each noun's infinitive, with its words."""
    for clause in that_tell(told, reading):
        claim = _claim(clause, stance(clause), index, reading)
        if claim is not None:
            yield claim, clause.words
    for clause, noun in infinitives(sentence, told):
        claim = _claim(clause, _nominal_stance(clause, noun), index, reading)
        if claim is not None:
            yield claim, clause.words


def _ages(
    sentence: Span,
    told: Sequence[Clause],
    index: int,
    reading: Reading,
    figures: set[Quantity],
) -> Iterator[Claim]:
    """The ages that are not among the ``figures`` of other claims."""
    for old in aged(sentence, reading):
        years = tuple(q for q in ages(old, reading) if q not in figures)
        if years:
            claim = _office_claim(old, sentence, index, reading)
            yield replace(claim, quantities=years)
    for clause in aged_speakers(told, reading):
        found = _claim(clause, stance(clause), index, reading)
        if found is not None and not figures.intersection(found.quantities):
            yield found


def _nominal_stance(clause: Clause, noun: Token) -> Stance:
    modality, cues = noun_stance(noun)
    own = stance(clause)
    negated = sum(c.startswith("negation:") for c in (*cues, *own.cues)) % 2 == 1
    return Stance(
        polarity=Polarity.NEGATED if negated else Polarity.AFFIRMED,
        modality=strongest({modality, own.modality}),
        tense=own.tense,
        speaker=own.speaker,
        cues=tuple(sorted({*cues, *own.cues})),
    )


def _claim(clause: Clause, view: Stance, index: int, reading: Reading) -> Claim | None:
    measured = quantities(clause, reading)
    view, when = awaited(view, period(clause, reading), reading.published_on)
    taken = (*_understood(clause, reading), *arguments(clause, reading))
    subject = next((a for a in taken if a.role == "subject"), None)
    rest = [a for a in taken if a.role != "subject"]
    if not (clause.kind in _TOLD or measured or when.text or stands(clause, reading)):
        return None
    if is_empty(clause, subject, reading, told=bool(measured or when.text)):
        return None
    patient = next((a for a in rest if a.role == "object"), None)
    visible = subject or (patient if clause.passive else None)
    if clause.kind == "whole" and subject is not None and not subject.entity:
        visible = replace(subject, text=subject.head)
    first, last = _span_of(clause)
    return _located(
        Claim(
            claim_id="",
            article_id=reading.article.article_id,
            sentence="",
            quote="",
            start=0,
            end=0,
            subject=_subject(visible, taken),
            relation=relation(clause),
            object=object_words(rest, visible),
            quantities=measured,
            period=when,
            place=place(taken, reading),
            polarity=view.polarity,
            modality=view.modality,
            attribution=_attribution(view.speaker, clause, reading),
            exclusive=any(c.startswith("exclusive:") for c in view.cues),
            tense=view.tense,
            terms=terms(
                sorted(clause.words - witness(clause)), clause.verb.doc, reading
            ),
            entities=_names(sorted(clause.words), reading, taken),
            verb=verb(clause),
            arguments=taken,
            cues=(*view.cues, *_syntax_cues(clause)),
        ),
        (first, last),
        clause.verb.sent,
        index,
        reading,
    )


def _understood(clause: Clause, reading: Reading) -> Iterator[Argument]:
    """Whom a list item speaks of: whom the list is about."""
    name = reading.antecedents.last() if clause.kind == "item" else ""
    if name:
        yield Argument(
            role="object" if clause.passive else "subject",
            head=name.split()[-1].lower(),
            terms=(name.lower(),),
            entity=name,
            text=name,
        )


def _subject(visible: Argument | None, taken: Sequence[Argument]) -> str:
    """Name every coordinated subject: "Orel, Tarn"."""
    if visible is None or visible.role != "subject":
        return shown(visible)
    every = [a for a in taken if a.role == "subject"]
    return ", ".join(dict.fromkeys(shown(a) for a in every))


def _office_claim(
    office: Office, sentence: Span, index: int, reading: Reading
) -> Claim:
    subject, attribute = office.subject, office.attribute
    owner = attribute.owner
    names = (subject.entity, attribute.entity, owner)
    words = range(office.first, office.last + 1)
    return _located(
        Claim(
            claim_id="",
            article_id=reading.article.article_id,
            sentence="",
            quote="",
            start=0,
            end=0,
            subject=subject.entity,
            relation=f"be {attribute.head}",
            object=shown(attribute),
            period=period_of(words, reading),
            terms=(*subject.terms, *attribute.terms),
            entities=tuple(dict.fromkeys(n for n in names if n)),
            verb="be",
            arguments=(subject, attribute),
            cues=("clause:appos",),
            tense="present",
        ),
        (office.first, office.last),
        sentence,
        index,
        reading,
    )


def _located(
    claim: Claim, words: tuple[int, int], sentence: Span, index: int, reading: Reading
) -> Claim:
    """Put the claim in its place in the article: span, quote, sentence, id."""
    article, doc = reading.article, sentence.doc
    start = reading.offset + doc[words[0]].idx
    end = reading.offset + doc[words[1]].idx + len(doc[words[1]])
    begins = reading.offset + sentence.start_char
    ends = reading.offset + sentence.end_char
    return replace(
        claim,
        claim_id=claim_id(article, start, end, claim.relation),
        article_version=article.version,
        sentence=article.text[begins:ends].strip(),
        quote=article.text[start:end],
        start=start,
        end=end,
        sentence_index=index,
        in_title=reading.is_title,
        published_on=reading.published_on,
        matter=matter(claim),
    )


def claim_id(article: Article, start: int, end: int, relation: str) -> str:
    """Hash of article key, version and span; the relation parts claims of one span."""
    key = f"{article.article_id}\n{article.version}\n{start}\n{end}\n{relation}"
    return "c1" + hashlib.blake2b(key.encode(), digest_size=10).hexdigest()


def _span_of(clause: Clause) -> tuple[int, int]:
    """
    The clause's first and last token without loose marks and connectives.

    Words in front that a longer clause cuts off ("Orel, which makes paper, lost ...")
    are left to it: in the quote it would be most of what stands there.
    """
    doc = clause.verb.doc
    indices = after_aside(clause)
    while len(indices) > 1 and _is_loose_start(doc, indices[0]):
        indices.pop(0)
    while len(indices) > 1 and _is_loose_end(doc, indices[-1], clause):
        indices.pop()
    return indices[0], indices[-1]


def _is_loose_start(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.is_space or (token.is_punct and token.text not in '"“‘$€£#'):
        return True
    return token.dep_ in {"cc", "mark"} and token.tag_ != "TO"


def _is_loose_end(doc: Doc, index: int, clause: Clause) -> bool:
    token = doc[index]
    if token.is_space or (token.is_punct and token.text not in '"”’%)'):
        return True
    if token.dep_ == "cc":
        return True
    # a preposition whose gerund is a claim of its own
    return token.dep_ == "prep" and any(c.i not in clause.words for c in token.children)


def _names(
    words: Sequence[int], reading: Reading, taken: Sequence[Argument]
) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for i in words:
        mention = reading.named.get(i)
        meant = reading.meant.get(i)
        if mention is not None:
            names[mention.name] = None
        elif meant is not None:
            names.update(dict.fromkeys(meant.names))
    for one in taken:
        names.update(dict.fromkeys(n for n in (one.entity, one.owner) if n))
    return tuple(names)


def _syntax_cues(clause: Clause) -> Iterator[str]:
    yield f"clause:{clause.kind}"
    if clause.passive:
        yield "passive"
    above = (link.lemma_.lower() for link in clause.chain[:-1])
    yield from (f"control:{lemma}" for lemma in above if lemma != "be")


def _attribution(speaker: Token | None, clause: Clause, reading: Reading) -> str:
    if speaker is None:
        spoken = clause.verb.i in reading.quoted or reading.answering
        carried = spoken and clause.kind != "appos"
        return reading.antecedents.speaker.text if carried else ""
    name = reading.name_of(speaker)
    if name:
        return name
    if speaker.pos_ == "PRON":
        return ""
    tokens = sorted(noun_phrase(speaker), key=lambda t: t.i)
    return speaker.doc[tokens[0].i : tokens[-1].i + 1].text
