"""
Places in a row as figures: "her third flight", "the fourth-largest", "ranked 412th".

They are no quantities, for they count nothing, but two of one row exclude each other as
figures do. A superlative by itself is the first place: "the longest bridge".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.claims.periods.grammar import MONTHS
from extractors.claims.quantities.words import CARDINALS, ORDINALS
from extractors.model import Claim, Quantity
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem

RANK = "rank"
_PLACE = "place"
_WORD = re.compile(r"\d+(?:st|nd|rd|th)\b|[^\W\d_]+|\d+|[^\w\s]")
_FIGURE = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SUPERLATIVE = re.compile(r"[a-z]{2,}est\b|(?:best|worst|most|least)\b")
# superlatives of the word behind them
_GRADES = frozenset({"most", "least", "best", "worst"})
# what a superlative stands behind, and what makes an ordinal one more of a number
_DEFINITE = frozenset({"the", "s", "’s", "its", "their", "his", "her", "our"})
_ONE_MORE = frozenset({"a", "an", "another"})
# no noun of the row, so that the place itself is told
_LINKS = frozenset(
    {"in", "of", "by", "on", "at", "for", "to", "and", "or", "with", "behind", "from"}
    | {"after", "before", "last", "this", "rank", "overall"}
    | {"place", "position", "spot"}
)
_PLACING = frozenset({"in", "to", "from", "into", "on"})
# ordinals of the calendar, and parts of a whole
_TIMES = frozenset({"century", "quarter", "half", "day", "of"}) | frozenset(MONTHS)
_LAST_DAY = 31
_TENTHS = frozenset({"a", "one", "per", "every", "each", "split"})


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def ranks(claim: Claim) -> tuple[Quantity, ...]:
    """Every place that the claim's words name, as a figure of the role ``rank``."""
    words = _WORD.findall(claim.quote)
    low = [word.lower() for word in words]
    return tuple(_found(words, low))


def is_rank(quantity: Quantity) -> bool:
    """Whether it is a place in a row."""
    return quantity.role == RANK


def of_one_row(old: Quantity, new: Quantity) -> bool:
    """Whether two places may be of the same row: by one noun, or by none."""
    if old.unit == new.unit:
        return True
    numbered = all(not _SUPERLATIVE.fullmatch(q.text.lower()) for q in (old, new))
    return numbered and all(
        q.unit == _PLACE or _SUPERLATIVE.match(q.unit) for q in (old, new)
    )


def _found(words: Sequence[str], low: Sequence[str]) -> Iterator[Quantity]:
    i = 0
    while i < len(low):
        value, stop = _ordinal(low, i)
        before = low[i - 1] if i else ""
        if value and not _is_time_or_part(low, before, stop, value):
            yield _placed(words[i], low, value, before, stop)
        elif not value and before in _DEFINITE and _is_superlative(low, i):
            yield Quantity(low=1, high=1, unit=_row(low, i), role=RANK, text=words[i])
        i = stop


def _placed(
    text: str, low: Sequence[str], value: int, before: str, stop: int
) -> Quantity:
    row = _row(low, stop)
    if row != _PLACE and before in _ONE_MORE:
        # "a fourth witness" makes four witnesses
        return Quantity(low=value, high=value, unit=low[stop], text=text)
    return Quantity(low=value, high=value, unit=row, role=RANK, text=text)


def _is_superlative(low: Sequence[str], i: int) -> bool:
    """Whether it grades what follows: "the longest bridge", no "request for"."""
    return bool(_SUPERLATIVE.fullmatch(low[i])) and _row(low, i + 1) != _PLACE


def _row(low: Sequence[str], i: int) -> str:
    """What a place at ``i`` is one of: of "largest", "most seen", a noun, or itself."""
    word = low[i] if i < len(low) else ""
    if not word.isalpha() or word in _LINKS:
        return _PLACE
    if word in _GRADES:
        return " ".join(low[i : i + 2])
    return word if _SUPERLATIVE.fullmatch(word) else stem(word)


def _ordinal(low: Sequence[str], i: int) -> tuple[int, int]:
    """The number that an ordinal at ``i`` names, 0 for none, and the index after it."""
    figure = _FIGURE.fullmatch(low[i])
    if figure:
        return int(figure[1]), _behind_dash(low, i + 1)
    j = _behind_dash(low, i + 1)
    tens = int(CARDINALS.get(low[i], 0))
    if tens >= 20 and tens % 10 == 0 and j < len(low) and ORDINALS.get(low[j], 10) < 10:
        return tens + ORDINALS[low[j]], _behind_dash(low, j + 1)
    value = ORDINALS.get(low[i], 0)
    return value, j if value else i + 1


def _behind_dash(low: Sequence[str], i: int) -> int:
    return i + 1 if i < len(low) and low[i] in {"-", "‑"} else i


def _is_time_or_part(low: Sequence[str], before: str, stop: int, value: float) -> bool:
    """As in "4th of May", "the third quarter", "a third of them", "first he spoke"."""
    following = low[stop] if stop < len(low) else ""
    if before == "the" and low[stop - 1][0].isdigit() and _row(low, stop) == _PLACE:
        # "not on the 4th"
        return value <= _LAST_DAY
    if before in MONTHS or (following in _TIMES and before != "in"):
        return True
    if before == "every":
        # "every third child": one in three
        return True
    if value == 1:
        return (
            before not in _DEFINITE | _PLACING or _row(low, stop) == _PLACE != following
        )
    return before in _TENTHS and (not following.isalpha() or following in _LINKS)
