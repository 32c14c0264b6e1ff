"""The labelled topics through the real judge stay above the pinned floors."""

from __future__ import annotations

import pytest

from tests.gold.gate import HELD_BACK, main


@pytest.mark.parametrize("part", HELD_BACK)
def test_gate_stays_above_its_floors(part):
    """Precision, recall and silence on the held-back topics have not fallen."""
    assert main(["--part", part]) == 0
