"""A rule that is not shown a pair would have said nothing of it."""

from __future__ import annotations

from itertools import combinations

import pytest

from extractors.claims import load_pipeline
from extractors.model import BaselineClaim, Status
from extractors.verdicts import load_lexicon
from extractors.verdicts.reach import anchors, meet
from extractors.verdicts.rules import CONFLICTS, FULFILMENTS, Pair, is_fair
from extractors.verdicts.rules.needs import NEEDS, able, among
from tests.gold.gate import GOLD, claims_of, load


@pytest.mark.parametrize("topic", ["ferry-inquiry", "tram-strike", "tatra-line"])
def test_what_is_skipped_is_silent(topic):
    """Every claim of the articles beside every claim before it that it meets."""
    gold, lexicon = load(GOLD / "fit-plain" / topic), load_lexicon()
    texts = [*gold.seeds, *gold.articles.values()]
    claims = [c for told in claims_of(gold.topic, texts, load_pipeline) for c in told]
    pairs = [
        Pair(BaselineClaim(claim=held, status=Status.SEED), new, lexicon)
        for held, new in combinations(claims, 2)
        if held.article_id != new.article_id and meet(anchors(held), anchors(new))
    ]

    spoken = 0
    for pair in pairs:
        rules = CONFLICTS if is_fair(pair) else FULFILMENTS
        shown = among(rules, able(pair.held, pair.new))
        said = [rule for rule in rules if rule in NEEDS and rule(pair) is not None]
        spoken += len(said)
        assert not {*said} - {*shown}, (pair.held.quote, pair.new.quote)
    assert spoken > 10
