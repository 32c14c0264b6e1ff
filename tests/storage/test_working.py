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


def test_the_index_keeps_few_rows_for_what_enters_one_by_one(database):
    """Its rows are made one a bucket in passing; everything is still found."""
    drawn = _drawn(40, 5)
    with database.transaction() as con:
        for each in _holdings(drawn):
            hold(con, [each], at=NOW)
        [[rows, buckets, entries]] = con.execute(
            "select count(*), count(distinct bucket), sum(len(entries)) "
            "from store.baseline_keys"
        ).fetchall()
        found = candidates_of_all(con, [(make_claim("new"), frozenset({"all"}))])

    assert rows <= 2 * buckets
    assert entries == sum(len(keys) for _, keys in drawn)
    assert [row.claim_id for row in found[0]] == [
        claim.claim_id for claim, _ in reversed(drawn)
    ]
