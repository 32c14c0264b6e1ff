"""
Two versions of one article -> which claims it lost, changed and gained. Pure.

A claim stands as long as its sentence does, whatever the extractor makes of it today,
and as long as other words say the same. So white space, typing errors, rewording and a
newer extractor change no claim; a sentence that was there before brings none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from extractors.model import BaselineClaim, Claim, Status, VerdictKind
from extractors.verdicts.compare import compare
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.newsworthy import is_about_the_article

# "|" ends a sentence or a line; a figure keeps its point and its sign of currency.
_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*|[%$€£¥]|[.!?\n]")
_ENDS = frozenset(".!?\n")
# below it two claims have too few words in common to be one claim that was changed
_ALIKE = 0.6
_UNLIKE = 0.3
_LONG_WORD = 5
# "t" is what is left of "isn't"
_DOUBT = frozenset(
    {"not", "no", "never", "t", "deny", "denies", "denied"}
    | {"false", "untrue", "wrong", "incorrect", "inaccurate"}
)
_CONFLICTS = (VerdictKind.CONTRADICTS, VerdictKind.UPDATES)


class Change(StrEnum):
    """What an edit did to a claim."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """A claim ``before`` and ``after`` an edit; None where there is none."""

    change: Change
    before: Claim | None = None
    after: Claim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """
    What an edit did, in the order of the old text, then of the new one.

    ``reason`` is ``edited``, or why no claim changed: ``note`` (only words about the
    article itself came), ``reworded``, ``trivial`` (the words are the same).
    """

    changes: tuple[ClaimChange, ...]
    reason: str


def compare_versions(
    old_text: str,
    standing: Sequence[Claim],
    new_text: str,
    claims: Sequence[Claim],
    *,
    lexicon: Lexicon,
) -> Edit:
    """
    Say what became of each claim of the old text, and which claims are fresh.

    Args:
        old_text: the version that was judged last.
        standing: the claims that it stands by.
        new_text: the edited text.
        claims: everything that was extracted from it.
        lexicon: for what other words mean.

    """
    old, new = _plain(old_text), _plain(new_text)
    gone = [claim for claim in standing if not _stands(claim, old, new)]
    fresh = [claim for claim in claims if not _stands(claim, new, old)]
    said_again = dict(_reworded(gone, fresh, lexicon))
    gone = [claim for claim in gone if claim.claim_id not in said_again]
    heard = set(said_again.values())
    fresh = [claim for claim in fresh if claim.claim_id not in heard]
    pairs = _pairs(gone, fresh, lexicon)
    changes = [*_lost(gone, pairs), *_gained(fresh, pairs)]
    return Edit(changes=tuple(changes), reason=_reason(changes, same=old == new))


def _lost(gone: Iterable[Claim], pairs: dict[str, Claim]) -> Iterator[ClaimChange]:
    for claim in gone:
        after = pairs.get(claim.claim_id)
        change = Change.CHANGED if after else Change.REMOVED
        yield ClaimChange(change=change, before=claim, after=after)


def _gained(fresh: Iterable[Claim], pairs: dict[str, Claim]) -> Iterator[ClaimChange]:
    taken = {claim.claim_id for claim in pairs.values()}
    for claim in fresh:
        if claim.claim_id not in taken:
            yield ClaimChange(change=Change.ADDED, after=claim)


def _reason(changes: Sequence[ClaimChange], *, same: bool) -> str:
    if not changes:
        return "trivial" if same else "reworded"
    notes = (
        not c.before and c.after and is_about_the_article(c.after) for c in changes
    )
    return "note" if all(notes) else "edited"


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """The words in lower case between single blanks, ``|`` where a sentence ends."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    tokens = ["|"]
    for token in _TOKEN.findall(folded):
        word = "|" if token in _ENDS else token
        if word != "|" or tokens[-1] != "|":
            tokens.append(word)
    return f" {' '.join(tokens)} {'| ' if tokens[-1] != '|' else ''}"


def _stands(claim: Claim, own: str, other: str) -> bool:
    """Whether the claim's sentence is in the other text, and as a whole sentence."""
    sentence = _plain(claim.sentence)
    if sentence in own:
        return sentence in other
    # The parser cut it where no sentence ends.
    return f" {sentence.strip(' |')} " in other


def _reworded(
    gone: Sequence[Claim], fresh: Sequence[Claim], lexicon: Lexicon
) -> Iterator[tuple[str, str]]:
    """Old claims with the fresh ones that say the same, each once."""
    left = list(fresh)
    for old in gone:
        said = next((new for new in left if _is_same(old, new, lexicon)), None)
        if said is not None:
            left.remove(said)
            yield old.claim_id, said.claim_id


def _is_same(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    if _standing(old) != _standing(new):
        return False
    if _plain(old.quote) == _plain(new.quote) or _is_spelling(old, new, lexicon):
        return True
    return all(
        compare(one, [_held(other)], lexicon=lexicon).kind is VerdictKind.KNOWN
        for one, other in ((old, new), (new, old))
    )


def _standing(claim: Claim) -> tuple[object, ...]:
    """
    What two claims that say the same share, whatever their words.

    Figures and days themselves: $31 billion agrees with "over $13 billion", no more.
    Doubt may stand outside of the claim: "It is not true that …".
    """
    figures = {(q.low, q.high, q.unit, q.per) for q in claim.quantities}
    period = (claim.period.valid_from, claim.period.valid_to, claim.period.kind)
    doubt = sorted(w for w in _plain(claim.sentence).split() if w in _DOUBT)
    return claim.polarity, claim.modality, figures, period, doubt


def _is_spelling(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether they differ in typing errors only: in words of which one is no word."""
    before, after = _plain(old.quote).split(), _plain(new.quote).split()
    return len(before) == len(after) and all(
        a == b or _is_slip(a, b, lexicon) for a, b in zip(before, after, strict=True)
    )


def _is_slip(one: str, other: str, lexicon: Lexicon) -> bool:
    if min(len(one), len(other)) < _LONG_WORD or not (one + other).isalpha():
        return False
    # Two words that both exist ("hired", "fired") are no slip, nor are two names.
    if (one in lexicon.rows) == (other in lexicon.rows):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(differ) == 2 and sorted(one) == sorted(other)
        return len(differ) == 1 or (swapped and differ[1] - differ[0] == 1)
    cut = (long[:i] + long[i + 1 :] for i in range(len(long)))
    return len(long) - len(short) == 1 and short in cut


def _pairs(
    gone: Sequence[Claim], fresh: Sequence[Claim], lexicon: Lexicon
) -> dict[str, Claim]:
    """Old claim ids with what took their place, the most alike first."""
    scored = sorted(
        (
            (-score, i, j)
            for i, old in enumerate(gone)
            for j, new in enumerate(fresh)
            if (score := _likeness(old, new, lexicon)) >= _ALIKE
        )
    )
    found: dict[str, Claim] = {}
    taken: set[int] = set()
    for _, i, j in scored:
        if gone[i].claim_id not in found and j not in taken:
            found[gone[i].claim_id] = fresh[j]
            taken.add(j)
    return found


def _likeness(old: Claim, new: Claim, lexicon: Lexicon) -> float:
    """Shared words of the two quotations, 0 to 1; 1 more when they are in conflict."""
    before, after = _plain(old.quote).split(), _plain(new.quote).split()
    alike = SequenceMatcher(None, before, after, autojunk=False).ratio()
    if alike < _UNLIKE:
        return alike
    verdict = compare(new, [_held(old)], lexicon=lexicon)
    return alike + (verdict.kind in _CONFLICTS)


def _held(claim: Claim) -> BaselineClaim:
    return BaselineClaim(
        claim=claim,
        status=Status.OBSERVED,
        document_date=claim.published_on,
        valid_from=claim.period.valid_from,
        valid_to=claim.period.valid_to,
    )
