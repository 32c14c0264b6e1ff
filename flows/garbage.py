"""How often a process that parses or judges looks for garbage that refers to itself."""

from __future__ import annotations

import gc

# Objects made beyond those let go. At Python's 700 the search takes 10 ms a page: each
# time it goes through all that models, lexicon and baseline hold; at 10,000 it takes 2.
_BEYOND = 10_000
# Of ten such searches one goes through what the last ones left, and of so many of these
# one through everything: half a second, in which nothing of ours was ever found.
_THROUGH_ALL = 100


def search_seldom() -> None:
    """Hold a few megabytes of it longer, for as long as the process lives."""
    gc.set_threshold(_BEYOND, 10, _THROUGH_ALL)
