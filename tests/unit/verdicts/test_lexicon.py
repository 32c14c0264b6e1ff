import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files

import pytest
from babel import Locale

from extractors.verdicts.rules.vocabulary import LANDS, WIDE_LANDS

# territories of babel that are unions, regions or placeholders
_NO_LANDS = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("approve", "reject", "state"),
        ("open", "shut down", "state"),
        ("rule out", "consider", "state"),
        ("keep", "give up", "state"),
        ("go ahead", "call off", "state"),
        ("convict", "acquit", "state"),
        ("hire", "lay off", "state"),
        ("guilty", "innocent", "state"),
        ("alive", "dead", "state"),
        ("tepid", "glowing", "state"),
        ("surplus", "deficit", "state"),
        ("remarkable", "unremarkable", "indirect"),
        ("ascend", "descend", "direct"),
        ("northern", "southern", "direct"),
        ("quickly", "slowly", "direct"),
        ("huge", "tiny", "indirect"),
        ("lukewarm", "tepid", ""),
        ("buy", "purchase", ""),
        ("buy", "buy", ""),
        ("mill", "lease", ""),
        ("no-such-word", "reject", ""),
    ],
)
def test_opposites_are_found_in_both_directions(lexicon, one, other, how):
    assert how == lexicon.opposition(one, other)
    assert how == lexicon.opposition(other, one)
    assert bool(how) == lexicon.are_antonyms(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("buy", "purchase", True),
        ("begin", "start", True),
        ("reject", "turn down", True),
        ("big", "large", True),
        ("transaction", "deal", True),
        ("shareholder", "investor", True),
        ("theft", "burglary", True),
        ("put back", "delay", True),
        ("executive", "lead", True),
        ("theft", "collision", False),
        ("buy", "buy", True),
        ("approve", "reject", False),
        ("buy", "sell", False),
        ("employ", "own", False),
    ],
)
def test_synonyms_share_a_frequent_sense(lexicon, one, other, same):
    assert same == lexicon.are_synonyms(one, other)
    assert same == lexicon.are_synonyms(other, one)


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("acquisition", "acquire"),
        ("investment", "invest"),
        ("decision", "decide"),
        ("resignation", "resign"),
        ("refusal", "refuse"),
        ("announcement", "announce"),
        ("closure", "close"),
    ],
)
def test_a_nominal_form_leads_to_its_verb(lexicon, noun, verb):
    assert verb in lexicon.verbs_of(noun)


def test_a_noun_of_quality_leads_to_its_adjective(lexicon):
    assert "reluctant" in lexicon.adjectives_of("reluctance")
    assert lexicon.adjectives_of("no-such-word") == ()


def test_words_have_their_class(lexicon):
    assert lexicon.verb_class("buy") == "possession"
    assert lexicon.noun_class("acquisition") == "act"
    assert lexicon.noun_class("investor") == "person"
    assert lexicon.verb_class("no-such-word") == ""


def test_no_two_words_are_opposite_states_and_synonyms(lexicon):
    clash = {
        (word, other)
        for word, others in lexicon.opposites.items()
        for other in others
        if other in lexicon.synonyms(word)
    }

    assert clash == set()


def test_the_hand_list_has_the_size_that_its_readers_expect(lexicon):
    assert sum(map(len, lexicon.opposites.values())) // 2 >= 1000
    assert {"deny", "abandon", "rule out"} <= lexicon.implicit_negatives
    assert {"hardly", "no longer"} <= lexicon.downward
    assert {"only", "sole", "all"} <= lexicon.exclusive


def test_loading_is_quick():
    code = (
        "import time; from extractors.verdicts.lexicon import load_lexicon\n"
        "def once():\n"
        "    t = time.process_time(); load_lexicon(); return time.process_time() - t\n"
        "print(min(once() for _ in range(5)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert float(shown.stdout) < 0.15  # .03 on a core of one's own


def test_the_licence_stands_beside_the_lists():
    folder = files("extractors.verdicts.lexicon")

    assert "WordNet 3.0 Copyright 2006" in (folder / "LICENSE-wordnet").read_text()
    lists = ("antonyms", "similar", "synonyms", "derivations", "verb_classes")
    assert sum(len((folder / f"{name}.tsv").read_bytes()) for name in lists) < 1.5e6


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("sale", "sell"),
        ("theft", "steal"),
        ("flight", "flee"),
        ("apology", "apologise"),
    ],
)
def test_a_noun_has_the_verb_that_it_is_not_derived_from(lexicon, noun, verb):
    assert verb in lexicon.verbs_of(noun)


def _lands_of_babel() -> Iterator[str]:
    """Every name of a land, as a news text writes it."""
    for code, name in Locale("en").territories.items():
        if not re.fullmatch(r"[A-Z]{2}", code) or code in _NO_LANDS:
            continue
        plain = name.replace("&", "and").replace("St.", "Saint").replace("’", "'")
        plain = plain.removesuffix(" SAR China")
        # "Myanmar (Burma)", "Cocos (Keeling) Islands": two names of one land
        if two := re.fullmatch(r"(.+) \((.+)\)(.*)", plain):
            yield from (two[1] + two[3], two[2] + two[3])
        else:
            yield plain


def test_lands_are_those_of_babel():
    missing = set(_lands_of_babel()) - LANDS - WIDE_LANDS

    assert missing == set()


def test_no_land_is_both_one_and_several():
    assert frozenset() == LANDS & WIDE_LANDS
