"""
The same words in several papers: near-duplicates, agencies, origins.

A fingerprint is a MinHash over shingles of words; two of them tell how much two texts
share. An agency is read from where papers credit it: dateline, byline, credit line.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np

from extractors.article.keys import registered_domain
from extractors.article.text import clean

# numpy and not datasketch: the same estimate, without importing scipy (2.4 s).
_PERMUTATIONS = 128
_SHINGLE = 4
# Multiply and shift (Dietzfelbinger 1996): 64-bit products that wrap are the hash.
_RANDOM = np.random.default_rng(20250310)
_A = _RANDOM.integers(0, 1 << 63, _PERMUTATIONS, dtype=np.uint64) * 2 + 1
_B = _RANDOM.integers(0, 1 << 63, _PERMUTATIONS, dtype=np.uint64)
_WORD = re.compile(r"\w+")
COPY_AT = 0.45

_AGENCIES = {
    "Reuters": r"(?:Thomson )?Reuters",
    "AP": r"AP|(?:The )?Associated Press",
    "AFP": r"AFP|Agence France[- ]Presse",
    "dpa": r"dpa(?:-AFX)?|Deutsche Presse-Agentur",
    "Bloomberg": r"Bloomberg(?: News)?",
    "PA Media": r"PA Media|Press Association",
    "UPI": r"UPI|United Press International",
    "Kyodo": r"Kyodo(?: News)?",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "ANI": r"ANI",
    "PTI": r"PTI|Press Trust of India",
    "IANS": r"IANS",
    "EFE": r"EFE",
    "ANSA": r"ANSA",
    "TASS": r"TASS",
    "Interfax": r"Interfax",
    "Yonhap": r"Yonhap(?: News Agency)?",
    "AAP": r"AAP|Australian Associated Press",
    "CNN Newsource": r"CNN(?: Newsource| Wire)",
    "Business Wire": r"Business ?Wire",
    "PR Newswire": r"PR ?Newswire",
    "GlobeNewswire": r"Globe ?Newswire",
}
# Agencies beyond the list that say in their name what they are.
_NAMED = (
    r"(?:[A-Z][\w&-]+ ){1,3}(?:Wire|Newswire|News Agency|Press Agency|News Service)"
)
_ANY = "|".join(f"(?:{words})" for words in (*_AGENCIES.values(), _NAMED))
_DASH = r"\-\u2013\u2014"
_DATELINE = re.compile(
    rf"^(?:[A-Z][\w.,/ '\u2019-]{{0,60}}?)?\s?[(\[]({_ANY})[)\]]"
    rf"\s*(?:[{_DASH}:]|[A-Z\u201c\"])"
    rf"|^[A-Z][A-Z.,/ '\u2019-]{{2,40}}(?:,? [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?,? "
    rf"[/(]({_ANY})[/)]",
    re.MULTILINE,
)
_CREDIT = re.compile(
    rf"^(?i:by|source|credit|via|from|copyright|\u00a9)[\s:]*"
    rf"(?:\w+ \w+ (?:of|for|[|,{_DASH}]) )?(?:\d{{4}} )?({_ANY})(?:[.\s].{{0,40}})?$"
    rf"|^[(\[{_DASH}]\s*({_ANY})\s*[)\]]?\.?$"
    rf"|^(?:[A-Z][\w.\u2019'-]+ ){{1,3}}(?:[|,\u2022/{_DASH}] ?)({_ANY})$"
    rf"|^({_ANY})$",
    re.MULTILINE,
)
_REPORTING = re.compile(
    r"^\(?(?:Additional )?[Rr]eporting by .{3,200}[Ee]diting by ", re.MULTILINE
)
_DOMAINS = {"reuters.com": "Reuters", "apnews.com": "AP", "bloomberg.com": "Bloomberg"}
_THE = re.compile(r"^the\s+")


def agency(text: str) -> str:
    """
    Name the news agency whose text this is, empty when none is credited.

    Looks at the first and the last lines only: an agency that is merely quoted
    ("told Reuters") wrote nothing.
    """
    rows = [row for row in text.split("\n") if row]
    head, tail = "\n".join(rows[:8]), "\n".join(rows[-4:])
    found = _DATELINE.search(head) or _CREDIT.search(f"{head}\n{tail}")
    if found:
        return _agency_name(next(filter(None, found.groups())))
    return "Reuters" if _REPORTING.search(tail) else ""


def origin_of(credited: str, publisher: str, url: str) -> str:
    """
    Key of the independent origin of a text, the same however a publisher is written.

    The agency credited, else the publisher's name, else the registered domain:
    "The Verge" and "theverge.com" are ``verge``.
    """
    name = credited or publisher or registered_domain(url)
    name = _agency_name(name) or name
    key = _THE.sub("", clean(name).casefold())
    if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", key):
        key = registered_domain(f"https://{key}/").partition(".")[0] or key
    bare = re.sub(r"\W+", "", key)
    return bare.removeprefix("the") if bare != "the" and len(bare) > 6 else bare


def fingerprint(text: str) -> bytes:
    """Summarise a text in 512 bytes, comparable by :func:`similarity`."""
    words = [w.casefold() for w in _WORD.findall(text)]
    count = max(1, len(words) - _SHINGLE + 1)
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(count)}
    sums = [crc32(shingle.encode()) for shingle in shingles]
    hashed = np.array(sums, np.uint64)
    lowest = np.full(_PERMUTATIONS, 0xFFFFFFFF, np.uint64)
    for start in range(0, len(hashed), 4_096):  # bounds the matrix to 4 MiB
        block = hashed[start : start + 4_096, None]
        lowest = np.minimum(lowest, ((block * _A + _B) >> np.uint64(32)).min(axis=0))
    return lowest.astype("<u4").tobytes()


def similarity(one: bytes, other: bytes) -> float:
    """Estimate the Jaccard similarity of two texts, 0..1, error about 0.04."""
    left, right = np.frombuffer(one, "<u4"), np.frombuffer(other, "<u4")
    same_size = left.size and left.size == right.size
    return float(np.mean(left == right)) if same_size else 0.0


class Prints:
    """Fingerprints in the order of their coming, looked through all at once."""

    def __init__(self) -> None:
        self._table = np.zeros((64, _PERMUTATIONS), "<u4")
        self._count = 0

    def add(self, own: bytes) -> bool:
        """Add one; False for a fingerprint of another make, which is like none."""
        if len(own) != 4 * _PERMUTATIONS:
            return False
        if self._count == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[self._count] = np.frombuffer(own, "<u4")
        self._count += 1
        return True

    def copies_of(self, own: bytes) -> list[int]:
        """Return the places of those of which ``own`` is a copy, first come first."""
        if not own:
            return []
        same = self._table[: self._count] == np.frombuffer(own, "<u4")
        return [int(i) for i in np.flatnonzero(same.mean(axis=1) >= COPY_AT)]


def is_copy(one: bytes, other: bytes) -> bool:
    """Whether two texts are one text, give or take a cut and a local paragraph."""
    return similarity(one, other) >= COPY_AT


def _agency_name(words: str) -> str:
    words = words.strip()
    for name, pattern in _AGENCIES.items():
        if re.fullmatch(pattern, words):
            return name
    named = words if re.fullmatch(_NAMED, words) else ""
    return named or _DOMAINS.get(words.casefold(), "")
