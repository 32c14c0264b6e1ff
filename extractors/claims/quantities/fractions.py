"""Lexemes -> shares of something and multiples: "two-thirds", "1 in 5", "doubled"."""

from collections.abc import Sequence

from extractors.claims.quantities.figures import (
    Number,
    figure,
    number_words,
    skip_dash,
    small_number,
    word,
)
from extractors.claims.quantities.lexemes import Lexeme
from extractors.claims.quantities.words import (
    CARDINALS,
    FRACTIONS,
    MAGNITUDES,
    MULTIPLES,
    ORDINALS,
    RATE_UNITS,
    UNIT_WORDS,
)

ARTICLES = frozenset({"a", "an"})
_MERE = frozenset({"mere", "bare", "full", "good"})
_SHARE_NEXT = frozenset({"of", "the", "its", "their", "his", "her", "our", "all"})
_EVERY = frozenset({"a", "an", "per", "every", "each"})
# "every second counts", "every second Sunday", "every third time"
_TIMES = frozenset({"counts", "counted", "of", "that", "time", "weekend", "night"}) | {
    "morning",
    "evening",
    "afternoon",
}
# "and once last week's storm was over": a conjunction behind these
_JOINING = frozenset({"", "and", "but", "or", "that", "at", ",", ";", "."})
_ONLY = frozenset({"only", "just"})
_CENT = 100
_TENS = {"hundred": 100.0, "thousand": 1000.0}
_FINGERS = 10
_ROUND = frozenset({20, 50, 100, 1000, 10_000, 100_000})
_COMPARED = frozenset({"fewer", "more", "higher", "lower", "less", "larger", "as"})


def share(items: Sequence[Lexeme], i: int) -> Number | None:
    """``two-thirds``, ``a quarter of``, ``half of``; ``half a billion`` is a count."""
    top, j = numerator(items, i)
    if top == 0.0 or word(items, j) not in FRACTIONS:
        return None
    value, stop = top * FRACTIONS[word(items, j)], j + 1
    if (whole := _part_of_amount(items, i, stop, value)) is not None:
        return whole
    if not _is_share(items, i, j, top):
        return None
    return Number(start=i, stop=stop, low=value, high=value, kind="share")


def numerator(items: Sequence[Lexeme], i: int) -> tuple[float, int]:
    """The count before a fraction's name and the index of that name, 0 without."""
    first = word(items, i)
    if first in {"half", "halves"}:
        return 1.0, i
    if first in ARTICLES:
        return 1.0, i + 1 + (word(items, i + 1) in _MERE)
    if first in CARDINALS:
        return CARDINALS[first], skip_dash(items, i + 1)
    return 0.0, i


def fraction_after(items: Sequence[Lexeme], i: int) -> tuple[float, int]:
    """The fraction that ends a measure ("an hour and *a half*"), 0 without one."""
    top, j = numerator(items, i)
    if not top or word(items, j) not in FRACTIONS or word(items, j + 1) == "of":
        return 0.0, i
    return top * FRACTIONS[word(items, j)], j + 1


def _part_of_amount(
    items: Sequence[Lexeme], i: int, stop: int, value: float
) -> Number | None:
    """``half a million``, ``a quarter of a million``, ``half an hour``."""
    j = stop + 1 if word(items, stop) == "of" else stop
    j = skip_dash(items, j)
    if word(items, j) in ARTICLES:
        j += 1
    elif j == stop or word(items, stop) == "of":
        return None
    factor = MAGNITUDES.get(word(items, j), 0.0)
    if factor:
        low = value * factor
        return Number(start=i, stop=j + 1, low=low, high=low, scaled=True)
    if (word(items, j),) in UNIT_WORDS or word(items, j) == "percentage":
        return Number(start=i, stop=j, low=value, high=value)
    return None


def _is_share(items: Sequence[Lexeme], i: int, j: int, top: float) -> bool:
    following = word(items, j + 1)
    name = word(items, j)
    before = word(items, i - 1)
    if name == "half" and i == j:
        after = following in _SHARE_NEXT or before in {"than", "by", "about", "nearly"}
        return (after or before in {"almost", "over", "roughly"}) and before not in {
            "first",
            "second",
            "last",
            "other",
            "latter",
            "one",
        }
    if name == "half":
        return before != "and"
    if name.endswith("s"):
        return top > 1
    if name in {"third", "fourth"} and following not in _SHARE_NEXT | _COMPARED:
        return not following.isalpha() or following in {"in", "to", "from", "on"}
    return following in _SHARE_NEXT | _COMPARED or not following.isalpha()


def odds(items: Sequence[Lexeme], i: int) -> Number | None:
    """``one in five``, ``one-in-five``, ``3 out of 10``, ``80 of 100 trains``."""
    top, j = small_number(items, i)
    if not top:
        return None
    j = skip_dash(items, j)
    j = j + 2 if (word(items, j), word(items, j + 1)) == ("out", "of") else j + 1
    if word(items, j - 1) not in {"in", "of"}:
        return None
    j = skip_dash(items, j)
    bottom, stop = _whole(items, j + (word(items, j) == "every"))
    if word(items, j - 1) == "of" and word(items, j - 2) != "out" and bottom != _CENT:
        return None
    if word(items, j - 1) == "of" and is_head_count(top, bottom):
        return None
    beyond = word(items, skip_dash(items, stop))
    if top >= bottom or (beyond,) in UNIT_WORDS or _follows(items, stop):
        return None
    value = top / bottom
    return Number(start=i, stop=stop, low=value, high=value, kind="share")


def every_nth(items: Sequence[Lexeme], i: int) -> Number | None:
    """``every third child``: one in three, but every third week is a time."""
    nth = ORDINALS.get(word(items, i + 1), 0)
    following = word(items, i + 2)
    timed = following in RATE_UNITS | _TIMES or following.endswith("day")
    if word(items, i) != "every" or nth < 2 or timed or not following.isalpha():
        return None
    value = 1 / nth
    return Number(start=i, stop=i + 2, low=value, high=value, kind="share")


def _whole(items: Sequence[Lexeme], i: int) -> tuple[float, int]:
    """The number below the line, which is no year: "one in 20,000", "in a hundred"."""
    if word(items, i) in ARTICLES | {"one"} and word(items, i + 1) in _TENS:
        return _TENS[word(items, i + 1)], i + 2
    if word(items, i).replace(",", "").isdigit() and "," in word(items, i):
        return float(items[i].text.replace(",", "")), i + 1
    return small_number(items, i)


def is_head_count(part: float, whole: float) -> bool:
    """Whether "7 out of 23" counts the 23: of a rate the whole is one or round."""
    return part > 1 and whole > _FINGERS and whole not in _ROUND


def _follows(items: Sequence[Lexeme], i: int) -> bool:
    return word(items, i) in MAGNITUDES or word(items, i) in {"%", "percent", "per"}


def multiple(items: Sequence[Lexeme], i: int) -> Number | None:
    """``doubled``, ``threefold``, ``10-fold``, ``three times as many``, ``1.5x``."""
    value, stop = _multiple_word(items, i), i + 1
    if not value:
        number = figure(items, i) or number_words(items, i)
        if number is None or number.stop >= len(items):
            return None
        value, stop = number.low, skip_dash(items, number.stop)
        name = word(items, stop)
        after = word(items, stop + 1)
        times = name == "times" and after in _COMPARED | {"the", "bigger", "faster"}
        if not (times or name == "fold" or (name == "x" and items[stop].glued)):
            return None
        stop += 1
    return Number(start=i, stop=stop, low=value, high=value, kind="ratio")


def repeated(items: Sequence[Lexeme], i: int) -> Number | None:
    """``twice``: so many times, where nothing is compared."""
    name = word(items, i)
    of = word(items, i + 1) in {"that", "this", "what", "those"}
    if name == "once" and _is_once(items, i):
        return Number(start=i, stop=i + 1, low=1, high=1, kind="times")
    if name not in {"twice", "thrice"} or of:
        return None
    value = MULTIPLES[name]
    return Number(start=i, stop=i + 1, low=value, high=value, kind="times")


def _is_once(items: Sequence[Lexeme], i: int) -> bool:
    """Whether it is one time: "only once", "once a day", "sent off once last year"."""
    rated = word(items, i + 1) in _EVERY and word(items, i + 2) in RATE_UNITS
    when = word(items, i + 1) in {"last", "during"}
    owner = word(items, i + 2).endswith(("'s", "’s"))
    told = when and not owner and word(items, i - 1) not in _JOINING
    return rated or told or word(items, i - 1) in _ONLY


def _multiple_word(items: Sequence[Lexeme], i: int) -> float:
    name = word(items, i)
    if name in {"twice", "thrice"}:
        following = word(items, i + 1)
        return MULTIPLES[name] if following in _COMPARED | {"the", "its"} else 0.0
    if name.endswith("fold"):
        return MULTIPLES.get(name, 0.0)
    for ending, stem in (("d", name[:-1]), ("s", name[:-1])):
        if name.endswith(ending) and stem in MULTIPLES:
            return MULTIPLES[stem]
    if name in {"doubling", "tripling", "quadrupling"}:
        return MULTIPLES[name[:-3] + "e"]
    return 0.0
