"""The short cut of word comparison: it may only leave out what is nothing."""

from __future__ import annotations

import random

import pytest

from extractors.verdicts import Lexicon
from extractors.verdicts.rules.relation import _kinship
from extractors.verdicts.words import ALIKE, _closeness, bond, may_be_kin


@pytest.fixture(scope="module")
def words(lexicon: Lexicon) -> list[str]:
    """Words of every list, with many of their relatives."""
    draw = random.Random(7)
    some = {
        word
        for index in (lexicon.mates, lexicon.derived, lexicon.direct, lexicon.heads)
        for word in draw.sample(sorted(index), 25)
    }
    some |= set(draw.sample(sorted(lexicon.opposites), 25)) | {"orel", "tarn's", "be"}
    near = {each for word in some for each in sorted(lexicon.kindred(word))[:3]}
    return sorted(some | near)[::2]


class TestKindred:
    def test_bond_is_what_all_lists_together_say(self, lexicon, words):
        """The short cut gives what the whole way gives, for every pair."""
        for i, one in enumerate(words):
            for other in words[i:]:
                key = (min(one, other), max(one, other))
                expected = (_closeness(*key, lexicon), lexicon._opposition(*key))

                assert expected == bond(one, other, lexicon), key

    def test_opposites_are_kindred_whoever_asks(self, lexicon, words):
        """No opposition in either direction is overlooked."""
        for one in words:
            for other in words:
                if lexicon._opposition(one, other):
                    assert other in lexicon.kindred(one)

    def test_kinship_without_the_lists_is_form(self, lexicon, words):
        """What is not kindred is kin only as a suffix."""
        for one in words[::3]:
            for other in words:
                if not may_be_kin(one, other, lexicon):
                    short, long = sorted((one, other), key=len)

                    assert _kinship(one, other, lexicon) == 0 or long.endswith(short)

    def test_nearest_leaves_out_no_word_that_is_near(self, lexicon, words):
        """All at once is what one by one gives."""
        near = lexicon.nearest(words[:40], words, least=ALIKE)
        for word, found in near.items():
            one_by_one = {w for w in words if lexicon.likeness(word, w) >= ALIKE}

            assert one_by_one <= found
