"""The baseline enters, changes and finds claims, and never overwrites one."""

from datetime import date

from extractors.model import Quantity, Status
from storage.baseline import (
    Holding,
    add_documents,
    candidates,
    confirm,
    held,
    held_by_id,
    hold,
    observe,
    reject,
    reject_pair,
    rejected_pairs,
    supersede,
)
from storage.database import open_snapshot
from tests.storage.makers import (
    DAY,
    NOW,
    keys_of,
    make_article,
    make_claim,
    period,
)


def _observe(con, claim, **kwargs):
    kwargs = {"keys": keys_of(claim), "at": NOW, **kwargs}
    return observe(con, claim, make_article(), **kwargs)


def test_a_claim_comes_back_as_it_went_in(database):
    """Every field survives, those too that have no column of their own."""
    claim = make_claim(
        quantities=(
            Quantity(low=None, high=7e9, unit="USD", per="year", approximate=True),
        ),
        period=period(date(2025, 1, 1), None),
        entities=("Mill", "Örtchen „x“ 😀"),
    )

    with database.transaction() as con:
        assert _observe(con, claim)
        (found,) = candidates(con, make_claim("new"), keys_of(claim))

    assert claim == found.claim
    assert (Status.OBSERVED, date(2025, 1, 1), None) == (
        found.status,
        found.valid_from,
        found.valid_to,
    )


def test_building_again_adds_only_what_is_new(database, rows):
    first = (make_article("a"), [make_claim("1"), make_claim("2")])
    second = (make_article("b"), [make_claim("3", "b")])

    with database.transaction() as con:
        one = add_documents(con, [first], keys=keys_of, at=NOW)
    with database.transaction() as con:
        two = add_documents(con, [first, second], keys=keys_of, at=NOW + DAY)
    with database.transaction() as con:
        three = add_documents(con, [first, second], keys=keys_of, at=NOW + DAY)

    assert (one.documents, one.new_documents, one.claims, one.known) == (1, 1, 2, 0)
    assert (two.documents, two.new_documents, two.claims, two.known) == (2, 1, 1, 2)
    assert (
        three.documents,
        three.new_documents,
        three.claims,
        three.known,
    ) == (2, 0, 0, 3)
    assert rows("select count(*) from baseline where status = 'seed'") == [(3,)]
    assert rows("select article_id, status from articles order by 1") == [
        ("v1a", "seed"),
        ("v1b", "seed"),
    ]


def test_superseding_closes_and_keeps(database, rows):
    """The old claim stays a candidate, with its validity closed."""
    old, new = make_claim("old"), make_claim("new")

    with database.transaction() as con:
        _observe(con, old, status=Status.SEED)
        _observe(con, new, at=NOW + DAY)
        assert supersede(
            con,
            "claim-old",
            by_claim_id="claim-new",
            valid_to=date(2025, 6, 2),
            at=NOW + DAY,
        )
        found = {c.claim_id: c for c in candidates(con, make_claim("x"), keys_of(old))}
        current = candidates(
            con, make_claim("x"), keys_of(old), include_superseded=False
        )

    assert {"claim-old", "claim-new"} == found.keys()
    assert date(2025, 6, 2) == found["claim-old"].valid_to
    assert [c.claim_id for c in current] == ["claim-new"]
    assert [
        ("seed", None, True, None),
        ("superseded", date(2025, 6, 2), False, "claim-new"),
    ] == rows(
        "select status, valid_to, retired_at is not null, superseded_by "
        "from baseline where claim_id = 'claim-old' order by recorded_at"
    )


def test_rejected_claims_are_no_candidates(database):
    claim = make_claim("1")

    with database.transaction() as con:
        _observe(con, claim, status=Status.DISPUTED)
        before = candidates(con, make_claim("x"), keys_of(claim))
        assert reject(con, "claim-1", at=NOW + DAY)
        after = candidates(con, make_claim("x"), keys_of(claim))
        assert confirm(con, "claim-1", at=NOW + 2 * DAY)
        again = candidates(con, make_claim("x"), keys_of(claim))

    assert [c.status for c in before] == [Status.DISPUTED]
    assert after == []
    assert [c.status for c in again] == [Status.CONFIRMED]


def test_unknown_ids_are_told(database):
    with database.transaction() as con:
        assert not confirm(con, "nobody", at=NOW)
        assert not reject(con, "nobody", at=NOW)
        assert not supersede(con, "nobody", by_claim_id="x", valid_to=None, at=NOW)
        assert held_by_id(con, ["nobody"]) == []


def test_a_claim_is_no_candidate_of_itself(database):
    claim = make_claim("1")

    with database.transaction() as con:
        _observe(con, claim)
        assert not _observe(con, claim)

        assert candidates(con, claim, keys_of(claim)) == []


def test_rare_keys_come_first_and_the_newest_of_a_common_key(database):
    """600 claims share a key; the one with a rare key leads, then the newest."""
    holdings = [
        Holding(
            claim=make_claim(f"{n}"),
            article=make_article(),
            keys=frozenset({"e:mill"} | ({"m:rare"} if n == 7 else set())),
        )
        for n in range(600)
    ]

    with database.transaction() as con:
        assert hold(con, holdings, at=NOW) == 600
        found = candidates(
            con, make_claim("x"), frozenset({"e:mill", "m:rare", "m:unheard"}), limit=4
        )
        none = candidates(con, make_claim("x"), frozenset({"m:unheard"}))

    assert [c.claim_id for c in found] == [
        "claim-7",
        "claim-599",
        "claim-598",
        "claim-597",
    ]
    assert none == []


def test_rejected_ones_do_not_use_up_the_limit(database):
    claims = [make_claim(f"{n}") for n in range(10)]

    with database.transaction() as con:
        for claim in claims:
            _observe(con, claim)
        for claim in claims[5:]:
            reject(con, claim.claim_id, at=NOW)
        found = candidates(con, make_claim("x"), keys_of(claims[0]), limit=5)

    assert [f"claim-{n}" for n in (4, 3, 2, 1, 0)] == [c.claim_id for c in found]


def test_what_falls_out_makes_room_for_the_next_best(database):
    claims = [make_claim(str(n)) for n in range(8)]
    keys = keys_of(claims[0])
    with database.transaction() as con:
        for claim in claims:
            _observe(con, claim, keys=keys)
        reject(con, "claim-7", at=NOW)
        supersede(con, "claim-6", by_claim_id="x", valid_to=None, at=NOW)
        held_or_closed, still_held = (
            [
                c.claim_id
                for c in candidates(
                    con, claims[5], keys, limit=3, include_superseded=closed_too
                )
            ]
            for closed_too in (True, False)
        )

    assert held_or_closed == ["claim-6", "claim-4", "claim-3"]
    assert still_held == ["claim-4", "claim-3", "claim-2"]


def test_what_was_held_then(database):
    """Valid time and recorded time are asked for apart."""
    old = make_claim("old", period=period(date(2025, 1, 1), None))
    with database.transaction() as con:
        _observe(con, old)
        supersede(
            con, "claim-old", by_claim_id="n", valid_to=date(2025, 3, 1), at=NOW + DAY
        )

    with database.transaction() as con:
        at_first = held(con, valid_at=date(2025, 4, 1), known_at=NOW)
        later = held(con, valid_at=date(2025, 4, 1), known_at=NOW + DAY)
        about_february = held(con, valid_at=date(2025, 2, 1), known_at=NOW + DAY)
        before = held(con, known_at=NOW - DAY)
        by_id = held_by_id(con, ["claim-old"], known_at=NOW)

    assert [c.claim_id for c in at_first] == ["claim-old"]
    assert later == []
    assert [date(2025, 3, 1)] == [c.valid_to for c in about_february]
    assert before == []
    assert [c.status for c in by_id] == [Status.OBSERVED]


def test_a_clock_that_jumps_back_leaves_no_gap(database, rows):
    with database.transaction() as con:
        _observe(con, make_claim("1"))
        confirm(con, "claim-1", at=NOW - DAY)

    assert rows(
        "select recorded_at, retired_at from store.baseline order by row_id"
    ) == [(NOW, NOW), (NOW, None)]


def test_dismissed_pairs_are_remembered(database):
    with database.transaction() as con:
        reject_pair(con, "claim-1", "staff=250", at=NOW)
        reject_pair(con, "claim-1", "staff=250", at=NOW)

        assert frozenset({("claim-1", "staff=250")}) == rejected_pairs(con)


def test_candidates_are_found_on_a_snapshot(database):
    """A dry run judges against the snapshot."""
    claim = make_claim("1")
    with database.transaction() as con:
        _observe(con, claim)
    database.publish_snapshot()

    con = open_snapshot(database.snapshot_path)
    found = candidates(con, make_claim("x"), keys_of(claim))
    con.close()

    assert [c.claim_id for c in found] == ["claim-1"]
