"""Databases as copies of one that was made once for all tests of a process."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.database import Database
from storage.files import wal

_folder = tempfile.TemporaryDirectory(prefix="fresh-")


def _nothing(_database):
    """The schema alone, which takes 0.3 s of processor time."""


@cache
def _made(prepare):
    name = f"{prepare.__module__}.{prepare.__name__}"
    database = Database(Path(_folder.name) / f"{name}.duckdb")
    database.migrate(topic="mill")
    prepare(database)
    database.publish_snapshot()
    return database.snapshot_path


def fresh(path, prepare=_nothing):
    """
    A database of topic ``mill`` at ``path``, of a generation of its own.

    What ``prepare`` puts into a database is in each. It replaces what is there.
    """
    wal(path).unlink(missing_ok=True)
    shutil.copyfile(_made(prepare), path)
    database = Database(path)
    with database.transaction() as con:
        con.execute("update store.meta set generation = uuid()")
    return database
