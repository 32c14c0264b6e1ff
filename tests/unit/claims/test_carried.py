"""A copy claims what its original claims, in its own places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from extractors.article.copies import Prints, fingerprint, is_copy
from extractors.claims.carried import carried_claims
from extractors.claims.sentence import claim_id
from extractors.model import Article, Claim

_AT = datetime(2025, 3, 10, tzinfo=UTC)
_FIRST = "The mill employs 400 people, its owner said."
_SECOND = "It will stay open until 2031."


def _article(name: str, text: str) -> Article:
    return Article(
        article_id=name, url=name, canonical_url=name, source_id="s",
        title=text.split("\n", maxsplit=1)[0], published_at=_AT, fetched_at=_AT, text=text,
    )  # fmt: skip


def _claim(article: Article, sentence: str, quote: str) -> Claim:
    start = article.text.index(quote)
    return Claim(
        claim_id=claim_id(article, start, start + len(quote), "employ"),
        article_id=article.article_id, sentence=sentence, quote=quote, start=start,
        end=start + len(quote), relation="employ",
    )  # fmt: skip


def test_claims_stand_where_the_copy_has_them():
    """Spans are the copy's; what it left out is left out."""
    original = _article("a", f"On the mill\n{_FIRST}\n{_SECOND}")
    claims = [
        _claim(original, _FIRST, "The mill employs 400 people"),
        _claim(original, _SECOND, "It will stay open until 2031"),
    ]
    copy = _article("b", f"A mill, says a wire\nBy somebody\n{_FIRST}")

    [found] = carried_claims(claims, copy)

    assert copy.text[found.start : found.end] == found.quote == claims[0].quote
    assert (found.article_id, found.article_version) == ("b", 1)
    assert found.claim_id == claim_id(copy, found.start, found.end, "employ")
    assert replace(found, claim_id="", start=0, end=0, article_id="a") == replace(
        claims[0], claim_id="", start=0, end=0, published_on=_AT.date()
    )


def test_all_prints_at_once_are_as_one_by_one():
    """Looking through all fingerprints finds what asking each would."""
    words = [f"word{n}" for n in range(300)]
    texts = [" ".join(words[n : n + 120]) for n in range(0, 180, 5)]
    own = [fingerprint(text) for text in texts]
    prints = Prints()
    for each in own * 3:
        assert prints.add(each)

    assert not prints.add(b"other")
    for each in own:
        expected = [i for i, o in enumerate(own * 3) if is_copy(each, o)]

        assert expected == prints.copies_of(each)
