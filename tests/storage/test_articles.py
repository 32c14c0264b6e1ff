"""What was read is recognised again, and recording it twice changes nothing."""

from storage.articles import (
    Decisions,
    Fingerprint,
    fingerprints,
    known_articles,
    known_urls,
    read_claims,
    read_page,
    record_article,
    record_claims,
    record_decisions,
)
from tests.storage.makers import DAY, NOW, make_article, make_claim, make_decision


def test_recording_twice_changes_nothing(database, rows):
    claim = make_claim("1")
    for _ in range(2):
        with database.transaction() as con:
            record_article(con, make_article(), html=b"<p>400</p>", fingerprint=[1, 2])
            record_claims(con, [claim, claim])
            decided = Decisions(
                article_id=claim.article_id,
                decisions=[make_decision(claim)],
                versions={},
            )
            record_decisions(con, [decided], run_id="r", decided_at=NOW)

    counts = "select count(*) from articles union all select count(*) from claims "
    assert rows(counts + "union all select count(*) from decisions") == [(1,)] * 3
    assert rows("select version, status, copy_of, text_sha256 from articles") == [
        (1, "read", None, make_article().text_sha256)
    ]


def test_nothing_to_record_is_no_error(database):
    with database.transaction() as con:
        assert record_claims(con, []) == 0
        assert record_decisions(con, [], run_id="r", decided_at=NOW) == 0
        assert known_articles(con, []) == {}
        assert known_urls(con, []) == frozenset()
        assert read_claims(con, []) == {}


def test_an_edit_is_the_next_version(database):
    first, second = make_article(), make_article(version=2, text="The mill\nIt closed.")
    with database.transaction() as con:
        record_article(con, first)
        record_article(con, second, status="edited")
        known = known_articles(con, ["v1a", "v1unknown"])

    assert known.keys() == {"v1a"}
    assert (known["v1a"].version, known["v1a"].text_sha256, known["v1a"].status) == (
        2,
        second.text_sha256,
        "edited",
    )


def test_an_article_is_known_by_each_of_its_addresses(database):
    article = make_article(canonical_url="https://news.example/canonical")
    with database.transaction() as con:
        record_article(con, article, entry_url="https://hop.example/1")
        known = known_urls(
            con,
            [
                article.url,
                article.canonical_url,
                "https://hop.example/1",
                "https://hop.example/2",
            ],
        )

    assert known == {article.url, article.canonical_url, "https://hop.example/1"}


def test_only_originals_are_compared_with(database):
    """Copies and articles of long ago are no candidates for near-duplicates."""
    with database.transaction() as con:
        record_article(con, make_article("a"), fingerprint="f-a")
        record_article(con, make_article("b"), fingerprint="f-b", copy_of="v1a")
        record_article(
            con, make_article("c", fetched_at=NOW - 9 * DAY), fingerprint="f-c"
        )
        record_article(con, make_article("d"))
        found = fingerprints(con, since=NOW - DAY)

    assert found == [Fingerprint(article_id="v1a", origin="daily.example", value="f-a")]


def test_the_page_is_kept_as_it_was_fetched(database):
    html = bytes(range(256)) * 50
    with database.transaction() as con:
        record_article(con, make_article(), html=html)

        assert read_page(con, "v1a", 1) == html
        assert read_page(con, "v1a", 2) is None


def test_claims_come_back_as_they_were_extracted(database):
    """Replay compares stored values, so nothing may be lost on the way."""
    claims = [
        make_claim("1"),
        make_claim("2", quote="„Ő“ 'x' \\ $1 ?", terms=("a", "b")),
    ]
    with database.transaction() as con:
        record_claims(con, claims)
        found = read_claims(con, ["claim-2", "claim-1", "claim-3"])

    assert found == {claim.claim_id: claim for claim in claims}


def test_many_claims_at_once(database, rows):
    """Beyond a thousand ids the look-ups change their ways."""
    claims = [make_claim(f"{n}") for n in range(2_500)]
    with database.transaction() as con:
        assert record_claims(con, claims[:1_200]) == 1_200
        assert record_claims(con, claims) == 1_300
        decided = Decisions(
            article_id="v1a",
            decisions=[make_decision(claim) for claim in claims],
            versions={},
        )
        record_decisions(con, [decided], run_id="r", decided_at=NOW)

    assert rows("select count(*), count(distinct article_id) from decisions") == [
        (2_500, 1)
    ]
