"""Yes against no: an update, a contradiction, or neither."""

from __future__ import annotations

import pytest

from extractors.model import VerdictKind
from extractors.verdicts.rules import AGREEMENTS
from extractors.verdicts.rules.grants import granted
from extractors.verdicts.rules.nobody import somebody_now
from extractors.verdicts.rules.polarity import polarity_differs

UPDATES, CONTRADICTS = VerdictKind.UPDATES, VerdictKind.CONTRADICTS

TURNED = [
    # one past deed, denied and told
    ("No diver fell from the pier.", "Three divers fell from the pier.", CONTRADICTS),
    ("Sella has not paid the rent yet.", "Sella paid the rent in 2024.", CONTRADICTS),
    ("Sella has not paid the rent yet.", "Sella paid the rent last week.", UPDATES),
    # a refusal holds until it is given up
    ("Sella refused to sign the lease.", "Sella signed the lease at noon.", UPDATES),
    (
        "Sella refused to sign the lease.",
        "Sella signed the lease in 2023.",
        CONTRADICTS,
    ),
    (
        "Sella denied that the pump had leaked oil.",
        "Sella now admits that the pump leaked oil.",
        UPDATES,
    ),
    # what one grants, and what one does not
    (
        "The owner accepts that his dog bit the child.",
        "The owner does not accept that his dog bit the child.",
        CONTRADICTS,
    ),
    (
        "Sella denies that it promised a refund.",
        "Sella has never disputed that it promised a refund.",
        CONTRADICTS,
    ),
    # parts and what they belong to
    (
        "The chapel is not part of the estate.",
        "The chapel is included in the estate.",
        CONTRADICTS,
    ),
    (
        "Dental care is not part of the policy.",
        "The policy includes dental care.",
        CONTRADICTS,
    ),
    ("Sella has no dairy in Wales.", "Sella runs two dairies in Wales.", CONTRADICTS),
    (
        "None of the wool was dyed.",
        "Part of the wool was dyed in Oporto.",
        CONTRADICTS,
    ),
    (
        "Sella gave up her pension for 2024.",
        "Sella received her pension for 2024.",
        CONTRADICTS,
    ),
    ("The town refused a mast.", "The town allowed a mast.", CONTRADICTS),
    (
        "Ada Sella backed the dam.",
        "Ada Sella, the mayor of Orm, had spoken out against the dam.",
        CONTRADICTS,
    ),
    (
        "Sella may not sell the seed to any other grower.",
        "Sella is free to sell the seed to other growers.",
        CONTRADICTS,
    ),
    # one participant in two places
    ("The guild called off the fair.", "The fair is taking place.", CONTRADICTS),
    # the same in other words, and an attempt that need not have come off
    ("Sella tried to sell the boat.", "Sella never sold the boat.", None),
    ("Sella will charge 40 euros.", "Sella will not charge more.", None),
    ("The siege lasted nine weeks.", "The siege ended after nine weeks.", None),
    ("The fair was put off to May.", "The fair is to take place in May.", None),
    ("Rain was very unlikely.", "Rain was hardly likely.", None),
    ("Sella has no dairy in Wales.", "Sella sold two dairies in Wales.", None),
]


@pytest.mark.parametrize(("old", "new", "kind"), TURNED)
def test_what_is_denied_is_told(old, new, kind, pairs):
    found = (polarity_differs(pair) for pair in pairs(old, new))

    assert kind is next((verdict.kind for verdict in found if verdict), None)


@pytest.mark.parametrize(
    ("new", "grants"),
    [
        ("Sella has never disputed that it burned the letters.", True),
        ("Sella disputes that it burned the letters.", False),
        ("Tarn has never disputed that it burned the letters.", False),
    ],
)
def test_who_has_denied_it_grants_it(new, grants, pairs):
    assert grants is any(map(granted, pairs("Sella denies the accusation.", new)))


SOMEBODY = [
    ("Nobody has been detained so far.", "Police detained Lew Arden on Friday.", True),
    ("No one has been detained.", "A young woman was detained on Friday.", True),
    ("Nobody was detained.", "A sailor was detained on Friday.", False),
    ("Nobody has been detained so far.", "A ship was detained on Friday.", False),
    ("Nobody has been detained so far.", "Lew Arden was detained in 2019.", False),
]


@pytest.mark.parametrize(("old", "new", "told"), SOMEBODY)
def test_what_had_befallen_nobody_has_befallen_somebody(old, new, told, pairs):
    assert told is any(map(somebody_now, pairs(old, new)))


NOT_KNOWN = [
    (
        "Sella has received an offer of a berth.",
        "Sella has turned down an offer of a berth.",
    ),
    (
        "The Fitters' Guild has not joined the march.",
        "The porters have not joined the march.",
    ),
]


@pytest.mark.parametrize(("old", "new"), NOT_KNOWN)
def test_an_end_or_other_people_are_not_known(old, new, pairs):
    assert not any(rule(pair) for rule in AGREEMENTS for pair in pairs(old, new))
