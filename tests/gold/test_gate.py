"""The labelled topics through the real judge stay above the pinned floors."""

from __future__ import annotations

from tests.gold.gate import main


def test_gate_stays_above_its_floors():
    """Precision, recall and silence on the held-back topics have not fallen."""
    assert main(["--part", "gate"]) == 0
