"""Since when something goes on, or is led: told in many ways of one beginning."""

from __future__ import annotations

import pytest

from extractors.verdicts.reach import anchors, meet
from extractors.verdicts.rules.events import event_date
from extractors.verdicts.rules.onsets import onset_differs

ONSETS = [
    (
        "Ruth Almay has led the quarry firm since 2014.",
        "Ruth Almay has been at the head of the firm since 2011.",
        True,
    ),
    (
        "Ruth Almay has governed the town since May 2019.",
        "Ruth Almay has been mayor since 2016.",
        True,
    ),
    (
        "Ruth Almay has led the negotiations since 2022.",
        "Ruth Almay has been conducting the talks with Senn since 2020.",
        True,
    ),
    (
        "Work on the eastern pit, near Senn, began in May 2024.",
        "The pit near Senn has been under construction since June 2021.",
        True,
    ),
    (
        "The divers started training in Senn in May 2024.",
        "The divers have been training in Senn since June 2021.",
        True,
    ),
    (
        "Ruth Almay has led the quarry firm since 2014.",
        "Ruth Almay became chief executive in 2011.",
        True,
    ),
    (
        "Ruth Almay was appointed in 2014.",
        "Ms Almay has headed the regulator since 2011.",
        True,
    ),
    (
        "Ruth Almay has been finance director since 2014.",
        "Ruth Almay took charge of the firm's finances in 2011.",
        True,
    ),
    (
        "Ruth Almay has been managing director since 2014.",
        "Ms Almay had headed the group since 2011.",
        True,
    ),
    (
        "Ruth Almay has presided over the council since 2014.",
        "Ruth Almay had chaired the council since 2011.",
        True,
    ),
    (
        "The county granted the quarry permit on 3 May 2024.",
        "The permit dates from November 2024.",
        True,
    ),
    ("Senn Rowers was founded in 1904.", "Senn Rowers goes back to 1898.", True),
    ("The old mill was built in 1926.", "The mill dated from 1938.", True),
    ("The old mill was built in 1926.", "The mill dates back to 1926.", False),
    ("The stone bridge was built in 1926.", "The iron bridge dates from 1938.", False),
    # as exactly as told; another post, thing, number or part
    (
        "Ruth Almay has been deputy director since 2014.",
        "Ruth Almay became director in 2019.",
        False,
    ),
    (
        "Ruth Almay has headed the sales department since 2014.",
        "Ruth Almay took over as chief executive in 2019.",
        False,
    ),
    (
        "Ruth Almay has led Orm since 2014.",
        "Ruth Almay became chief executive of the Senn Museum in 2011.",
        False,
    ),
    (
        "The divers started training in Senn on 3 May 2024.",
        "The divers have been training in Senn since May 2024.",
        False,
    ),
    (
        "Ruth Almay has led the choir since 2014.",
        "Ruth Almay has been mayor since 2016.",
        False,
    ),
    (
        "Ruth Almay has been chair of Orm since 2014.",
        "Ruth Almay has been chief executive of Orm since 2016.",
        False,
    ),
    (
        "Ruth Almay has led Orm since 2014.",
        "Ruth Almay has led the Senn Museum since 2016.",
        False,
    ),
    (
        "Work on the tunnel began in May 2024.",
        "Construction of the bridge began in June 2021.",
        False,
    ),
    (
        "Work on the tunnel began in May 2024.",
        "Construction began in June 2021.",
        False,
    ),
]


@pytest.mark.parametrize(("old", "new", "differs"), ONSETS)
def test_one_beginning_is_told_in_many_ways(old, new, differs, pairs):
    assert differs is any(map(onset_differs, pairs(old, new)))


def test_what_began_brings_two_claims_together(pairs):
    (pair,) = pairs("Building started in March 2021.", "Work began in September 2021.")

    assert meet(anchors(pair.held), anchors(pair.new))
    assert onset_differs(pair)


EVENTS = [
    (
        "Orm made the loss public on 3 January.",
        "The company disclosed the loss on 8 January.",
        True,
    ),
    (
        "Ruth Almay sued Orm in Senn on 3 February.",
        "Ruth Almay filed the suit on 8 January.",
        True,
    ),
    (
        "He sings from The Hill, which appeared in 1998.",
        "The Hill was published in 1994.",
        True,
    ),
    # another thing, any suit, another land
    (
        "Orm made the loss public on 3 January.",
        "The company disclosed the sale on 8 January.",
        False,
    ),
    (
        "Ruth Almay sued Orm on 3 February.",
        "Ruth Almay filed a suit against Senn on 8 January.",
        False,
    ),
    (
        "He sings from The Hill, which appeared in 1998.",
        "The Hill was published in Italy in 2004.",
        False,
    ),
]


@pytest.mark.parametrize(("old", "new", "differs"), EVENTS)
def test_one_turn_of_one_thing_has_one_day(old, new, differs, pairs):
    assert differs is any(map(event_date, pairs(old, new)))
