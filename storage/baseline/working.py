"""
The baseline as a batch of articles works with it: read once, written once.

The answers are those that ``candidates_of_all``, ``hold`` and ``supersede`` give one by
one; what they cost is a few statements for all articles together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import duckdb

from extractors.model import BaselineClaim
from storage.baseline.candidates import Index, Wanted
from storage.baseline.history import (
    Entering,
    Holding,
    enter,
    held_numbers,
    next_rows,
    supersede,
)
from storage.baseline.read import last_row, the_same
from storage.rows import number


class Working:
    """
    What one transaction reads and enters.

    ``last_row`` names the state of the baseline that the next answer rests on. Whatever
    else in the transaction asks the database for baseline claims, or changes them,
    comes after a ``flush``; so does its end.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.last_row = last_row(con)
        self._con = con
        self._index = Index(con)
        self._is_held: dict[int, bool] = {}
        self._pending: list[Entering] = []

    def expect(self, wanted: Wanted) -> None:
        """Look up at once what the questions about these claims will need."""
        self._know_held([number(claim.claim_id) for claim, _ in wanted])
        self._index.expect(wanted)

    def candidates(self, wanted: Wanted) -> list[list[BaselineClaim]]:
        """Return the candidates of each claim as they are held by now."""
        return self._index.candidates(wanted)

    def hold(self, holdings: Sequence[Holding], *, at: datetime) -> None:
        """Enter claims that are not held yet, in this order (``at``: aware UTC)."""
        if not holdings:
            return  # a copy, or an article off topic
        by_number = {number(h.claim.claim_id): h for h in holdings}
        self._know_held(list(by_number))
        fresh = {n: h for n, h in by_number.items() if not self._is_held[n]}
        rows = next_rows(self._con, len(fresh))
        for (claim_no, holding), row_id in zip(fresh.items(), rows, strict=True):
            own = replace(holding, claim=the_same(holding.claim))
            self._index.enter(row_id, own.keys, own.as_held())
            self._is_held[claim_no] = True
            self._pending.append((row_id, holding, at))
            self.last_row = row_id

    def supersede(
        self, claim_id: str, *, by_claim_id: str, valid_to: date | None, at: datetime
    ) -> None:
        """Close a claim's validity for a later one."""
        if claim_id in {holding.claim.claim_id for _, holding, _ in self._pending}:
            self.flush()
        if supersede(
            self._con, claim_id, by_claim_id=by_claim_id, valid_to=valid_to, at=at
        ):
            self._index.forget(claim_id)
            self.last_row = last_row(self._con)

    def flush(self) -> None:
        """Write what was entered."""
        if self._pending:
            enter(self._con, self._pending)
            self._pending = []

    def _know_held(self, numbers: Sequence[int]) -> None:
        asked = [n for n in numbers if n not in self._is_held]
        if asked:
            found = held_numbers(self._con, asked)
            self._is_held |= {n: n in found for n in asked}
