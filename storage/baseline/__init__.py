"""
The claims that we hold: entered, changed without overwriting, and found again.

Every function takes the connection of the open transaction; ``candidates``, ``held``
and ``held_by_id`` work on a snapshot as well.
"""

from storage.baseline.candidates import candidates, candidates_of_all
from storage.baseline.history import (
    Holding,
    confirm,
    forget_pair,
    hold,
    observe,
    reject,
    reject_pair,
    rejected_pairs,
    retire,
    settle,
    supersede,
)
from storage.baseline.keys import rekey
from storage.baseline.read import held, held_at_row, held_by_id, last_row
from storage.baseline.reversal import Changed, reopen, take_back, tracked
from storage.baseline.seeds import Added, add_documents
from storage.baseline.working import Working

__all__ = [
    "Added",
    "Changed",
    "Holding",
    "Working",
    "add_documents",
    "candidates",
    "candidates_of_all",
    "confirm",
    "forget_pair",
    "held",
    "held_at_row",
    "held_by_id",
    "hold",
    "last_row",
    "observe",
    "reject",
    "reject_pair",
    "rejected_pairs",
    "rekey",
    "reopen",
    "retire",
    "settle",
    "supersede",
    "take_back",
    "tracked",
]
