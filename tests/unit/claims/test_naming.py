"""What a claim is about, as a heading."""

from __future__ import annotations

import pytest

from extractors.claims.naming import matter
from extractors.model import Argument, Claim, Quantity


def claim(subject, verb, relation="", *arguments, **changes):
    values = {"claim_id": "c", "article_id": "a", "sentence": "", "quote": "", "start": 0,
              "end": 0, "subject": subject, "verb": verb, "relation": relation or verb}  # fmt: skip
    return Claim(**values | changes, arguments=arguments)


def subject(head, **changes):
    return Argument(role="subject", head=head, **changes)


def measured(bearer, role):
    return (Quantity(bearer=bearer, role=role),)


RIGHT = Argument(role="object", head="right")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (claim("OpenAI", "value", quantities=measured("OpenAI", "valuation")), "OpenAI valuation"),
        (claim("Fed", "keep", quantities=measured("Fed", "interest_rate")), "Fed interest rate"),
        (claim("", "", "", subject("it", entity="Microsoft")), "Microsoft"),
        (claim("Microsoft", "hold", "hold right", RIGHT), "Microsoft holds right"),
        (claim("sale", "close", "close by", subject("sale")), "sale closes"),
        (claim("prices", "go up", "go up in", subject("price")), "price goes up"),
        (claim("Copilot", "be", "be in"), "Copilot"),
        (claim("x", "have", "", subject("model", owner="Microsoft")), "Microsoft model has"),
        (claim("two companies", "sneeze", "", subject("company"),
               quantities=measured("company", "company")), "company sneezes"),
        (claim("people", "try to buy", "", subject("people")), "people try to buy"),
        (claim("plan", "carry out", "", Argument(role="object", head="plan", text="plan")), "plan: carry out"),
        (claim("They", "move", "", subject("they")), ""),
        (claim("She", "send", "", subject("she"), quantities=measured("she", "statement")), ""),
        (claim("612", "pay"), ""),
        (claim("", ""), ""),
    ],
)  # fmt: skip
def test_a_matter_reads_as_a_heading(said, name):
    assert matter(said) == name
