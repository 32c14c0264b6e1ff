"""Another one in a part that only one has, told in other words."""

from __future__ import annotations

from functools import partial

import pytest
from spacy.language import Language

from extractors.model import Entity, Topic, VerdictKind
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.relation import kinship
from tests.unit.verdicts.judged import judge

_TOPIC = Topic(
    id="ferry",
    entities=tuple(
        Entity(name=name, kind=kind)
        for name, kind in (
            ("Orel Bau", "ORG"),
            ("Tarn Shipping", "ORG"),
            ("Kolin Lines", "ORG"),
            ("Lena Brandt", "PERSON"),
            ("Nina Weber", "PERSON"),
            ("Lipnik", "GPE"),
        )
    ),
)


_judge = partial(judge, topic=_TOPIC)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The ropes come from Orel Bau, a Czech firm.",
            "The ropes for the ferry are supplied by Tarn Shipping of Lipnik.",
        ),
        (
            "The ferry is operated by Kolin Lines of Lipnik.",
            "The operator of the ferry is Tarn Shipping, a Danish company.",
        ),
        (
            "The survey was led by Lena Brandt, a geologist.",
            "The leader of the survey, Nina Weber, says it was hard.",
        ),
        (
            "The first prize went to Lena Brandt.",
            "The first prize there went to the Polish baker Nina Weber.",
        ),
        (
            "The depot is leased from Kolin Lines.",
            "The depot is leased from the shipping company Tarn Shipping.",
        ),
        (
            "Work began in May; the main contractor is Orel Bau of Lipnik.",
            "The main contractor is Tarn Shipping, a Danish firm.",
        ),
        (
            "The general contractor is Orel Bau.",
            "Tarn Shipping, the general contractor, wants more money.",
        ),
        (
            "The sails are made by Orel Bau.",
            "The ferry's sails are made by the Danish firm Tarn Shipping.",
        ),
        (
            "Kolin Lines belongs to the Czech group Orel Bau.",
            "Kolin Lines is a subsidiary of the Danish group Tarn Shipping.",
        ),
        (
            "The carriages are maintained in a depot in Lipnik.",
            "The carriages will be serviced in a new depot in Brno.",
        ),
        (
            "In August the firm filed a suit against Orel Bau with a court in Lipnik.",
            "The suit had been filed in August with a court in Brno.",
        ),
        (
            "The inquiry is led by Lena Brandt.",
            "The inquiry has been led from its beginning by the judge Nina Weber.",
        ),
        (
            "The director of the Lipnik Museum is Lena Brandt.",
            "The director of the Lipnik Museum, Nina Weber, spoke of a loss.",
        ),
        (
            "Orel Bau has lodged an appeal against it at the high court in Lipnik.",
            "The appeal was lodged by the Danish firm Tarn Shipping.",
        ),
        (
            "Orel Bau is the sole supplier of the ferry's long ropes, on a contract.",
            "The long ropes for the ferry are made by Tarn Shipping.",
        ),
        (
            "The carriages are maintained in a hall to be built in Lipnik.",
            "The carriages will be serviced in a new hall in Brno.",
        ),
        (
            "The managing director of Orel Bau, Lena Brandt, called it unfair.",
            "Orel Bau is run by managing director Nina Weber.",
        ),
        (
            "Lena Brandt has founded a new company, Solland, in Vienna.",
            "Lena Brandt started her new company Solland in Madrid.",
        ),
        (
            "The Lantern was written in 2004 by Lena Brandt and the poet Ada Rask.",
            "Lena Brandt wrote The Lantern together with Nina Weber.",
        ),
        (
            "Kolin Lines, a ferry company from Brno, is hiring.",
            "Kolin Lines is a shipping group based in Tabor.",
        ),
        (
            "The ballot was called by Orel Bau.",
            "The ballot had been called by the union Tarn Shipping.",
        ),
        (
            "The boat's upkeep is paid for by Kolin Lines.",
            "Tarn Shipping pays for the boat's upkeep.",
        ),
        (
            "The survey of the hull was carried out by Orel Bau.",
            "The survey of the hull was the work of Tarn Shipping.",
        ),
        (
            "The lighting is in the hands of Lena Brandt.",
            "The lighting was designed by the engineer Nina Weber.",
        ),
        (
            "The mooring permit will be granted by Orel Bau.",
            "The mooring permit was issued by the Danish firm Tarn Shipping.",
        ),
        (
            "The rights are looked after by Lena Brandt.",
            "Nina Weber manages the rights.",
        ),
        (  # one of them told by where it is from
            "The radar units are supplied by the Greek firm Orel Bau.",
            "The radar systems come from a Korean maker.",
        ),
        (
            "The yacht belongs to a Maltese trader.",
            "The yacht is the property of an Irish family.",
        ),
        (
            "The appeal is paid for by a fund from Antwerp.",
            "The appeal is paid for by the Porto fund Tarn Shipping.",
        ),
        (
            "The loan contract was signed in Brno in January.",
            "The loan contract was concluded in Lipnik in January.",
        ),
        (
            "The spokesman of Kolin Lines, Jan Holm, spoke of a loss.",
            "The spokesman of Kolin Lines is called Peter Dahl.",
        ),
        (
            "Kolin Lines is advised by Orel Bau.",
            "Kolin Lines is being advised by Tarn Shipping.",
        ),
    ],
)
def test_another_one_has_the_part(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Whose part it is, only one can be, however the two tell it."""
    verdict = _judge(old, new, nlp, lexicon)

    assert verdict.kind is VerdictKind.CONTRADICTS
    assert verdict.slot is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (  # another thing of the kind
            "The ropes for the ferry come from Orel Bau.",
            "The ropes for the crane are supplied by Tarn Shipping.",
        ),
        (
            "The trains are built by Orel Bau.",
            "The old trains were built by Tarn Shipping.",
        ),
        (
            "The second prize went to Lena Brandt.",
            "The third prize went to Nina Weber.",
        ),
        (  # a share of it
            "The ropes come from Orel Bau.",
            "Some of the ropes were supplied by Tarn Shipping.",
        ),
        (
            "The ropes are made in Lipnik.",
            "Some of the ropes are made in Brno.",
        ),
        (  # of many
            "Kolin Lines runs 40 ferries.",
            "Lena Brandt ran the ferries in Lipnik.",
        ),
        (  # one may be the other
            "The radar units are supplied by the firm Orel Bau.",
            "The radar units come from a Korean maker.",
        ),
        (
            "The yacht belongs to a Scottish trader.",
            "The yacht is the property of a British family.",
        ),
        (
            "The yacht belongs to a Spanish trader.",
            "The yacht is the property of a trader from Malaga.",
        ),
        (  # no cost and no event
            "Lena Brandt met the director.",
            "Nina Weber met the director.",
        ),
        (
            "The ferry was called late by Lena Brandt.",
            "The ferry was called slow by Nina Weber.",
        ),
        (  # within
            "The ropes are made in Italy.",
            "The ropes are made in Milan.",
        ),
        (
            "Lena Brandt lives in Lipnik.",
            "Lena Brandt was born in Brno.",
        ),
        (  # one of several places
            "The trial is led by Lena Brandt.",
            "The trial in Lipnik is led by Nina Weber.",
        ),
        (
            "Lena Brandt leads the inquiry.",
            "In Lipnik the inquiry is led by Nina Weber.",
        ),
        (  # together
            "The book was written by Lena Brandt.",
            "Nina Weber wrote the book with Lena Brandt.",
        ),
        (  # whichever company was named before
            "Lena Brandt has led the company for years.",
            "Nina Weber heads the company.",
        ),
        (
            "The book was written by Lena Brandt and the poet Ada Rask.",
            "Lena Brandt wrote the book.",
        ),
        (  # groups there are many
            "Ropes were delivered by a group led by Orel Bau.",
            "Sails were delivered by a group led by Tarn Shipping.",
        ),
        (
            "The ferry belongs to Orel Bau.",
            "The ferry belonged to Tarn Shipping until 2019.",
        ),
        (
            "Kolin Lines, a ferry company from Italy, is hiring.",
            "Kolin Lines is a shipping group based in Milan.",
        ),
        (
            "The managing director of Orel Bau, Lena Brandt, called it unfair.",
            "Orel Bau's yard is run by deputy director Nina Weber.",
        ),
        (  # where persons come from and where they work
            "Lena Brandt is a singer from Brno.",
            "Lena Brandt is a singer based in Tabor.",
        ),
    ],
)
def test_another_thing_place_or_time(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Several may have it where things, places, times or shares are several."""
    assert _judge(old, new, nlp, lexicon).kind is not VerdictKind.CONTRADICTS


def test_a_relative_once_removed_is_another(lexicon: Lexicon) -> None:
    """A granddaughter is no daughter, a lawsuit is a suit."""
    assert kinship("granddaughter", "daughter", lexicon) == 0
    assert kinship("subcontractor", "contractor", lexicon) == 0
    assert kinship("lawsuit", "suit", lexicon) > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The mill belongs to the town of Lipnik.",
            "The mill is the property of the regional government.",
        ),
        (
            "The observatory is the property of the Drozd family from Lipnik.",
            "The observatory belongs to Orel Bau.",
        ),
        (
            "The debt is guaranteed by the city.",
            "The debt is guaranteed by the province.",
        ),
        (
            "The advisory board is chaired by Lena Brandt.",
            "Nina Weber is head of the advisory board.",
        ),
        (
            "The inquiry is led by Lena Brandt.",
            "At the head of the inquiry is Nina Weber.",
        ),
        (
            "The turbine is designed in Lipnik and manufactured in Taiwan.",
            "The turbine is manufactured in South Korea.",
        ),
        (
            "The scheme is new. It was worked out by Orel Bau.",
            "The scheme was drawn up by Kolin Lines.",
        ),
        (
            "The buses were ordered from Orel Bau.",
            "The buses have been ordered from Tarn Shipping.",
        ),
    ],
)
def test_parts_of_bodies_boards_and_sellers(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Public bodies, those at the head of boards and sellers have parts as well."""
    assert _judge(old, new, nlp, lexicon).kind is VerdictKind.CONTRADICTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The mill belongs to the town.", "The mill belongs to the municipality."),
        ("The mill is owned by Lipnik.", "The mill belongs to the city."),
        (
            "The mill belongs to the city and the region.",
            "The mill belongs to the region.",
        ),
        (
            "The advisory board is chaired by Lena Brandt.",
            "Nina Weber is head of the supervisory board.",
        ),
    ],
)
def test_one_body_in_other_words(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """A town and its name, or two words for it, are one owner."""
    assert _judge(old, new, nlp, lexicon).kind is not VerdictKind.CONTRADICTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The boats are insured by Orel Bau of Tabor.",
            "Orel Bau has its head office in Brno.",
        ),
        (
            "Orel Bau has its headquarters in Tabor.",
            "Orel Bau has lost money. Its main office is in Brno.",
        ),
        (
            "Orel Bau, a publisher from Tabor, is hiring.",
            "The bid of Orel Bau, which has its seat in Brno, was low.",
        ),
    ],
)
def test_a_firm_has_one_seat(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Where it has its head office is told in many words."""
    assert _judge(old, new, nlp, lexicon).kind is VerdictKind.CONTRADICTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Orel Bau has its headquarters in Tabor.",
            "Orel Bau has an office in Brno.",
        ),
        (
            "Orel Bau has its head office in Brno.",
            "Orel Bau has its headquarters in Austria.",
        ),
        (
            "Orel Bau has its headquarters in Tabor.",
            "The head office of Orel Bau was in Brno until 2011.",
        ),
    ],
)
def test_offices_there_are_many(
    old: str, new: str, nlp: Language, lexicon: Lexicon
) -> None:
    """A branch, a land and a former seat contradict no seat."""
    assert _judge(old, new, nlp, lexicon).kind is not VerdictKind.CONTRADICTS


def test_a_title_and_a_buyer_do_not_part_two_stances(
    nlp: Language, lexicon: Lexicon
) -> None:
    """Who is for a sale is not against the sale to whomever."""
    old = "Councillor Lena Brandt is in favour of the lease."
    new = "Lena Brandt is against the lease to the Austrians."

    assert _judge(old, new, nlp, lexicon).kind is VerdictKind.CONTRADICTS


def test_what_is_cleared_is_not_missed(nlp: Language, lexicon: Lexicon) -> None:
    """Who missed a mark has not cleared it."""
    old = "Kolin Lines missed the threshold."
    new = "Kolin Lines cleared the threshold."

    assert _judge(old, new, nlp, lexicon).kind is VerdictKind.CONTRADICTS


@pytest.mark.parametrize(
    ("old", "new", "is_another"),
    [
        (
            "The guide, Lena Brandt, a baker, was not hurt.",
            "Lena Brandt is a midwife by profession.",
            True,
        ),
        (
            "Lena Brandt, a niece of the founder, runs the yard.",
            "Lena Brandt, the founder's granddaughter, spoke of a loss.",
            True,
        ),
        ("Lena Brandt is a lawyer.", "Lena Brandt is a judge.", False),
        ("Lena Brandt is a former baker.", "Lena Brandt is a midwife.", False),
        (
            "Lena Brandt is a sister of the mayor.",
            "Lena Brandt is a daughter of the founder.",
            False,
        ),
    ],
)
def test_is_of_one_kind(
    old: str, new: str, nlp: Language, lexicon: Lexicon, *, is_another: bool
) -> None:
    """One person has one trade at a time, and is akin to another in one way."""
    found = _judge(old, new, nlp, lexicon).kind

    assert (found is VerdictKind.CONTRADICTS) is is_another
