"""The file: locked, damaged, full, killed; and the snapshot beside it."""

import os
import signal
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from extractors.model import LockedError, StorageError
from storage import database as module
from storage.backup import restore
from storage.database import Database, open_snapshot
from storage.lock import run_lock
from storage.runs import start_run
from tests.storage.makers import NOW


def _child(code: str, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


HOLD_OPEN = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'ro')
print('open', flush=True)
for _ in sys.stdin:
    print(con.execute('select seq from store.meta').fetchone()[0], flush=True)
"""


@pytest.fixture
def holder():
    """Start another process that holds a file open, and answers a line with ``seq``."""
    started = []

    def start(path, mode):
        child = _child(HOLD_OPEN, path, mode)
        started.append(child)
        assert child.stdout.readline() == "open\n"
        return child

    yield start
    for child in started:
        child.stdin.close()
        child.wait(10)
        child.stdout.close()


def _seq(database: Database) -> int:
    with database.transaction() as con:
        return con.execute("select seq from store.meta").fetchone()[0]


def _set_seq(database: Database, seq: int) -> None:
    with database.transaction() as con:
        con.execute("update store.meta set seq = ?", [seq])


def test_an_error_undoes_the_transaction(database):
    def fail():
        with database.transaction() as con:
            con.execute("update store.meta set seq = 7")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert _seq(database) == 0


def test_another_process_is_named(database, holder):
    child = holder(database.path, "rw")

    with pytest.raises(LockedError) as caught, database.transaction(wait_s=0.1):
        pass

    assert caught.value.pid == child.pid


def test_a_lock_is_waited_for(database, holder):
    """A reader of the live file delays a writer, and no more."""
    child = holder(database.path, "ro")
    releaser = subprocess.Popen(["sleep", "0.3"])
    child_pid = child.pid

    def release():
        releaser.wait()
        os.kill(child_pid, signal.SIGKILL)

    thread = threading.Thread(target=release)
    thread.start()
    _set_seq(database, 3)
    thread.join()

    assert _seq(database) == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database " * 1000, None],
    ids=["empty", "foreign", "truncated"],
)
@pytest.mark.parametrize("step", [Database.migrate, _seq, Database.publish_snapshot])
def test_a_damaged_file_is_refused_with_the_remedy(database, content, step):
    _set_seq(database, 1)
    database.publish_snapshot()
    whole = database.path.read_bytes()
    if content is None and step is _seq:
        content = b""  # what is lost of a truncated file may not be what is read
    broken = whole[: len(whole) // 2] if content is None else content
    database.path.write_bytes(broken)

    with pytest.raises(StorageError, match=r"claimwatch restore.*snapshot"):
        step(database)

    assert database.path.read_bytes() == broken
    con = open_snapshot(database.snapshot_path)
    assert con.execute("select seq from store.meta").fetchall() == [(1,)]
    con.close()


def test_the_remedy_works(database):
    """The instruction in the message, carried out, gives the last run's state."""
    _set_seq(database, 5)
    database.publish_snapshot()
    database.path.write_bytes(b"")

    with pytest.raises(StorageError) as caught:
        database.migrate()
    assert "claimwatch restore" in str(caught.value)
    restore(database, at=NOW)

    assert _seq(database) == 5


def test_a_snapshot_is_published_when_something_changed(database):
    assert database.publish_snapshot() is True
    assert database.publish_snapshot() is False
    _seq(database)
    assert database.publish_snapshot() is False
    _set_seq(database, 1)
    assert database.publish_snapshot() is True
    assert database.snapshot_path.stat().st_mode & 0o777 == 0o444


def test_a_reader_keeps_its_snapshot_through_ten_runs(database, holder):
    """Runs are undisturbed, new readers see new data, the old one sees its own."""
    database.publish_snapshot()
    notebook = holder(database.snapshot_path, "ro")

    for seq in range(1, 11):
        _set_seq(database, seq)
        assert database.publish_snapshot()
        notebook.stdin.write("\n")
        notebook.stdin.flush()
        assert notebook.stdout.readline() == "0\n"
        fresh = holder(database.snapshot_path, "ro")
        fresh.stdin.write("\n")
        fresh.stdin.flush()
        assert fresh.stdout.readline() == f"{seq}\n"


def test_no_writer_gets_in_while_the_copy_is_made(database, holder, monkeypatch):
    """The lock is held through the copy: a torn snapshot cannot be."""
    seen = []

    def copy(source, target):
        probe = subprocess.run(
            [sys.executable, "-c", f"import duckdb; duckdb.connect({str(source)!r})"],
            capture_output=True,
            text=True,
            check=False,
        )
        seen.append("Could not set lock" in probe.stderr)
        original(source, target)

    original = module.copy_file
    monkeypatch.setattr(module, "copy_file", copy)
    _set_seq(database, 1)
    database.publish_snapshot()

    assert seen == [True]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "copy (select 1) to '{out}'",
        "attach '{out}'",
        "install httpfs",
        "load httpfs",
        "set threads = 1",
        "set enable_external_access = true",
        "reset lock_configuration",
        "insert into store.meta values (null, 1, '', '')",
        "drop view alerts",
        "create table t(n int)",
    ],
)
def test_a_reader_can_only_read(database, tmp_path, statement):
    database.publish_snapshot()

    con = open_snapshot(database.snapshot_path)
    with pytest.raises(duckdb.Error):
        con.execute(statement.format(out=tmp_path / "out")).fetchall()
    con.close()
    assert not (tmp_path / "out").exists()


def test_readers_see_utc(database):
    database.publish_snapshot()

    con = open_snapshot(database.snapshot_path)
    zone = con.execute("select current_setting('TimeZone')").fetchall()
    con.close()

    assert zone == [("UTC",)]


def test_no_snapshot_says_what_makes_one(tmp_path):
    with pytest.raises(StorageError, match="claimwatch run"):
        open_snapshot(tmp_path / "mill.snapshot.duckdb")


def test_a_foreign_snapshot_is_refused(tmp_path):
    path = tmp_path / "mill.snapshot.duckdb"
    path.write_bytes(b"no" * 5000)

    with pytest.raises(StorageError, match="unreadable"):
        open_snapshot(path)


RECORD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.database import Database
from storage.runs import start_run

database = Database(Path(sys.argv[1]))
for n in range(10_000):
    with database.transaction() as con:
        start_run(con, f'{sys.argv[2]}-{n}', topic='t', trigger='manual',
                  at=datetime.now(UTC))
        con.execute('update store.meta set seq = seq + 1')
    print(n, flush=True)
    if n % 5 == 4:
        database.publish_snapshot()
"""


@pytest.mark.parametrize("delay_s", [0.05, 0.11, 0.2, 0.37])
def test_what_was_acknowledged_is_found_after_a_kill(database, delay_s):
    """Both tables agree, and the snapshot opens, wherever the process died."""
    child = _child(RECORD, database.path, delay_s)
    child.stdout.readline()
    time.sleep(delay_s)
    child.kill()
    acknowledged = 1 + len(child.stdout.readlines())
    child.wait()
    child.stdout.close()
    child.stdin.close()

    with database.transaction() as con:
        runs = con.execute("select count(*) from store.runs").fetchone()[0]
        seq = con.execute("select seq from store.meta").fetchone()[0]
    database.publish_snapshot()
    snapshot = open_snapshot(database.snapshot_path)
    published = snapshot.execute("select count(*) from runs").fetchone()[0]
    snapshot.close()

    assert runs == seq == published
    assert acknowledged <= runs <= acknowledged + 1


FILL = """
import os, resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from extractors.model import StorageError
from storage.database import Database

database = Database(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = database.path.stat().st_size + 200_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with database.transaction() as con:
        con.execute('update store.meta set seq = 1')
        con.execute("insert into store.runs (run_id, topic) select i, "
                    "md5(i::varchar) || sha256(i::varchar) from range(200000) r(i)")
except StorageError as e:
    print('refused', flush=True)
"""


def test_a_full_disk_loses_nothing(database):
    """The transaction fails as one, and works again when there is room."""
    child = _child(FILL, database.path)
    said, _ = child.communicate(timeout=60)

    assert said == "refused\n"
    assert _seq(database) == 0
    with database.transaction() as con:
        start_run(con, "later", topic="mill", trigger="manual", at=NOW)
        assert con.execute("select run_id from runs").fetchall() == [("later",)]


def test_the_run_lock_names_its_holder(tmp_path):
    code = (
        "import sys, pathlib\nfrom storage.lock import run_lock\n"
        "with run_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    path = tmp_path / "home" / "mill.lock"
    child = _child(code, path)
    child.stdout.readline()

    with pytest.raises(LockedError) as caught, run_lock(path):
        pass
    child.kill()
    child.wait()
    child.stdout.close()
    child.stdin.close()
    with run_lock(path):
        text = path.read_text()

    assert caught.value.pid == child.pid
    assert text == f"{os.getpid()}\n"
