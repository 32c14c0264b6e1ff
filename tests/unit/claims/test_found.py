"""Statements that are claims though nobody knows of whom, or the parse is at a loss."""

import pytest

FOUND = [
    # a figure or a time of something that a pronoun names
    ("It lasted 34 minutes.", "It lasted 34 minutes"),
    ("They open on Mondays at 1,150 metres.", "They open on Mondays at 1,150 metres"),
    (
        "The roof was torn off a decade ago, which closed the yard for six weeks.",
        "which closed the yard for six weeks",
    ),
    # an aside between the subject and its verb
    ("The lease, Lind found, ends only in June.", "The lease, Lind found, ends"),
    # a label before the clause
    ("Rooms: The inn has forty.", "The inn has forty"),
    # a figure before its name
    ("3,400: the number of tickets last summer.", "the number of tickets last summer"),
    ("17: rooms in the new wing, which opens on May 9.", "17: rooms in the new wing"),
    # a main verb that was read as a noun, beside a clause below
    (
        "Some 48 tonnes of gravel fit behind it, which is a lot.",
        "Some 48 tonnes of gravel fit behind it",
    ),
    # a post told by no noun of a person
    ("Ann Lind, in charge since May 2019, said no.", "in charge since May 2019"),
    ("It is safe, said Ann Lind, in charge since 2013.", "in charge since 2013"),
    (
        "Ann Lind, at the head of Tarn since 2019, left.",
        "at the head of Tarn since 2019",
    ),
    # a figure that is parsed as a part of the phrase before
    ("Of the fires 17 were avoidable, Lind wrote.", "Of the fires 17 were avoidable"),
    # what whoever speaks did, or did not
    ('"I left the yard to a cousin," she said.', "I left the yard to a cousin"),
    ("We do not oppose the lease.", "We do not oppose the lease"),
    # a rule for everybody
    ("You must leave the bicycle outside.", "You must leave the bicycle outside"),
]


@pytest.mark.parametrize(("text", "quote"), FOUND)
def test_a_statement_is_a_claim(read, text, quote):
    """Its words stand in a claim."""
    assert any(quote in claim.quote for claim in read(text))


DATED = [
    ("The barn burned down. That was in 1987.", "1987", "burn down", "barn"),
    ("The yard was sold by Tarn; that was in 1996.", "1996", "sell", "Tarn"),
    ("Orel bought a yard in 1990. That was in a bad year.", "", "", ""),
    ("The barn burned down in May. That was in 1987.", "1987", "be in", "That"),
    ("The barn burned down. That was not in 1987.", "1987", "be in", "That"),
]


@pytest.mark.parametrize(("text", "year", "relation", "subject"), DATED)
def test_when_it_was_is_told_of_what_happened(read, text, year, relation, subject):
    """ "That was in 1987" has its day, and all else from the deed before."""
    told = [c for c in read(text) if year and c.period.text.endswith(year)]

    assert [(relation, subject)] * bool(year) == [(c.relation, c.subject) for c in told]


UNSAID = [
    "It happened.",
    "You like the bicycle.",
    "It is said that I would like a bicycle.",
    "Those who pay today get a chair.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_what_tells_nothing_is_none(read, text):
    """No figure, no rule, or only words that say which are meant."""
    assert not any(c.quote.startswith(("It", "You", "who")) for c in read(text))


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("Ada Voss wept. Her mother turned 71 in May.", "mother"),
        ("A 29-year-old man was charged with the robbery of Ada Voss.", "man"),
        ("Ada Voss, 44, sang.", "Ada Voss"),
    ],
)
def test_an_age_is_of_the_person_it_is_told_of(text, bearer, read):
    """Not of another one whose name stands in the clause."""
    ages = [q for c in read(text) for q in c.quantities if q.role == "age"]

    assert {bearer} == {age.bearer for age in ages}


def test_a_claim_does_not_begin_within_a_figure(read):
    """In "the $45m" the letter is no helping verb."""
    said = [c.quote for c in read("The $45m awarded to the Orel widows is a record.")]

    assert "awarded to the Orel widows" in said


def test_who_is_called_after_his_age_is_so_old(read):
    """In "The 61-year-old said so" the claim of the age is the name's."""
    said = read("Ann Lind was late. The 61-year-old said that the yard is shut.")
    [old] = [c for c in said if c.quote == "The 61-year-old"]

    assert old.subject == "Ann Lind"
    assert old.quantities[0].role == "age"


MISREAD = [
    ("Orel's stake amounts to 23 percent, says a letter.", "amount to", "Orel's stake"),
    ("The fishermen, by contrast, back the new harbour.", "back", "fishermen"),
    ("She expects the building work to go on for two years.", "expect", "She"),
]


@pytest.mark.parametrize(("text", "relation", "subject"), MISREAD)
def test_what_has_a_subject_is_a_verb(read, text, relation, subject):
    """Though it was tagged as a noun; a bare form below another verb is left alone."""
    assert any(
        c.relation.startswith(relation) and c.subject.startswith(subject)
        for c in read(text)
    )


def test_who_says_something_has_no_claim_of_that(read):
    """ "Lind, who rejects all blame, announced that ..." has those two claims only."""
    text = (
        "Ann Lind, who has rejected all blame, announced on Friday that she would go."
    )

    assert not any("announced" in claim.quote for claim in read(text))


NO_PART = [
    ("The barn belongs to a bank, not to the parish.", "to", {"bank"}),
    ("The barn was sold to a bank and not the parish.", "to", {"bank"}),
    ("The barn was built by a mason, not by the vicar.", "subject", {"mason"}),
    ("The vicar, not the mason, owns the barn.", "subject", {"vicar"}),
    ("The barn belongs to a bank and the parish.", "to", {"bank", "parish"}),
]


@pytest.mark.parametrize(("text", "role", "heads"), NO_PART)
def test_what_is_put_away_takes_no_part(read, text, role, heads):
    """As in "not to the parish": it is no other owner."""
    [told] = read(text)

    assert {a.head for a in told.arguments if a.role == role} == heads


def test_which_one_it_is_stands_for_the_number(read):
    """As in "a third, the mill": it is the mill."""
    [told] = [c for c in read("A third, the grain mill, was sold.") if c.verb == "sell"]

    assert [a.head for a in told.arguments] == ["mill"]


@pytest.mark.parametrize("part", ["Half", "Two"])
def test_of_what_a_part_is_so_is_the_participant(read, part):
    """In the passive as elsewhere."""
    [told] = read(f"{part} of the boats are insured by a bank.")

    assert ("object", "boat") in {(a.role, a.head) for a in told.arguments}


def test_at_all_is_not_all(read):
    """It says nothing of everybody."""
    [told] = read("The mill was not sold at all.")

    assert not [cue for cue in told.cues if cue.startswith("universal:")]
    assert not {"at", "all"} & set(told.terms)
