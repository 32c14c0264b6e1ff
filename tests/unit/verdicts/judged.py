"""Two texts, three months apart, and what is said of the second one."""

from __future__ import annotations

from datetime import date

from spacy.language import Language

from extractors.claims import extract_claims
from extractors.model import BaselineClaim, Status, Topic, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.pairs import TextPair, as_article, compare_texts
from extractors.verdicts.rules import Pair

_HELD_ON, _TOLD_ON = date(2026, 3, 2), date(2026, 6, 15)
_TOPIC = Topic(id="quarry")


def judge(
    old: str, new: str, nlp: Language, lexicon: Lexicon, topic: Topic = _TOPIC
) -> Verdict:
    """Return the verdict on ``new`` where ``old`` is held."""
    pair = TextPair(
        baseline=old, claim=new, baseline_date=_HELD_ON, claim_date=_TOLD_ON
    )
    return next(compare_texts([pair], nlp=nlp, topic=topic, lexicon=lexicon))


def paired(old: str, new: str, nlp: Language, lexicon: Lexicon) -> list[Pair]:
    """Return every pair of a claim of one text with one of the other."""
    texts = [as_article("old", old, _HELD_ON), as_article("new", new, _TOLD_ON)]
    held, told = extract_claims(texts, nlp=nlp, topic=_TOPIC)
    rows = [
        BaselineClaim(
            claim=each, status=Status.SEED, document="old", document_date=_HELD_ON
        )
        for each in held
    ]
    return [Pair(each, claim, lexicon) for each in rows for claim in told]
