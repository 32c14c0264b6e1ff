"""The contract's views are there, documented, and the file refuses to be mistaken."""

import hashlib
import shutil

import duckdb
import pytest

from extractors.model import SchemaError, StorageError
from storage import schema
from storage.database import Database, open_snapshot

CONTRACT = {
    "alerts": "alert_id topic verdict severity confidence slot old_value new_value claim_id claim_text claim_start claim_end modality attribution article_id article_url article_title published_at source_id trust baseline_claim_id baseline_text baseline_document origins copies state slack_channel slack_ts feedback created_at run_id",
    "decisions": "claim_id article_id run_id outcome verdict reason confidence alert_id baseline_claim_id features versions decided_at",
    "claims": "claim_id article_id article_version sentence quote claim_start claim_end subject relation object quantities valid_from valid_to polarity modality attribution place",
    "baseline": "claim_id matter text subject relation object quantities valid_from valid_to modality polarity attribution status document document_date document_url trust origins recorded_at retired_at superseded_by",
    "articles": "article_id version url canonical_url source_id publisher title author published_at modified_at fetched_at language text text_sha256 copy_of status status_reason",
    "edits": "article_id version change before after old_claim_id new_claim_id effect alert_id article_url article_title changed_at",
    "sources": "source_id kind url trust last_ok_at last_error failures next_fetch_at etag entries_24h",
    "runs": "run_id topic trigger started_at finished_at status fetched articles claims alerts seconds prefect_flow_run_id",
    "coverage": "source_id hour fetched new_articles errors",
    "silent_sources": "source_id silent_since silent_hours usual_gap_hours longest_gap_hours",
    "backfill": "source_id since until entries walked_at",
    "feedback": "alert_id action reason user at_time undone_at",
    "disputes": "matter baseline_claim_id disputed_claim_id opened_at closed_at",
    "overdue": "claim_id text due document",
    "precision_by_verdict": "verdict labelled precision low high",
    "precision_by_source": "source_id labelled precision low high",
    "recall": "labelled recall low high",
}


def _views(con) -> dict[str, list[tuple]]:
    found = con.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() "
        "where schema_name = 'main' and not internal and database_name = current_database() "
        "order by column_index"
    ).fetchall()
    views: dict[str, list[tuple]] = {}
    for view, *column in found:
        views.setdefault(view, []).append(tuple(column))
    return views


def test_the_views_are_the_contract(database):
    with database.transaction() as con:
        views = _views(con)

    assert {view: columns.split() for view, columns in CONTRACT.items()} == {
        view: [name for name, _, _ in columns] for view, columns in views.items()
    }


def test_times_are_utc_and_validity_is_days(database):
    with database.transaction() as con:
        columns = {(v, c): t for v, cs in _views(con).items() for c, t, _ in cs}

    for (view, name), kind in columns.items():
        if name.endswith("_at") or name in {"at_time", "hour"}:
            assert kind == "TIMESTAMP WITH TIME ZONE", (view, name)
        if name in {"valid_from", "valid_to", "due", "document_date"}:
            assert kind == "DATE", (view, name)
        if name in {"features", "versions"}:
            assert kind == "JSON", (view, name)


def test_every_view_and_column_has_a_comment(database):
    """Snapshots have them too, under another catalog name."""
    database.publish_snapshot()

    con = open_snapshot(database.snapshot_path)
    uncommented = [
        (view, name)
        for view, columns in _views(con).items()
        for name, _, comment in columns
        if not comment
    ]
    views = con.execute(
        "select view_name, comment from duckdb_views() where not internal"
    ).fetchall()
    macro = con.execute(
        "select comment from duckdb_functions() where function_name = 'baseline_as_of'"
    ).fetchall()
    con.close()

    assert uncommented == []
    assert len(views) == len(CONTRACT)
    assert all(comment for _, comment in views)
    assert macro[0][0]


def test_older_clients_can_open_it(database):
    with database.transaction() as con:
        (tags,) = con.execute(
            "select tags from duckdb_databases() where database_name = current_database()"
        ).fetchone()

    assert tags["storage_version"].startswith("v1.4.0")


def test_migrating_again_changes_nothing(database):
    database.publish_snapshot()

    assert database.migrate() == 0
    assert database.publish_snapshot() is False


def test_changed_views_are_made_anew(database):
    with database.transaction() as con:
        con.execute("drop view overdue")
        con.execute("update store.meta set views_checksum = 'old'")

    assert database.migrate() == 0
    with database.transaction() as con:
        assert "overdue" in _views(con)


def test_a_newer_file_is_refused(database):
    with database.transaction() as con:
        con.execute("insert into store.schema_migrations values (9999, 'x', now())")

    with pytest.raises(SchemaError, match="newer version"):
        database.migrate()


def test_a_changed_migration_is_refused(database):
    with database.transaction() as con:
        con.execute("update store.schema_migrations set checksum = 'x'")

    with pytest.raises(SchemaError, match="another version of schema 1"):
        database.migrate()


def test_another_programs_file_is_refused_and_kept(tmp_path):
    path = tmp_path / "mill.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table photos(name varchar)")

    with pytest.raises(SchemaError, match="not ours"):
        Database(path).migrate()
    with duckdb.connect(str(path)) as con:
        assert con.execute("select count(*) from photos").fetchall() == [(0,)]


@pytest.fixture
def folder(tmp_path):
    copied = tmp_path / "schema"
    shutil.copytree(schema._FOLDER, copied, ignore=shutil.ignore_patterns("*.py*"))
    return copied


def test_a_failing_migration_has_not_happened(database, folder):
    """Its first statement is undone, and the mended file runs."""
    later = folder / "9999.sql"
    later.write_text("create table store.extra(n int); select no_such_column;")

    with database.transaction() as con:
        con.execute("commit")
        with pytest.raises(duckdb.Error):
            schema.migrate(con, folder=folder)
        con.execute("begin")
    later.write_text("create table store.extra(n int);")
    with database.transaction() as con:
        con.execute("commit")
        applied = schema.migrate(con, folder=folder)
        versions = con.execute(
            "select version, checksum from store.schema_migrations order by 1"
        ).fetchall()
        con.execute("begin")

    assert applied == 1
    assert versions[-1][0] == 9999
    assert versions[-1][1] == hashlib.sha256(later.read_bytes()).hexdigest()


def test_an_interrupted_first_start_begins_again(tmp_path):
    """What was made so far stands beside the database's place, not in it."""
    path = tmp_path / "mill.duckdb"
    path.with_suffix(".new").write_bytes(b"half of a file")

    assert Database(path).migrate(topic="mill") == len(schema.migrations())
    assert not path.with_suffix(".new").exists()


@pytest.mark.parametrize("left", ["mill.duckdb.wal", "mill.snapshot.duckdb"])
def test_a_missing_database_is_not_begun_afresh(tmp_path, left):
    """An empty baseline would make everything new."""
    (tmp_path / left).write_bytes(b"remains")

    with pytest.raises(StorageError, match="missing"):
        Database(tmp_path / "mill.duckdb").migrate()
    assert not (tmp_path / "mill.duckdb").exists()
