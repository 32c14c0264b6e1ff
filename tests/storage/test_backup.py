"""Copies that can be relied on: made, read back, rotated, put back, made smaller."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta

import duckdb
import pytest

from extractors.model import LockedError, StorageError
from storage.articles import record_article, record_claims
from storage.backup import backup, backup_folder, backups, restore, verify
from storage.baseline import last_row, observe
from storage.compact import compact
from storage.database import Database, open_snapshot
from storage.export import FORMATS, export
from tests.storage.makers import NOW, make_article, make_claim

DAY = timedelta(days=1)
HOLDER = """
import duckdb, sys
con = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def fill(database, *names, text="The mill employs 400 people."):
    with database.transaction() as con:
        for name in names:
            article = make_article(name, text=text)
            claim = make_claim(name, name)
            record_article(con, article)
            record_claims(con, [claim])
            observe(con, claim, article, keys=frozenset({f"t:{name}"}), at=NOW)


def articles(database):
    with database.transaction() as con:
        sql = "select article_id from store.articles order by all"
        return [row[0] for row in con.execute(sql).fetchall()]


def test_a_backup_can_be_read_and_the_oldest_go(database):
    fill(database, "a")

    made = [backup(database, at=NOW + n * DAY, keep=3) for n in range(5)]

    assert backups(database.path) == made[:1:-1]
    assert not made[0].exists()
    assert verify(made[-1]) > 0
    assert list(backup_folder(database.path).glob("*.part")) == []


def test_a_restored_database_is_the_one_that_was_saved(database):
    fill(database, "a")
    saved = backup(database, at=NOW)
    fill(database, "b")
    database.publish_snapshot()

    assert restore(database, saved, at=NOW) == saved
    assert articles(database) == ["v1a"]
    assert database.publish_snapshot() is True
    [aside] = database.path.parent.glob("mill.duckdb.2*.aside")
    con = duckdb.connect(str(aside), read_only=True)
    assert con.execute("select count(*) from store.articles").fetchall() == [(2,)]


def test_restoring_without_a_name_takes_the_newest_that_is_whole(database):
    fill(database, "a")
    old = backup(database, at=NOW)
    os.utime(old, (1, 1))
    fill(database, "b")
    broken = backup(database, at=NOW + DAY)
    broken.write_bytes(broken.read_bytes()[:9000])
    database.path.write_bytes(b"")

    assert restore(database, at=NOW) == old
    assert articles(database) == ["v1a"]


@pytest.mark.parametrize("content", [None, b"", b"no database " * 999])
def test_nothing_is_restored_from_what_is_not_whole(database, tmp_path, content):
    fill(database, "a")
    source = tmp_path / "given.duckdb"
    if content is not None:
        source.write_bytes(content)

    with pytest.raises(StorageError):
        restore(database, source, at=NOW)
    assert articles(database) == ["v1a"]


def test_without_any_copy_that_is_said(database):
    database.path.write_bytes(b"")

    with pytest.raises(StorageError, match="neither a snapshot nor a backup"):
        restore(database, at=NOW)
    with pytest.raises(StorageError, match="claimwatch restore FILE"):
        database.migrate()


def test_a_flipped_byte_is_found(database):
    """Reading every row looks at every checksum."""
    fill(database, *"abcdefgh", text="".join(map(str, range(99_999))))
    made = backup(database, at=NOW)
    content = bytearray(made.read_bytes())
    for place in range(16_384, len(content), 65_536):
        content[place] ^= 0xFF
    made.write_bytes(content)

    with pytest.raises(StorageError, match="cannot be restored from"):
        verify(made)


@pytest.mark.parametrize("work", [compact, lambda d: backup(d, at=NOW)])
def test_another_writer_is_never_copied_under(database, work):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        holder.stdout.readline()
        with pytest.raises(LockedError):
            work(database)
    finally:
        holder.kill()
        holder.communicate()


def test_compacting_gives_the_room_back_and_keeps_everything(database):
    fill(database, *map(str, range(40)), text=os.urandom(50_000).hex())
    database.publish_snapshot()
    with database.transaction() as con:
        con.execute("delete from store.articles")
    fill(database, "z")
    before = verify(database.path)

    assert compact(database) > 1_000_000

    assert verify(database.path) == before
    with database.transaction() as con:
        row = last_row(con)
        fill_one = make_claim("y", "z")
        observe(con, fill_one, make_article("z"), keys=frozenset({"t:y"}), at=NOW)
        assert last_row(con) == row + 1
        comments = con.execute(
            "select count(*) from duckdb_columns() where comment is not null"
        ).fetchone()
        tags = con.execute(
            "select tags from duckdb_databases() "
            "where database_name = current_database()"
        ).fetchone()[0]
    assert comments[0] > 100
    assert tags["storage_version"].startswith("v1.4.0")
    assert database.migrate() == 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_view_is_exported_with_what_its_columns_mean(database, tmp_path, form):
    fill(database, "a", "b", text='=HYPERLINK("http://x"), "quoted"\nline')
    database.publish_snapshot()
    out = tmp_path / "it's out"

    counts = export(database.snapshot_path, out, form=form)

    described = json.loads((out / "schema.json").read_text())
    read = {"jsonl": "read_json", "parquet": "read_parquet", "csv": "read_csv"}[form]
    con = duckdb.connect()
    file = str(out / f"articles.{form}").replace("'", "''")
    texts = con.execute(f"select text from {read}('{file}') order by 1").fetchall()
    assert counts["articles"] == counts["claims"] == counts["baseline"] == 2
    assert texts == [('=HYPERLINK("http://x"), "quoted"\nline',)] * 2
    assert described.keys() == counts.keys()
    assert described["claims"]["quantities"]["type"].startswith("STRUCT")
    assert all(each["means"] for each in described["articles"].values())
    file = str(out / f"claims.{form}").replace("'", "''")
    [(quantities,)] = con.execute(
        f"select quantities from {read}('{file}') limit 1"
    ).fetchall()
    if form == "csv":
        quantities = json.loads(quantities)
    assert quantities[0]["unit"] == "person"


def test_an_export_needs_a_snapshot_and_a_folder(database, tmp_path):
    with pytest.raises(StorageError, match="claimwatch run"):
        export(database.snapshot_path, tmp_path / "out")
    database.publish_snapshot()
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError, match="not exported"):
        export(database.snapshot_path, tmp_path / "file")
    open_snapshot(database.snapshot_path).close()


def test_a_full_disk_leaves_database_and_backups_alone(database):
    fill(database, "a", text="words " * 200_000)
    made = backup(database, at=NOW)
    size = made.stat().st_size
    script = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from datetime import datetime, UTC\n"
        "from storage.backup import backup\nfrom storage.compact import compact\n"
        "from storage.database import Database\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 2},) * 2)\n"
        "from extractors.model import StorageError\n"
        "try:\n    backup(Database(Path(sys.argv[1])), at=datetime.now(UTC), keep=1)\n"
        "except StorageError as e:\n    print(e)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(database.path)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert "not written" in done.stdout, done.stderr
    assert backups(database.path) == [made]
    assert list(backup_folder(database.path).glob("*.part")) == []
    assert articles(Database(database.path)) == ["v1a"]
