"""The word lists of the quantities, read once when the module is imported."""

import tomllib
from importlib.resources import files
from typing import Any


def _read(name: str) -> dict[str, Any]:
    raw = files("extractors.claims.lexicon").joinpath(f"{name}.toml")
    return tomllib.loads(raw.read_text("utf-8"))


_numbers = _read("numbers")
_bounds = _read("bounds")
_currencies = _read("currencies")
_rates = _read("rates")
_labels = _read("labels")
_changes = _read("changes")
_roles = _read("roles")

CARDINALS: dict[str, float] = _numbers["cardinals"]
ORDINALS: dict[str, int] = _numbers["ordinals"]
MAGNITUDES: dict[str, float] = _numbers["magnitudes"]
SUFFIXES: dict[str, float] = _numbers["suffixes"]
MONEY_SUFFIXES: dict[str, float] = _numbers["money_suffixes"]
FRACTIONS: dict[str, float] = _numbers["fractions"]
GLYPHS: dict[str, float] = _numbers["glyphs"]
VAGUE: dict[str, list[float]] = _numbers["vague"]
PLURALS: dict[str, list[float]] = _numbers["plurals"]
MULTIPLES: dict[str, float] = _numbers["multiples"]

BEFORE = {
    tuple(phrase.split()): kind
    for kind, phrases in _bounds["before"].items()
    for phrase in phrases
}
AFTER = {
    tuple(phrase.split()): kind
    for kind, phrases in _bounds["after"].items()
    for phrase in phrases
}
# "up to 60": 60 is reached
REACHING = tuple(_bounds["before"]["reach"])
MARKS: dict[str, str] = _bounds["marks"]
DENIAL_WORDS = frozenset(_bounds["denied"]["words"])
DENIED = {k: v for k, v in _bounds["denied"].items() if isinstance(v, str)}

SYMBOLS: dict[str, str] = _currencies["symbols"]
CODES = {
    code: _currencies["code_aliases"].get(code, code)
    for code in _currencies["codes"]["words"]
}
CURRENCIES: dict[str, str] = {
    form: code
    for name, code in _currencies["names"].items()
    for form in (name, f"{name}s")
}
COINS = frozenset(_currencies["coins"]["words"] + _currencies["coins"]["plural"])
CURRENCIES |= {f"{coin}s": coin for coin in COINS}
CURRENCIES |= {coin: coin for coin in _currencies["coins"]["words"]}
_KIN: dict[str, str] = {
    word: coin for coin, words in _currencies["kin"].items() for word in words
}


def _coin(name: str) -> str:
    last = name.rsplit(maxsplit=1)[-1]
    return _KIN.get(last, last)


# currency -> the name of its coin without its country: AUD, a dollar
COIN_OF = {coin: _coin(coin) for coin in COINS} | {
    code: _coin(name)
    for name, code in sorted(
        _currencies["names"].items(), key=lambda pair: len(pair[0].split())
    )
}
# written, they tell the country too
OWN_NAMES = tuple(
    [name for name in _currencies["names"] if " " in name]
    + [sign.lower() for sign in SYMBOLS if len(sign) > 1 and sign[-1] in "$¥"]
)
CENTS = {
    form: code
    for name, code in _currencies["cents"].items()
    for form in (name, f"{name}s")
}

# canonical unit -> (dimension, factor, offset)
UNITS: dict[str, tuple[str, float, float]] = {}
UNIT_WORDS: dict[tuple[str, ...], str] = {}
UNIT_EXACT: dict[str, str] = {}
for _dimension, _group in _read("units").items():
    for _name, _unit in _group.items():
        UNITS[_name] = (_dimension, _unit["factor"], _unit.get("offset", 0.0))
        for _word in _unit["words"]:
            UNIT_WORDS[tuple(_word.replace("-", " ").replace("/", " / ").split())] = (
                _name
            )
        for _word in _unit.get("exact", ()):
            UNIT_EXACT[_word] = _name

RATE_UNITS = frozenset(_rates["units"])
RATE_ADVERBS: dict[str, str] = _rates["adverbs"]
RATE_NAMES: dict[str, str] = _rates["names"]

CHANGES = {k: frozenset(v) for k, v in _changes.items() if isinstance(v, list)}
# nouns for a group: what its figure counts, and the role
GROUPS: dict[str, tuple[str, str]] = {
    noun: (unit, role) for noun, (unit, role) in _changes["groups"].items()
}

LABELS = frozenset(_labels["words"])
AGES = frozenset(_labels["ages"])


def _by_word(part: str) -> dict[str, str]:
    index: dict[str, str] = {}
    for role, lists in _roles.items():
        for word in lists.get(part, ()):
            index.setdefault(word, role)
    return index


ROLES = frozenset(_roles)
# a verb names these measures only with a unit of that dimension
ROLE_DIMENSIONS = {
    role: lists["dimension"] for role, lists in _roles.items() if "dimension" in lists
}
# an amount of it is money even where no currency is written
MONEY_ROLES = frozenset(role for role, lists in _roles.items() if lists.get("money"))
ROLE_NOUNS = _by_word("nouns")
ROLE_VERBS = _by_word("verbs")
ROLE_ADJECTIVES = _by_word("adjectives")
ROLE_UNITS = _by_word("units")
# verbs by which a person comes to a wage: "earners" always, "paid" with a rate
EARNERS = {part: frozenset(_roles["salary"][part]) for part in ("earners", "paid")}

# units of a share or a proportion: what they measure is told beside them
RATIOS = frozenset({"percent", "percentage_points", "ratio", "score"})
# ISO 4217's code of no currency: money that the text leaves without one
UNKNOWN_MONEY = "XXX"
PERSONS = frozenset(
    files("extractors.claims.lexicon")
    .joinpath("persons.txt")
    .read_text("utf-8")
    .split()
)


def is_currency(unit: str) -> bool:
    """Whether a unit is money: the code of a currency, or of none, or a coin's name."""
    return (len(unit) == 3 and unit.isupper()) or unit in COINS
