"""Articles -> claims, line by line, so that no article is parsed as one long text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from extractors.claims.antecedents import Antecedents
from extractors.claims.dated import dated
from extractors.claims.entities import Gazetteer, Names
from extractors.claims.headlines import sentence_case
from extractors.claims.interview import read_interview
from extractors.claims.lines import Line, prose_lines
from extractors.claims.parsing import parser_of
from extractors.claims.periods import find_periods
from extractors.claims.reading import Reading
from extractors.claims.refutation import is_refutation, refuted
from extractors.claims.sentence import sentence_claims
from extractors.claims.setting import told_amid
from extractors.claims.splits import split_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from extractors.claims.parsing import Parsed
    from extractors.model import Article, Claim, Topic

# spaCy refuses a text of 1 M characters; no honest paragraph is this long
MAX_LINE = 20_000
MAX_LINES = 2_000


def extract_claims(
    articles: Iterable[Article], *, nlp: Language, topic: Topic
) -> Iterator[list[Claim]]:
    """
    Yield the claims of each article, one list per article, in their order.

    Claims stand in the order of the text; ``article.text[c.start:c.end] == c.quote``.
    """
    parser = parser_of(nlp, topic)
    cast = {entity.name for entity in topic.entities}
    batch = list(articles)
    lines = [
        (number, line)
        for number, article in enumerate(batch)
        for line in _lines(article, parser.gazetteer)
    ]
    found = parser.parse(line.text for _, line in lines)
    by_article = groupby(zip(lines, found, strict=True), key=lambda item: item[0][0])
    done = 0
    for number, items in by_article:
        yield from ([] for _ in range(done, number))
        done = number + 1
        parsed = ((line, each) for (_, line), each in items)
        claims = list(_article_claims(batch[number], parsed, parser.gazetteer))
        yield told_amid(claims, cast)
    yield from ([] for _ in range(done, len(batch)))


def _lines(article: Article, gazetteer: Gazetteer) -> Iterator[Line]:
    seen: set[str] = set()
    for count, line in enumerate(prose_lines(article.text, article.title)):
        if count >= MAX_LINES:
            return
        if line.text in seen or len(line.text) > MAX_LINE:
            continue
        seen.add(line.text)
        yield from split_line(sentence_case(line, article.text, gazetteer), gazetteer)


def _article_claims(
    article: Article, lines: Iterable[tuple[Line, Parsed]], gazetteer: Gazetteer
) -> Iterator[Claim]:
    published_on = article.published_at.date() if article.published_at else None
    names, antecedents = Names(gazetteer), Antecedents(gazetteer)
    interview = read_interview(article.text, gazetteer, article.title)
    antecedents.addressed = interview.name
    index = 0
    before: list[Claim] = []
    for line, parsed in lines:
        doc = parsed.doc
        if line.is_heading:
            antecedents.turn_to(doc[:])
            continue
        reading = Reading(
            article=article,
            offset=line.start,
            is_title=line.is_title,
            is_bullet=line.is_bullet,
            named=names.read(doc),
            antecedents=antecedents,
            quantities=parsed.quantities,
            periods=find_periods(doc, published_on=published_on),
            published_on=published_on,
            quoted=parsed.quoted,
            answering=interview.is_answer(line.start),
        )
        for sentence in doc.sents:
            claims = list(dated([*sentence_claims(sentence, index, reading)], before))
            if any(is_refutation(claim) for claim in claims):
                before = [refuted(claim) for claim in before]
            yield from before
            before = claims
            index += 1
    yield from before
