"""Where a number is read, its first word is one that a number may begin with."""

from __future__ import annotations

from extractors.claims.quantities.lexemes import lexemes
from extractors.claims.quantities.numbers import may_begin, number_at
from flows.newsroom.stories import stories

ODD = """
    Half a billion, a dozen, tens of millions, doubling in size, twofold, thrice the price,
    one in five, an hour and a half, several hundred, a few thousand, two-thirds of them,
    no fewer than a hundred, trebled, quadrupled, hundreds, a couple of weeks, nil, zero.
"""


def test_no_number_begins_otherwise():
    for text in (ODD, *(story.text for story in stories())):
        items = lexemes(text)
        for i, item in enumerate(items):
            for money in (False, True):
                if item.kind == "word" and number_at(items, i, money=money):
                    assert may_begin(item.low), (item.text, text[:60])
