"""What is only asked or supposed, and what is stated beside a question or an "if"."""

import pytest

from extractors.claims.markers import ABILITY

STATED = [
    # a question joined to a statement
    "Tarn still keeps the ledger, but where is the key?",
    "Orel felled 3,100 trees last year, and for whom?",
    "The barn had been sold in April, had it not?",
    "Nobody got a chair in May, so who will come?",
    # what is taken for granted
    "Why did Orel close the yard?",
    # how it is meant, or how one knows it
    "This is her ninth barn, if one counts the sheds.",
    "There are 31 horses, if the list is right.",
    "One barn in nine is empty, if the meters do not lie.",
    "The yard was sold by Tarn, if that helps you.",
    # a comparison
    "Orel acts as if it had a hundred yards.",
    "It was Tarn who told the judge in November.",
    # an infinitive that plans nothing
    "Orel itself was to blame for the fire.",
]
ASKED = [
    "Has Orel closed the yard, and who paid?",
    "Orel sold the yard?",
    "Why would Orel close the yard?",
]
SUPPOSED = [
    "The yard is sold if the bank closes.",
    "The loan is due if the yard closes within nine years.",
]


@pytest.mark.parametrize("text", STATED)
def test_what_is_stated_is_asserted(read, text):
    """The first claim is neither a question nor a condition."""
    assert read(text)[0].modality == "asserted"


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_is_a_question(read, text):
    """A question in its own words stays one."""
    assert read(text)[0].modality == "question"


@pytest.mark.parametrize("text", SUPPOSED)
def test_what_hangs_on_a_condition_is_one(read, text):
    """Both the condition and what follows from it."""
    assert {claim.modality.value for claim in read(text)} == {"conditional"}


@pytest.mark.parametrize(
    ("text", "ruled"),
    [
        ("The guild may only elect its own members.", True),
        ("The mill may no longer draw water from the Sarn.", True),
        ("The council may raise the toll twice a year.", True),
        ("Orel may not lease the yard to others for nine months.", True),
        ("The yard may close this year.", False),
        ("The ferry may not sail for three months.", False),
        ("Orel might not lease the yard to others for nine months.", False),
    ],
)
def test_what_may_be_done_by_a_rule_is_a_fact(read, text, ruled):
    """A limit, a rate or a term tells a rule from a chance."""
    assert (ABILITY in read(text)[0].cues) is ruled


def test_nothing_need_stand_behind_free(read):
    found = read("Lind paid nine euros.", title="The judge lets Orel go free")

    assert any(each.quote.endswith("free") for each in found)
