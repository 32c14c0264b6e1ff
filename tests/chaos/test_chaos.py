"""A slice of the crash matrix and a short soak; the whole runs by command."""

from __future__ import annotations

from tests.chaos.matrix import cases, failed, run_matrix, table
from tests.chaos.soak import soak


def test_a_slice_of_the_matrix_loses_and_doubles_nothing():
    results = run_matrix(15)

    assert len(results) == 15
    assert failed(results) == [], table(results)


def test_the_matrix_is_every_fault_at_every_step():
    assert len({case for _, case in cases()}) == 120


def test_random_faults_lose_and_double_nothing():
    wanted, *faults = soak(4, seed=7)

    assert wanted
    assert not any(faults)
