"""Another cause of the same thing."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.model import VerdictKind
from extractors.verdicts.lexicon import Lexicon
from tests.unit.verdicts.judged import judge


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The cause was a blocked pipe.", "A drunken pilot was the cause."),
        (
            "The explosion was caused by a gas bottle.",
            "The cause of the explosion on the barge was a battery.",
        ),
        (
            "Divers found holes in the hull, caused by worms in the wood.",
            "The holes in the hull were the result of a blow in the harbour.",
        ),
        (
            "The collapse was caused by a flooded cellar.",
            "The collapse was due to a rotten beam.",
        ),
        (
            "The council rejected the bid because it came a week late.",
            "The bid was turned down because of its high interest.",
        ),
        (
            "Lena Brandt left the choir because Nina Weber had insulted her.",
            "Lena Brandt quit the choir because her voice was failing.",
        ),
        (
            "The talks with Orel Bau broke down over the rent.",
            "The talks with Orel Bau failed because of a strike.",
        ),
        (
            "The explosion was caused by a gas bottle.",
            "A drunken pilot was to blame for the explosion.",
        ),
        (
            "The explosion was caused by a gas bottle.",
            "The explosion happened because a guard had smoked.",
        ),
    ],
)
def test_another_cause(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """One thing has one cause where it is told as the cause."""
    assert judge(old, new, nlp, lexicon).kind is VerdictKind.CONTRADICTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The explosion was caused by a gas bottle.",
            "One cause of the explosion was a battery.",
        ),
        (
            "The explosion was caused by a gas bottle.",
            "The cause of the flood was a broken lock.",
        ),
        (
            "The cause was a blocked pipe.",
            "The cause was a pipe full of mud.",
        ),
        (
            "The cause was a blocked pipe.",
            "The cause could be a loose bolt.",
        ),
        (
            "The council rejected the bid because it came a week late.",
            "The bid was turned down because of its lateness.",
        ),
        (
            "The council rejected the bid because it came a week late.",
            "The bid was turned down partly because of its high interest.",
        ),
        (
            "The council rejected the bid because it came a week late.",
            "The council rejected the second bid because of its high interest.",
        ),
    ],
)
def test_no_other_cause(old: str, new: str, nlp: Language, lexicon: Lexicon) -> None:
    """Nor where there are several, of another thing, or in other words."""
    assert judge(old, new, nlp, lexicon).kind is not VerdictKind.CONTRADICTS
