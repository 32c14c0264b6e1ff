"""
Text -> lexemes: figures, words, marks, with the spans that are no quantity left out.

spaCy's tokens split "7bn" but not "$7bn", "US$7" but not "A$3": figures are read from
the characters instead, and brought back to tokens afterwards.
"""

import re
from typing import NamedTuple

from extractors.claims.periods.grammar import DAY, MEASURED

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = rf"{DAY}\b"
# dates, clock times, telephone numbers, addresses and dotted versions
_MASK = re.compile(
    rf"""
    https?://\S+ | \S+@\S+ | \#\w+
  | \b\d{{4}}-\d\d-\d\d(?:T[\d:.]+Z?)? | \b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b
  | \b{_DAY}(?:\s?(?:[-–]|to|and|until)\s?{_DAY})?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}}\b)?
  | (?<!\b[Ii]n\s)\b{_MONTH}\s{_DAY}
    (?![\d,.]*\d|%|\s?(?:percent|per\scent|million|billion|{MEASURED}))
    (?:\s?[-–]\s?{_DAY})?(?:,\s\d{{4}}\b)?
  | \b{_MONTH},?\s\d{{4}}\b
  | \b\d{{1,2}}[:.]\d\d\s?(?:[ap]\.?m\b\.?|GMT|UTC|EST|ET|BST|CET)
  | \b\d{{1,2}}:\d\d(?::\d\d)?\b
  | \b\d{{1,2}}\s?[ap]\.?m\b\.? | \b\d{{1,2}}\so['’]clock
  | \b(?:19|20)\d\d\s(?:to|and|until|through|or)\s(?:19|20)\d\d\b
  | \b(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)\b | \b(?:1[5-9]|20)\d0s\b
  | (?<!\w)['’]\d\ds?\b | \b\d\ds\b
  | \+\d[\d\s().-]{{6,}}\d | (?<!\w)\(?\d{{3}}\)?[-.\s]\d{{3}}[-.]\d{{4}}\b
  | \b\d+(?:\.\d+){{2,}}\b
  | \b(?:[Tt]wenty|24)[-/](?:four[-/]seven|7)\b | \b9/11\b
    """,
    re.VERBOSE,
)
_LEXEME = re.compile(
    r"""
    (?P<figure>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+)
  | (?P<currency>(?:US|A|AU|C|CA|NZ|HK|S|NT|R|MX|USD|U\.S\.)\$|CN¥|Rs\.?(?=\s?\d)
      |(?:kr|RM|Rp|SFr|Fr|R)(?=\s?\d)|[$£€¥￥₹₩₽₺₪₫฿₴₦₱₡₵₸])
  | (?P<glyph>[½⅓⅔¼¾⅛])
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)


class Lexeme(NamedTuple):
    """
    A piece of text at ``start:end``.

    ``low`` is its lower case; ``glued`` says that nothing stands before it in between.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool


def lexemes(text: str) -> list[Lexeme]:
    """Read ``text``; a masked span is one lexeme of kind ``masked``."""
    found: list[Lexeme] = []
    position = 0
    for mask in _MASK.finditer(text):
        _read(text, position, mask.start(), found)
        found.append(
            Lexeme("masked", mask[0], mask[0].lower(), mask.start(), mask.end(), False)
        )
        position = mask.end()
    _read(text, position, len(text), found)
    return found


def _read(text: str, start: int, end: int, found: list[Lexeme]) -> None:
    for match in _LEXEME.finditer(text, start, end):
        glued = bool(found) and found[-1].end == match.start()
        kind = str(match.lastgroup)
        found.append(
            Lexeme(kind, match[0], match[0].lower(), match.start(), match.end(), glued)
        )
