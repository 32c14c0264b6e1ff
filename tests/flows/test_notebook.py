"""The notebook's questions are answered by a snapshot."""

from __future__ import annotations

import ast
from pathlib import Path

from storage.database import Database, open_snapshot
from tests.flows.report_samples import fill

NOTEBOOK = Path(__file__).parents[2] / "deploy" / "explore.py"


def test_every_question_of_the_notebook_has_an_answer(tmp_path):
    database = Database(tmp_path / "mill.duckdb")
    database.migrate(topic="mill")
    fill(database)
    con = open_snapshot(database.snapshot_path)
    asked = [
        node.value
        for node in ast.walk(ast.parse(NOTEBOOK.read_text()))
        if isinstance(node, ast.Constant) and str(node.value).startswith("select ")
    ]

    answers = [
        con.execute(sql, ["", ""] if "$1" in sql else []).fetchall() for sql in asked
    ]

    con.close()
    assert len(answers) == 4
    assert sum(map(bool, answers)) == 3  # the sample has no decisions
