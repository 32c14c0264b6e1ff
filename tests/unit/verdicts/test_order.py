"""What is known is found by the same pair, however few pairs are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from claim_makers import acting, claim, count, row
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Status, VerdictKind
from extractors.verdicts import compare, load_lexicon
from extractors.verdicts.rules import most_sure

LEXICON = load_lexicon()
NEW = claim(
    "Orel employs 400 workers in the mill",
    verb="employ",
    relation="employ",
    quantities=(count(400, "worker"),),
    **acting("Orel"),
)
QUOTES = (
    "Orel employs 400 workers in the mill",
    "Orel employs 400 workers",
    "Orel employs about 400 workers in the mill and the ferry",
    "Orel employs 250 workers in the mill",
)
STATUSES = (Status.CONFIRMED, Status.SEED, Status.OBSERVED, Status.SUPERSEDED)


def held(number, quote, status, day):
    figure = 250 if "250" in quote else 400
    own = replace(
        NEW,
        claim_id=f"held-{number}",
        quote=quote,
        sentence=quote,
        terms=tuple(w.lower() for w in quote.split() if len(w) > 3),
        quantities=(count(figure, "worker"),),
    )
    return replace(row(own, status), document_date=date(2030, 1, day))


ROWS = st.tuples(st.sampled_from(QUOTES), st.sampled_from(STATUSES), st.integers(1, 9))


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_the_best_known_pair_is_named(drawn):
    """Authority first, then confidence, then the latest, then the order given."""
    rows = [held(number, *each) for number, each in enumerate(drawn)]
    alone = [compare(NEW, [each], lexicon=LEXICON) for each in rows]
    known = [verdict for verdict in alone if verdict.reason == "said_before"]
    if not known:
        return

    found = compare(NEW, rows, lexicon=LEXICON)

    best = min(
        known,
        key=lambda v: (
            STATUSES.index(v.counterpart.status),
            -v.confidence,
            -v.counterpart.document_date.toordinal(),
        ),
    )
    assert best == found


@pytest.mark.parametrize("slots", [{}, acting("Orel"), {"quantities": (count(4),)}])
def test_nothing_is_surer_than_the_claim_itself(slots):
    """The bound holds where it matters most: the very same words."""
    new = claim("Orel sold the old ferry", verb="sell", relation="sell", **slots)

    found = compare(new, [row(replace(new, claim_id="held"))], lexicon=LEXICON)

    assert found.kind is VerdictKind.KNOWN
    assert found.confidence <= most_sure(new)
