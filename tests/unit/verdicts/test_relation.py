"""What the verb of a claim says, alone or with its noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors.model import Argument
from extractors.verdicts.keys import candidate_keys
from extractors.verdicts.rules.relation import relation_of, relation_words
from tests.unit.verdicts.claim_makers import claim

if TYPE_CHECKING:
    from extractors.model import Claim


def _said(verb: str, role: str, head: str) -> Claim:
    argument = Argument(role=role, text=head, head=head, terms=(head,))
    return claim(
        f"{verb} {head}", verb=verb, relation=verb, terms=(head,), arguments=(argument,)
    )


@pytest.mark.parametrize(
    ("verb", "role", "head", "meant"),
    [
        ("carry out", "object", "inspection", "inspection"),
        ("file", "object", "lawsuit", "sue"),
        ("postpone", "object", "hearing", "hearing"),
        ("come", "into", "force", "apply"),
        ("be", "at", "helm", "lead"),
        ("take place", "subject", "merger", "merger"),
    ],
)
def test_a_verb_without_a_meaning_speaks_through_its_noun(verb, role, head, meant):
    assert meant in relation_words(_said(verb, role, head))


def test_a_noun_of_a_thing_is_no_deed():
    assert relation_words(_said("postpone", "object", "bridge")) == ("postpone",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("bring", "object", "lawsuit"), ("sue", "object", "mill")),
        (("hold", "object", "meeting"), ("meet", "subject", "panel")),
        (("schedule", "object", "inspection"), ("inspect", "object", "mill")),
    ],
)
def test_a_deed_told_by_noun_and_by_verb_is_one(lexicon, one, other):
    assert relation_of(_said(*one), _said(*other), lexicon)[0] >= 0.9


def test_words_of_one_group_share_a_key():
    deal, transaction = (
        candidate_keys(_said("close", "object", head))
        for head in ("deal", "transaction")
    )

    assert {k for k in deal & transaction if k.startswith("c:deal")}
