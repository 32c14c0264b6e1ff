"""A batch works with the baseline as if every question went to the database."""

import random
from datetime import date

from storage.baseline import (
    Holding,
    Working,
    candidates_of_all,
    held,
    hold,
    last_row,
    supersede,
)
from storage.baseline.keys import BUCKET
from tests.storage.makers import NOW, make_article, make_claim


def _drawn(count, seed):
    """Claims whose keys are common, rare and in between."""
    draw = random.Random(seed)
    return [
        (
            make_claim(f"{seed}-{n}"),
            frozenset({"all", f"k{draw.randrange(4)}", f"r{draw.randrange(60)}"}),
        )
        for n in range(count)
    ]


def _holdings(drawn):
    return [Holding(claim=c, article=make_article(), keys=k) for c, k in drawn]


def test_answers_and_rows_are_those_of_single_calls(database, tmp_path):
    """Buckets overflow, claims enter between questions, one is superseded."""
    twin = type(database)(tmp_path / "twin.duckdb")
    twin.migrate()
    base = _holdings(_drawn(3 * BUCKET, 1))
    for each in (database, twin):
        with each.transaction() as con:
            hold(con, base, at=NOW)
    parts = [_drawn(30, seed) for seed in (2, 3, 4, 1)]
    closing = {"by_claim_id": "claim-4-0", "valid_to": date(2025, 5, 1), "at": NOW}

    with database.transaction() as con:
        working = Working(con)
        working.expect([each for part in parts for each in part])
        ours = []
        for part in parts:
            ours.append((working.last_row, working.candidates(part)))
            working.hold(_holdings(part), at=NOW)
            working.supersede("claim-2-7", **closing)
        working.flush()
        entered = held(con)
    with twin.transaction() as con:
        theirs = []
        for part in parts:
            theirs.append((last_row(con), candidates_of_all(con, part)))
            hold(con, _holdings(part), at=NOW)
            supersede(con, "claim-2-7", **closing)
        expected = held(con)

    assert theirs == ours
    assert expected == entered
